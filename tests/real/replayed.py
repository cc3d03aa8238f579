"""DevLake's raw rows, told and folded by Passerelle as a backfill would."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import Repository
from passerelle_ingest.trackers.jira.normalise.rest import issue_read
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.facts import Facts, StatusCategory, StatusRef
from passerelle_schemas.identity import Tracker
from passerelle_schemas.work import WorkItem
from tests.real.data import Json, rows
from tests.real.devlake import raw
from tests.translate.folding import fold_all

RECEIVED = datetime(2026, 11, 23, 8, tzinfo=UTC)
JIRA = SourceSettings(
    id="devlake-jira",
    tracker=Tracker.JIRA,
    api_url="https://jira.example",
    epic_link_field="customfield_10014",
    fields=("customfield_10003",),
)
GITHUB = SourceSettings(id="devlake-github", tracker=Tracker.GITHUB)
REPOSITORY = Repository(id=134018330, full_name="panjf2000/ants")


def origin(tracker: Tracker, source: str) -> RawDelivery:
    """Where a row is said to come from."""
    return RawDelivery(
        id="row",
        source=source,
        tracker=tracker,
        project="-",
        event="row",
        way=Way.BACKFILL,
        received_at=RECEIVED,
    )


def folded(tellings: Iterable[Facts]) -> list[WorkItem]:
    """Fold each item's tellings."""
    of_one: dict[str, list[Facts]] = defaultdict(list)
    for telling in tellings:
        of_one[telling.item].append(telling)
    items = (fold_all(told) for told in of_one.values())
    return [item for item in items if item is not None]


def jira_site() -> Site:
    """The catalogue of statuses, and the epics that issues name."""
    told = (status for _, status in raw("devlake-jira", "_raw_jira_api_status"))
    statuses = {status["id"]: _status(status) for status in told}
    # Four statuses that the site has no more; the other product was given them so.
    for row in rows(
        "devlake-jira", "snapshot_tables/_tool_jira_statuses_for_changelog"
    ):
        category = StatusCategory(row["status_category"])
        ref = StatusRef(id=row["id"], name=row["name"], category=category)
        statuses.setdefault(row["id"], ref)
    epics = [issue["fields"].get("epic") for issue in jira_issues()]
    ids = {epic["key"]: str(epic["id"]) for epic in epics if epic}
    return Site(JIRA, statuses=statuses, issue_ids=ids)


def _status(status: Json) -> StatusRef:
    category = StatusCategory(status["statusCategory"]["key"])
    return StatusRef(id=status["id"], name=status["name"], category=category)


def jira_issues() -> Sequence[Json]:
    """Every issue of the board and of the board with outside epics."""
    return [issue for _, issue in raw("devlake-jira", "_raw_jira_api_issues")]


def due_by_custom_field() -> WorkItem:
    """The one issue whose due day stands in a custom field."""
    _, issue = next(raw("devlake-jira", "_raw_jira_api_issues_for_due_date"))
    (item,) = jira_items((issue,))
    return item


def jira_items(issues: Sequence[Json]) -> list[WorkItem]:
    """What we make of Jira rows."""
    site, source = jira_site(), origin(Tracker.JIRA, JIRA.id)
    return folded(
        told
        for issue in issues
        for told in issue_read(
            source, site, issue, issue["changelog"]["histories"]
        ).facts
    )


def github_items() -> list[WorkItem]:
    """What we make of the GitHub rows: issues, pull requests, and their events.

    The rows hold issues and pull requests of different numbers; a pull request that
    the list of issues lacks is shown as an issue, as GitHub itself would.
    """
    events: dict[int, list[Json]] = defaultdict(list)
    for _, event in raw("devlake-github", "_raw_github_api_events"):
        events[event["issue"]["number"]].append(event)
    pulls = {
        pull["number"]: pull
        for _, pull in raw("devlake-github", "_raw_github_api_pull_requests")
    }
    issues = {
        issue["number"]: issue
        for _, issue in raw("devlake-github", "_raw_github_api_issues")
    }
    listed = {n: pull | {"pull_request": {}} for n, pull in pulls.items()} | issues
    place = Place(Site(GITHUB), REPOSITORY)
    source = origin(Tracker.GITHUB, GITHUB.id)
    return folded(
        told
        for number, issue in listed.items()
        for told in item_read(
            source, place, issue, events[number], pulls.get(number)
        ).facts
    )
