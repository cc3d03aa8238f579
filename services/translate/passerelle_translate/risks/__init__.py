"""The risks that the translator can see: one pure file each, written out here.

A risk is a function from a `Situation` to its episodes. It asks no clock: an episode
says since when and until when it held; docs/adding-a-risk.md shows how to add one.
"""

from collections.abc import Callable, Iterable

from passerelle_schemas.business import RiskEpisode
from passerelle_translate.risks.blocked import blocked
from passerelle_translate.risks.declared_against_evidence import (
    declared_against_evidence,
)
from passerelle_translate.risks.piling_up_in_review import piling_up_in_review
from passerelle_translate.risks.promise_moved import promise_moved
from passerelle_translate.risks.promise_passed import promise_passed
from passerelle_translate.risks.reopened_again import reopened_again
from passerelle_translate.risks.situation import Situation
from passerelle_translate.risks.stalled import stalled

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


def risks_of(situation: Situation) -> tuple[RiskEpisode, ...]:
    """Say every episode of every risk, the oldest first."""
    episodes = [episode for risk in RISKS for episode in risk(situation)]
    return tuple(sorted(episodes, key=lambda e: (e.since, e.kind)))
