"""What an issue of Jira waits for, as it shows its links."""

import json
from typing import Any

import pytest

from passerelle_ingest.site import Site
from passerelle_ingest.telling import Teller
from passerelle_ingest.trackers.jira.normalise.issues import blocked_by, issue_shown
from passerelle_ingest.trackers.jira.payloads import Issue
from passerelle_schemas.identity import ItemRef, fact_id
from tests.ingest.sources import JIRA_SITE
from tests.ingest.test_deliveries import FIXTURES, opened

OTHER = {"id": "20009", "key": "LOG-9"}


def link(type_: dict[str, str], **ends: dict[str, str]) -> dict[str, Any]:
    return {"id": "1", "type": type_, **ends}


def issue(*links: dict[str, Any]) -> Issue:
    told = {"id": "20001", "key": "PAY-1", "fields": {"issuelinks": list(links)}}
    return Issue.model_validate(told)


@pytest.mark.parametrize("type_", [{"id": "10000", "name": "blocks"}, {"id": "77"}])
def test_it_waits_for_the_inward_end_of_a_blocking_link(type_: dict[str, str]) -> None:
    """Known by id or by name, whatever the case."""
    named = JIRA_SITE.source.model_copy(update={"blocking_links": ("Blocks", "77")})
    site = Site(named)
    found = blocked_by(site, issue(link(type_, inwardIssue=OTHER)))
    assert found == (ItemRef(id=f"{named.id}:20009", key="LOG-9"),)


@pytest.mark.parametrize(
    "told",
    [
        link({"name": "Blocks"}, outwardIssue=OTHER),
        link({"name": "Relates"}, inwardIssue=OTHER),
        link({}, inwardIssue=OTHER),
        link({"name": "Blocks"}, inwardIssue={"id": "20001", "key": "PAY-1"}),
    ],
    ids=["it blocks the other", "another type", "no type", "itself"],
)
def test_other_links_make_nobody_wait(told: dict[str, Any]) -> None:
    assert blocked_by(JIRA_SITE, issue(told)) == ()


def test_each_is_told_once_and_in_order_however_they_are_listed() -> None:
    ends = [{"id": str(n), "key": f"LOG-{n}"} for n in (3, 2, 3, 1)]
    links = [link({"name": "Blocks"}, inwardIssue=end) for end in ends]
    found = blocked_by(JIRA_SITE, issue(*links))
    assert [one.key for one in found] == ["LOG-1", "LOG-2", "LOG-3"]


def test_a_snapshot_without_links_keeps_the_id_that_it_had() -> None:
    """An update of Passerelle tells no snapshot anew."""
    delivery, _ = opened(FIXTURES / "jira" / "jira_issue_updated__due_date.json")
    shown = issue_shown(JIRA_SITE, Issue.model_validate(delivery.content["issue"]))
    snapshot = shown.snapshot
    before = json.loads(snapshot.model_dump_json())
    assert before.pop("blocked_by") == []
    text = json.dumps(before, ensure_ascii=False, separators=(",", ":"))
    item = "jira-verdier:20001"
    told = Teller(item).observed(shown.happened_at, snapshot, rank=1)
    same = fact_id(item, "work.observed", shown.happened_at, "", 1, text)
    assert told.id == same
    waits = snapshot.model_copy(update={"blocked_by": (ItemRef(id="a:1", key="A-1"),)})
    assert Teller(item).observed(shown.happened_at, waits, rank=1).id != same
