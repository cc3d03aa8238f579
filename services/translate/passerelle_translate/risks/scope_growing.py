"""An objective's open work grows faster than it is finished.

Why it matters: whoever counts on a date sees tasks being finished, and not that the end
moves away meanwhile.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from passerelle_schemas.business import Evidence, ObjectiveRisk, RiskKind, Severity
from passerelle_translate.objectives.part import Part
from passerelle_translate.objectives.situation import ObjectiveSituation
from passerelle_translate.objectives.tallies import (
    Held,
    episodes,
    first_of,
    later,
    shifted,
    tallied,
)
from passerelle_translate.periods import Period

LEAST = 3
"""Two tasks more are no growth, whatever share they are."""
_PLANNED_WITHIN = timedelta(days=7)
"""A plan is written in the week in which work begins."""
_BORN_DONE = timedelta(hours=1)
"""Finished as soon as it was there: written down afterwards."""
_IMPORTED = 10
"""So many that were made in one minute were made by a machine, from older work."""


def scope_growing(situation: ObjectiveSituation) -> Iterator[ObjectiveRisk]:
    """Yield an episode while more came in than was finished, beyond the limit.

    Within the limit's days the tasks that came in, less those that were finished or
    given up, are more than the limit's share of all tasks that there were before. The
    figures count what came in, against what was finished.
    """
    if situation.begun_at is None:
        return
    window = timedelta(days=situation.limits.scope_days)
    came = {task.id: _came_in(task, window) for task in _new(situation)}
    counted: dict[str, list[Period]] = {
        "came": [period for periods in came.values() for period in periods],
        "finished": [p for t in situation.tasks for p in _finished(t, window)],
        "dropped": [
            p for t in situation.tasks if t.id not in came for p in _left(t, window)
        ],
        "before": [shifted(p, window) for t in situation.tasks for p in t.there],
    }
    if len(came) < LEAST:
        return
    held = (
        Held(stretch.period, stretch.counts["came"], stretch.counts["finished"])
        for stretch in tallied(counted)
        if _grows(stretch.counts, situation.limits.scope_growth)
    )
    by_id = {task.id: task for task in situation.tasks}
    for episode in episodes(held, situation.zone):
        tasks = [
            by_id[name]
            for name, periods in came.items()
            if any(period.within(episode.period) for period in periods)
        ]
        begins = [t for t in tasks if t.created_at <= episode.period.start]
        yield ObjectiveRisk(
            kind=RiskKind.SCOPE_GROWING,
            severity=Severity.MEDIUM if situation.promises else Severity.LOW,
            since=episode.period.start,
            until=episode.period.end,
            learned_at=max(task.learned_at for task in begins or tasks),
            days=situation.limits.scope_days,
            limit="scope_growth",
            evidence=_evidence(tasks),
            figures=episode.figures,
        )


def _grows(counts: Counter[str], share: float) -> bool:
    net = counts["came"] - counts["finished"] - counts["dropped"]
    return net >= LEAST and net > share * counts["before"]


def _new(situation: ObjectiveSituation) -> list[Part]:
    """Say the tasks that were written once work had begun, by hand, to be done."""
    if situation.begun_at is None:
        return []
    planned = later(situation.begun_at, _PLANNED_WITHIN)
    minutes = Counter(_minute(task) for task in situation.tasks)
    return [
        task
        for task in situation.tasks
        if task.created_at >= planned
        and minutes[_minute(task)] < _IMPORTED
        and not _was_done_before(task)
    ]


def _minute(task: Part) -> datetime:
    return task.created_at.replace(second=0, microsecond=0)


def _was_done_before(task: Part) -> bool:
    done = next((period.start for period in task.done), None)
    return done is not None and done - task.created_at < _BORN_DONE


def _came_in(task: Part, window: timedelta) -> tuple[Period, ...]:
    """Say when it is one of those that came in: for *window*, while it counts."""
    fresh = first_of(Period(task.created_at), window)
    return tuple(p for there in task.there if (p := fresh.within(there)))


def _finished(task: Part, window: timedelta) -> tuple[Period, ...]:
    if _was_done_before(task):
        return ()
    return tuple(first_of(period, window) for period in task.done)


def _left(task: Part, window: timedelta) -> Iterator[Period]:
    """Yield the time in which it is one of those that were given up, not finished."""
    undone, there = task.open, task.there
    if undone and undone[-1].end and undone[-1].end == there[-1].end:
        yield first_of(Period(undone[-1].end), window)


def _evidence(tasks: list[Part]) -> tuple[Evidence, ...]:
    told = sorted(tasks, key=lambda task: (task.created_at, task.id))
    return tuple(Evidence(at=task.created_at, item=task.ref) for task in told)
