"""Whether a report agrees with itself: one contradiction undoes a page.

Every number is decided once, in `weekly`; what is said of it in two places is compared
here, on test data, on real data, and on whatever hypothesis thinks of.
"""

from collections.abc import Iterator

from passerelle_report.across import across
from passerelle_report.comparison import headlined
from passerelle_report.contents import (
    Mark,
    Objective,
    Outcome,
    Promise,
    ReasonKind,
    RefusedBecause,
    RiskTold,
    SlipKind,
    Status,
    Trend,
    UnknownKind,
    WeeklyReport,
)
from passerelle_report.evidence import cited
from passerelle_report.ledger import WEEKS
from passerelle_report.likelihood import odds_of_missing
from passerelle_report.status import BEHIND_UNDER, ON_COURSE_FROM, WORST_FIRST
from passerelle_report.week import Week

_HALF = 50
_WITHOUT_DAYS = frozenset({SlipKind.DROPPED, SlipKind.TAKEN_BACK, SlipKind.GONE})
Said = Iterator[str]


def contradictions(report: WeeklyReport) -> list[str]:
    """List every statement of *report* that another one denies."""
    return [
        *_overall(report),
        *_comparison(report),
        *_gains(report),
        *(said for o in report.objectives for said in _objective(report, o)),
        *(said for p in report.ledger.promises for said in _promise(report, p)),
        *_ledger(report),
        *_minute(report),
        *_risks(report),
        *_freshness(report),
        *_unknowns(report),
        *_evidence(report),
        *across(report),
    ]


def _overall(report: WeeklyReport) -> Said:
    statuses = [WORST_FIRST.index(o.status) for o in report.objectives]
    if statuses != sorted(statuses):
        yield "a better objective stands before a worse one"
    weighty = [o for o in report.objectives if o.important] or list(report.objectives)
    worst = min((o.status for o in weighty), key=WORST_FIRST.index, default=None)
    if report.status is not (worst or Status.CANNOT_TELL):
        yield "the department's status is not that of its worst important objective"
    told = next((o for o in weighty if o.subject.id == report.about), None)
    if told and (told.status, told.reason) != (report.status, report.reason):
        yield "the headline gives another reason than its objective"


def _comparison(report: WeeklyReport) -> Said:
    trend = report.comparison
    moved = (*trend.lost, *trend.gained)
    if trend.trend is Trend.SAME and moved:
        yield "as last week, yet an objective lost or gained ground"
    one_way = {Trend.WORSE: trend.gained, Trend.BETTER: trend.lost}
    if one_way.get(trend.trend):
        yield "better or worse, and an objective moved the other way"
    of = {shift.subject.id for shift in moved}
    headline = headlined(report.objectives, report.about)
    if of and trend.trend in one_way and not of & headline:
        yield "better or worse, and the headline's objective did not move"
    if len(of) != len(moved):
        yield "an objective lost and gained ground"
    shifts = {o.subject: o.shift_days or 0 for o in report.objectives}
    for sign, shifted in ((1, trend.lost), (-1, trend.gained)):
        for shift in shifted:
            if shift.days != max(0, sign * shifts[shift.subject]):
                yield f"{shift.subject.id}: other days in the masthead than below"


def _gains(report: WeeklyReport) -> Said:
    """Who postponed a promise this week gained nothing by that."""
    gained = {shift.subject for shift in report.comparison.gained}
    for told in report.objectives:
        promise, sooner = told.promise, (told.shift_days or 0) < 0
        postponed = promise and promise.moved_this_week and promise.days > 0
        if postponed and not sooner and told.subject in gained:
            yield f"{told.subject.id}: postponed this week, and told as a gain"


def _objective(report: WeeklyReport, told: Objective) -> Said:
    name = told.subject.id
    progress, given = told.progress, told.forecast
    if progress.finished + progress.open != progress.total:
        yield f"{name}: finished and open are not the total"
    if max(progress.added, progress.finished_this_week) > progress.total:
        yield f"{name}: more added or finished this week than there are"
    if (given is None) == (told.refusal is None):
        yield f"{name}: a forecast is given and refused, or neither"
    if given and not report.last_day < given.range.expected <= given.range.cautious:
        yield f"{name}: the dates are not in order"
    oldest = Week(report.monday).previous(WEEKS - 1).monday
    recent = told.promise and (told.promise.on is None or told.promise.on >= oldest)
    if recent and told.promise not in report.ledger.promises:
        yield f"{name}: its promise is not in the ledger as it stands there"
    if given and told.before and told.shift_days is not None:
        shift = (given.range.expected - told.before.expected).days
        if shift != told.shift_days:
            yield f"{name}: the change since last week is not that of its dates"
    yield from _need(report, told)
    yield from _chance(told)
    yield from _status(told)


