"""The days of a milestone, as it tells them to what is planned for it."""

from datetime import date
from typing import Any

from passerelle_schemas.facts import DayTold
from passerelle_schemas.work import DueEntry, Shown, WorkItem
from passerelle_translate.histories import sightings_of
from passerelle_translate.joins import claimed, gathered


def days_of(item: WorkItem) -> tuple[DayTold, ...]:
    """Say every day that a milestone was due: what is planned for it is due then."""
    moved = map(_told, item.due_dates)
    shown = (
        DayTold(
            day=day_of(seen.value),
            happened_at=seen.happened_at,
            learned_at=seen.learned_at,
            fact=seen.fact,
        )
        for seen in sightings_of(item, Shown.DUE)
    )
    return tuple(sorted((*moved, *shown), key=_order))


def day_of(written: str) -> date | None:
    """Read a day as sightings write it; none where a milestone was shown without."""
    return date.fromisoformat(written) if written else None


def days_together(
    ours: tuple[DayTold, ...], theirs: tuple[DayTold, ...]
) -> tuple[DayTold, ...]:
    """Join two tellings of the days of one milestone."""
    both = (*ours, *theirs)
    return gathered(both, identity=_name, settle=_settled, order=_order)


def _name(told: DayTold) -> tuple[str, str]:
    return told.change, "" if told.change else str(told.day)


def _order(told: DayTold) -> Any:  # noqa: ANN401 - compared, never looked into
    return told.happened_at, *_name(told)


def _settled(one: DayTold, other: DayTold) -> DayTold:
    """Settle two tellings of one day, as the milestone's own fold does."""
    if one.change:
        return _told(claimed(due_entry(one), due_entry(other)))
    facts = [fact for fact in (one.fact, other.fact) if fact]
    return one.model_copy(
        update={
            "happened_at": min(one.happened_at, other.happened_at),
            "learned_at": min(one.learned_at, other.learned_at),
            "fact": min(facts, default=None),
        }
    )


def _told(entry: DueEntry) -> DayTold:
    return DayTold(
        change=entry.change,
        was=entry.was,
        day=entry.now,
        happened_at=entry.happened_at,
        learned_at=entry.learned_at,
        fact=entry.fact,
    )


def due_entry(told: DayTold) -> DueEntry:
    """Say a day that a change told as the timeline of the milestone has it."""
    return DueEntry(
        change=told.change,
        was=told.was,
        now=told.day,
        happened_at=told.happened_at,
        learned_at=told.learned_at,
        fact=told.fact or "",
    )
