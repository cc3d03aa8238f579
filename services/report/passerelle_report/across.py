"""Whether two places of an edition tell the same of one thing.

Each check here was a contradiction that a reader of a printed edition found.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from passerelle_report.adding_up import adding_up
from passerelle_report.contents import (
    Evidence,
    EvidenceKind,
    Mark,
    Outcome,
    Promise,
    SlipKind,
    WeeklyReport,
)
from passerelle_report.ledger import WEEKS
from passerelle_report.likelihood import sure_of_missing
from passerelle_report.week import Week
from passerelle_schemas.business import WorkKind

SAID_WITHIN = timedelta(days=28)
Said = Iterator[str]

_TOLD_AS = {
    SlipKind.LATE: {Outcome.LATE},
    SlipKind.PASSED: {Outcome.PASSED},
    SlipKind.DROPPED: {Outcome.DROPPED},
    SlipKind.TAKEN_BACK: {Outcome.TAKEN_BACK},
    SlipKind.GONE: {Outcome.GONE},
    SlipKind.POSTPONED: {Outcome.POSTPONED, Outcome.POSTPONED_PAST},
    SlipKind.EXPECTED: {
        Outcome.NOT_DUE,
        Outcome.POSTPONED,
        Outcome.POSTPONED_PAST,
        Outcome.PASSED,
    },
}
_ENDED = frozenset({Outcome.DROPPED, Outcome.TAKEN_BACK, Outcome.GONE, Outcome.LATE})


def across(report: WeeklyReport) -> Said:
    """Tell what one place of *report* says and another denies."""
    yield from _counts(report)
    yield from _certainty(report)
    yield from _minute_and_table(report)
    yield from _strip_and_table(report)
    yield from _steps(report)
    yield from _incidents(report)
    yield from adding_up(report)
    yield from _days(report)


def _counts(report: WeeklyReport) -> Said:
    """What page one counts is what its evidence counts."""
    entries = {entry.id: entry for entry in report.evidence}
    for told in report.objectives:
        for entry in _cited(entries, told.refs):
            if (
                entry.kind is EvidenceKind.OBJECTIVE
                and entry.count != told.progress.total
            ):
                page = told.progress.total
                yield f"{told.subject.id}: {page} tasks, {entry.count} in the evidence"
    for entry in _cited(entries, report.ledger.kept.refs):
        if entry.count != report.ledger.kept.due:
            yield "the evidence counts other promises than the ratio"
        if entry.before != report.ledger.kept.due_before:
            yield "the evidence counts other promises of the twelve weeks before"
    minute = report.minute
    for line in (*minute.forward, *minute.incidents, *report.delivered.every):
        for entry in _cited(entries, line.refs):
            if entry.count != line.count:
                yield "a line counts other work than its evidence"


def _cited(entries: dict[str, Evidence], refs: tuple[str, ...]) -> Iterator[Evidence]:
    return (entries[ref] for ref in refs if ref in entries)


def _certainty(report: WeeklyReport) -> Said:
    """One certainty an event: headline, objective and risk are equally sure."""
    objectives = {o.subject.id: o for o in report.objectives}
    for told in report.objectives:
        if told.reason.chance and told.reason.sure is not sure_of_missing(
            told.reason.chance
        ):
            yield f"{told.subject.id}: surer than its chance"
    for risk in report.risks.shown:
        about = objectives.get(risk.subject.id)
        if risk.odds and about and about.reason.chance:
            if risk.sure is not about.reason.sure:
                yield f"{risk.subject.id}: a risk is surer than the headline, or less"
            if about.promise and risk.due != about.promise.latest:
                yield f"{risk.subject.id}: the risk is of another date"


def _minute_and_table(report: WeeklyReport) -> Said:
    """What slipped this week in the table stands in the minute, and as it is there."""
    promises = {p.id: p for p in report.ledger.promises}
    slips = {slip.promise: slip for slip in report.minute.slips}
    stalled = {o.promise.id for o in report.objectives if o.promise and o.still_days}
    for slip in slips.values():
        promise = promises.get(slip.promise)
        if promise and promise.outcome not in _TOLD_AS[slip.kind]:
            yield f"{slip.promise}: {slip.kind} in the minute, {promise.outcome} below"
        if slip.if_resumed != (
            slip.kind is SlipKind.EXPECTED and slip.promise in stalled
        ):
            yield f"{slip.promise}: its condition stands in one place only"
    if report.minute.slips_more:
        return
    for promise in promises.values():
        if _slipped(promise, Week(report.monday)) and promise.id not in slips:
            yield f"{promise.id}: slipped this week, and not in the minute"


def _slipped(told: Promise, week: Week) -> bool:
    """Whether the table says that it slipped in this week."""
    if told.outcome in _ENDED:
        return told.on is not None and Week.of(told.on) == week
    back = told.moved_from is not None and told.moved_from < told.latest
    return told.outcome is Outcome.PASSED or (
        told.on is None and back and told.latest > told.first
    )


def _strip_and_table(report: WeeklyReport) -> Said:
    """The legend of the strip counts what the table tells, kind by kind."""
    kept = report.ledger.kept
    since = Week(report.monday).previous(WEEKS - 1).monday
    missed = Counter(
        p.outcome
        for p in report.ledger.promises
        if p.mark is Mark.MISSED and p.settled and p.settled >= since
    )
    if missed != Counter({one.outcome: one.count for one in kept.missed}):
        yield "the strip's legend and the table tell other misses"
    if sum(missed.values()) + kept.kept != kept.due:
        yield "kept and missed are not the promises that came due"
    if kept.open != sum(p.mark is Mark.OPEN for p in report.ledger.promises):
        yield "the promises that are not due yet are counted wrong"
    if any(p.settled and p.settled > report.sunday for p in report.ledger.promises):
        yield "a promise is settled after the week"


def _steps(report: WeeklyReport) -> Said:
    """A part of an objective does not stand for the whole of it."""
    finished = {o.subject.id for o in report.objectives if not o.progress.open}
    outcomes = {p.id: p.outcome for p in report.ledger.promises}
    done = report.delivered
    if any(line.step_towards is None for line in done.steps):
        yield "a step leads nowhere"
    if any(line.step_towards for line in (*done.usable, *done.finished)):
        yield "a step towards an objective stands among what is finished"
    for line in done.every:
        if line.step_towards and line.step_towards.id in finished:
            yield f"{line.step_towards.id}: a step towards it, and it is finished"
        if line.promise and outcomes.get(line.promise) not in {
            Outcome.KEPT,
            Outcome.LATE,
        }:
            yield f"{line.promise}: fulfilled, and not so in the table"


def _incidents(report: WeeklyReport) -> Said:
    """What went wrong is no advance, and every incident is told as one."""
    done, minute = report.delivered, report.minute
    advances = (*minute.forward, *done.usable, *done.finished, *done.steps)
    if any(line.work is WorkKind.INCIDENT for line in advances):
        yield "an incident stands among what moved forward"
    if any(line.work is not WorkKind.INCIDENT for line in done.incidents):
        yield "what is no incident stands among the incidents"
    told = sum(line.count for line in minute.incidents) + minute.incidents_more
    if told != sum(line.count for line in done.incidents):
        yield "the minute counts other incidents than the list"


def _days(report: WeeklyReport) -> Said:
    """Nothing that a page tells was given or said after its week."""
    for entry in report.evidence:
        if any(said.on and said.on > report.sunday for said in entry.dates):
            yield f"{entry.id}: a date was given after the week"
    oldest = report.sunday - SAID_WITHIN
    for told in report.objectives:
        if any(not oldest <= word.on <= report.sunday for word in told.said):
            yield f"{told.subject.id}: a team's word of another time"
