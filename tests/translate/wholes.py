"""Parts of objectives, made in a line."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from passerelle_schemas.business import (
    PromisedDate,
    RiskEpisode,
    RiskKind,
    Severity,
    Stage,
    State,
)
from passerelle_schemas.identity import ItemKind, ItemRef, tracker_of
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import Bilingual, Objective
from passerelle_translate.objectives.part import Part, Reached
from passerelle_translate.objectives.situation import ObjectiveSituation
from tests.translate.examples import CREATED, SOON

PARIS = ZoneInfo("Europe/Paris")
OBJECTIVE = "pay-in-three"
DAY = timedelta(days=1)
IN_TIME = date(2026, 12, 31)


def part(number: int | str, created: datetime = CREATED, **fields: Any) -> Part:  # noqa: ANN401 - any field of a part
    """A planned Jira task of the payments team, unless *fields* say otherwise."""
    name = str(number)
    known = name if ":" in name else f"jira-v:{name}"
    usual: dict[str, Any] = {
        "id": known,
        "key": f"PAY-{name}",
        "tracker": tracker_of(known),
        "project": "PAY",
        "kind_of_item": ItemKind.ISSUE,
        "type_name": "Story",
        "state": State.MAPPED,
        "created_at": created,
        "learned_at": created + SOON,
        "department": "payments",
        "objective": OBJECTIVE,
        "stages": (Reached(Stage.PLANNED, created),),
    }
    return Part(**usual | fields)


def came(one: Part, *steps: tuple[Stage, datetime]) -> Part:
    """The same, having come to more stages."""
    more = tuple(Reached(stage, at) for stage, at in steps)
    return replace(one, stages=(*one.stages, *more))


def finished(
    number: int | str,
    at: datetime,
    created: datetime = CREATED,
    **fields: Any,  # noqa: ANN401
) -> Part:
    return came(part(number, created, **fields), (Stage.FINISHED, at))


def late(
    since: datetime, until: datetime | None = None, kind: RiskKind = RiskKind.STALLED
) -> RiskEpisode:
    return RiskEpisode(
        kind=kind,
        severity=Severity.MEDIUM,
        since=since,
        until=until,
        learned_at=since,
    )


def promised(due: date | None, at: datetime = CREATED) -> PromisedDate:
    return PromisedDate(due=due, said_at=at, learned_at=at + SOON, said_by="0" * 32)


def ref(one: Part) -> ItemRef:
    return ItemRef(id=one.id, key=one.key)


def rule(name: str = OBJECTIVE, **fields: Any) -> Objective:  # noqa: ANN401
    words = Bilingual(fr=f"le {name}", en=f"the {name}")
    usual: dict[str, Any] = {"department": "payments", "name": words, "short": words}
    return Objective(id=name, **usual | fields)


def situation(tasks: Iterable[Part], **fields: Any) -> ObjectiveSituation:  # noqa: ANN401
    """An objective that is promised for the end of the year."""
    usual: dict[str, Any] = {
        "rule": rule(),
        "carrier": None,
        "limits": Limits(),
        "zone": PARIS,
        "promises": (promised(IN_TIME),),
    }
    return ObjectiveSituation(tasks=tuple(tasks), **usual | fields)
