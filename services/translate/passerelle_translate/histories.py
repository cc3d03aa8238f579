"""What a work item's parts say as histories: statuses, keys, touched days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from passerelle_schemas.facts import ChangeState, StatusCategory, StatusRef, Touch
from passerelle_schemas.identity import ItemRef
from passerelle_schemas.work import (
    LinkedChange,
    Observation,
    Shown,
    Sighting,
    WorkItem,
)
from passerelle_translate.chains import HEARD, statuses_in_order


@dataclass(frozen=True, slots=True)
class StatusHeld:
    """The item came to a status, and held it until the next entry."""

    status: StatusRef
    at: datetime
    learned_at: datetime


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Say the instant (UTC) at which *day* begins in *zone*."""
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:  # the first day that there is, east of Greenwich
        return _FIRST


def day_ended(day: date, zone: ZoneInfo) -> datetime:
    """Say the instant (UTC) at which *day* is over in *zone*."""
    # People write 9999-12-31 for "never", and after it no day comes.
    return _LAST if day == date.max else midnight(day + timedelta(days=1), zone)


def days_after(instant: datetime, days: int) -> datetime:
    """Say the instant *days* later; the last one that there is when that is too far."""
    return (
        instant + timedelta(days=days) if _LAST - instant > timedelta(days) else _LAST
    )


def day_over(dawn: datetime) -> datetime:
    """Say the last instant of the day (UTC) that begins at *dawn*."""
    return days_after(dawn, 1) - timedelta(microseconds=1)


_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def statuses_of(item: WorkItem) -> tuple[StatusHeld, ...]:
    """Say which status the item held since when.

    The first is what the first change says was before; where it does not, what it says
    came after. A status that only snapshots showed counts from the first time shown.
    Empty while the item was never observed.
    """
    if item.observed is None:
        return ()
    created = item.observed.snapshot.created_at
    changes = statuses_in_order(item.statuses)
    held = [
        StatusHeld(e.now, max(e.happened_at, created), e.learned_at) for e in changes
    ]
    if changes:
        first = changes[0].was or changes[0].now
        held.insert(0, StatusHeld(first, created, item.learned_at))
    held += _only_shown(item, item.observed, {h.status.id for h in held})
    read, shown = item.observed, item.observed.snapshot.status
    held.sort(key=lambda h: h.at)
    if held[-1].at < read.happened_at and held[-1].status.id != shown.id:
        # The changelog's last word can differ from the field: the field is right.
        held.append(StatusHeld(shown, read.happened_at, read.learned_at))
    return tuple(_collapsed(held))


def _only_shown(
    item: WorkItem, observed: Observation, told: set[str]
) -> Iterator[StatusHeld]:
    """Yield statuses of snapshots that no change tells."""
    shown, created = observed.snapshot.status, observed.snapshot.created_at
    seen = [s for s in sightings_of(item, Shown.STATUS) if s.value not in told]
    for number, sighting in enumerate(sorted(seen, key=lambda s: s.happened_at)):
        same = shown.id == sighting.value
        status = shown if same else StatusRef(id=sighting.value, name=sighting.value)
        # Without any change it was created so; but nothing is created done.
        at_first = not told and number == 0
        made_so = at_first and status.category is not StatusCategory.DONE
        at = created if made_so else sighting.happened_at
        yield StatusHeld(status, at, sighting.learned_at)


def _collapsed(held: list[StatusHeld]) -> Iterator[StatusHeld]:
    before = None
    for entry in held:
        if entry.status.id != before:
            yield entry
        before = entry.status.id


def categories_of(item: WorkItem) -> dict[str, StatusCategory]:
    """Say the category of each status id, wherever any of its mentions knows it."""
    mentions = [
        status for e in item.statuses for status in (e.was, e.now) if status is not None
    ]
    if item.observed:
        mentions.append(item.observed.snapshot.status)
    return {s.id: s.category for s in mentions if s.category is not None}


def sightings_of(item: WorkItem, what: Shown) -> list[Sighting]:
    """Say what snapshots showed of one kind, and when first."""
    return [s for s in item.sightings if s.what is what]


def key_of(item: WorkItem) -> str:
    """Say the key that people know it by now."""
    if item.observed is None:
        return item.keys[-1].now if item.keys else item.id
    last = item.keys[-1] if item.keys else None
    if last and last.happened_at > item.observed.happened_at:
        return last.now
    return item.observed.snapshot.key


def ancestor_of(item: WorkItem) -> ItemRef | None:
    """Say its direct parent now."""
    observed, last = item.observed, item.parents[-1] if item.parents else None
    if observed is None:
        return last.now if last else None
    if last and (last.happened_at > observed.happened_at or observed.parent_untold):
        return last.now
    return observed.snapshot.parent


def touched_days(item: WorkItem) -> dict[date, datetime]:
    """Say on which days (UTC) something moved, and when we learned it.

    Talk moves nothing: a discussion does not count.
    """
    days = {
        t.day: t.learned_at for t in item.touched if t.touch is not Touch.DISCUSSION
    }
    parents = (entry for entry in item.parents if entry.change != HEARD)
    moves = (*item.statuses, *item.due_dates, *parents, *item.releases)
    told = [(move.happened_at, move.learned_at) for move in moves]
    told += [news for change in item.changes for news in came_to(change)]
    for at, learned_at in told:
        day = at.date()
        days[day] = min(days.get(day, learned_at), learned_at)
    return days


_ENDS = frozenset({ChangeState.MERGED, ChangeState.CLOSED})


def came_to(change: LinkedChange) -> Iterator[tuple[datetime, datetime]]:
    """Yield when a pull request came to a state, and when we learned it.

    An open one is told again with whatever is said of it, a comment as well: that it
    was seen so is no move. Its code and its reviews touch the item.
    """
    learned_at = change.last_learned_at or change.learned_at
    yield change.first_at, change.first_learned_at or change.learned_at
    if change.came_at is not None and change.came_at > change.first_at:
        yield change.came_at, learned_at
    if change.state in _ENDS and change.happened_at != change.came_at:
        yield change.happened_at, learned_at
