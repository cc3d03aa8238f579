"""What every risk looks at: an item's histories and the limits that hold for it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from passerelle_schemas.business import Evidence, PromisedDate, Stage, StageReached
from passerelle_schemas.limits import Limits
from passerelle_translate.claims import StageSaid
from passerelle_translate.periods import Period, spent, united
from passerelle_translate.signs import SignHeld
from passerelle_translate.stages import Known
from passerelle_translate.witnesses import Witnesses


@dataclass(frozen=True, slots=True)
class Situation:
    """One item as the risks see it. Holds no "now": risks are periods of time."""

    created_at: datetime
    stages: tuple[StageReached, ...]
    promises: tuple[PromisedDate, ...]
    touched: dict[date, datetime]
    """Days (UTC) on which something moved, and when we learned it."""
    removed_at: datetime | None
    limits: Limits
    zone: ZoneInfo
    witnesses: Witnesses
    """What each episode is traced to."""
    claims: tuple[StageSaid, ...] = ()
    """What the tracker's status said, which the stages hold against evidence."""
    changes: tuple[Known, ...] = ()
    """In which state each pull request behind it was since when."""
    on_course: tuple[SignHeld, ...] = ()
    """When a sign said that all is well."""
    blocked: tuple[SignHeld, ...] = ()
    """When a sign said that it cannot go on."""
    release_due: date | None = None
    """The day of the version that it is planned for, while none is released."""
    gathers: bool = False
    """Other work makes it up (an epic, a milestone): it moves when its parts do."""

    def while_in(self, stages: Iterable[Stage]) -> Iterator[Period]:
        """Yield the periods that it spent in *stages*, until it was removed."""
        reached = ((reached.at, reached.stage) for reached in self.stages)
        return spent(reached, frozenset(stages), self.removed_at)

    def while_said(self, stages: Iterable[Stage]) -> Iterator[Period]:
        """Yield the periods in which the tracker's status said one of *stages*."""
        said = ((claim.at, claim.stage) for claim in self.claims if claim.stage)
        return spent(said, frozenset(stages), self.removed_at)

    def while_open(self) -> Iterator[Period]:
        """Yield the periods in which it was neither finished, dropped nor removed."""
        return self.while_in({Stage.PLANNED, Stage.STARTED, Stage.IN_REVIEW})

    def while_promised(self) -> Iterator[tuple[PromisedDate, Period]]:
        """Yield each promised day with the time during which it was the promise."""
        for promise, later in zip_longest(self.promises, self.promises[1:]):
            end = later.said_at if later else None
            if promise.due is not None and (end is None or promise.said_at < end):
                yield promise, Period(promise.said_at, end)

    def while_on_course(self) -> tuple[Period, ...]:
        """Say when it was said that all is well, in order and without overlap.

        A label or a field of which no history tells counts from the beginning.
        """
        return united(
            Period(self.created_at if one.is_older else one.start, one.end)
            for one in self.on_course
        )

    def learned(self, instant: datetime) -> datetime:
        """Say when we learned which stage it had come to by *instant*."""
        number = bisect_right(self.stages, instant, key=lambda reached: reached.at)
        return self.stages[max(number - 1, 0)].learned_at

    def learned_claim(self, instant: datetime) -> datetime:
        """Say when we learned what the tracker's status said by *instant*."""
        number = bisect_right(self.claims, instant, key=lambda claim: claim.at)
        return self.claims[max(number - 1, 0)].learned_at

    def said(self, promise: PromisedDate) -> Evidence:
        """Say which fact told a promised day."""
        if promise.said_by is None:  # told by an older program
            return self.witnesses.by(promise.said_at)
        return Evidence(at=promise.said_at, fact=promise.said_by)
