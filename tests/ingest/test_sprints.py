"""Sprints and fix versions of Jira: what issues show of them, and when they moved."""

import json
from pathlib import Path

import pytest

from passerelle_ingest.http import Connection
from passerelle_ingest.outcomes import Outcome, Reason, Silence, Told
from passerelle_ingest.reading import ReadsTracker, Seen
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.normalise.rest import issue_read
from passerelle_ingest.trackers.jira.normalise.sprints import sprints_of
from passerelle_ingest.trackers.table import TRACKERS, normalised
from passerelle_schemas.facts import AnyFact, PlanChanged, Sprint, WorkObserved
from passerelle_schemas.identity import Tracker
from tests.ingest.sources import DATA_CENTER, JIRA, JIRA_SITE, clock
from tests.ingest.test_backfill_jira import BOTH, issue
from tests.ingest.test_deliveries import FIXTURES, opened
from tests.ingest.test_same_facts import by_webhook, origin, read
from tests.ingest.trackers import SmallJira

FIELD = "customfield_10020"
OLD = JIRA.model_copy(update={"sprint_field": ""})
SHOWN = {
    "id": 31,
    "name": "Caisse 23",
    "state": "active",
    "startDate": "2026-11-02T08:00:00.000Z",
    "endDate": "2026-11-13T17:00:00.000Z",
}
WRITTEN = (
    "com.atlassian.greenhopper.service.sprint.Sprint@57910277[id=31,rapidViewId=7,"
    "state=ACTIVE,name=Caisse, id=23,goal=Payer [en 3 fois], vite,"
    "startDate=2026-11-02T09:00:00.000+01:00,endDate=2026-11-13T18:00:00.000+01:00,"
    "completeDate=<null>,sequence=31]"
)


def said(*shown: object) -> tuple[Sprint, ...]:
    return sprints_of(JIRA_SITE, list(shown))


def test_an_object_of_cloud_and_a_text_of_data_center_are_the_same_sprint() -> None:
    (cloud,), (written,) = said(SHOWN), said(WRITTEN)
    assert cloud.id == "jira-verdier:sprint/31"
    assert str(cloud.started_at) == "2026-11-02 08:00:00+00:00"
    assert str(cloud.ends_at) == "2026-11-13 17:00:00+00:00"
    assert written.name == "Caisse, id=23"
    assert written.model_copy(update={"name": cloud.name}) == cloud


def test_a_sprint_that_is_only_planned_has_not_started() -> None:
    (planned,) = said({**SHOWN, "state": "future"})
    assert planned.started_at is None
    assert planned.ends_at is not None


def test_a_sprint_begins_when_it_was_started_and_not_when_it_was_to_be() -> None:
    begun = {"state": "closed", "activatedDate": "2026-11-03T10:00:00.000Z"}
    (started,) = said({**SHOWN, **begun})
    assert str(started.started_at) == "2026-11-03 10:00:00+00:00"


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "Sprint 23",
        31,
        None,
        {},
        {"id": "x y"},
        {"id": "31 OR 1"},
        {**SHOWN, "endDate": "soon"},
        {**SHOWN, "endDate": 10**30},
        "com.atlassian.greenhopper.service.sprint.Sprint@1[name=no id]",
        ["nested"],
    ],
)
def test_what_cannot_be_read_as_a_sprint_is_left_out(odd: object) -> None:
    assert said(odd, SHOWN) == said(SHOWN)
    assert sprints_of(JIRA_SITE, odd) == ()


def test_sprints_stand_in_the_order_of_their_numbers_each_once_and_bounded() -> None:
    many = [{"id": number, "name": "S"} for number in range(300, 0, -1)]
    found = said(*many, *many)
    assert [one.id.rpartition("/")[2] for one in found] == [
        str(number) for number in range(201, 301)
    ]


