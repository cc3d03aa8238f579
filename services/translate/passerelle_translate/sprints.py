"""What a team committed to: the end of the sprint in which an item stood at its start.

What is put into a sprint that runs already is no commitment; what is carried over into
the next one is a move. What is taken out before the sprint ends is taken back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from passerelle_schemas.business import PromisedDate, PromiseOrigin
from passerelle_schemas.identity import FactId, ItemId
from passerelle_schemas.work import Observation, Shown, Sighting, WorkItem
from passerelle_translate.due_days import changed
from passerelle_translate.gathering import Stay, in_sprints
from passerelle_translate.histories import sightings_of


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a sprint, as a reading showed it."""

    started_at: datetime
    ends_at: datetime
    learned_at: datetime
    fact: FactId | None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A sprint that was started with the item in it."""

    id: ItemId
    endings: Sequence[Ending]
    """In order of what was learned; the first one was committed to."""
    stay: Stay

    @property
    def begins(self) -> datetime:
        """When the sprint was started."""
        return self.endings[0].started_at


def by_sprints(
    item: WorkItem, read: Observation, zone: ZoneInfo
) -> tuple[PromisedDate, ...]:
    """Say the ends of the sprints that it was committed to, one after the other."""
    found = sorted(_commitments(item, read), key=lambda c: (c.begins, c.id))
    said: list[PromisedDate] = []
    for number, one in enumerate(found):
        until = found[number + 1].begins if number + 1 < len(found) else None
        told = _told(one, zone)
        said += [p for p in told if until is None or p.said_at < until]
    said.sort(key=lambda promise: promise.said_at)
    return tuple(changed(said))


def _commitments(item: WorkItem, read: Observation) -> Iterator[Commitment]:
    for name, stays in in_sprints(item, read).items():
        endings = [*_endings(item, name)]
        endings += _as_it_is(endings, name, read)
        if not endings:
            continue
        started = endings[0].started_at
        stay = next((stay for stay in stays if stay.holds(started)), None)
        if stay is not None:
            yield Commitment(name, endings, stay)


def _endings(item: WorkItem, name: ItemId) -> Iterator[Ending]:
    seen = [s for s in sightings_of(item, Shown.SPRINT) if _words(s)[0] == name]
    seen.sort(key=lambda s: (s.happened_at, s.learned_at, s.value))
    for sighting in seen:
        _, started, ends = _words(sighting)
        if started and ends:
            yield Ending(
                datetime.fromisoformat(started),
                datetime.fromisoformat(ends),
                sighting.learned_at,
                sighting.fact,
            )


def _words(sighting: Sighting) -> tuple[str, str, str]:
    name, started, ends = sighting.value.split(" ")
    return name, started, ends


def _as_it_is(
    endings: Sequence[Ending], name: ItemId, read: Observation
) -> Iterator[Ending]:
    """Yield the end that the newest reading shows, where another was learned last."""
    shown = next((s for s in read.snapshot.sprints if s.id == name), None)
    if not endings or shown is None or not (shown.started_at and shown.ends_at):
        return
    if endings[-1].ends_at != shown.ends_at:
        # It came back to an earlier end, nobody knows when: at the soonest.
        before = (e.fact for e in endings if e.ends_at == shown.ends_at)
        fact, learned_at = next(before, read.fact), endings[-1].learned_at
        yield Ending(shown.started_at, shown.ends_at, learned_at, fact)


def _told(one: Commitment, zone: ZoneInfo) -> Iterator[PromisedDate]:
    """Yield its end, each move of it, and that the item was taken out of it."""
    last = one.begins
    for number, ending in enumerate(one.endings):
        at = one.begins if number == 0 else max(last, ending.learned_at)
        last = at
        if one.stay.holds(at):
            yield _promised(one, at, ending.learned_at, _day(ending, zone), ending.fact)
    left = one.stay.end
    if left and left < max(ending.ends_at for ending in one.endings):
        learned_at = one.stay.end_learned_at or one.stay.learned_at
        yield _promised(one, left, learned_at, None, one.stay.end_fact)


def _day(ending: Ending, zone: ZoneInfo) -> date:
    return ending.ends_at.astimezone(zone).date()


def _promised(
    one: Commitment,
    at: datetime,
    learned_at: datetime,
    due: date | None,
    fact: FactId | None,
) -> PromisedDate:
    return PromisedDate(
        due=due,
        said_at=at,
        learned_at=max(learned_at, one.stay.learned_at),
        said_by=fact,
        origin=PromiseOrigin.SPRINT,
        carrier=one.id if due else None,
    )
