"""From what Jira answers of a sprint to the day that a department was promised."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest

from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.normalise.rest import issue_read
from passerelle_schemas.business import PromisedDate, PromiseOrigin
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.facts import Facts
from passerelle_schemas.identity import Tracker
from passerelle_translate.translator import translate
from tests.ingest.sources import DATA_CENTER, JIRA
from tests.ingest.test_backfill_jira import issue
from tests.translate.examples import rules
from tests.translate.folding import fold_all

FIELD = "customfield_10020"
SPRINTS = {
    "31": ("closed", "2026-11-02T08:00:00.000Z", "2026-11-13T17:00:00.000Z"),
    "32": ("active", "2026-11-16T08:00:00.000Z", "2026-11-27T17:00:00.000Z"),
}
LONGER = {"31": ("active", SPRINTS["31"][1], "2026-11-20T17:00:00.000Z")}
BOTH = pytest.mark.parametrize("site", [Site(JIRA), Site(DATA_CENTER)], ids=["a", "b"])
BY_SPRINT = rules(promise_types=("Story",), promise_origins=(PromiseOrigin.SPRINT,))


def shown(site: Site, number: str, told: Sequence[str]) -> Any:  # noqa: ANN401 - as Jira
    """An object on Cloud, and the text of one on Data Center."""
    state, start, end = told
    if site.source.deployment == "cloud":
        whole = {"id": int(number), "name": f"Caisse {number}", "state": state}
        return whole | {"startDate": start, "endDate": end}
    return (
        f"com.atlassian.greenhopper.service.sprint.Sprint@1f[id={number},state="
        f"{state.upper()},name=Caisse {number},startDate={start},endDate={end}]"
    )


def moved(site: Site, number: int, at: str, was: str, now: str) -> dict[str, Any]:
    item = {"field": "Sprint", "fieldtype": "custom", "from": was, "to": now}
    if site.source.deployment == "cloud":
        item |= {"field": "Sprint !", "fieldId": FIELD}
    return {"id": str(number), "created": at, "items": [item]}


def reading(
    site: Site,
    seen: datetime,
    updated: str,
    sprints: dict[str, tuple[str, str, str]],
    *histories: dict[str, Any],
) -> Facts:
    field = {FIELD: [shown(site, *each) for each in sprints.items()]}
    body = issue(1, updated, created="2026-10-01T09:00:00.000+0200", **field)
    origin = RawDelivery(
        id="page",
        source=site.source.id,
        tracker=Tracker.JIRA,
        project="PAY",
        event="/rest",
        way=Way.POLL,
        received_at=seen,
    )
    (facts,) = issue_read(origin, site, body, histories).facts
    return facts


def promised(told: Sequence[Facts]) -> tuple[PromisedDate, ...]:
    item = fold_all(told)
    assert item is not None
    meaning = translate(item, BY_SPRINT)
    assert meaning is not None
    return meaning.promises


def days(told: Sequence[Facts]) -> list[tuple[date | None, datetime]]:
    return [(p.due, p.said_at) for p in promised(told)]


def november(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@BOTH
def test_what_is_carried_over_is_a_move_also_for_who_reads_it_only_now(
    site: Site,
) -> None:
    into = moved(site, 7, "2026-10-28T10:00:00.000+0100", "", "31")
    over = moved(site, 9, "2026-11-13T18:20:00.000+0100", "31", "31, 32")
    late = reading(
        site, november(23), "2026-11-16T10:00:00.000+0100", SPRINTS, into, over
    )
    assert days([late]) == [
        (date(2026, 11, 13), november(2)),
        (date(2026, 11, 27), november(16)),
    ]
    assert [p.carrier for p in promised([late])] == [
        f"{site.source.id}:sprint/{number}" for number in SPRINTS
    ]


@BOTH
def test_a_sprint_that_was_prolonged_moves_the_commitment(site: Site) -> None:
    into = moved(site, 7, "2026-10-28T10:00:00.000+0100", "", "31")
    at = "2026-11-03T10:00:00.000+0100"
    began = {"31": ("active", *SPRINTS["31"][1:])}
    told = (
        reading(site, november(3, 10), at, began, into),
        reading(site, november(12), at, LONGER, into),
    )
    for order in permutations((*told, *told)):
        assert days(order) == [
            (date(2026, 11, 13), november(2)),
            (date(2026, 11, 20), november(12)),
        ]


@BOTH
def test_what_came_into_a_sprint_that_ran_was_promised_nothing(site: Site) -> None:
    into = moved(site, 7, "2026-11-04T10:00:00.000+0100", "", "31")
    first = {"31": SPRINTS["31"]}
    told = reading(site, november(9), "2026-11-04T10:00:00.000+0100", first, into)
    assert promised([told]) == ()


@BOTH
def test_what_was_made_in_a_planned_sprint_is_committed_when_it_starts(
    site: Site,
) -> None:
    """No history tells that an issue was made there."""
    first = {"31": SPRINTS["31"]}
    told = reading(site, november(9), "2026-11-04T10:00:00.000+0100", first)
    assert days([told]) == [(date(2026, 11, 13), november(2))]
