"""Several objectives wait on one part of the software.

Why it matters: each of them looks like bad luck by itself; together they say where help
serves most. It is said of a component or a repository, never of who works on it.
"""

from collections.abc import Iterator

from passerelle_schemas.business import Evidence, ObjectiveRisk, RiskKind, Severity
from passerelle_translate.objectives.part import Part
from passerelle_translate.objectives.situation import ObjectiveSituation, PointHeld
from passerelle_translate.objectives.tallies import Episode, Held, episodes, tallied
from passerelle_translate.periods import Period, united


def single_point_of_failure(situation: ObjectiveSituation) -> Iterator[ObjectiveRisk]:
    """Yield an episode while late, still or blocked work of many waits on one part.

    Work of at least the limit's number of objectives waits there, this objective's too.
    The figures count the objectives, and the items that wait.
    """
    own = situation.rule.id
    for point in situation.points:
        if own not in point.waiting:
            continue
        mine = united(period for _, period in point.waiting[own])
        held = (
            Held(part, stretch.counts["objectives"], stretch.counts["items"])
            for stretch in tallied(_counted(point))
            if stretch.counts["objectives"] >= situation.limits.waiting_objectives
            for one in mine
            if (part := stretch.period.within(one))
        )
        ordered = sorted(held, key=lambda one: one.period.start)
        for episode in episodes(ordered, situation.zone):
            yield _told(situation, point, episode)


def _counted(point: PointHeld) -> dict[str, list[Period]]:
    return {
        "objectives": [
            period
            for waiting in point.waiting.values()
            for period in united(period for _, period in waiting)
        ],
        "items": [p for waiting in point.waiting.values() for _, p in waiting],
    }


def _told(
    situation: ObjectiveSituation, point: PointHeld, episode: Episode
) -> ObjectiveRisk:
    waiting = {
        objective: [part for part, period in found if period.within(episode.period)]
        for objective, found in point.waiting.items()
    }
    parts: dict[str, Part] = {p.id: p for found in waiting.values() for p in found}
    told = sorted(parts.values(), key=lambda part: (part.created_at, part.id))
    return ObjectiveRisk(
        kind=RiskKind.SINGLE_POINT_OF_FAILURE,
        severity=Severity.MEDIUM,
        since=episode.period.start,
        until=episode.period.end,
        learned_at=max(part.learned_at for part in told),
        limit="waiting_objectives",
        evidence=tuple(Evidence(at=part.created_at, item=part.ref) for part in told),
        figures=episode.figures,
        endangers=tuple(
            name
            for name, found in sorted(waiting.items())
            if found and name != situation.rule.id
        ),
        part=point.name,
    )