def _need(report: WeeklyReport, told: Objective) -> Said:
    """What a date takes is what is open, until that date, at what was finished."""
    need, refused = told.need, told.refusal
    if need is None:
        return
    if refused is None or (need.finished, need.past) != (
        refused.finished,
        refused.weeks,
    ):
        yield f"{told.subject.id}: another pace than that of its refused forecast"
    if (need.tasks, need.due) != (told.progress.open, told.standing):
        yield f"{told.subject.id}: other tasks or another date to be met than stand"
    if need.weeks != max(1, (need.due - report.sunday).days // 7):
        yield f"{told.subject.id}: the weeks left are not those to its date"


_IN_DANGER = frozenset({Status.BEHIND, Status.AT_RISK})


def _chance(told: Objective) -> Said:
    """A later date has a better chance; 50 and 85 are the named dates themselves."""
    given, promise = told.forecast, told.promise
    if told.chance and not given and told.status not in _IN_DANGER:
        yield f"{told.subject.id}: its end is too far away, and it is in no danger"
    if not given or not given.chance or not promise:
        return
    percent = given.chance.percent
    for share, day in (
        (_HALF, given.range.expected),
        (ON_COURSE_FROM, given.range.cautious),
    ):
        if (percent >= share) != (promise.latest >= day):
            yield f"{told.subject.id}: {percent} in 100, but {share} in 100 on {day}"


def _status(told: Objective) -> Said:
    name, reason = told.subject.id, told.reason
    chance = told.chance
    passed = told.promise and told.promise.outcome is Outcome.PASSED
    if passed and told.status is not Status.BEHIND:
        yield f"{name}: a promised date has passed, and it is not behind"
    if chance and chance.percent < BEHIND_UNDER and told.status is not Status.BEHIND:
        yield f"{name}: its chance is under a third, and it is not behind"
    if told.status is Status.ON_COURSE:
        if chance and chance.percent < ON_COURSE_FROM:
            yield f"{name}: on course with a chance under 85 in 100"
        if told.refusal and told.refusal.because is not RefusedBecause.NOTHING_REMAINS:
            yield f"{name}: on course without a forecast, though work remains"
    if reason.chance and reason.chance != chance:
        yield f"{name}: two chances are told"
    if reason.kind is ReasonKind.FINISHED and told.progress.open:
        yield f"{name}: finished, and tasks are open"
    if reason.due and told.promise and reason.due != told.promise.latest:
        yield f"{name}: two promised dates are told"


def _promise(report: WeeklyReport, told: Promise) -> Said:
    name = told.id
    given = {*told.earlier, told.latest}
    if told.first not in given or told.latest in told.earlier:
        yield f"{name}: its dates are not those that were given"
    if list(told.earlier) != sorted(told.earlier):
        yield f"{name}: its earlier dates are not in order"
    if told.postponed and not told.earlier:
        yield f"{name}: postponed, and no earlier date"
    if (told.outcome is Outcome.KEPT) != (told.mark is Mark.KEPT):
        yield f"{name}: kept in one place, not in the other"
    if told.outcome is Outcome.KEPT and (told.on is None or told.on > told.first):
        yield f"{name}: kept, after its first date"
    if told.outcome is Outcome.LATE and (told.on is None or told.on <= told.first):
        yield f"{name}: late, on or before its first date"
    if told.outcome is Outcome.PASSED and told.latest > report.last_day:
        yield f"{name}: passed, and its date is to come"
    if told.mark is Mark.OPEN and told.first <= report.last_day:
        yield f"{name}: not settled, and its first date has passed"
    if (told.settled is None) != (told.mark is Mark.OPEN):
        yield f"{name}: settled in one place, open in the other"


def _ledger(report: WeeklyReport) -> Said:
    ledger, kept = report.ledger, report.ledger.kept
    if ledger.shown > len(ledger.promises):
        yield "more promises are shown than there are"
    if kept.kept != sum(week.kept for week in kept.weeks):
        yield "the squares of kept promises are not their count"
    if kept.due != sum(week.kept + week.missed for week in kept.weeks):
        yield "the squares are not the promises that came due"
    this = Week(report.monday)
    oldest = this.previous(WEEKS - 1).monday
    settled = [
        p for p in ledger.promises if p.settled and oldest <= p.settled <= report.sunday
    ]
    if len(settled) != kept.due:
        yield f"{len(settled)} promises are settled, {kept.due} are counted"
    if sum(p.mark is Mark.KEPT for p in settled) != kept.kept:
        yield "the table and the ratio count other promises as kept"


def _minute(report: WeeklyReport) -> Said:
    minute, lines = report.minute, report.delivered.shown
    promises = {p.id: p for p in report.ledger.promises}
    told = sum(line.count for line in (*minute.forward, *minute.incidents))
    told += minute.forward_more + minute.incidents_more
    if told != sum(line.count for line in report.delivered.every):
        yield "the minute counts other deliveries than the list"
    if any(line not in lines for line in (*minute.forward, *minute.incidents)):
        yield "the minute tells a delivery that the list does not"
    about = {
        o.promise.id
        for o in report.objectives
        if o.subject.id == report.about and o.promise
    }
    lows = [slip.low for slip in minute.slips if slip.promise not in about]
    if lows != sorted(lows, reverse=True):
        yield "a smaller slip stands before a greater one"
    for slip in minute.slips:
        if slip.promise not in promises:
            yield f"{slip.promise}: slipped, and not in the ledger"
        elif promises[slip.promise].outcome is Outcome.KEPT:
            yield f"{slip.promise}: slipped, and kept"
        today = slip.kind is SlipKind.PASSED and slip.low == 0
        if (slip.low < 1 and not today) != (slip.kind in _WITHOUT_DAYS) or (
            slip.high is not None and slip.high < slip.low
        ):
            yield f"{slip.promise}: slipped by nothing, or backwards"


def _risks(report: WeeklyReport) -> Said:
    objectives = {o.subject.id: o for o in report.objectives}
    for told in report.risks.shown:
        objective = objectives.get(told.subject.id)
        if told.odds and objective:
            chance = objective.chance
            if not chance or told.odds != odds_of_missing(chance):
                yield f"{told.subject.id}: its likelihood is not that of its chance"
            if told.chance != chance:
                yield f"{told.subject.id}: a risk has another chance than page one"
        if told.odds and told.told is not RiskTold.MAY_MISS:
            yield f"{told.subject.id}: a state has a likelihood"
        if told.odds and told.refusal:
            yield f"{told.subject.id}: estimated and not estimated"


def _freshness(report: WeeklyReport) -> Said:
    fresh = report.freshness
    if fresh.until and fresh.until > report.ends_at:
        yield "the data reaches past the end of the week"
    if fresh.complete and (fresh.late or fresh.never or fresh.until is None):
        yield "complete, and a source is late"
    if len(fresh.late) + len(fresh.never) > fresh.places:
        yield "more sources are late than there are"
    for told in report.unknowns:
        if told.kind is UnknownKind.UNCOMPARED and not 0 < told.count <= fresh.places:
            yield "more projects could not be compared than there are"
    kinds = {told.kind for told in report.unknowns}
    if bool(fresh.late) != (UnknownKind.LATE in kinds):
        yield "late sources are told on one page only"


def _unknowns(report: WeeklyReport) -> Said:
    for told in report.unknowns:
        if told.kind is UnknownKind.UNMAPPED:
            if not 0 < told.count <= told.total:
                yield "more tasks are unmapped than progressed"
            elif told.percent != told.count * 100 // told.total:
                yield "the share of unmapped work is not that of its counts"
    unexplained = {
        told.subjects
        for told in report.unknowns
        if told.kind is UnknownKind.STOOD_STILL
    }
    for one in report.objectives:
        if one.decided and one.decided.since_stop and (one.subject,) in unexplained:
            yield f"{one.subject.id}: a decision is told, and said not to be known"
    refused = {o.subject for o in report.objectives if o.refusal}
    for told in report.unknowns:
        if told.kind is UnknownKind.REFUSED and not refused.issuperset(told.subjects):
            yield "a forecast is unknown that was given"


def _evidence(report: WeeklyReport) -> Said:
    ids = [entry.id for entry in report.evidence]
    if len(set(ids)) != len(ids):
        yield "an entry of the evidence stands twice"
    if list(dict.fromkeys(cited(report))) != ids:
        yield "the evidence is not what is cited, in the order of the page"