def changes(facts: list[AnyFact]) -> set[tuple[str, str, bool]]:
    return {
        (fact.id, fact.target.partition(":")[2], fact.planned)
        for fact in facts
        if isinstance(fact, PlanChanged)
    }


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        ("carried_over", {("sprint/32", True)}),
        ("fix_version", {("version/501", False), ("version/502", True)}),
    ],
)
def test_a_change_of_plan_is_one_fact_by_webhook_and_by_history(
    name: str, moved: set[tuple[str, bool]]
) -> None:
    fixture = f"jira/jira_issue_updated__{name}.json"
    told = read(fixture)
    history = told["changelog"] | {"created": "2026-11-16T09:30:00.100+0100"}
    by_history = issue_read(
        origin(Tracker.JIRA, JIRA.id), JIRA_SITE, told["issue"], [history]
    )
    heard = changes(by_webhook(fixture))
    assert {(target, planned) for _, target, planned in heard} == moved
    assert heard == changes([f for facts in by_history.facts for f in facts.facts])


def test_data_center_names_the_field_and_tells_several_sprints_at_once() -> None:
    told = read("jira/jira_issue_updated__carried_over.json")
    item = {"field": "Sprint", "fieldtype": "custom", "from": "30, 31", "to": "32"}
    history = {"id": "8", "created": "2026-11-16T09:30:00.100+0100", "items": [item]}
    site = Site(DATA_CENTER)
    found = issue_read(origin(Tracker.JIRA, JIRA.id), site, told["issue"], [history])
    moves = {m[1:] for m in changes([f for facts in found.facts for f in facts.facts])}
    assert moves == {("sprint/30", False), ("sprint/31", False), ("sprint/32", True)}


def outcome(name: str, site: Site) -> Outcome:
    delivery, _ = opened(Path(FIXTURES / f"jira/{name}.json"))
    return normalised(delivery, site)


def test_without_the_setting_no_sprint_is_read_and_none_is_written() -> None:
    with_sprints = outcome("jira_issue_updated__carried_over", JIRA_SITE)
    without = outcome("jira_issue_updated__carried_over", Site(OLD))
    assert isinstance(with_sprints, Told)
    assert isinstance(without, Told)
    (shown,) = (f for f in without.facts[0].facts if isinstance(f, WorkObserved))
    assert changes([*without.facts[0].facts]) == set()
    assert shown.snapshot.sprints == ()
    assert "sprints" not in json.loads(shown.model_dump_json())["snapshot"]


def test_a_sprint_says_nothing_where_sprints_are_not_read() -> None:
    assert outcome("sprint_started__of_a_board", Site(OLD)) == Silence(
        Reason.NOT_FOLLOWED
    )


def small(source: SourceSettings) -> SmallJira:
    """Two issues in a sprint, one of them of a project that is not followed."""
    day = "2026-11-0{}T09:00:00.000+0100"
    rows = [issue(n, day.format(n), **{FIELD: [SHOWN]}) for n in (1, 2)]
    rows.append(issue(3, day.format(3)))
    other = {"project": {"id": "9", "key": "SHOP", "name": "Boutique"}}
    rows[1] |= {"key": "SHOP-2", "fields": rows[1]["fields"] | other}
    assert source.projects == ("PAY",)
    return SmallJira(rows)


async def shown(client: ReadsTracker, item: str, site: Site) -> list[Seen]:
    seen = await client.look(item, site)
    assert seen.shown_by is not None
    return [page async for page in seen.shown_by]


@BOTH
async def test_a_look_at_a_sprint_reads_the_followed_issues_that_stand_in_it(
    source: SourceSettings,
) -> None:
    tracker = small(source)
    async with TRACKERS[source.tracker].client(
        source, Connection(clock, 3, tracker)
    ) as client:
        site = await client.site()
        (seen,) = await shown(client, f"{source.id}:sprint/31", site)
        assert seen.read is not None
        assert [row[0] for row in seen.read.rows] == ["30001"]
        for name in ("sprint/77", "sprint/31 OR 1", "sprint/"):
            assert await shown(client, f"{source.id}:{name}", site) == []


@BOTH
async def test_the_field_is_asked_for(source: SourceSettings) -> None:
    tracker = small(source)
    async with TRACKERS[source.tracker].client(
        source, Connection(clock, 3, tracker)
    ) as client:
        await shown(client, f"{source.id}:sprint/31", await client.site())
    asked = [json.loads(r.content) for r in tracker.asked if "search" in r.url.path]
    assert asked
    assert all(FIELD in request["fields"] for request in asked)
