"""Every recorded item, told and folded: its final state is the recording's.

Without a broker: what a backfill tells of each item, item by item.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.normalise.milestones import milestone_read
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import Milestone
from passerelle_ingest.trackers.github.payloads import Repository as About
from passerelle_ingest.trackers.jira.normalise.rest import issue_read
from passerelle_schemas.facts import ChangeState, Facts, StatusCategory, StatusRef
from passerelle_schemas.identity import Tracker
from passerelle_schemas.work import WorkItem
from tests.real import finals
from tests.real.data import Json, lines
from tests.real.finals import Final
from tests.real.github_server import Repository
from tests.real.replayed import folded, origin

pytestmark = pytest.mark.real

GITHUB = SourceSettings(id="secp256k1", tracker=Tracker.GITHUB)
JIRA = SourceSettings(
    id="apache",
    tracker=Tracker.JIRA,
    deployment="datacenter",
    api_url="https://jira.example",
)


def differing(
    ours: Mapping[str, WorkItem], recorded: Mapping[str, Final], seconds: float
) -> list[tuple[Final, Final]]:
    """The items whose final state is not the recorded one."""
    pairs = [(finals.said(ours[item]), final) for item, final in recorded.items()]
    return [(us, them) for us, them in pairs if not us.near(them, seconds)]


def by_id(items: list[WorkItem]) -> dict[str, WorkItem]:
    """The items that a tracker showed."""
    return {item.id: item for item in items if item.observed is not None}


@pytest.fixture(scope="module")
def github_facts(secp256k1: Repository) -> list[Facts]:
    """What we tell of the whole repository."""
    about = About.model_validate(secp256k1.about)
    place = Place(Site(GITHUB), about)
    source = origin(Tracker.GITHUB, GITHUB.id)
    told = [
        item_read(
            source,
            place,
            issue,
            secp256k1.timelines[issue["number"]],
            secp256k1.pulls.get(issue["number"]),
        )
        for issue in secp256k1.issues
    ]
    told += [
        milestone_read(source, place, Milestone.model_validate(milestone))
        for milestone in secp256k1.milestones
    ]
    return [facts for one in told for facts in one.facts]


def test_every_issue_pull_request_and_milestone_ends_as_recorded(
    secp256k1: Repository, github_facts: list[Facts]
) -> None:
    """GitHub writes `closed` up to a second after `closed_at`: both are its word."""
    ours = by_id(folded(github_facts))
    recorded = finals.github(secp256k1, GITHUB.id)
    assert ours.keys() == recorded.keys()
    assert Counter(final.kind for final in recorded.values()) == {
        "pull_request": 1308,
        "issue": 517,
        "milestone": 11,
    }
    assert differing(ours, recorded, 1) == []


def test_an_issue_knows_since_when_a_pull_request_that_closes_it_was_open(
    secp256k1: Repository, github_facts: list[Facts]
) -> None:
    """Not only that it was merged: till then the issue was in review."""
    links = defaultdict(set)
    for item in folded(github_facts):
        for change in item.changes:
            pair = (item.id, change.pull_request.key)
            links[pair].add((change.first_at, change.state))
    assert len(links) == 114
    for (_, name), states in links.items():
        pull = secp256k1.pulls[int(name.rpartition("#")[2])]
        opened, state = min(states)
        assert opened == datetime.fromisoformat(pull["created_at"])
        assert state in {ChangeState.OPEN, ChangeState.DRAFT}


def test_every_jira_issue_ends_as_recorded(apache: list[Json]) -> None:
    statuses = {
        status.id: status
        for status in (
            StatusRef(id="1", name="Open", category=StatusCategory.NEW),
            StatusRef(id="3", name="In Progress", category=StatusCategory.IN_PROGRESS),
            StatusRef(id="4", name="Reopened", category=StatusCategory.NEW),
            StatusRef(id="5", name="Resolved", category=StatusCategory.DONE),
            StatusRef(id="6", name="Closed", category=StatusCategory.DONE),
        )
    }
    site, source = Site(JIRA, statuses=statuses), origin(Tracker.JIRA, JIRA.id)
    facts = [
        told
        for issue in apache
        for told in issue_read(
            source, site, issue, issue["changelog"]["histories"]
        ).facts
    ]
    ours, recorded = by_id(folded(facts)), finals.jira(apache, JIRA.id)
    assert ours.keys() == recorded.keys()
    assert len(recorded) == 501
    assert differing(ours, recorded, 0) == []


def test_issues_of_another_jira_end_as_recorded_without_a_changelog() -> None:
    """Five projects without history: the wording of 2,906 tickets breaks nothing."""
    issues = lines("jira-titanium.jsonl.xz", every=10)
    site, source = Site(JIRA), origin(Tracker.JIRA, JIRA.id)
    facts = [f for issue in issues for f in issue_read(source, site, issue, ()).facts]
    ours = by_id(folded(facts))
    shown = {item.id: item.observed.snapshot for item in ours.values() if item.observed}
    assert len(shown) == len(issues) == 2906
    for issue in issues:
        snapshot, fields = shown[f"{JIRA.id}:{issue['id']}"], issue["fields"]
        assert snapshot.key == issue["key"]
        assert snapshot.status.id == fields["status"]["id"]
        assert len(snapshot.title) <= 300
        assert bool(snapshot.title) == ("summary" in fields)
        assert set(snapshot.labels) == set(fields["labels"])


def test_nothing_that_happened_lies_in_the_future_or_before_the_item(
    github_facts: list[Facts],
) -> None:
    now = datetime.now(UTC)
    assert all(fact.happened_at < now for told in github_facts for fact in told.facts)
