"""Chances and the five words for them: fixed ranges that do not overlap."""

from passerelle_report.contents import Bound, Chance, Likelihood, Odds, Sure

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
    """The likelihood that a date is missed which has the chance *kept*.

    Under 1 chance in 20, the range begins at 95: what is certain is told as such.
    """
    if kept.bound is Bound.LESS:
        return Odds(word=Likelihood.VERY_LIKELY, low=HIGHEST, high=100)
    if kept.bound is Bound.MORE:
        return odds(4)
    return odds(100 - kept.percent)


def odds(percent: int) -> Odds:
    """The word for a probability, with its range."""
    low, high, word = next(
        (found for found in RANGES if percent >= found[0]), RANGES[-1]
    )
    return Odds(word=word, low=low, high=high)


_SURE = {Likelihood.VERY_LIKELY: Sure.VERY, Likelihood.LIKELY: Sure.PROBABLY}


def sure_of_missing(kept: Chance | None) -> Sure:
    """How surely a date is said to be missed which has the chance *kept*.

    "Will miss" needs less than 1 chance in 20.
    """
    if kept is None:
        return Sure.MAYBE
    if kept.bound is Bound.LESS:
        return Sure.CERTAIN
    return _SURE.get(odds_of_missing(kept).word, Sure.MAYBE)
