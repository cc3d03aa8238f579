"""Says the health of the sources in lines for a person at a terminal. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from passerelle_ingest.attention import Need
from passerelle_schemas.health import (
    NO_SOURCE,
    CameBy,
    ProjectHealth,
    Repaired,
    SourceHealth,
)
from passerelle_schemas.identity import Tracker

_TRACKERS = {Tracker.GITHUB: "GitHub", Tracker.JIRA: "Jira"}
_WAYS = ("webhook", "poll", "backfill", "census")
UNKNOWN = "not known"
_INDENT = "  "
_MINUTE = 60


def statement(
    sources: Sequence[SourceHealth], needs: Sequence[Need], now: datetime
) -> list[str]:
    """Say how each source is, then what needs a person."""
    lines = [line for one in sources for line in (*_source(one, now), "")]
    if not needs:
        return [*lines, "Nothing needs a person."]
    count = "1 thing needs" if len(needs) == 1 else f"{len(needs)} things need"
    return [
        *lines,
        f"{count} a person:",
        *(f"{_INDENT}{need.where}: {need.words} [{need.code}]" for need in needs),
    ]


def _source(one: SourceHealth, now: datetime) -> Iterator[str]:
    if one.source == NO_SOURCE:
        yield "Requests that named no source of ours"
        yield from _pair("refused", _counts(one.refused))
        return
    name = _TRACKERS.get(one.tracker, "") if one.tracker else ""
    yield f"{one.source}{f' ({name})' if name else ''}"
    yield from _table(_projects(one.projects, now))
    yield ""
    yield from _table(_ways(one.ways, now))
    yield ""
    yield from _facts(one, now)


def _facts(one: SourceHealth, now: datetime) -> Iterator[str]:
    """One line for each kind of figure; what never happened is left out."""
    yield from _pair("found by the trailing pass", _some(one.late, "item"))
    yield from _pair("repaired by censuses", _repaired(one.repaired))
    yield from _pair("gone, by reason", _gone(one.removed))
    yield from _pair("webhooks that came twice", _plain(one.twice))
    yield from _pair("silent on purpose", _counts(one.silences))
    yield from _pair("asked for again", _some(one.asked_again, "item"))
    yield from _pair("told otherwise by history", _some(one.disagreements, "field"))
    yield from _pair("set aside by ingest", _counts(one.set_aside))
    yield from _pair("set aside after ingest", _counts(one.set_aside_later))
    yield from _pair("of these said again", _plain(one.said_again))
    yield from _pair("refused at the door", _counts(one.refused))
    yield from _pair("answers that were none", _counts(one.troubles))
    yield from _pair("waited for the tracker", _waited(one))
    if one.waiting_until and one.waiting_until > now:
        left = _lasting((one.waiting_until - now).total_seconds())
        yield from _pair("waiting now", f"{left} more ({one.waiting_because})")
    yield from _pair("webhooks kept", _kept(one, now))
    if one.uncounted:
        told = f"{one.uncounted} records of all sources were deleted before"
        yield from _pair("not counted", told)


def _projects(
    projects: Iterable[ProjectHealth], now: datetime
) -> Iterator[Sequence[str]]:
    yield "PROJECT", "COMPLETE UNTIL", "ITEMS", "LAST CENSUS", "STATE"
    for one in projects:
        until, counted = one.complete_until, one.census_complete_at
        yield (
            one.project,
            _ago(until, now) if until else "never read whole",
            UNKNOWN if one.items is None else f"{one.items:,}",
            _ago(counted, now) if counted else "never",
            _state(one),
        )


def _state(one: ProjectHealth) -> str:
    told = []
    if one.reading is not None:
        told.append(f"{one.reading:,} items of a whole reading so far")
    if one.failing:
        told.append(f"not read now ({one.failing.because})")
    if one.stopped:
        told.append(f"census stopped ({one.stopped.because})")
    return "; ".join(told)


def _ways(ways: Mapping[str, CameBy], now: datetime) -> Iterator[Sequence[str]]:
    yield "WAY", "DELIVERIES", "FACTS", "FIRST TOLD", "NEWEST DELIVERY", "NEWEST CHANGE"
    for name in (*_WAYS, *sorted(set(ways) - {*_WAYS})):
        came = ways.get(name, CameBy())
        yield (
            name,
            f"{came.deliveries:,}",
            f"{came.facts:,}",
            UNKNOWN if came.first_told is None else f"{came.first_told:,}",
            _ago(came.delivered_at, now) if came.delivered_at else "none",
            _ago(came.changed_at, now) if came.changed_at else "none",
        )


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    told = list(rows)
    widths = [max(map(len, column)) for column in zip(*told, strict=True)]
    for row in told:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"{_INDENT}{'  '.join(cells)}".rstrip()


def _pair(name: str, told: str) -> Iterator[str]:
    if told:
        yield f"{_INDENT}{name:<27}{told}"


def _plain(count: int) -> str:
    return f"{count:,}" if count else ""


def _some(count: int | None, what: str) -> str:
    if count is None:
        return UNKNOWN
    return f"{count:,} {what}{'' if count == 1 else 's'}" if count else ""


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def _gone(counts: Mapping[str, int] | None) -> str:
    return UNKNOWN if counts is None else _counts(counts)


def _repaired(one: Repaired) -> str:
    counts = one.model_dump(exclude={"censuses", "stopped"})
    found = _counts({name.replace("_", " "): count for name, count in counts.items()})
    taken = f"in {one.censuses:,} census{'' if one.censuses == 1 else 'es'}"
    if one.stopped:
        taken += f", and {one.stopped:,} that were stopped"
    if not (one.censuses or one.stopped):
        return ""
    return f"{found or 'nothing'} {taken}"


def _waited(one: SourceHealth) -> str:
    return ", ".join(
        f"{_lasting(waited.seconds)} in {waited.times:,} ({reason})"
        for reason, waited in one.waits.items()
    )


def _kept(one: SourceHealth, now: datetime) -> str:
    kept = one.upkeep
    if kept is None:
        return ""
    told = f"no: {kept.failed}" if kept.failed else _ago(kept.kept_at, now)
    if kept.redelivered:
        told += f", {kept.redelivered:,} asked to be sent again"
    if kept.expires_at:
        told += f", registered until {kept.expires_at:%Y-%m-%d}"
    return told


def _ago(at: datetime | None, now: datetime) -> str:
    if at is None:
        return UNKNOWN
    spent = (now - at).total_seconds()
    past = "just now" if spent < _MINUTE else f"{_lasting(spent)} ago"
    return f"{at:%Y-%m-%d %H:%M} ({past})"


def _lasting(seconds: float) -> str:
    for size, name in ((86400, "d"), (3600, "h"), (_MINUTE, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {name}"
    return f"{seconds:.0f} s"
