"""What is not known: only what truly is not, each with its reason."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from passerelle_report.contents import (
    Freshness,
    Objective,
    RefusedBecause,
    Status,
    Unknown,
    UnknownKind,
)
from passerelle_report.evidence import Book
from passerelle_report.known import KnownItem
from passerelle_schemas.business import Stage, State

REFUSED = 3
_ENDANGERED = frozenset({Status.BEHIND, Status.AT_RISK})


def unknowns(
    fresh: Freshness,
    company: Sequence[KnownItem],
    objectives: Sequence[Objective],
    week: tuple[datetime, datetime],
    book: Book,
) -> tuple[Unknown, ...]:
    """List what is not known, what weighs most first; *week* is its two ends."""
    start, end = week
    return (
        *_sources(fresh, end, book),
        *_unmapped(company, start, book),
        *_refused(objectives),
        *_costs(objectives),
        *_track_record(objectives),
    )


def _sources(fresh: Freshness, end: datetime, book: Book) -> Iterable[Unknown]:
    if not fresh.places:
        yield Unknown(kind=UnknownKind.NOTHING_READ)
    if fresh.never:
        yield Unknown(
            kind=UnknownKind.NEVER_READ,
            count=len(fresh.never),
            total=fresh.places,
            places=fresh.never,
            refs=book.sources(fresh.never),
        )
    if fresh.late:
        yield Unknown(
            kind=UnknownKind.LATE,
            count=len(fresh.late),
            total=fresh.places,
            places=fresh.late,
            refs=book.sources(fresh.late),
        )
    if fresh.until and fresh.until < end and not fresh.late:
        yield Unknown(kind=UnknownKind.TAIL, until=fresh.until)
    if fresh.broken_records:
        yield Unknown(kind=UnknownKind.BROKEN, count=fresh.broken_records)


def _unmapped(
    company: Sequence[KnownItem], start: datetime, book: Book
) -> Iterable[Unknown]:
    """The share of the week's work, company-wide, that no rule gives a meaning."""
    progressed = [known for known in company if _progressed(known, start)]
    unmapped = [k for k in progressed if k.item.state is State.UNMAPPED]
    if unmapped:
        yield Unknown(
            kind=UnknownKind.UNMAPPED,
            count=len(unmapped),
            total=len(progressed),
            percent=len(unmapped) * 100 // len(progressed),
            refs=book.items(unmapped),
        )


def _progressed(known: KnownItem, start: datetime) -> bool:
    return any(s.at >= start and s.stage is not Stage.PLANNED for s in known.stages)


def _refused(objectives: Sequence[Objective]) -> Iterable[Unknown]:
    """When an objective will be ready, where something remains and no date is given."""
    refused = [
        o
        for o in objectives
        if o.refusal and o.refusal.because is not RefusedBecause.NOTHING_REMAINS
    ]
    for objective in refused[:REFUSED]:
        yield Unknown(
            kind=UnknownKind.REFUSED,
            count=len(refused),
            subject=objective.subject,
            refusal=objective.refusal,
            refs=objective.refs,
        )


def _costs(objectives: Sequence[Objective]) -> Iterable[Unknown]:
    for objective in objectives:
        if objective.status in _ENDANGERED and objective.lateness_costs is None:
            yield Unknown(kind=UnknownKind.COST, count=1, subject=objective.subject)


def _track_record(objectives: Sequence[Objective]) -> Iterable[Unknown]:
    given = [objective for objective in objectives if objective.forecast]
    if given:
        yield Unknown(kind=UnknownKind.NO_TRACK_RECORD, count=len(given))
