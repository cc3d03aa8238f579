"""How much of an objective is finished, and how fast it went."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from passerelle_report.contents import Progress
from passerelle_report.known import KnownItem
from passerelle_schemas.business import Stage

LATELY = timedelta(weeks=4)


def measure(tasks: Sequence[KnownItem], start: datetime, end: datetime) -> Progress:
    """Count *tasks* as they stood at *end*, and what the week from *start* changed."""
    kept = [task for task in tasks if task.stage is not Stage.DROPPED]
    finished = [task for task in kept if task.done]
    return Progress(
        total=len(kept),
        finished=len(finished),
        open=len(kept) - len(finished),
        added=sum(task.item.created_at >= start for task in kept),
        added_lately=sum(task.item.created_at >= end - LATELY for task in kept),
        finished_this_week=sum(_within(t.done_at, start, end) for t in finished),
        dropped_this_week=sum(_within(t.dropped_at, start, end) for t in tasks),
    )


def weekly_finished(
    tasks: Sequence[KnownItem], end: datetime, weeks: int
) -> tuple[int, ...]:
    """Count the tasks finished in each of the last *weeks* weeks, oldest first.

    Weeks before the first task existed are left out, but never below four: they say
    nothing about the team's speed.
    """
    if not tasks:
        return ()
    began = min(task.item.created_at for task in tasks)
    age = -((began - end) // timedelta(weeks=1))
    span = min(weeks, max(4, age))
    counts = [0] * span
    for task in tasks:
        if task.done_at is not None:
            back = (end - task.done_at) // timedelta(weeks=1)
            if 0 <= back < span:
                counts[span - 1 - back] += 1
    return tuple(counts)


def last_progress(tasks: Sequence[KnownItem]) -> datetime | None:
    """When a task last came to another stage, or a new one appeared."""
    moves = [s.at for task in tasks for s in task.stages]
    return max((*moves, *(task.item.created_at for task in tasks)), default=None)


def _within(instant: datetime | None, start: datetime, end: datetime) -> bool:
    return instant is not None and start <= instant < end
