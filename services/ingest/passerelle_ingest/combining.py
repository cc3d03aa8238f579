"""Puts together what was counted of Kafka and what each worker witnessed. Pure.

What was counted is the same whoever counted it. What workers witnessed adds up: each
met its own, but where they waited at the same time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from passerelle_ingest import overlaps
from passerelle_ingest.overlaps import HELD
from passerelle_ingest.tally import MOST_DAYS
from passerelle_schemas.health import (
    Counted,
    Day,
    Failing,
    ProjectHealth,
    SourceHealth,
    Span,
    Upkeep,
    Waited,
    Witnessed,
)
from passerelle_schemas.identity import Tracker


@dataclass(frozen=True, slots=True)
class Followed:
    """A source as the settings name it."""

    source: str
    tracker: Tracker
    projects: tuple[str, ...]


def combined(
    counted: Counted | None,
    witnessed: Iterable[Witnessed],
    followed: Sequence[Followed],
    now: datetime,
    by: str,
) -> list[SourceHealth]:
    """Say the health of every source that is followed or that anything is known of."""
    told: dict[str, list[Witnessed]] = {}
    for one in witnessed:
        told.setdefault(one.source, []).append(one)
    parts = {one.source: one for one in (counted.sources if counted else ())}
    wanted = {one.source: one for one in followed}
    return [
        _one(
            parts.get(name) or SourceHealth(source=name, said_at=now, said_by=by),
            told.get(name, ()),
            wanted.get(name),
        ).model_copy(
            update={
                "said_at": now,
                "said_by": by,
                "read": counted.read if counted else (),
            }
        )
        for name in sorted({*parts, *told, *wanted})
    ]


def _one(
    part: SourceHealth, told: Sequence[Witnessed], followed: Followed | None
) -> SourceHealth:
    ended = max(told, key=_waiting_until, default=None)
    tracker = next((one.tracker for one in told if one.tracker), part.tracker)
    return part.model_copy(
        update={
            "tracker": followed.tracker if followed else tracker,
            "projects": _projects(part, told, followed),
            "refused": _sum(one.refused for one in told),
            "troubles": _sum(one.troubles for one in told),
            "waits": _waits(told),
            "waiting_until": ended.waiting_until if ended else None,
            "waiting_because": ended.waiting_because if ended else "",
            "upkeep": _upkeep(told),
            "days": _days(part.days, told),
        }
    )


def _waiting_until(one: Witnessed) -> float:
    return one.waiting_until.timestamp() if one.waiting_until else 0.0


def _sum(figures: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for one in figures:
        found.update(one)
    return {name: found[name] for name in sorted(found)}


def _waits(told: Sequence[Witnessed]) -> dict[str, Waited]:
    names = sorted({name for one in told for name in one.waits})
    every = {
        name: [one.waits[name] for one in told if name in one.waits] for name in names
    }
    return {name: _waited(waits, _spans(told, name)) for name, waits in every.items()}


def _waited(waits: Sequence[Waited], spans: Sequence[Span]) -> Waited:
    times = sum(one.times for one in waits) - overlaps.times(spans)
    seconds = sum(one.seconds for one in waits) - overlaps.seconds(spans)
    return Waited(times=max(0, times), seconds=max(0.0, round(seconds, 3)))


def _spans(told: Sequence[Witnessed], name: str) -> list[Span]:
    return [span for one in told for span in one.spans.get(name, ())]


def _upkeep(told: Sequence[Witnessed]) -> Upkeep | None:
    """How it stood when anybody last saw to the webhooks; what was done adds up."""
    every = [(one.said_at, one.upkeep) for one in told if one.upkeep]
    if not every:
        return None
    _, newest = max(every, key=lambda pair: pair[0])
    redelivered = sum(upkeep.redelivered for _, upkeep in every)
    return newest.model_copy(update={"redelivered": redelivered})


def _projects(
    part: SourceHealth, told: Sequence[Witnessed], followed: Followed | None
) -> tuple[ProjectHealth, ...]:
    known = {one.project: one for one in part.projects}
    read_at = {name: one.read_at for name, one in known.items() if one.read_at}
    failing = _failing(told, read_at)
    names = {*known, *failing}
    if followed and followed.projects:
        wanted = {name.casefold(): name for name in followed.projects}
        # What is followed no longer is nobody's worry.
        names = {name for name in names if name.casefold() in wanted}
        there = {name.casefold() for name in names}
        names |= {name for plain, name in wanted.items() if plain not in there}
    return tuple(
        (known.get(name) or ProjectHealth(project=name)).model_copy(
            update={"failing": failing.get(name)}
        )
        for name in sorted(names)
    )


def _failing(
    told: Sequence[Witnessed], read_at: Mapping[str, datetime]
) -> dict[str, Failing]:
    """What fails for each project, as who spoke last says, since it first did.

    A failure is over once anybody read the project after it was last met. That is asked
    of each worker's own: what one met long ago must not make a new one of another look
    old, and who fails again and again is not well because another one reads.
    """
    found: dict[str, Failing] = {}
    for one in sorted(told, key=lambda one: one.said_at):
        for name, failing in one.failing.items():
            last = failing.tried_at or failing.since
            if name in read_at and last <= read_at[name]:
                continue
            since = min(failing.since, found.get(name, failing).since)
            found[name] = failing.model_copy(update={"since": since})
    return found


def _days(counted: Sequence[Day], told: Sequence[Witnessed]) -> tuple[Day, ...]:
    days = {one.day: one for one in counted}
    waited: dict[date, float] = defaultdict(float)
    for one in told:
        for name, seconds in one.waited_on.items():
            waited[date.fromisoformat(name)] += seconds
    twice = overlaps.by_day(_spans(told, HELD))
    for day, seconds in waited.items():
        once = max(0.0, round(seconds - twice.get(day, 0.0), 3))
        known = days.get(day) or Day(day=day)
        days[day] = known.model_copy(update={"waited_seconds": once})
    return tuple(days[day] for day in sorted(days)[-MOST_DAYS:])
