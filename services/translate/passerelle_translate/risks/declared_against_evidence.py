"""The tracker says more of the work than its evidence shows.

Why it matters: a status or a label is believed by everyone who reads it, and work that
is called done or on course gets no attention until the day on which it is needed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from passerelle_schemas.business import (
    Evidence,
    ObjectiveRisk,
    RiskEpisode,
    RiskKind,
    Severity,
    Stage,
)
from passerelle_schemas.facts import ChangeState
from passerelle_translate.histories import day_ended, days_after
from passerelle_translate.objectives.situation import ObjectiveSituation
from passerelle_translate.objectives.tallies import Held, episodes, tallied
from passerelle_translate.periods import Period, common, united
from passerelle_translate.risks.silences import silences
from passerelle_translate.risks.situation import Situation

_DONE = frozenset({Stage.FINISHED, Stage.AVAILABLE})
_OPEN = frozenset({Stage.PLANNED, Stage.STARTED, Stage.IN_REVIEW})
_UNMERGED = frozenset({ChangeState.DRAFT, ChangeState.OPEN})


def declared_against_evidence(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield an episode for each time in which what is said is not what is seen.

    Said to be done while the change behind it is open; said to be done, and for long in
    none of the versions that it is planned for; said to be on course while nothing
    moves. Each has its own limit, whose name tells which of them it is.
    """
    if situation.gathers:
        return  # what is said of a whole is held against its parts
    yield from _unmerged(situation)
    yield from _unreleased(situation)
    yield from _standing_still(situation)


def _unmerged(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield the times said to be done with a change open that was open before.

    Once one of its changes is merged, another may be a second thought; and a change
    that is opened after it was done is a new one.
    """
    if not situation.changes:
        return
    days = situation.limits.declared_days
    merged = [c.start for c in situation.changes if c.change is ChangeState.MERGED]
    until = min(merged, default=None)
    unmerged = [c for c in situation.changes if c.change in _UNMERGED]
    for said in situation.while_said(_DONE):
        before = [c for c in unmerged if c.holds(said.start)]
        found = {c.pull_request.id for c in before if c.pull_request}
        still = [c for c in unmerged if c.pull_request and c.pull_request.id in found]
        for part in common(said, united(still)):
            late = Period(days_after(said.start, days), until)
            if part.start > said.start or (until is not None and until <= late.start):
                continue
            if (held := late.within(part)) is None:
                continue
            beside = (Evidence(at=c.start, item=c.pull_request) for c in before)
            yield RiskEpisode(
                kind=RiskKind.DECLARED_AGAINST_EVIDENCE,
                severity=Severity.MEDIUM,
                since=held.start,
                until=held.end,
                learned_at=situation.learned_claim(said.start),
                days=days,
                limit="declared_days",
                evidence=(situation.witnesses.by(said.start), *beside),
            )


def _unreleased(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield the times in which finished work waits for its version beyond the limit.

    The days are counted from the version's own day, or from a finish after it.
    """
    if situation.release_due is None:
        return
    days = situation.limits.unreleased_days
    due = day_ended(situation.release_due, situation.zone)
    for finished in situation.while_in({Stage.FINISHED}):
        late = Period(days_after(max(due, finished.start), days))
        if (held := late.within(finished)) is not None:
            yield RiskEpisode(
                kind=RiskKind.DECLARED_AGAINST_EVIDENCE,
                severity=Severity.LOW,
                since=held.start,
                until=held.end,
                learned_at=situation.learned(finished.start),
                days=days,
                limit="unreleased_days",
                evidence=(situation.witnesses.by(finished.start),),
            )


def _standing_still(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield the silences of open work that is said to be on course."""
    if not situation.on_course:
        return
    undone = tuple(situation.while_said(_OPEN))
    on_course = situation.while_on_course()
    for silence in silences(situation, _OPEN):
        for well in common(silence.period, on_course):
            for held in common(well, undone):
                yield RiskEpisode(
                    kind=RiskKind.DECLARED_AGAINST_EVIDENCE,
                    severity=Severity.MEDIUM,
                    since=held.start,
                    until=held.end,
                    learned_at=silence.learned_at,
                    days=situation.limits.stalled_after_days,
                    limit="stalled_after_days",
                    evidence=(silence.evidence(situation),),
                )


def whole_declared_against_evidence(
    situation: ObjectiveSituation,
) -> Iterator[ObjectiveRisk]:
    """Yield the times in which what carries an objective's promise says too much.

    It is said to be done, and parts of it are open; or to be on course, and nothing
    moves. The figures count the open tasks, of all.
    """
    if situation.carrier is None:
        return
    said = {"declared_days": _whole_done(situation)}
    said["stalled_after_days"] = _whole_still(situation)
    for limit, periods in said.items():
        for episode in episodes(_open_within(situation, periods), situation.zone):
            undone = [
                task
                for task in situation.tasks
                if any(open_.within(episode.period) for open_ in task.open)
            ]
            parts = sorted(undone, key=lambda task: (task.created_at, task.id))
            yield ObjectiveRisk(
                kind=RiskKind.DECLARED_AGAINST_EVIDENCE,
                severity=Severity.MEDIUM,
                since=episode.period.start,
                until=episode.period.end,
                learned_at=situation.carrier.learned_at,
                days=getattr(situation.limits, limit),
                limit=limit,
                evidence=(
                    Evidence(at=episode.period.start, item=situation.carrier.ref),
                    *(Evidence(at=part.created_at, item=part.ref) for part in parts),
                ),
                figures=episode.figures,
            )


def _whole_done(situation: ObjectiveSituation) -> tuple[Period, ...]:
    """Say when the carrier was done for longer than the limit."""
    days = situation.limits.declared_days
    done = situation.carrier.done if situation.carrier else ()
    late = (Period(days_after(one.start, days)).within(one) for one in done)
    return tuple(one for one in late if one)


def _whole_still(situation: ObjectiveSituation) -> tuple[Period, ...]:
    """Say since when nothing moves, while the carrier is said to be on course.

    Of the days on which a task moved only the last is kept: only the silence that goes
    on is told, from the end (UTC) of that day. A new task is a move.
    """
    carrier = situation.carrier
    if carrier is None or not carrier.on_course or situation.begun_at is None:
        return ()
    moves = [r.at.astimezone(UTC).date() for t in situation.tasks for r in t.stages]
    moves += [t.touched_until for t in situation.tasks if t.touched_until is not None]
    last = datetime.combine(max(moves), time(), UTC)
    still = Period(days_after(last, 1 + situation.limits.stalled_after_days))
    said = united(Period(one.since, one.until) for one in carrier.on_course)
    return tuple(common(still, said))


def _open_within(
    situation: ObjectiveSituation, periods: tuple[Period, ...]
) -> Iterator[Held]:
    """Yield the parts of *periods* with open tasks, and how many, of how many."""
    counted = {
        "open": [period for task in situation.tasks for period in task.open],
        "there": [period for task in situation.tasks for period in task.there],
    }
    for stretch in tallied(counted) if periods else ():
        if stretch.counts["open"]:
            for part in common(stretch.period, periods):
                yield Held(part, stretch.counts["open"], stretch.counts["there"])
