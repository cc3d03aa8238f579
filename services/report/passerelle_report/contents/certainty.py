"""How surely a thing is said: chances, likelihoods, ranges, and refusals."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from passerelle_report.contents.basics import Count, Percent
from passerelle_schemas.contract import Contract


class Bound(StrEnum):
    """Whether a chance is told as it is, or capped."""

    EXACTLY = "exactly"
    MORE = "more"
    LESS = "less"


class Chance(Contract):
    """A chance in percent, rounded down; never above "more than 95", nor below 5."""

    percent: Annotated[int, Field(ge=5, le=95)]
    bound: Bound = Bound.EXACTLY


class Likelihood(StrEnum):
    """Five words for five ranges of probability."""

    VERY_LIKELY = "very_likely"
    LIKELY = "likely"
    EVEN = "even"
    UNLIKELY = "unlikely"
    VERY_UNLIKELY = "very_unlikely"


class Odds(Contract):
    """A likelihood and its range, which are always printed together."""

    word: Likelihood
    low: Percent
    high: Percent


class Sure(StrEnum):
    """How surely a date is said to be missed: the same in a headline and a risk."""

    CERTAIN = "certain"
    """Under 1 chance in 20 of being kept; nothing else is said to be certain."""
    VERY = "very"
    PROBABLY = "probably"
    MAYBE = "maybe"


class RefusedBecause(StrEnum):
    """Why no date is given."""

    NOTHING_KNOWN = "nothing_known"
    NOTHING_REMAINS = "nothing_remains"
    TOO_LITTLE_FINISHED = "too_little_finished"
    TOO_FAR = "too_far"
    GROWING = "growing"
    """As much is added as is finished: at this pace it never ends."""
    TOO_OLD = "too_old"
    NEVER_READ = "never_read"


class Refusal(Contract):
    """A forecast that is not given, with what stood against it."""

    because: RefusedBecause
    finished: Count = 0
    added: Count = 0
    """Tasks that appeared in the same weeks."""
    least: Count = 0
    weeks: Count = 0
    chance: Chance | None = None
    """Of the promised date, where runs were made but end too far away."""


class Need(Contract):
    """What meeting a promised date takes, where no forecast can be given."""

    due: date
    tasks: Annotated[int, Field(ge=1)]
    """That are open now."""
    weeks: Annotated[int, Field(ge=1)]
    """Whole ones from the end of the week to the date; one at least."""
    finished: Count
    """In the weeks that a forecast would be drawn from."""
    past: Count
    """How many weeks these are."""


class Range(Contract):
    """The dates with 50 and 85 chances in 100 of being kept."""

    expected: date
    cautious: date


class Forecast(Contract):
    """A range, and what it was drawn from."""

    range: Range
    chance: Chance | None = None
    """Of the promised date; none where no date stands promised."""
    finished: Count
    added: Count = 0
    """Tasks that appeared in the weeks drawn from; every run draws them too."""
    weeks: Count
    runs: Count
