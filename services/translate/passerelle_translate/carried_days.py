"""The days of milestones and versions, as they count for an item that stood in them.

No tracker keeps a history of these days. The first one that a reading shows counts from
the beginning; another one from when we learned of it, for the item itself may not have
changed for long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from passerelle_schemas.business import PromisedDate, PromiseOrigin
from passerelle_schemas.facts import Target
from passerelle_schemas.identity import FactId, ItemId
from passerelle_schemas.work import Observation, Shown, Sighting, WorkItem
from passerelle_translate.due_days import changed, days_said, told_by
from passerelle_translate.gathering import Stay, Stays, in_milestones, in_versions
from passerelle_translate.histories import sightings_of

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a milestone or a version was due, from an instant on."""

    since: datetime | None
    """None for the first one: it counts as soon as the item stands there."""
    day: date | None
    learned_at: datetime
    fact: FactId | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """A milestone or a version: its days, and when the item stood in it."""

    id: ItemId
    days: Sequence[Day]
    stays: Sequence[Stay]

    def at(self, instant: datetime) -> Day | None:
        """Say its day at *instant*, if the item stood in it then."""
        if not any(stay.holds(instant) for stay in self.stays):
            return None
        known = [d for d in self.days if d.since is None or d.since <= instant]
        return known[-1] if known and known[-1].day else None

    def instants(self) -> Iterator[datetime]:
        """Yield when anything of it changed."""
        yield from (day.since for day in self.days if day.since)
        for stay in self.stays:
            yield stay.start
            if stay.end:
                yield stay.end

    def news(self, instant: datetime) -> Iterator[tuple[datetime, FactId | None]]:
        """Yield when we learned what changed at *instant*, and by which fact."""
        for stay in self.stays:
            if stay.start == instant:
                yield stay.learned_at, stay.fact
            if stay.end == instant and stay.end_learned_at:
                yield stay.end_learned_at, stay.end_fact
        for day in self.days:
            if day.since == instant:
                yield day.learned_at, day.fact


def by_versions(
    item: WorkItem, read: Observation, _zone: ZoneInfo
) -> tuple[PromisedDate, ...]:
    """Say the days of the versions that it was planned for; of several, the last."""
    carriers = _carriers(item, read, in_versions(item, read))
    return tuple(_line(carriers, PromiseOrigin.VERSION))


def by_milestones(
    item: WorkItem, read: Observation, _zone: ZoneInfo
) -> tuple[PromisedDate, ...]:
    """Say the days of the milestones that it was planned for.

    A milestone itself tells them, with each move and its instant; before it was heard,
    and between, the item's own readings do.
    """
    carriers = _carriers(item, read, in_milestones(item, read))
    return tuple(_line(carriers, PromiseOrigin.MILESTONE))


def _carriers(item: WorkItem, read: Observation, stays: Stays) -> list[Carrier]:
    told = {ancestor.id: told_by(ancestor) for ancestor in item.ancestors}
    shown = {target.id: target for target in read.snapshot.targets}
    carriers = []
    for name, stood in sorted(stays.items()):
        own = list(_shown_days(item, name))
        heard = told.get(name)
        days = _with_heard(own, list(days_said(heard))) if heard else own
        days += _as_it_is(days, own, shown.get(name), read)
        carriers.append(Carrier(name, days, stood))
    return carriers


def _shown_days(item: WorkItem, name: ItemId) -> Iterator[Day]:
    """Yield the days that the item's readings showed of a target, in order."""
    seen = [s for s in sightings_of(item, Shown.PLANNED) if _is_of(s, name)]
    seen.sort(key=lambda s: (s.happened_at, s.learned_at, s.value))
    last: datetime | None = None
    for sighting in seen:
        since = None if last is None else max(last, sighting.learned_at)
        last = since or sighting.learned_at
        written = sighting.value.partition(" ")[2]
        day = date.fromisoformat(written) if written else None
        yield Day(since, day, sighting.learned_at, sighting.fact)


def _is_of(sighting: Sighting, name: ItemId) -> bool:
    return sighting.value.partition(" ")[0] == name


def _with_heard(own: Sequence[Day], heard: Sequence[PromisedDate]) -> list[Day]:
    """Put what a milestone told behind what was seen of it before it spoke."""
    began = min(said.learned_at for said in heard) if heard else None
    known = {said.due for said in heard}
    before = [d for d in own if began and d.learned_at < began and d.day not in known]
    told = [Day(p.said_at, p.due, p.learned_at, p.said_by) for p in heard]
    if before and told:
        first = told[0]
        since = max(p for p in (first.since, first.learned_at) if p)
        told[0] = Day(since, first.day, first.learned_at, first.fact)
    return [*before, *told]


def _as_it_is(
    days: Sequence[Day], own: Sequence[Day], shown: Target | None, read: Observation
) -> Iterator[Day]:
    """Yield the day of the newest reading, where what was told before is another.

    It counts from when a reading showed it first. When the target came back to an
    earlier day nobody knows: right after, at the soonest, which no reading changes.
    """
    if shown is None or shown.released or not days:
        return
    last = days[-1]
    later = (read.seen_at or read.learned_at) > last.learned_at
    if not later or last.day == shown.due:
        return
    seen = next((d for d in own if d.day == shown.due), last)
    back = seen.learned_at <= last.learned_at
    first = max(seen.learned_at, last.since or seen.learned_at)
    since = last.since + _MOMENT if back and last.since else first
    yield Day(since, shown.due, max(seen.learned_at, last.learned_at), seen.fact)


def _line(carriers: Sequence[Carrier], origin: PromiseOrigin) -> Iterator[PromisedDate]:
    """Replay all together: the promise is the last day of those it stands in."""
    instants = sorted({at for carrier in carriers for at in carrier.instants()})
    said: list[PromisedDate] = []
    for at in instants:
        held = [(day, c) for c in carriers if (day := c.at(at)) and day.day]
        now = max(held, key=lambda one: (one[0].day, one[1].id), default=None)
        news = [told for carrier in carriers for told in carrier.news(at)]
        learned = [learned for learned, _ in news]
        learned += [now[0].learned_at] if now else []
        facts = [fact for _, fact in news if fact]
        said.append(
            PromisedDate(
                due=now[0].day if now else None,
                said_at=at,
                learned_at=max(learned),
                said_by=min(facts, default=now[0].fact if now else None),
                origin=origin,
                carrier=now[1].id if now else None,
            )
        )
    yield from changed(said)
