"""An ISO week, and the instants at which it begins and ends for a company."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from passerelle_report.errors import WeekInvalidError

_WRITTEN = re.compile(r"((?:19[7-9]|[2-9]\d\d)\d)-W(\d{2})", re.ASCII)
"""From 1970 on: no tracker is older, and no clock counts further back."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week from Monday to Sunday, known by its Monday; perhaps not over yet."""

    monday: date
    cut: datetime | None = field(default=None, compare=False)
    """The instant until which it is told, while it runs."""
    over: date | None = field(default=None, compare=False)
    """The day before that instant: the last one that has passed."""

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read `2026-W47`; raise WeekInvalidError for anything else."""
        found = _WRITTEN.fullmatch(written)
        if not found:
            raise WeekInvalidError(written)
        try:
            return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError as error:  # a 53rd week in a year that has 52
            year = int(found[1])
            weeks = date(year, 12, 28).isocalendar().week  # always in the last one
            raise WeekInvalidError(written, year=year, weeks=weeks) from error

    @classmethod
    def of(cls, day: date) -> Self:
        """The week that *day* belongs to."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def last_complete(cls, now: datetime, zone: ZoneInfo) -> Self:
        """The newest week that has ended at *now* in *zone*."""
        return cls.of(now.astimezone(zone).date() - timedelta(days=7))

    def so_far(self, now: datetime, zone: ZoneInfo) -> Self:
        """The same week as far as it has come at *now*; itself once it is over."""
        if now >= self.end(zone):
            return self
        yesterday = now.astimezone(zone).date() - timedelta(days=1)
        return replace(self, cut=now, over=yesterday)

    @property
    def running(self) -> bool:
        """Whether it is told before its end."""
        return self.cut is not None

    @property
    def last_day(self) -> date:
        """Its last day that has passed: Sunday, or yesterday while it runs.

        What was promised for a later day is not late.
        """
        return self.over or self.sunday

    @property
    def year(self) -> int:
        """The ISO year, which differs from the calendar's around New Year."""
        return self.monday.isocalendar().year

    @property
    def number(self) -> int:
        """The number of the week in its ISO year."""
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def previous(self, weeks: int = 1) -> Self:
        """The week so many *weeks* before."""
        return type(self)(self.monday - timedelta(weeks=weeks))

    def start(self, zone: ZoneInfo) -> datetime:
        """Its first instant in *zone*, told in UTC."""
        return datetime.combine(self.monday, time(), zone).astimezone(UTC)

    def end(self, zone: ZoneInfo) -> datetime:
        """The first instant that is not told: Monday's in *zone*, in UTC."""
        if self.cut:
            return self.cut
        return type(self)(self.monday + timedelta(days=7)).start(zone)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"
