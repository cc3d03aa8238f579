"""How much is too much: of a company, a department, or one objective."""

from typing import Annotated

from pydantic import Field

from passerelle_schemas.contract import Contract

Days = Annotated[int, Field(ge=1, le=365)]
DaysOrNone = Annotated[int, Field(ge=0, le=365)]
LongDays = Annotated[int, Field(ge=1, le=730)]
Weeks = Annotated[int, Field(ge=4, le=52)]
Tasks = Annotated[int, Field(ge=1, le=100)]
Times = Annotated[int, Field(ge=2, le=100)]
ScopeDays = Annotated[int, Field(ge=7, le=365)]
Growth = Annotated[float, Field(ge=0, le=10)]
Share = Annotated[float, Field(ge=0.1, le=1)]
SeveralTasks = Annotated[int, Field(ge=2, le=100)]


class Limits(Contract):
    """How much is too much."""

    stalled_after_days: Days = 14
    tolerated_slip_days: DaysOrNone = 2
    serious_slip_days: Days = 14
    unmapped_share_to_say: Annotated[float, Field(ge=0, le=1)] = 0.0
    """From which share of unmapped work page one says so."""
    forecast_weeks: Weeks = 12
    """How many weeks of finished work a forecast draws from."""
    forecast_least_finished: Tasks = 8
    """With fewer items finished in those weeks a forecast is refused."""
    stale_after_hours: Annotated[int, Field(ge=1, le=720)] = 26
    """A source read longer ago than this is said to be late."""
    reopened_times: Times = 2
    """Work that was finished and taken up again so often comes back again."""
    reopened_within_days: LongDays = 90
    """The days in which it must have been so often."""
    review_days: Days = 21
    """Work that moves, and is in review for longer than this, piles up there."""
    declared_days: DaysOrNone = 2
    """So long may a status say done while the change behind it is open."""
    unreleased_days: LongDays = 30
    """So long after its day may the version of finished work be unreleased."""
    blocked_days: DaysOrNone = 5
    """So long may a sign say that work is blocked."""
    scope_days: ScopeDays = 28
    """The days in which an objective's new tasks are held against what it finished."""
    scope_growth: Growth = 0.2
    """The share of an objective's tasks by which they may grow in those days."""
    least_progress: Share = 0.6
    """The share finished must be at least this much of the share of time gone."""
    least_tasks: SeveralTasks = 8
    """With fewer tasks nobody can say whether an objective makes enough progress."""
    depends_late_days: DaysOrNone = 2
    """So long may an objective wait for late work of another department."""
    waiting_objectives: Times = 3
    """So many objectives that wait on one part of the software endanger each other."""


class ObjectiveLimits(Contract):
    """Limits of one objective; what is not said is as in its department's."""

    stalled_after_days: Days | None = None
    tolerated_slip_days: DaysOrNone | None = None
    serious_slip_days: Days | None = None
    forecast_weeks: Weeks | None = None
    forecast_least_finished: Tasks | None = None
    reopened_times: Times | None = None
    reopened_within_days: LongDays | None = None
    review_days: Days | None = None
    declared_days: DaysOrNone | None = None
    unreleased_days: LongDays | None = None
    blocked_days: DaysOrNone | None = None
    scope_days: ScopeDays | None = None
    scope_growth: Growth | None = None
    least_progress: Share | None = None
    least_tasks: SeveralTasks | None = None
    depends_late_days: DaysOrNone | None = None

    def in_place_of(self, limits: Limits) -> Limits:
        """Return *limits* with what is said here in place of theirs."""
        said = {name: value for name, value in self if value is not None}
        return limits.model_copy(update=said) if said else limits
