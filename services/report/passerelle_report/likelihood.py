"""Chances and the five words for them: fixed ranges that do not overlap."""

from passerelle_report.contents import Bound, Chance, Likelihood, Odds

HIGHEST = 95
LOWEST = 5

RANGES: tuple[tuple[int, int, Likelihood], ...] = (
    (90, 99, Likelihood.VERY_LIKELY),
    (66, 90, Likelihood.LIKELY),
    (33, 66, Likelihood.EVEN),
    (10, 33, Likelihood.UNLIKELY),
    (1, 10, Likelihood.VERY_UNLIKELY),
)
"""After the IPCC's guidance note of 2010; the lower bound belongs to the range."""


def chance_of(percent: int) -> Chance:
    """Cap a chance: a forecast never claims more than "more than 95 %"."""
    if percent > HIGHEST:
        return Chance(percent=HIGHEST, bound=Bound.MORE)
    if percent < LOWEST:
        return Chance(percent=LOWEST, bound=Bound.LESS)
    return Chance(percent=percent)


def odds_of_missing(kept: Chance) -> Odds:
    """The likelihood that a date is missed which has the chance *kept*."""
    if kept.bound is Bound.LESS:
        return odds(99)
    if kept.bound is Bound.MORE:
        return odds(4)
    return odds(100 - kept.percent)


def odds(percent: int) -> Odds:
    """The word for a probability, with its range."""
    low, high, word = next(
        (found for found in RANGES if percent >= found[0]), RANGES[-1]
    )
    return Odds(word=word, low=low, high=high)
