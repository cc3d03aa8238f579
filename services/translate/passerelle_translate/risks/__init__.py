"""The risks that the translator can see: one pure file each, written out here.

A risk is a function from a `Situation` to its episodes, or from an `ObjectiveSituation`
where no single item can tell it. It asks no clock: an episode says since when and until
when it held; docs/adding-a-risk.md shows how to add one.
"""

from collections.abc import Callable, Iterable

from passerelle_schemas.business import ObjectiveRisk, RiskEpisode
from passerelle_translate.objectives.situation import ObjectiveSituation
from passerelle_translate.risks.blocked import blocked
from passerelle_translate.risks.declared_against_evidence import (
    declared_against_evidence,
    whole_declared_against_evidence,
)
from passerelle_translate.risks.depends_on_late_work import depends_on_late_work
from passerelle_translate.risks.piling_up_in_review import piling_up_in_review
from passerelle_translate.risks.promise_moved import promise_moved
from passerelle_translate.risks.promise_passed import promise_passed
from passerelle_translate.risks.reopened_again import reopened_again
from passerelle_translate.risks.scope_growing import scope_growing
from passerelle_translate.risks.single_point_of_failure import (
    single_point_of_failure,
)
from passerelle_translate.risks.situation import Situation
from passerelle_translate.risks.stalled import stalled
from passerelle_translate.risks.too_little_progress import too_little_progress

WholeRisk = Callable[[ObjectiveSituation], Iterable[ObjectiveRisk]]
Risk = Callable[[Situation], Iterable[RiskEpisode]]

RISKS: tuple[Risk, ...] = (
    promise_moved,
    promise_passed,
    stalled,
    reopened_again,
    piling_up_in_review,
    declared_against_evidence,
    blocked,
)

WHOLE_RISKS: tuple[WholeRisk, ...] = (
    scope_growing,
    too_little_progress,
    depends_on_late_work,
    single_point_of_failure,
    whole_declared_against_evidence,
)
"""Of objectives."""


def whole_risks_of(situation: ObjectiveSituation) -> tuple[ObjectiveRisk, ...]:
    """Say every episode of every risk over an objective, the oldest first."""
    found = [episode for risk in WHOLE_RISKS for episode in risk(situation)]
    return tuple(sorted(found, key=_in_order))


def _in_order(told: ObjectiveRisk) -> tuple[object, ...]:
    named = (told.limit, told.waits_for, told.part)
    return told.since, told.kind, *(name or "" for name in named)


def risks_of(situation: Situation) -> tuple[RiskEpisode, ...]:
    """Say every episode of every risk, the oldest first."""
    episodes = [episode for risk in RISKS for episode in risk(situation)]
    return tuple(sorted(episodes, key=lambda e: (e.since, e.kind)))
