"""Any two rule sets of one company, as hypothesis makes them up."""

from typing import Any

from hypothesis import strategies as st

from passerelle_schemas.business import Stage, WorkKind
from passerelle_schemas.facts import StatusCategory
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import (
    KindRule,
    MappingRule,
    Match,
    RuleSet,
    Saying,
    SignRule,
    StageRule,
)
from tests.translate.examples import rules

_MAPPING = (
    MappingRule(name="Noise", match=Match(label=("noise",)), exclude=True),
    MappingRule(name="A", match=Match(label=("a", "urgent")), objective="pay-in-three"),
    MappingRule(
        name="B", match=Match(label=("b",)), capability="checkout", also=("finance",)
    ),
    MappingRule(
        name="Under", match=Match(ancestor=("X-1", "PAY-2")), department="finance"
    ),
    MappingRule(
        name="Bugs", match=Match(type=("Bug",)), department="finance", work="repair"
    ),
    MappingRule(name="All", match=Match(project=("PAY",)), department="payments"),
    MappingRule(name="A", match=Match(title=("draft",)), department="finance"),
)
_STAGES = (
    StageRule(stage=Stage.AVAILABLE, category=(StatusCategory.DONE,)),
    StageRule(stage=Stage.IN_REVIEW, status=("3", "10105")),
    StageRule(stage=Stage.DROPPED, status=("6",)),
)
_KINDS = (
    KindRule(work=WorkKind.SECURITY, match=Match(label=("urgent",))),
    KindRule(work=WorkKind.UPKEEP, match=Match(kind=("issue",))),
)
_SIGNS = (
    SignRule(says=Saying.ON_COURSE, label=("urgent", "a")),
    SignRule(says=Saying.BLOCKED, label=("b", "noise")),
)


def _some(of: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(of), unique_by=repr, max_size=4).map(tuple)


_limits = st.builds(
    Limits,
    stalled_after_days=st.sampled_from([1, 5, 14]),
    tolerated_slip_days=st.sampled_from([0, 2, 9]),
    serious_slip_days=st.sampled_from([1, 14]),
    review_days=st.sampled_from([1, 21]),
    blocked_days=st.sampled_from([0, 5]),
)


def _numbered(number: int) -> st.SearchStrategy[RuleSet]:
    return st.builds(
        lambda mapping, payments, **fields: rules(
            *mapping, payments=payments, **fields
        ).model_copy(update={"version": number}),
        _some(_MAPPING).filter(bool),
        payments=st.none() | _limits,
        limits=_limits,
        stages=_some(_STAGES),
        kinds=_some(_KINDS),
        signs=_some(_SIGNS),
        promise_types=st.sampled_from([("Epic",), ("Bug", "Story"), ()]),
    )


pairs = st.tuples(_numbered(1), _numbered(2))
"""The rule set that counts, and the next."""
