"""Which rule an item falls under, and why the others do not apply."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import State, WorkKind
from passerelle_schemas.facts import CustomField, StatusCategory, Target
from passerelle_schemas.identity import ItemKind, ItemRef, Tracker
from passerelle_schemas.rules import KindRule, MappingRule, Match
from passerelle_translate.kinds import kind_of_work
from passerelle_translate.mapping import (
    Subject,
    Tried,
    department_of,
    first_failed,
    mapped,
)
from tests.translate.examples import folded, observed, rules

SHOWN: dict[str, Any] = {
    "labels": ("Pay-in-3",),
    "components": ("Checkout",),
    "title": "Éviter l'échec du prélèvement SEPA",
    "targets": (Target(id="jira-verdier:version/4", name="26.3"),),
    "parent": ItemRef(id="jira-verdier:9", key="PAY-9"),
    "custom": (CustomField(id="customfield_10042", value="Caisse"),),
}
ITEM = folded(observed(**SHOWN))
SUBJECT = Subject.of(ITEM)


@pytest.mark.parametrize(
    ("condition", "holds", "fails"),
    [
        ("tracker", Tracker.JIRA, Tracker.GITHUB),
        ("source", "jira-verdier", "jira-other"),
        ("project", "PAY", "pay"),
        ("kind", ItemKind.ISSUE, ItemKind.PULL_REQUEST),
        ("type", "10", "11"),
        ("type", "epic", "epi"),
        ("label", "pay-in-3", "pay"),
        ("component", "CHECKOUT", "check"),
        ("status_category", StatusCategory.NEW, StatusCategory.DONE),
        ("title", "prélèvement", "prélève"),
        ("title", "échec du PRÉLÈVEMENT", "prélèvement échec"),
        ("title", "sepa", "SEP"),
        ("target", "26.3", "26"),
        ("ancestor", "PAY-1", "PAY"),
        ("ancestor", "PAY-9", "PAY-99"),
        ("field", "customfield_10042=caisse", "customfield_10042=Compte"),
        ("field", "customfield_10042 = Caisse", "customfield_10043=Caisse"),
    ],
)
def test_a_condition_holds_for_what_it_says_only(
    condition: str,
    holds: Any,  # noqa: ANN401
    fails: Any,  # noqa: ANN401
) -> None:
    def match(*values: Any) -> Match:  # noqa: ANN401
        return Match.model_validate({condition: values})

    assert first_failed(match(holds), SUBJECT) is None
    assert first_failed(match(fails), SUBJECT) == condition
    assert first_failed(match(fails, holds), SUBJECT) is None  # any of


def test_all_conditions_hold_together() -> None:
    assert first_failed(Match(project=("PAY",), label=("other",)), SUBJECT) == "label"


def _rule(name: str, **fields: Any) -> MappingRule:  # noqa: ANN401
    return MappingRule(name=name, match=fields.pop("match", Match()), **fields)


def test_the_first_rule_that_matches_wins_and_the_tried_say_why_not() -> None:
    other = _rule("Other project", match=Match(project=("OPS",)), department="finance")
    unless = _rule("Unless", unless=Match(label=("pay-in-3",)), department="finance")
    wins = _rule("Wins", department="payments")
    late = _rule("Late", department="finance")
    matched = mapped(ITEM, rules(other, unless, wins, late))
    assert matched.rule == wins
    assert matched.tried == (Tried("Other project", "project"), Tried("Unless", "not"))


def test_excluded_and_unmapped_are_told_apart() -> None:
    assert mapped(ITEM, rules(_rule("Noise", exclude=True))).state is State.EXCLUDED
    nothing = _rule("Nothing", match=Match(project=("OPS",)), department="finance")
    assert mapped(ITEM, rules(nothing)).state is State.UNMAPPED


@pytest.mark.parametrize(
    ("fields", "department"),
    [
        ({"department": "finance", "objective": "pay-in-three"}, "finance"),
        ({"objective": "pay-in-three"}, "payments"),
        ({"capability": "checkout"}, "payments"),
        ({}, None),
    ],
)
def test_the_department_comes_from_the_rule_its_objective_or_its_capability(
    fields: dict[str, str], department: str | None
) -> None:
    assert department_of(_rule("r", **fields), rules()) == department


@given(st.text(max_size=30))
def test_any_words_can_stand_in_a_title_condition(words: str) -> None:
    """What the CTO writes is text, never a pattern."""
    found = first_failed(Match(title=(f"x{words}x",)), SUBJECT)
    assert found == "title"


@pytest.mark.parametrize(
    ("type_name", "labels", "work"),
    [
        ("Bug", (), WorkKind.REPAIR),
        ("Story", ("bug",), WorkKind.REPAIR),
        ("Task", ("Security", "bug"), WorkKind.SECURITY),
        ("Incident", ("bug",), WorkKind.INCIDENT),
        ("Dette technique", (), WorkKind.UPKEEP),
        ("Story", ("bugs", "debug"), WorkKind.NEW),
        ("Epic", (), WorkKind.NEW),
    ],
)
def test_usual_types_and_labels_say_what_the_effort_goes_to(
    type_name: str, labels: tuple[str, ...], work: WorkKind
) -> None:
    item = folded(observed(type_name=type_name, labels=labels))
    assert kind_of_work(Subject.of(item), None, rules())[0] is work


def test_the_mapping_rule_speaks_before_the_kind_rules() -> None:
    kinds = (KindRule(work=WorkKind.UPKEEP, match=Match(project=("PAY",))),)
    says = _rule("r", work=WorkKind.SECURITY)
    assert kind_of_work(SUBJECT, says, rules(kinds=kinds))[0] is WorkKind.SECURITY
    silent = _rule("r")
    assert kind_of_work(SUBJECT, silent, rules(kinds=kinds))[0] is WorkKind.UPKEEP
