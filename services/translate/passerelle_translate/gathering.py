"""In which milestone, version or sprint an item stood since when.

The history of a Jira issue tells each version and sprint that it was put into, or taken
out of. GitHub names milestones by their titles alone: there the readings tell.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from passerelle_schemas.identity import FactId, ItemId, is_milestone
from passerelle_schemas.work import Observation, PlanEntry, Shown, Sighting, WorkItem
from passerelle_translate.histories import sightings_of
from passerelle_translate.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay(Period):
    """A time that an item stood in something; told by a fact where one is known."""

    learned_at: datetime
    fact: FactId | None = None
    end_learned_at: datetime | None = None
    end_fact: FactId | None = None


Stays = Mapping[ItemId, Sequence[Stay]]


def in_versions(item: WorkItem, read: Observation) -> Stays:
    """Say when it stood in each version that a reading showed unreleased.

    Where the newest snapshot shows otherwise than the history ends, it is right.
    """
    shown = {target.id for target in read.snapshot.targets}
    return {
        version: tuple(_as_shown(stays, read, there=version in shown))
        for version, stays in _by_history(
            item, read, _seen(item, Shown.PLANNED)
        ).items()
        if not is_milestone(version)
    }


def in_sprints(item: WorkItem, read: Observation) -> Stays:
    """Say when it stood in each sprint that a reading showed.

    An issue goes on to show a sprint that was closed while it stood there.
    """
    return _by_history(item, read, _seen(item, Shown.SPRINT))


def in_milestones(item: WorkItem, read: Observation) -> Stays:
    """Say when it stood in each milestone: in one at a time.

    It went into one when a reading first showed it there; the first reading that we
    have of it shows one that it stood in from the start, as far as we know.
    """
    first = _first_seen(s for s in _planned(item) if is_milestone(_id(s)))
    marks: list[tuple[datetime, ItemId, Sighting | Observation]]
    marks = [(seen.happened_at, name, seen) for name, seen in first.items()]
    marks.sort(key=lambda mark: (mark[0], mark[2].learned_at, mark[1]))
    here = next((t.id for t in read.snapshot.targets if is_milestone(t.id)), "")
    if marks and marks[-1][1] != here and read.happened_at >= marks[-1][0]:
        marks.append((read.happened_at, here, read))
    created = read.snapshot.created_at
    stays: defaultdict[ItemId, list[Stay]] = defaultdict(list)
    for number, (at, name, seen) in enumerate(marks):
        after = marks[number + 1] if number + 1 < len(marks) else None
        stay = Stay(
            created if number == 0 and seen.learned_at <= item.learned_at else at,
            after[0] if after else None,
            learned_at=seen.learned_at,
            fact=seen.fact,
            end_learned_at=after[2].learned_at if after else None,
            end_fact=after[2].fact if after else None,
        )
        stays[name].append(stay)
    return {name: found for name, found in stays.items() if name}


def _by_history(item: WorkItem, read: Observation, seen: Sequence[ItemId]) -> Stays:
    moves: defaultdict[ItemId, list[PlanEntry]] = defaultdict(list)
    for entry in item.plans:
        moves[entry.target].append(entry)
    created = read.snapshot.created_at
    return {name: tuple(_stays(moves[name], created, item.learned_at)) for name in seen}


def _stays(
    moves: Sequence[PlanEntry], created: datetime, learned_at: datetime
) -> Iterator[Stay]:
    """Replay what one target's changes say; without any it was there from the start."""
    ordered = sorted(moves, key=lambda m: (m.happened_at, len(m.change), m.change))
    stay = None
    if not ordered or not ordered[0].planned:
        stay = Stay(created, learned_at=learned_at)
    for move in ordered:
        if move.planned and stay is None:
            at = max(move.happened_at, created)
            stay = Stay(at, learned_at=move.learned_at, fact=move.fact)
        elif not move.planned and stay is not None:
            yield _ended(stay, move.happened_at, move.learned_at, move.fact)
            stay = None
    if stay is not None:
        yield stay


def _as_shown(
    stays: Sequence[Stay], read: Observation, *, there: bool
) -> Iterator[Stay]:
    last = stays[-1] if stays else None
    at = read.happened_at
    if last is None or last.end is None:
        yield from stays[:-1]
        if last is not None:
            left = not there and last.start < at
            yield _ended(last, at, read.learned_at, read.fact) if left else last
        return
    yield from stays
    if there and last.end < at:
        yield Stay(at, learned_at=read.learned_at, fact=read.fact)


def _ended(stay: Stay, at: datetime, learned_at: datetime, fact: FactId | None) -> Stay:
    return Stay(
        stay.start,
        max(at, stay.start),
        learned_at=stay.learned_at,
        fact=stay.fact,
        end_learned_at=learned_at,
        end_fact=fact,
    )


def _planned(item: WorkItem) -> list[Sighting]:
    return sightings_of(item, Shown.PLANNED)


def _seen(item: WorkItem, what: Shown) -> Sequence[ItemId]:
    return sorted({_id(sighting) for sighting in sightings_of(item, what)})


def _first_seen(sightings: Iterator[Sighting]) -> dict[ItemId, Sighting]:
    first: dict[ItemId, Sighting] = {}
    for seen in sorted(sightings, key=lambda s: (s.happened_at, s.learned_at, s.value)):
        first.setdefault(_id(seen), seen)
    return first


def _id(sighting: Sighting) -> ItemId:
    return sighting.value.partition(" ")[0]
