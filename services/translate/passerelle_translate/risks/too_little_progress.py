"""An objective is not as far as its date asks for.

Why it matters: a date is in danger long before it passes, and where too little is
finished for a forecast, the share that is finished tells it all the same.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from passerelle_schemas.business import (
    Evidence,
    ObjectiveRisk,
    PromisedDate,
    RiskKind,
    Severity,
    Untold,
)
from passerelle_translate.histories import day_ended
from passerelle_translate.objectives.situation import ObjectiveSituation
from passerelle_translate.objectives.tallies import (
    Held,
    Stretch,
    episodes,
    first_of,
    tallied,
)
from passerelle_translate.periods import Period

_LATELY = timedelta(weeks=4)
_TOO_EARLY = 0.25
"""In the first quarter of its time no objective is late: work has to begin."""


def too_little_progress(situation: ObjectiveSituation) -> Iterator[ObjectiveRisk]:
    """Yield an episode while too little is finished for the time that has gone.

    The share of tasks that is finished is less than the limit's part of the share of
    time that has gone, and at its own speed of the last four weeks the objective would
    not be finished by its day either. The figures count what is finished, of all.
    """
    begun = situation.begun_at
    if begun is None or not situation.promises:
        return
    first = min(begun, situation.promises[0].said_at)
    stretches = list(_stretches(situation))
    for promise, promised in situation.while_promised():
        if promise.due is None:
            continue
        end = day_ended(promise.due, situation.zone)
        towards = Period(first, end)
        held = (
            Held(late, stretch.counts["done"], stretch.counts["there"])
            for stretch in stretches
            if (ahead := stretch.period.within(promised))
            and (late := _late(stretch, ahead, towards, situation))
        )
        for episode in episodes(held, situation.zone):
            yield _told(situation, promise, episode.period, first).model_copy(
                update={"figures": episode.figures}
            )


def untold(situation: ObjectiveSituation) -> Untold | None:
    """Say why progress cannot be held against a date, as things stand last."""
    if not situation.promises or situation.promises[-1].due is None:
        return Untold.NO_PROMISE
    if situation.begun_at is None:
        return Untold.NOT_BEGUN
    there = sum(bool(t.there) and t.there[-1].end is None for t in situation.tasks)
    if there < situation.limits.least_tasks:
        return Untold.TOO_FEW_TASKS
    return None


def _stretches(situation: ObjectiveSituation) -> Iterator[Stretch]:
    done = [period for task in situation.tasks for period in task.done]
    yield from tallied(
        {
            "there": [period for task in situation.tasks for period in task.there],
            "done": done,
            "lately": [first_of(period, _LATELY) for period in done],
        }
    )


def _late(
    stretch: Stretch, ahead: Period, towards: Period, situation: ObjectiveSituation
) -> Period | None:
    """Say from when, within *ahead*, too little is finished; none where never."""
    there, done = stretch.counts["there"], stretch.counts["done"]
    if there < situation.limits.least_tasks or done >= there or not towards.end:
        return None
    whole = towards.end - towards.start
    asked = done / there / situation.limits.least_progress
    if asked >= 1:
        return None
    since = towards.start + max(asked, _TOO_EARLY) * whole
    if lately := stretch.counts["lately"]:
        needed = min((there - done) * _LATELY / lately, whole)
        since = max(since, towards.end - needed)
    return Period(_next(since)).within(ahead)


def _next(instant: datetime) -> datetime:
    """Say the next whole second: nobody means a microsecond."""
    whole = instant.replace(microsecond=0)
    return whole if whole == instant else whole + timedelta(seconds=1)


def _told(
    situation: ObjectiveSituation,
    promise: PromisedDate,
    period: Period,
    first: datetime,
) -> ObjectiveRisk:
    learned = [t.learned_at for t in situation.tasks if t.created_at <= period.start]
    carrier = situation.carrier
    by = Evidence(
        at=promise.said_at, fact=promise.said_by, item=carrier.ref if carrier else None
    )
    undone = [
        Evidence(at=task.created_at, item=task.ref)
        for task in situation.tasks
        if any(one.within(period) for one in task.open)
    ]
    return ObjectiveRisk(
        kind=RiskKind.TOO_LITTLE_PROGRESS,
        severity=Severity.MEDIUM,
        since=period.start,
        until=period.end,
        learned_at=max((*learned, promise.learned_at)),
        now=promise.due,
        limit="least_progress",
        evidence=(by, *sorted(undone, key=lambda told: (told.at, str(told.item)))),
        counted_from=first,
    )
