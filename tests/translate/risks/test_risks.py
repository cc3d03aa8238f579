"""What holds for every risk."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given

import passerelle_translate.risks as package
from passerelle_schemas.business import RiskKind
from passerelle_schemas.facts import Facts
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import MappingRule, Match
from passerelle_schemas.work import WorkItem
from passerelle_translate.risks import RISKS, WHOLE_RISKS
from passerelle_translate.translator import translate
from tests.translate.examples import rules
from tests.translate.folding import fold_all
from tests.translate.strategies import items, seen_histories

ROOT = Path(__file__).parents[3]
RULES = rules(promise_types=("Epic", "Bug"), limits=Limits(stalled_after_days=1))
"""Small limits, so that what hypothesis makes up passes them.

A "Story" gathers no other work."""
FILES = {
    path.stem
    for path in Path(package.__path__[0]).glob("*.py")
    if path.stem not in {"__init__", "situation", "silences"}
}


def test_every_risk_has_its_file_its_kind_its_test_and_its_section() -> None:
    wholes = {risk.__name__.removeprefix("whole_") for risk in WHOLE_RISKS}
    names = wholes | {risk.__name__ for risk in RISKS}
    assert names == FILES == {kind.value for kind in RiskKind}
    here = Path(__file__).parent
    assert {path.stem.removeprefix("test_") for path in here.glob("test_*.py")} == {
        *names,
        "risks",
    }
    docs = (ROOT / "docs" / "risks.md").read_text()
    assert all(f"\n## {name}\n" in docs for name in names)


@given(seen_histories)
def test_an_episode_begins_before_it_ends(history: list[Facts]) -> None:
    item = fold_all(history)
    assert item is not None
    meaning = translate(item, RULES)
    assert meaning is not None
    for risk in meaning.risks:
        assert risk.until is None or risk.since < risk.until
        assert risk.since >= meaning.created_at
    for kind in RiskKind:
        of_kind = [risk for risk in meaning.risks if risk.kind is kind]
        assert all(
            a.until is not None and a.until <= b.since for a, b in pairwise(of_kind)
        )


@given(seen_histories)
def test_every_episode_stands_on_facts_of_the_item(history: list[Facts]) -> None:
    item = fold_all(history)
    assert item is not None
    meaning = translate(item, RULES)
    assert meaning is not None
    told = {fact.id for record in history for fact in record.facts}
    beside = {entry.pull_request for entry in item.changes}
    beside |= {entry.release for entry in item.releases}
    for risk in meaning.risks:
        assert risk.evidence
        for evidence in risk.evidence:
            assert evidence.fact in told or evidence.item in beside
            assert evidence.fact is None or evidence.fact in told
        assert risk.limit is None or hasattr(RULES.limits, risk.limit)
    for promise in meaning.promises:
        assert promise.said_by in told


@given(items)
def test_what_an_older_program_folded_is_traced_too(item: WorkItem) -> None:
    """It kept no fact of a touched day or of what a snapshot showed."""
    meaning = translate(item, RULES)
    assert meaning is None or all(risk.evidence for risk in meaning.risks)


@given(seen_histories)
def test_what_is_excluded_endangers_nobody(history: list[Facts]) -> None:
    item = fold_all(history)
    assert item is not None
    meaning = translate(item, rules(MappingRule(name="x", match=Match(), exclude=True)))
    assert meaning is not None
    assert meaning.risks == ()
