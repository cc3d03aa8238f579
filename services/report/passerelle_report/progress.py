"""How much of an objective is finished, and how fast it went."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


def beside_last_week(
    progress: Progress,
    tasks: Sequence[KnownItem],
    before: Sequence[KnownItem],
    start: datetime,
) -> Progress:
    """Add what a reader needs who holds last week's numbers beside *progress*.

    *before* are the tasks as they stood at *start*, the end of that week.
    """
    now = {k.item.id: k for k in tasks if k.stage is not Stage.DROPPED}
    was = {k.item.id: k for k in before if k.stage is not Stage.DROPPED}
    finished = {one for one, known in was.items() if known.done}
    back = {known.item.id for known in reopened(tasks, before, start)}
    new = [known for one, known in now.items() if one not in was]
    return progress.model_copy(
        update={
            "total_before": len(was),
            "finished_before": len(finished),
            "reopened_this_week": len(back),
            "withdrawn_this_week": len(was.keys() - now.keys()),
            "withdrawn_finished": len(finished - now.keys()),
            "taken_up_this_week": sum(k.item.created_at < start for k in new),
        }
    )


def reopened(
    tasks: Iterable[KnownItem], before: Iterable[KnownItem], start: datetime
) -> tuple[KnownItem, ...]:
    """Those of *tasks* that were finished at *start*, and have not stayed so."""
    finished = {known.item.id for known in before if known.done}
    return tuple(
        known
        for known in tasks
        if known.item.id in finished
        and known.stage is not Stage.DROPPED
        and not (known.done_at and known.done_at < start)
    )


@dataclass(frozen=True, slots=True)
class Pace:
    """What each past week finished and added: as many of both, oldest first."""

    finished: tuple[int, ...]
    added: tuple[int, ...]


LEAST_WEEKS = 4


def pace(tasks: Sequence[KnownItem], end: datetime, weeks: int) -> Pace:
    """Count what was finished and added in each of the last *weeks* weeks.

    Weeks before the first task existed are left out, but never below four: they say
    nothing about the team's speed. What was there by the week in which work began is
    the plan; what came later, and was not dropped, is added.
    """
    if not tasks:
        return Pace((), ())
    age = _weeks_back(min(task.item.created_at for task in tasks), end) + 1
    span = min(weeks, max(LEAST_WEEKS, age))
    began = min((at for task in tasks if (at := _started_at(task))), default=end)
    planned = _weeks_back(began, end)
    added = (
        back
        for task in tasks
        if task.stage is not Stage.DROPPED
        and (back := _weeks_back(task.item.created_at, end)) < planned
    )
    done = (_weeks_back(task.done_at, end) for task in tasks if task.done_at)
    return Pace(_by_week(done, span), _by_week(added, span))


def _by_week(weeks_back: Iterable[int], span: int) -> tuple[int, ...]:
    """Count by week, oldest first; what lies before the span is not counted."""
    counts = Counter(weeks_back)
    return tuple(counts[back] for back in reversed(range(span)))


def _weeks_back(instant: datetime, end: datetime) -> int:
    """How many whole weeks before *end*: 0 for the week that ends there.

    An instant that begins a week belongs to that week.
    """
    return -((instant - end) // timedelta(weeks=1)) - 1


def _started_at(task: KnownItem) -> datetime | None:
    """When work on it began, or it was finished without."""
    return next((s.at for s in task.stages if s.stage in _WORKED_ON), None)


_WORKED_ON = frozenset(Stage) - {Stage.PLANNED, Stage.DROPPED}


def last_progress(tasks: Sequence[KnownItem]) -> datetime | None:
    """When a task last came to another stage, or a new one appeared."""
    moves = [s.at for task in tasks for s in task.stages]
    return max((*moves, *(task.item.created_at for task in tasks)), default=None)


def _within(instant: datetime | None, start: datetime, end: datetime) -> bool:
    return instant is not None and start <= instant < end
