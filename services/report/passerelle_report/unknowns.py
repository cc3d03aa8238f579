"""What is not known: only what truly is not, each with its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from passerelle_report.contents import (
    Freshness,
    Objective,
    Outcome,
    Promise,
    ReasonKind,
    RefusedBecause,
    Risks,
    RiskTold,
    Status,
    Unknown,
    UnknownKind,
)
from passerelle_report.doubts import Doubts
from passerelle_report.evidence import Book
from passerelle_report.known import KnownItem
from passerelle_schemas.business import Stage, State

NAMED = 3
"""Of one kind; the rest is counted."""
_ENDANGERED = frozenset({Status.BEHIND, Status.AT_RISK})


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What may leave a question open."""

    objectives: Sequence[Objective]
    promises: Sequence[Promise]
    risks: Risks
    known: Sequence[KnownItem]
    doubts: Doubts

    def item(self, promise: Promise | None) -> KnownItem | None:
        """The item that carries a promise."""
        wanted = promise.id if promise else None
        return next((k for k in self.known if k.item.id == wanted), None)


def unknowns(
    fresh: Freshness,
    company: Sequence[KnownItem],
    unanswered: Unanswered,
    week: tuple[datetime, datetime],
    book: Book,
) -> tuple[Unknown, ...]:
    """List what is not known, what weighs most first; *week* is its two ends."""
    start, end = week
    objectives = unanswered.objectives
    return (
        *_sources(fresh, unanswered.doubts, end, book),
        *_doubted(fresh, unanswered.doubts, book),
        *_passed(unanswered),
        *_dropped(unanswered, start),
        *_stood_still(unanswered, end),
        *_refused(objectives),
        *_costs(unanswered),
        *_unmapped(company, start, book),
        *_track_record(objectives),
    )


def _sources(
    fresh: Freshness, doubts: Doubts, end: datetime, book: Book
) -> Iterable[Unknown]:
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
            hours=doubts.waited_hours,
            refs=book.sources(fresh.late),
        )
    if fresh.until and fresh.until < end and not fresh.late:
        yield Unknown(kind=UnknownKind.TAIL, until=fresh.until)
    if fresh.broken_records:
        yield Unknown(kind=UnknownKind.BROKEN, count=fresh.broken_records)


def _doubted(fresh: Freshness, doubts: Doubts, book: Book) -> Iterable[Unknown]:
    """What may lack or be wrong although it was read."""
    if doubts.set_aside:
        yield Unknown(kind=UnknownKind.SET_ASIDE, count=doubts.set_aside)
    if doubts.uncompared:
        yield Unknown(
            kind=UnknownKind.UNCOMPARED,
            count=len(doubts.uncompared),
            total=fresh.places,
            until=doubts.uncompared_since,
            refs=book.sources(doubts.uncompared),
        )
    if doubts.missed:
        yield Unknown(kind=UnknownKind.MISSED, count=doubts.missed)


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


def _passed(unanswered: Unanswered) -> Iterable[Unknown]:
    """When a promise comes that passed, where no forecast tells it."""
    told = {o.promise.id for o in unanswered.objectives if o.promise and o.forecast}
    passed = [p for p in unanswered.promises if p.outcome is Outcome.PASSED]
    passed = [p for p in passed if p.id not in told]
    for promise in passed[:NAMED]:
        yield Unknown(
            kind=UnknownKind.PASSED,
            subjects=(promise.subject,),
            due=promise.latest,
            refs=promise.refs,
        )
    yield from _more(UnknownKind.PASSED_MORE, passed)


def _more(kind: UnknownKind, found: Sequence[object]) -> Iterable[Unknown]:
    """Count those that are not named."""
    if len(found) > NAMED:
        yield Unknown(kind=kind, count=len(found) - NAMED)


def _dropped(unanswered: Unanswered, start: datetime) -> Iterable[Unknown]:
    """Why a promise was dropped this week, where no decision about it was read."""
    dropped = [p for p in unanswered.promises if _is_unexplained(p, unanswered, start)]
    for promise in dropped[:NAMED]:
        yield Unknown(
            kind=UnknownKind.DROPPED,
            subjects=(promise.subject,),
            refs=promise.refs,
        )
    yield from _more(UnknownKind.DROPPED_MORE, dropped)


def _is_unexplained(promise: Promise, unanswered: Unanswered, start: datetime) -> bool:
    if promise.outcome is not Outcome.DROPPED:
        return False  # before its item is looked for among all that is known
    known = unanswered.item(promise)
    if not known or not known.dropped_at:
        return False
    return known.dropped_at >= start and promise.decided_on is None


def _stood_still(unanswered: Unanswered, end: datetime) -> Iterable[Unknown]:
    """Why an objective stands still, where nothing that was read since tells it.

    A decision that came well after the beginning leaves the time before unexplained.
    """
    for objective in unanswered.objectives:
        known = unanswered.item(objective.promise)
        since = end - timedelta(days=objective.still_days)
        if not objective.still_days or (known and known.spoken_of(since, end)):
            continue
        decided = objective.decided
        if decided is None or not decided.since_stop:
            yield Unknown(
                kind=UnknownKind.STOOD_STILL,
                count=objective.still_days,
                subjects=(objective.subject,),
                decided_on=decided.on if decided else None,
                refs=(*objective.refs, *(decided.refs if decided else ())),
            )


def _refused(objectives: Sequence[Objective]) -> Iterable[Unknown]:
    """When an objective will be ready, where something remains and no date is given."""
    refused = [
        o
        for o in objectives
        if o.refusal
        and o.refusal.because is not RefusedBecause.NOTHING_REMAINS
        and o.reason.kind is not ReasonKind.DROPPED
    ]
    for objective in refused[:NAMED]:
        yield Unknown(
            kind=UnknownKind.REFUSED,
            count=len(refused),
            subjects=(objective.subject,),
            refusal=objective.refusal,
            refs=objective.refs,
        )
    yield from _more(UnknownKind.REFUSED_MORE, refused)


def _costs(unanswered: Unanswered) -> Iterable[Unknown]:
    """What lateness costs, for all of which nobody has written it, in one line."""
    subjects = [
        *(
            o.subject
            for o in unanswered.objectives
            if o.status in _ENDANGERED and o.lateness_costs is None
        ),
        *(
            risk.subject
            for risk in unanswered.risks.shown
            if risk.costs is None and risk.told is not RiskTold.NOT_PROTECTED
        ),
    ]
    told = tuple(dict.fromkeys(subjects))
    if told:
        yield Unknown(kind=UnknownKind.COST, count=len(told), subjects=told)


def _track_record(objectives: Sequence[Objective]) -> Iterable[Unknown]:
    given = [objective for objective in objectives if objective.forecast]
    if given:
        yield Unknown(kind=UnknownKind.NO_TRACK_RECORD, count=len(given))
