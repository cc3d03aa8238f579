"""jira820, a Jira Data Center that we did not write, is read without a special case."""

from typing import Any

import httpx
from pydantic import SecretStr

from passerelle_ingest.examine import examine, look
from passerelle_ingest.settings import SourceSettings
from passerelle_schemas.facts import StatusCategory, StatusChanged, WorkObserved
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.topics import WORK_RAW_DEAD
from tests.ingest.sources import RecordingPublisher
from tests.vendor_mocks.bridge import ToJira820
from tests.vendor_mocks.reading import again, clock, whole

PROJECT = "JIRA820"


def source(address: str) -> SourceSettings:
    return SourceSettings(
        id="jira820",
        tracker=Tracker.JIRA,
        deployment="datacenter",
        api_url=address,
        projects=(PROJECT,),
        token=SecretStr("any"),
        epic_link_field="customfield_10008",
        accept_webhooks=False,
    )


def truth(address: str) -> dict[str, dict[str, Any]]:
    """Every issue by our id of it, asked for as plainly as can be."""
    asked = {"jql": f"project={PROJECT}", "maxResults": "1000"}
    answer = httpx.get(f"{address}/rest/api/2/search", params=asked)
    return {f"jira820:{row['id']}": row for row in answer.json()["issues"]}


def moved(address: str, key: str) -> set[tuple[str, str]]:
    """The changes of status of an issue: what names each, id of the new status."""
    path = f"/rest/api/2/issue/{key}"
    answer = httpx.get(f"{address}{path}", params={"expand": "changelog"})
    return {
        (f"{history['id']}/status", str(change["to"]))
        for history in answer.json()["changelog"]["histories"]
        for change in history["items"]
        if change["field"] == "status"
    }


def snapshots(published: RecordingPublisher) -> dict[str, WorkObserved]:
    return {
        told.item: fact
        for told in published.facts
        for fact in told.facts
        if isinstance(fact, WorkObserved)
    }


async def test_a_backfill_reads_every_issue_as_it_is(jira: str) -> None:
    reading = await whole(source(jira), ToJira820())
    assert reading.read.set_aside == {}
    assert not reading.published.on(WORK_RAW_DEAD.name)
    seen = {
        item: fact.snapshot
        for item, fact in snapshots(reading.published).items()
        if fact.snapshot.kind is ItemKind.ISSUE
    }
    there = truth(jira)
    assert len(there) > 300
    assert seen.keys() == there.keys()
    for item, row in there.items():
        fields = row["fields"]
        shown = seen[item]
        assert shown.key == row["key"]
        assert shown.status.id == fields["status"]["id"]
        category = fields["status"]["statusCategory"]["key"]
        assert shown.status.category is StatusCategory(category)
        due = shown.due.isoformat() if shown.due else None
        assert due == fields.get("duedate")
        assert set(shown.labels) == set(fields["labels"])


async def test_children_stand_under_their_epics(jira: str) -> None:
    reading = await whole(source(jira), ToJira820())
    ids = {row["key"]: item for item, row in truth(jira).items()}
    wanted = {}
    for item, row in truth(jira).items():
        fields = row["fields"]
        parent = fields.get("parent")
        key = parent["key"] if parent else fields.get("customfield_10008")
        wanted[item] = ids[key] if key else None
    shown = snapshots(reading.published)
    above = {item: shown[item].snapshot.parent for item in wanted}
    told = {item: parent.id if parent else None for item, parent in above.items()}
    assert sum(parent is not None for parent in wanted.values()) > 100
    assert told == wanted


async def test_its_search_shows_no_history_so_each_is_asked_for_its_own(
    jira: str,
) -> None:
    """Atlassian's search shows changes on `expand=changelog`; jira820's never does."""
    way = ToJira820()
    reading = await whole(source(jira), way)
    assert set(reading.ask_again) == truth(jira).keys()
    some = sorted(reading.ask_again)[:60]
    published = await again(source(jira), way, some)
    assert {told.item for told in published.facts} == set(some)
    keys = {item: str(row["key"]) for item, row in truth(jira).items()}
    changed = 0
    for told in published.facts:
        heard = {
            (fact.change, fact.now.id)
            for fact in told.facts
            if isinstance(fact, StatusChanged)
        }
        moves = moved(jira, keys[told.item])
        changed += len(moves)
        assert moves <= heard
    assert changed > 10, "the mock has histories"


async def test_doctor_reads_it(jira: str) -> None:
    way = ToJira820()
    seen = await examine(source(jira), clock=clock, transport=way)
    assert seen.words == "1 projects can be read"
    findings = await look(source(jira), clock=clock, transport=way)
    told = {one.what: (one.well, one.words) for one in findings}
    assert told["API"] == (True, "Server 8.20.8 answers")
    assert told["API, search"][0]
    # It has no `mypermissions`, which Jira has; doctor says that it is not there.
    assert not told[f"permissions for {PROJECT}"][0]
