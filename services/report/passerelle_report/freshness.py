"""How far the data reaches, and which sources are late. Asks no clock."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from passerelle_report.contents import Freshness, Place
from passerelle_report.known import KnownItem
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.identity import Tracker

Key = tuple[str, str]


def freshness(
    known: Iterable[KnownItem],
    watermarks: Sequence[Watermark],
    end: datetime,
    stale_after: timedelta,
    *,
    broken: int = 0,
) -> Freshness:
    """Say how far every project of every source was read, up to *end* at most."""
    places = _places(known, watermarks, end)
    read = [place for place in places if place.until]
    never = tuple(place for place in places if not place.until)
    reached = [place.until for place in read if place.until]
    return Freshness(
        trackers=tuple(sorted({place.tracker for place in places})),
        until=min(reached) if reached and not never else None,
        complete=bool(reached) and not never and min(reached) >= end and not broken,
        places=len(places),
        late=tuple(p for p in read if p.until and p.until < end - stale_after),
        never=never,
        broken_records=broken,
    )


def too_old(tasks: Iterable[KnownItem], fresh: Freshness) -> bool:
    """Whether some of *tasks* live where the reading is late or never happened."""
    return _some_in(tasks, (*fresh.late, *fresh.never))


def never_read(tasks: Iterable[KnownItem], fresh: Freshness) -> bool:
    """Whether some of *tasks* live where no reading ever came to its end."""
    return _some_in(tasks, fresh.never)


def _some_in(tasks: Iterable[KnownItem], places: Iterable[Place]) -> bool:
    wanted = {(place.source, place.project) for place in places}
    return any((task.item.source, task.item.project) in wanted for task in tasks)


def _places(
    known: Iterable[KnownItem], watermarks: Sequence[Watermark], end: datetime
) -> tuple[Place, ...]:
    """Where we read from: what has a watermark, and where items came from."""
    found: dict[Key, Place] = {}
    for item in (k.item for k in known):
        found[item.source, item.project] = _place(
            item.source, item.tracker, item.project, None
        )
    for mark in watermarks:
        found[mark.source, mark.project] = _place(
            mark.source, mark.tracker, mark.project, min(mark.complete_until, end)
        )
    return tuple(found[key] for key in sorted(found))


def _place(
    source: str, tracker: Tracker, project: str, until: datetime | None
) -> Place:
    return Place(source=source, tracker=tracker, project=project, until=until)
