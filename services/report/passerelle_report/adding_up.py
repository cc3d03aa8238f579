"""Whether a reader who adds up comes to the page's numbers, from week to week.

Each check here was a sum that a reader of a printed edition could not make right.
"""

from collections.abc import Iterator

from passerelle_report.contents import (
    CauseKind,
    Objective,
    RiskTold,
    Security,
    WeeklyReport,
)
from passerelle_report.statements import counted, is_waiting_fix
from passerelle_schemas.business import Stage

Said = Iterator[str]


def adding_up(report: WeeklyReport) -> Said:
    """Tell which numbers of *report* are not the sum of what they are made of."""
    for told in report.objectives:
        yield from _beside_last_week(told)
        yield from _finished(report, told)
    yield from _delivered(report)
    yield from _security(report)


def _beside_last_week(told: Objective) -> Said:
    """Last week's numbers and this week's changes make this week's numbers."""
    name, now = told.subject.id, told.progress
    finished = now.finished_before + now.finished_this_week
    if finished - now.reopened_this_week - now.withdrawn_finished != now.finished:
        yield f"{name}: last week's finished tasks and the changes are not this week's"
    total = now.total_before + now.added + now.taken_up_this_week
    if total - now.withdrawn_this_week != now.total:
        yield f"{name}: last week's tasks and the changes are not this week's"
    if now.withdrawn_finished > now.withdrawn_this_week:
        yield f"{name}: more finished tasks are withdrawn than tasks"


def _finished(report: WeeklyReport, told: Objective) -> Said:
    """The lines towards an objective finish as many tasks as page one says."""
    if not told.progress.open:
        return
    steps = [x for x in report.delivered.every if x.step_towards == told.subject]
    if sum(line.finished_now for line in steps) != told.progress.finished_this_week:
        yield f"{told.subject.id}: the list finishes other tasks than page one"


def _delivered(report: WeeklyReport) -> Said:
    done = report.delivered
    if done.counts != counted(done.every):
        yield "the week's counts are not those of its lines"
    for line in done.every:
        if line.finished_before > line.count:
            yield "more tasks of a line were finished before than it has"
        if line.finished_before and line.stage is not Stage.AVAILABLE:
            yield "finished before and not in use, and told as this week's"
    back = sum(one.progress.reopened_this_week for one in report.objectives)
    if back > (done.reopened.count if done.reopened else 0):
        yield "more was opened again on page one than on page two"


def _security(report: WeeklyReport) -> Said:
    """Fixes that are not in place stand in the minute and the risks, with one count."""
    told = report.minute.security
    fresh = sum(line.count for line in report.delivered.every if is_waiting_fix(line))
    if fresh != (told.ready_this_week if told else 0):
        yield "other security fixes became ready in the list than in the minute"
    if any(is_waiting_fix(line) for line in report.minute.forward):
        yield "a security fix that is not in place stands among what moved forward"
    risks = [r for r in report.risks.shown if r.told is RiskTold.NOT_PROTECTED]
    if [risk.count for risk in risks] != ([told.count] if told else []):
        yield "the risks and the minute count other security fixes"
    if told:
        yield from _fixes(told)
    counts = {c.kind: c.count for risk in risks for c in risk.causes}
    ready, open_ = (told.ready, told.open) if told else (0, 0)
    if (counts.get(CauseKind.FIX_READY, 0), counts.get(CauseKind.FIX_OPEN, 0)) != (
        ready,
        open_,
    ):
        yield "the risk counts other fixes than its title"


def _fixes(told: Security) -> Said:
    if told.ready_this_week > told.ready or not told.count:
        yield "more security fixes became ready than there are"
