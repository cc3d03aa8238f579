"""A direct look at an item tells what a backfill tells of it, no more and no less."""

from collections import defaultdict
from typing import Any

import pytest

from passerelle_ingest.http import Connection
from passerelle_ingest.reading import Read
from passerelle_ingest.saying import Saying
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.normalise.items import LINE_COMMENTS
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import Facts, NotesListed
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.sources import DATA_CENTER, JIRA, RecordingPublisher, clock
from tests.ingest.test_census import ONE, backfilled
from tests.ingest.test_comments import DECISION, WRITTEN, comment
from tests.ingest.test_same_facts import JIRA_HISTORIES, read
from tests.ingest.trackers import SmallGitHub, SmallJira, SmallTracker


def full_jira() -> SmallJira:
    """Issues with an epic by its key, versions, cut histories and cut comments."""
    tracker = jira.small(3)
    version = {"id": "501", "name": "26.4", "released": True}
    whole = {"releaseDate": "2026-11-20", **version}
    comments = [comment(number, DECISION) for number in range(1, 6)]
    tracker.issues[0]["fields"] |= {"fixVersions": [whole, version | {"id": "502"}]}
    tracker.issues[1]["fields"] |= {
        "parent": None,
        "customfield_10014": "PAY-1",
        "comment": {"total": 5, "comments": comments[:2]},
    }
    tracker.issues[2]["fields"] |= {
        "description": "Business: it pays.",
        "customfield_10042": {"value": "Checkout"},
    }
    tracker.comments["30002"] = comments
    tracker.histories = {"30001": JIRA_HISTORIES, "30003": JIRA_HISTORIES[:2]}
    tracker.inline = 1
    return tracker


def full_github() -> SmallGitHub:
    """An issue, a merged pull request that closes it, a milestone and a release."""
    pull = read("github/pull_request__merged.json")["pull_request"]
    milestone = read("github/milestone__due_moved.json")["milestone"]
    tracker = SmallGitHub(
        [
            pull | {"pull_request": {"merged_at": pull["merged_at"]}},
            github.issue(12, "2026-11-13T09:00:00Z", milestone=milestone),
        ]
    )
    tracker.full_name = "Verdier/Boutique"  # As GitHub spells it.
    tracker.pulls[34] = pull
    tracker.timelines[34] = [
        {"event": "ready_for_review", "created_at": "2026-11-04T08:00:00Z"},
        {"event": "reviewed", "submitted_at": WRITTEN, "id": 8, "body": DECISION},
        {"event": "merged", "created_at": pull["merged_at"]},
    ]
    tracker.timelines[12] = [comment(number, DECISION) for number in range(1, 6)]
    tracker.milestones = [milestone]
    tracker.releases = [read("github/release__published.json")["release"]]
    return tracker


def by_item(told: list[Facts]) -> dict[str, dict[str, Any]]:
    """Every fact about each item, and the project that it was told in."""
    items: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for record in told:
        items[record.item] |= {fact.id: fact for fact in record.facts}
        # Settings and tracker may write capital letters otherwise.
        items[record.item]["project"] = record.project.casefold()
    return items


@pytest.mark.parametrize(
    ("source", "tracker", "count"),
    [
        (ONE, full_github(), 4),
        (JIRA, full_jira(), 3),
        (DATA_CENTER, full_jira(), 3),
    ],
    ids=["github", "cloud", "datacenter"],
)
async def test_a_look_tells_the_same_facts(
    source: SourceSettings, tracker: SmallTracker, count: int
) -> None:
    if isinstance(tracker, SmallGitHub):
        tracker.former = ["verdier/boutique"]  # The settings spell it otherwise.
    told = (await backfilled(source, tracker)).facts
    looked = RecordingPublisher()
    client = TRACKERS[source.tracker].client
    async with client(source, Connection(clock, 3, tracker)) as opened:
        site = await opened.site()
        roll = await opened.roll(source.projects[0], site)
        assert len(roll.items) == count
        for item in roll.items:
            seen = await opened.look(item, site)
            assert seen.gone is None
            saying = Saying(source, seen.project, Way.CENSUS, looked, clock)
            await saying.say(seen.read or Read(()))
    expected, found = by_item(told), by_item(looked.facts)
    for facts in found.values():
        # Who looks reads every comment on the code, and says which carry lines.
        for name, fact in list(facts.items()):
            if isinstance(fact, NotesListed) and fact.family == LINE_COMMENTS:
                assert fact.origins == ()
                del facts[name]
    assert set(found) == set(expected)
    for item, facts in expected.items():
        assert found[item] == facts
