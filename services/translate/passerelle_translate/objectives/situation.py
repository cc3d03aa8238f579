"""What a risk over an objective looks at: all of its items, and whom they wait for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import zip_longest
from zoneinfo import ZoneInfo

from passerelle_schemas.business import PromisedDate
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import Objective
from passerelle_translate.histories import day_ended
from passerelle_translate.objectives.part import Part
from passerelle_translate.periods import Period


@dataclass(frozen=True, slots=True, eq=False)
class Wait:
    """An item of the objective needs work of another department."""

    item: Part
    other: Part


@dataclass(frozen=True, slots=True)
class PointHeld:
    """A part of the software on which several objectives wait."""

    name: str
    waiting: dict[str, tuple[tuple[Part, Period], ...]]
    """By objective, the items that wait there, and when."""


@dataclass(frozen=True)
class ObjectiveSituation:
    """One objective as the risks see it. Holds no "now": risks are periods of time."""

    rule: Objective
    tasks: tuple[Part, ...]
    carrier: Part | None
    """The item whose due date is the promise."""
    limits: Limits
    zone: ZoneInfo
    waits: tuple[Wait, ...] = ()
    points: tuple[PointHeld, ...] = ()
    """The parts of the software on which this objective and others wait."""
    promises: tuple[PromisedDate, ...] = ()

    @cached_property
    def begun_at(self) -> datetime | None:
        """When work on it began: on the first of its tasks; none while none has."""
        begun = (task.begun_at for task in self.tasks)
        return min((at for at in begun if at is not None), default=None)

    def while_promised(self) -> Iterator[tuple[PromisedDate, Period]]:
        """Yield each promised day, and when it was the promise and had not ended."""
        for promise, after in zip_longest(self.promises, self.promises[1:]):
            end = after.said_at if after else None
            if promise.due is None or (end is not None and promise.said_at >= end):
                continue
            ahead = Period(promise.said_at, day_ended(promise.due, self.zone))
            if ahead.end and ahead.start < ahead.end:
                told = Period(promise.said_at, end).within(ahead)
                if told is not None:
                    yield promise, told
