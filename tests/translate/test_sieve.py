"""The sieve finds the rule that trying one after the other finds."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.facts import CustomField, StatusCategory, StatusRef, Target
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.rules import MappingRule, Match
from passerelle_translate.mapping import Subject, mapped
from passerelle_translate.ready import rule_of
from tests.translate.examples import folded, observed, rules

_WORDS = ("Checkout", "checkout ", "Caisse", "ﬁn", "FIN", "")
_some = st.lists(st.sampled_from(_WORDS), max_size=2).map(tuple)
_fields = {
    "tracker": st.lists(st.sampled_from(Tracker), max_size=1).map(tuple),
    "source": st.sampled_from([(), ("jira-verdier",), ("jira-other",)]),
    "project": st.sampled_from([(), ("PAY",), ("OPS", "PAY"), ("OPS",)]),
    "kind": st.sampled_from([(), (ItemKind.ISSUE,), (ItemKind.PULL_REQUEST,)]),
    "type": st.sampled_from([(), ("10",), ("Story",), ("Caisse", "epic")]),
    "label": _some,
    "component": _some,
    "status_category": st.lists(st.sampled_from(StatusCategory), max_size=2).map(tuple),
    "title": _some,
    "target": _some,
    "ancestor": st.sampled_from([(), ("PAY-1",), ("PAY-2",)]),
    "field": st.sampled_from([(), ("team=checkout",), ("team = Fin", "team=x")]),
}
_matches = st.builds(Match, **_fields)
_rules = st.lists(st.tuples(_matches, st.none() | _matches), max_size=12)
_words = st.lists(st.sampled_from([*_WORDS, "Other"]), max_size=3)


@st.composite
def _items(draw: st.DrawFn) -> dict[str, Any]:
    category = draw(st.none() | st.sampled_from(StatusCategory))
    return {
        "project": draw(st.sampled_from(["PAY", "OPS"])),
        "kind": draw(st.sampled_from([ItemKind.ISSUE, ItemKind.PULL_REQUEST])),
        "type_name": draw(st.sampled_from(["Story", "EPIC", "caisse"])),
        "title": " ".join(draw(_words)),
        "labels": tuple(draw(_words)),
        "components": tuple(draw(_words)),
        "status": StatusRef(id="1", name="1", category=category),
        "targets": tuple(
            Target(id="jira-verdier:version/1", name=word) for word in draw(_words)
        ),
        "custom": tuple(CustomField(id="team", value=word) for word in draw(_words)),
    }


@given(_rules, st.lists(_items(), min_size=1, max_size=5))
def test_it_finds_what_trying_one_after_the_other_finds(
    said: list[tuple[Match, Match | None]], shown: list[dict[str, Any]]
) -> None:
    """For several items in turn, since it remembers what their place decides."""
    written = rules(
        *(
            MappingRule(name=f"rule {number}", match=match, unless=unless)
            for number, (match, unless) in enumerate(said)
        )
    )
    for fields in shown:
        subject = Subject.of(folded(observed(**fields)))
        assert rule_of(subject, written) is mapped(subject, written).rule


def test_what_no_tracker_showed_falls_under_no_rule() -> None:
    written = rules(MappingRule(name="all", match=Match(), department="finance"))
    subject = Subject(Tracker.JIRA, "jira-verdier", None, frozenset({"PAY-1"}))
    assert rule_of(subject, written) is mapped(subject, written).rule is None
