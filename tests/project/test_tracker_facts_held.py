"""Every test that the page about the trackers' facts names is there."""

import re

import pytest

from tests.project.tree import ROOT

PAGE = (ROOT / "docs" / "tracker-facts-held.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([a-z_]+/test_[a-z_]+\.py)::(test_\w+)`", PAGE)))
ROWS = [
    row
    for row in PAGE.splitlines()
    if row.startswith("| ") and not row.startswith("| fact |")
]


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_test_that_is_named_exists(file: str, name: str) -> None:
    text = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE)


def test_every_fact_names_where_it_is_held_and_what_proves_it() -> None:
    facts = [row for row in ROWS if not row.startswith("| rule |")]
    assert len(facts) > 60
    for row in facts:
        _, fact, held, proof, _ = row.split("|")
        assert fact.strip()
        assert held.strip()
        assert "::test_" in proof, fact
