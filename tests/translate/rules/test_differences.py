"""What changed between two rule sets, said in the words in which they are written."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_translate.rules import RuleDraft, load_rules
from passerelle_translate.rules.differences import differences
from tests.schemas.strategies import messages
from tests.translate.rules_folder import RULES, written

SECOND = """\
  - name: Later
    match: {project: OPS}
    department: finance
"""
FULL = f"""{RULES}{SECOND}\
capabilities:
  checkout: {{name: {{fr: Caisse, en: Checkout}}, department: payments}}
kinds:
  - {{work: repair, match: {{label: bug}}}}
stages:
  - {{stage: in_review, tracker: jira, status: "10105"}}
limits: {{stalled_after_days: 14}}
department_limits:
  finance: {{stalled_after_days: 10}}
glossary:
  - word: {{fr: prélèvement, en: direct debit}}
    means: {{fr: Un paiement., en: A payment.}}
"""


def told(folder: Path, old: str, new: str) -> list[str]:
    before = load_rules(written(folder / "old", old))
    after = load_rules(written(folder / "new", new))
    return [str(difference) for difference in differences(before, after)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    short: {fr: le paiement en",
            "    target_date: 2026-12-01\n    short: {fr: le paiement en",
            "objective `pay-in-three`: target_date nothing → 2026-12-01",
        ),
        (
            "en: Pay in three instalments}",
            "en: Pay in parts}",
            "objective `pay-in-three`: name.en Pay in three instalments → Pay in parts",
        ),
        (
            "match: {project: PAY}",
            "match: {project: [PAY, SHOP]}",
            "mapping rule `Instalments`: match.project PAY → PAY, SHOP",
        ),
        (
            "    also: finance\n",
            "",
            "mapping rule `Instalments`: also finance → nothing",
        ),
        (
            "    objective: pay-in-three\n",
            "    not: {title: draft}\n    objective: pay-in-three\n",
            "mapping rule `Instalments`: not.title nothing → draft",
        ),
        (
            "limits: {stalled_after_days: 14}",
            "limits: {stalled_after_days: 10}",
            "limits: stalled_after_days 14 → 10",
        ),
        (
            "finance: {stalled_after_days: 10}",
            "finance: {stalled_after_days: 9}",
            "limits of `finance`: stalled_after_days 10 → 9",
        ),
        (
            "capabilities:",
            "promises: {types: [Epic, Saga]}\ncapabilities:",
            "promises: types Epic → Epic, Saga",
        ),
        ("name: Verdier", "name: Vert", "company: name Verdier → Vert"),
        (
            "en: A payment.}",
            "en: A draft.}",
            "word `direct debit`: means.en A payment. → A draft.",
        ),
    ],
)
def test_a_change_is_said_with_what_was_and_what_is(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert old in FULL
    assert told(tmp_path, FULL, FULL.replace(old, new, 1)) == [said]
    way, _, values = said.partition(": ")
    field, _, values = values.partition(" ")
    before, _, after = values.partition(" → ")
    back = f"{way}: {field} {after} → {before}"
    assert told(tmp_path, FULL.replace(old, new, 1), FULL) == [back]


def test_what_comes_and_goes_is_said_with_all_that_it_says(tmp_path: Path) -> None:
    with_it = FULL.replace(SECOND, "")
    rule = "mapping rule `Later` {}match.project OPS, department finance, exclude false"
    assert told(tmp_path, with_it, FULL) == [rule.format("is new: ")]
    assert told(tmp_path, FULL, with_it) == [rule.format("is gone; it said ")]


def test_a_first_entry_of_a_section_is_new_and_the_last_one_gone(
    tmp_path: Path,
) -> None:
    kinds = "kinds:\n  - {work: repair, match: {label: bug}}\n"
    said = "rule of kinds `work repair, match.label bug` is "
    (gone,) = told(tmp_path, FULL, FULL.replace(kinds, ""))
    (new,) = told(tmp_path, FULL.replace(kinds, ""), FULL)
    assert gone.startswith(f"{said}gone")
    assert new.startswith(f"{said}new")


def test_a_rule_that_moves_is_said_with_its_places(tmp_path: Path) -> None:
    first = "  - name: Excluded\n    match: {label: noise}\n    exclude: true\n"
    moved = FULL.replace(first, "").replace(SECOND, SECOND + first)
    assert told(tmp_path, FULL, moved) == ["mapping rule `Excluded`: place 1 → 3"]


def test_comments_and_layout_are_no_change(tmp_path: Path) -> None:
    assert told(tmp_path, FULL, f"# a comment\n{FULL}\n\n") == []


@settings(max_examples=60)
@given(messages(RuleDraft), messages(RuleDraft), st.data())
def test_whatever_the_hash_counts_is_said(
    one: RuleDraft, other: RuleDraft, data: st.DataObject
) -> None:
    """Also where one section alone differs."""
    section = data.draw(st.sampled_from(sorted(RuleDraft.model_fields)))
    near = one.model_copy(update={section: getattr(other, section)})
    for new in (one, near, other):
        same = new.content_hash == one.content_hash
        assert (differences(one, new) == ()) is same
