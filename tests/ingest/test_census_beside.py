"""A census covers what items stand beside: milestones, versions, releases, comments."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from passerelle_ingest import census
from passerelle_ingest.census import CANARY_LOST, JUST_CREATED, compare, stops
from passerelle_ingest.censuses import words
from passerelle_ingest.drift import inclusions, left_behind, spoken
from passerelle_ingest.errors import AnswerRefusedError
from passerelle_ingest.http import Connection
from passerelle_ingest.known import Known
from passerelle_ingest.known_items import known_of, named_by
from passerelle_ingest.reading import ReadsTracker, Seen
from passerelle_ingest.refetch import Refetching
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.sites import Sites
from passerelle_ingest.telling import Teller
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_schemas.facts import (
    ChangeLinked,
    ChangeState,
    ReleaseIncluded,
    ReleaseWithdrawn,
    RemovalReason,
    WorkRemoved,
)
from passerelle_schemas.identity import ItemRef
from passerelle_schemas.progress import Censused
from passerelle_schemas.work import WorkItem
from passerelle_translate.notes import decisions_of
from passerelle_translate.stages import changes_of
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.sources import DATA_CENTER, JIRA, NOW, RecordingPublisher, clock
from tests.ingest.test_census import (
    EACH,
    ONE,
    backfilled,
    facts,
    knowing,
    roll_of,
    taken,
)
from tests.ingest.test_comments import DECISION, WRITTEN, comment, speaking
from tests.ingest.test_renames import items
from tests.ingest.test_same_facts import read
from tests.ingest.trackers import SmallGitHub, SmallJira, SmallTracker
from tests.translate.examples import observed, on, telling
from tests.translate.folding import fold_all

MILESTONE, RELEASE = f"{ONE.id}:7001/milestone/3", f"{ONE.id}:7001/release/9901"
BOTH = pytest.mark.parametrize(
    "source", [JIRA, DATA_CENTER], ids=lambda s: s.deployment
)


class Counted:
    """A tracker, what was ever read of it, and its censuses, each an hour later."""

    def __init__(self, source: SourceSettings, tracker: SmallTracker) -> None:
        self.source = source
        self.tracker = tracker
        self.readings: list[RecordingPublisher] = []

    async def read(self) -> None:
        self.readings.append(await backfilled(self.source, self.tracker))

    async def census(self) -> Censused:
        known = {name: known_of(item) for name, item in self.items.items()}
        self.readings.append(RecordingPublisher())
        return await taken(self.source, self.tracker, self.last, known)

    @property
    def last(self) -> RecordingPublisher:
        return self.readings[-1]

    @property
    def items(self) -> Mapping[str, WorkItem]:
        return items(*self.readings)


async def with_beside() -> tuple[SmallGitHub, Counted]:
    """Two issues, one of them planned for a milestone, both named by a release."""
    milestone = read("github/milestone__due_moved.json")["milestone"]
    tracker = SmallGitHub(
        [
            github.issue(5, "2026-11-05T09:00:00Z", milestone=milestone),
            github.issue(6, "2026-11-06T09:00:00Z"),
        ]
    )
    release = read("github/release__published.json")["release"]
    tracker.milestones = [milestone]
    tracker.releases = [release | {"body": "Fixes #5 and #6"}]
    counted = Counted(ONE, tracker)
    await counted.read()
    return tracker, counted


async def test_where_all_is_well_nothing_is_said_of_milestones_and_releases() -> None:
    _, counted = await with_beside()
    found = await counted.census()
    assert (found.listed, found.known, found.stopped_because) == (4, 4, "")
    assert counted.last.records == []


@pytest.mark.parametrize("item", [MILESTONE, RELEASE])
async def test_one_that_was_missed_or_changed_is_read_with_the_same_facts(
    item: str,
) -> None:
    tracker, counted = await with_beside()
    known = {name: known_of(one) for name, one in counted.items.items()}
    told = {f.id for r in counted.last.facts if r.item == item for f in r.facts}
    for left in (
        {name: one for name, one in known.items() if name != item},
        known | {item: replace(known[item], changed_at=NOW - timedelta(days=400))},
        known | {item: replace(known[item], key="an/older/name")},
    ):
        publisher = RecordingPublisher()
        found = await taken(ONE, tracker, publisher, left)
        assert found.missed + found.stale + found.moved == 1
        assert told <= publisher.fact_ids


async def test_a_milestone_that_is_gone_was_deleted() -> None:
    tracker, counted = await with_beside()
    tracker.milestones, tracker.issues[0]["milestone"] = [], None
    found = await counted.census()
    (gone,) = facts(counted.last, WorkRemoved)
    assert isinstance(gone, WorkRemoved)
    assert (gone.reason, found.deleted) == (RemovalReason.DELETED, 1)
    assert counted.items[MILESTONE].presence is not None
    assert (await counted.census()).known == 3


async def test_a_milestone_that_moved_is_told_to_the_items_planned_for_it() -> None:
    """GitHub counts it as no update of theirs."""
    tracker, counted = await with_beside()
    moved = tracker.milestones[0] | {
        "due_on": "2027-02-01T08:00:00Z",
        "updated_at": "2026-11-20T09:00:00Z",
    }
    tracker.milestones[0] = tracker.issues[0]["milestone"] = moved
    found = await counted.census()
    assert (found.stale, found.restated) == (1, 1)
    observed = counted.items[f"{ONE.id}:7001#5"].observed
    assert observed is not None
    assert str(observed.snapshot.targets[0].due) == "2027-02-01"
    again = await counted.census()
    assert (again.stale, again.restated) == (0, 0)
    assert counted.last.records == []


async def test_a_release_that_is_gone_includes_nothing_any_more() -> None:
    tracker, counted = await with_beside()
    tracker.releases = []
    found = await counted.census()
    (gone,) = facts(counted.last, WorkRemoved)
    assert isinstance(gone, WorkRemoved)
    # It may have become a draft, which we could not see.
    assert (gone.reason, found.not_visible) == (RemovalReason.NOT_VISIBLE, 1)
    assert found.relisted == 2
    assert [known_of(i).included for i in counted.items.values() if "#" in i.id] == [
        frozenset()
    ] * 2
    await counted.census()
    assert counted.last.records == []


async def test_a_release_that_went_after_an_edit_unheard_includes_nothing() -> None:
    """Who told that it went named what it included then, which was less than before."""
    tracker, counted = await with_beside()
    tracker.releases = []
    await counted.census()
    known = {name: known_of(item) for name, item in counted.items.items()}
    item = f"{ONE.id}:7001#5"
    known[item] = replace(known[item], included=frozenset({RELEASE}))
    publisher = RecordingPublisher()
    found = await taken(ONE, tracker, publisher, known)
    assert (found.relisted, found.stopped_because) == (1, "")
    (left,) = facts(publisher, ReleaseWithdrawn)
    assert isinstance(left, ReleaseWithdrawn)
    assert left.release.id == RELEASE
    assert [r.item for r in publisher.facts if left in r.facts] == [item]
    # Of one that we never knew to be gone nothing is taken.
    unproven = {**known, RELEASE: replace(known[RELEASE], gone=False)}
    assert left_behind(roll_of([]), unproven) == ()


async def test_a_release_that_was_edited_unheard_is_told_to_those_it_names() -> None:
    tracker, counted = await with_beside()
    later = "2026-11-21T09:00:00Z"
    edited = {"body": "Fixes #6", "updated_at": later}
    tracker.releases[0] = tracker.releases[0] | edited
    await counted.read()  # A poll saw the change, and not what it took away.
    found = await counted.census()
    assert found.relisted == 1
    (left,) = facts(counted.last, ReleaseWithdrawn)
    assert isinstance(left, ReleaseWithdrawn)
    assert left.release.id == RELEASE
    assert known_of(counted.items[f"{ONE.id}:7001#5"]).included == frozenset()
    assert known_of(counted.items[f"{ONE.id}:7001#6"]).included == {RELEASE}
    await counted.census()
    assert counted.last.records == []
    tracker.releases[0] = tracker.releases[0] | {"body": "Fixes #5, #6"}
    later_now = tracker.releases[0] | {"updated_at": "2026-11-22T09:00:00Z"}
    tracker.releases[0] = later_now
    # The tracker's clock of the tests stands still; the withdrawal was told then.
    known = {name: known_of(item) for name, item in counted.items.items()}
    publisher = RecordingPublisher()
    found = await taken(ONE, tracker, publisher, known)
    assert found.relisted == 1
    back = [f for f in facts(publisher, ReleaseIncluded) if f.happened_at > left_at()]
    assert len(back) == 1


def left_at() -> datetime:
    """Before the census, and long after the release."""
    return NOW - timedelta(hours=1)


async def test_what_a_release_names_no_longer_is_told_some_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(census, "MOST_DRIFTED", 1)
    tracker, counted = await with_beside()
    edited = {"body": "", "updated_at": "2026-11-21T09:00:00Z"}
    tracker.releases[0] = tracker.releases[0] | edited
    await counted.read()
    assert [(await counted.census()).relisted for _ in range(3)] == [1, 1, 0]


async def test_a_release_whose_inclusion_was_lost_is_read_again() -> None:
    tracker, counted = await with_beside()
    known = {name: known_of(item) for name, item in counted.items.items()}
    item = f"{ONE.id}:7001#5"
    left = known | {item: replace(known[item], included=frozenset())}
    publisher = RecordingPublisher()
    found = await taken(ONE, tracker, publisher, left)
    assert found.relisted == 1
    assert publisher.fact_ids <= counted.readings[0].fact_ids


def change(body: str, updated: str) -> SmallGitHub:
    """An open pull request, and two issues that it may name."""
    shown = read("github/pull_request__synchronize.json")["pull_request"]
    own = {"number": 34, "title": "Cards", "body": body, "updated_at": updated}
    pull = shown | own | {"state": "open", "head": {"ref": "cards"}}
    issues = [github.issue(n, f"2026-11-0{n}T09:00:00Z") for n in (5, 6)]
    tracker = SmallGitHub([*issues, pull | {"pull_request": {"merged_at": None}}])
    tracker.pulls[34] = pull
    return tracker


def held(counted: Counted) -> dict[str, list[ChangeState | None]]:
    """How each pull request stands to each issue that it ever named."""
    return {
        item.id.rpartition("#")[2]: [c.change for c in changes_of(item) if not c.end]
        for item in counted.items.values()
        if item.changes
    }


async def test_an_issue_that_a_pull_request_names_no_longer_is_held_by_it_no_more() -> (
    None
):
    """The webhook of the edit was lost, and a poll reads what the body is now."""
    counted = Counted(ONE, change("Fixes #5, fixes #6", "2026-11-20T09:00:00Z"))
    await counted.read()
    assert (await counted.census()).relisted == 0
    edited = "2026-11-21T09:00:00Z"
    counted.tracker = change("Fixes #6", edited)
    await counted.read()
    assert held(counted) == {"5": [ChangeState.OPEN], "6": [ChangeState.OPEN]}
    found = await counted.census()
    assert (found.relisted, found.stopped_because) == (1, "")
    assert held(counted) == {"5": [ChangeState.CLOSED], "6": [ChangeState.OPEN]}
    # As the webhook would have told it.
    told = facts(counted.last, ChangeLinked)
    assert [
        f.happened_at
        for f in told
        if isinstance(f, ChangeLinked) and f.state is ChangeState.CLOSED
    ] == [datetime.fromisoformat(edited)]
    assert (await counted.census()).relisted == 0
    assert counted.last.records == []
    counted.tracker = change("Fixes #5, fixes #6", "2026-11-22T09:00:00Z")
    await counted.read()
    assert (await counted.census()).relisted == 0
    assert held(counted) == {"5": [ChangeState.OPEN], "6": [ChangeState.OPEN]}


async def test_a_pull_request_that_was_edited_back_since_the_list_is_believed() -> None:
    counted = Counted(ONE, change("Fixes #5", "2026-11-20T09:00:00Z"))
    await counted.read()
    listed = change("", "2026-11-21T09:00:00Z")
    shown = listed.issues[2] | {"body": "Fixes #5"}
    listed.pulls[34] = shown
    counted.tracker = listed
    assert (await counted.census()).relisted == 0
    assert held(counted) == {"5": [ChangeState.OPEN]}


BESIDE_JIRA = IngestSettings(sources=(ONE, JIRA)).sources[0]
PULL, THERE = f"{ONE.id}:7001#34", f"{JIRA.id}:30007"
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
SEVEN = Known(THERE, key="PAY-7", project="PAY", linked={PULL: AT})
EIGHT = replace(SEVEN, item=f"{JIRA.id}:30008", key="PAY-8")


@pytest.mark.parametrize(
    ("body", "branch", "others", "left"),
    [
        ("", "cards", [], True),
        ("For PAY-7", "cards", [], False),
        ("", "pay-7-cards", [], False),
        ("For PAY-8", "cards", [EIGHT], True),
        # It may be an earlier key of the same issue, as far as we know.
        ("For PAY-8", "cards", [], False),
    ],
)
async def test_another_trackers_issue_is_held_no_more_once_it_cannot_be_meant(
    body: str, branch: str, others: list[Known], *, left: bool
) -> None:
    tracker = change(body, "2026-11-21T09:00:00Z")
    tracker.pulls[34] = tracker.pulls[34] | {"head": {"ref": branch}}
    counted = Counted(BESIDE_JIRA, tracker)
    await counted.read()
    known = {name: known_of(item) for name, item in counted.items.items()}
    known |= {one.item: one for one in (SEVEN, *others)}
    publisher = RecordingPublisher()
    found = await taken(BESIDE_JIRA, tracker, publisher, known)
    assert (found.relisted, found.stopped_because) == (int(left), "")
    assert (found.listed, found.known) == (3, 3)
    told = [record for record in publisher.facts if record.item == THERE]
    assert bool(told) is left
    for record in told:
        assert (record.source, record.tracker) == (JIRA.id, JIRA.tracker)
        assert record.project == "PAY"
        (link,) = record.facts
        assert isinstance(link, ChangeLinked)
        assert (link.state, link.pull_request.id) == (ChangeState.CLOSED, PULL)


def test_of_another_sources_items_those_are_known_that_an_open_change_names() -> None:
    pull = ItemRef(id=PULL, key="verdier/boutique#34")
    seen = observed(on(11, 1))

    def known(*states: ChangeState, of: str = ONE.id) -> Known | None:
        links = [
            Teller(THERE).linked(AT + timedelta(hours=n), pull, state, came=True)
            for n, state in enumerate(states)
        ]
        item = fold_all([telling(seen, *links, item=THERE, learned_at=on(11, 22))])
        assert item is not None
        return named_by(item, of)

    now = known(ChangeState.DRAFT, ChangeState.OPEN)
    assert now is not None
    assert now.linked == {PULL: AT + timedelta(hours=1)}
    assert now.changed_at is None, "no census of ours counts it"
    assert known(ChangeState.OPEN, ChangeState.CLOSED) is None
    assert known(ChangeState.OPEN, ChangeState.MERGED) is None
    assert known(ChangeState.OPEN, of="github") is None
    assert known() is None


async def test_a_release_that_is_hidden_with_all_others_is_not_believed_gone() -> None:
    """Who may see the issues need not see the releases."""
    tracker, counted = await with_beside()
    second = tracker.releases[0] | {"id": 9902, "tag_name": "v4.3", "body": ""}
    tracker.releases.append(second)
    await counted.read()
    tracker.releases = [second]
    tracker.always("/releases/9902", lambda: httpx.Response(404))
    found = await counted.census()
    assert found.stopped_because == CANARY_LOST
    assert facts(counted.last, WorkRemoved) == []
    tracker.faults.clear()
    assert (await counted.census()).not_visible == 1


async def test_an_unreadable_milestone_is_looked_at_and_stays() -> None:
    tracker, counted = await with_beside()
    tracker.milestones[0] = tracker.milestones[0] | {"created_at": "yesterday"}
    tracker.issues[0]["milestone"] = None
    found = await counted.census()
    assert (found.unreadable, found.deleted, found.still_there) == (1, 0, 1)


VERSION = {"id": "10010", "name": "26.4", "released": False}


def versioned(tracker: SmallJira, **changed: object) -> None:
    """Let two issues be planned for one version, whose change is no update of them."""
    version = {**VERSION, "releaseDate": "2026-12-18", **changed}
    tracker.versions = [version]
    for issue in tracker.issues:
        planned = issue["id"] in {"30001", "30002"}
        shown = {"fixVersions": [version] if planned else []}
        issue["fields"] = issue["fields"] | shown


@BOTH
async def test_a_version_that_was_released_is_told_to_its_issues(
    source: SourceSettings,
) -> None:
    tracker = jira.small()
    versioned(tracker)
    counted = Counted(source, tracker)
    await counted.read()
    assert (await counted.census()).restated == 0
    assert counted.last.records == []
    versioned(tracker, released=True, releaseDate="2026-11-20")
    found = await counted.census()
    assert (found.restated, found.stale, found.stopped_because) == (2, 0, "")
    shown = [
        target.released
        for item in counted.items.values()
        if item.observed
        for target in item.observed.snapshot.targets
    ]
    assert shown == [True, True]
    assert (await counted.census()).restated == 0


async def shown(client: ReadsTracker, version: str, site: Site) -> list[Seen]:
    seen = await client.look(version, site)
    assert (seen.read, seen.gone) == (None, None)
    assert seen.shown_by is not None
    return [page async for page in seen.shown_by]


@BOTH
async def test_a_look_at_a_version_reads_the_issues_that_are_planned_for_it(
    source: SourceSettings,
) -> None:
    tracker = jira.small()
    versioned(tracker)
    client = TRACKERS[source.tracker].client
    async with client(source, Connection(clock, 3, tracker)) as opened:
        site = await opened.site()
        (seen,) = await shown(opened, f"{source.id}:version/10010", site)
        assert seen.read is not None
        assert [row[0] for row in seen.read.rows] == ["30001", "30002"]
        assert seen.project == "PAY"
        for name in ("version/77", "version/77 OR 1", "version/"):
            assert await shown(opened, f"{source.id}:{name}", site) == []
        deleted = {"errorMessages": ["A value with ID '10010' does not exist"]}
        for path in ("/search/jql", "/search"):
            tracker.always(path, lambda: httpx.Response(400, json=deleted))
        assert await shown(opened, f"{source.id}:version/10010", site) == []


@BOTH
async def test_the_issues_of_a_version_are_told_before_the_next_page_is_asked_for(
    source: SourceSettings,
) -> None:
    tracker = jira.small()
    versioned(tracker, released=True)
    tracker.size = 1
    publisher = RecordingPublisher()
    told_before: list[int] = []
    tracker.after_page = lambda _number: told_before.append(len(publisher.facts))
    connection = Connection(clock, 3, tracker)
    soon = Refetching(source, connection, publisher, Sites([source]), soon_seconds=0)
    await soon.read([f"{source.id}:version/10010"])
    assert told_before[:2] == [0, 1]
    assert len(publisher.facts) == 2


@BOTH
async def test_a_version_of_a_project_that_is_not_followed_brings_nothing(
    source: SourceSettings,
) -> None:
    tracker = jira.small()
    versioned(tracker, released=True)
    tracker.size = 1
    publisher = RecordingPublisher()
    other = source.model_copy(update={"projects": ("SHOP",)})
    connection = Connection(clock, 3, tracker)
    soon = Refetching(other, connection, publisher, Sites([other]), soon_seconds=0)
    await soon.read([f"{source.id}:version/10010"])
    assert publisher.records == []
    assert sum(tracker.paths[p] for p in tracker.paths if "search" in p) == 1


@BOTH
async def test_a_refusal_amid_the_issues_of_a_version_is_no_deleted_version(
    source: SourceSettings,
) -> None:
    tracker = jira.small()
    versioned(tracker)
    tracker.size = 1
    client = TRACKERS[source.tracker].client
    async with client(source, Connection(clock, 3, tracker)) as opened:
        seen = await opened.look(f"{source.id}:version/10010", await opened.site())
        assert seen.shown_by is not None
        assert (await anext(seen.shown_by)).read is not None
        for path in ("/search/jql", "/search"):
            tracker.always(path, lambda: httpx.Response(400, json={}))
        with pytest.raises(AnswerRefusedError):
            await anext(seen.shown_by)


@BOTH
async def test_a_webhook_about_a_version_has_its_issues_read_soon(
    source: SourceSettings,
) -> None:
    tracker = jira.small()
    versioned(tracker, released=True)
    publisher = RecordingPublisher()
    connection = Connection(clock, 3, tracker)
    soon = Refetching(source, connection, publisher, Sites([source]), soon_seconds=0)
    await soon.read([f"{source.id}:version/10010"])
    assert {told.item for told in publisher.facts} == {
        f"{source.id}:30001",
        f"{source.id}:30002",
    }
    assert {told.project for told in publisher.facts} == {"PAY"}


def test_what_was_told_anew_is_said_in_a_word() -> None:
    found = Censused(
        source=JIRA.id,
        tracker=JIRA.tracker,
        project="PAY",
        taken_at=NOW,
        restated=2,
        silenced=1,
    )
    assert "3 told anew" in words(found)
    assert "anew" not in words(found.model_copy(update={"restated": 0, "silenced": 0}))


@BOTH
async def test_where_nobody_tells_the_versions_nothing_is_restated(
    source: SourceSettings,
) -> None:
    tracker = jira.small()
    versioned(tracker)
    counted = Counted(source, tracker)
    await counted.read()
    tracker.versions = None
    assert (await counted.census()).restated == 0
    tracker.always("/versions", lambda: httpx.Response(200, json={"none": 1}))
    assert (await counted.census()).stopped_because == ""


@EACH
async def test_a_comment_that_went_without_a_trace_takes_its_line_with_it(
    source: Any,  # noqa: ANN401 - see EACH
    small: Any,  # noqa: ANN401 - see EACH
) -> None:
    tracker = small()
    speaking(tracker, WRITTEN, comment(1, DECISION))
    counted = Counted(source, tracker)
    await counted.read()
    assert (await counted.census()).silenced == 0
    assert counted.last.records == []
    speaking(tracker, WRITTEN)
    found = await counted.census()
    assert (found.silenced, found.stale, found.stopped_because) == (1, 0, "")
    (item,) = counted.items.values()
    assert decisions_of(item) == ()
    assert (await counted.census()).silenced == 0
    assert counted.last.records == []


async def test_a_line_of_a_comment_on_the_code_goes_with_it_in_the_next_census() -> (
    None
):
    tracker = change("", "2026-11-20T09:00:00Z")
    spoken_of = comment(1, DECISION)
    tracker.timelines[34] = [{"event": "line-commented", "comments": [spoken_of]}]
    tracker.line_comments[34] = [comment(2, "Why?"), comment(3, "Ah."), spoken_of]
    counted = Counted(ONE, tracker)
    await counted.read()
    assert (await counted.census()).silenced == 0
    pull = f"{ONE.id}:7001#34"
    assert decisions_of(counted.items[pull])
    # Its webhook was lost, and GitHub counts no update of the pull request.
    tracker.timelines[34] = []
    tracker.line_comments[34].remove(spoken_of)
    await counted.read()
    assert decisions_of(counted.items[pull]), "a poll cannot know"
    found = await counted.census()
    assert (found.silenced, found.stopped_because) == (1, "")
    assert decisions_of(counted.items[pull]) == ()
    assert (await counted.census()).silenced == 0


async def test_a_line_of_a_comment_that_was_edited_last_goes_with_it_all_the_same() -> (
    None
):
    """GitHub counts no update of a pull request whose comment on the code is edited."""
    tracker = change("", "2026-11-20T09:00:00Z")
    edited = comment(1, DECISION) | {"updated_at": "2026-11-20T11:00:00Z"}
    tracker.timelines[34] = [{"event": "line-commented", "comments": [edited]}]
    kept = comment(2, "Why?")
    tracker.line_comments[34] = [kept, edited]
    counted = Counted(ONE, tracker)
    await counted.read()
    assert (await counted.census()).silenced == 0
    pull = f"{ONE.id}:7001#34"
    assert decisions_of(counted.items[pull])
    tracker.timelines[34], tracker.line_comments[34] = [], [kept]
    assert (await counted.census()).silenced == 1
    assert decisions_of(counted.items[pull]) == ()
    assert (await counted.census()).silenced == 0


async def test_where_nobody_lists_the_comments_on_the_code_their_lines_stay() -> None:
    tracker = change("", "2026-11-20T09:00:00Z")
    event = {"event": "line-commented", "comments": [comment(1, DECISION)]}
    tracker.timelines[34] = [event]
    counted = Counted(ONE, tracker)
    await counted.read()
    tracker.always("/pulls/34/comments", lambda: httpx.Response(404))
    found = await counted.census()
    assert (found.silenced, found.stopped_because) == (0, "")


def test_others_of_many_items_with_comments_are_looked_at_in_each_census() -> None:
    some = [Known(f"s:{n}", comments={"1": NOW}) for n in range(6)]
    first = spoken(some, "", 3)
    assert [k.item for k in first] == ["s:0", "s:1", "s:2"]
    # What is gone meanwhile, the last one too, takes no place of another.
    second = spoken([some[0], *some[3:]], first[-1].item, 3)
    assert [k.item for k in second] == ["s:3", "s:4", "s:5"]
    assert [k.item for k in spoken(some, "s:4", 3)] == ["s:5", "s:0", "s:1"]
    assert spoken(some, "s:9", 6) == tuple(some)
    assert spoken([Known("s:1")], "", 3) == ()


@EACH
async def test_a_census_goes_on_after_the_item_that_the_last_one_ended_at(
    source: Any,  # noqa: ANN401 - see EACH
    small: Any,  # noqa: ANN401 - see EACH
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(census, "MOST_DRIFTED", 2)
    tracker = small()
    counted = Counted(source, tracker)
    await counted.read()
    marked = {"comment/1": NOW}
    known = {
        name: replace(known_of(item), comments=marked)
        for name, item in counted.items.items()
    }
    ends: list[str] = []
    before: Censused | None = None
    for _ in range(3):
        before = await taken(source, tracker, counted.last, known, before=before)
        assert before.stopped_because == ""
        ends.append(before.heard)
    some = sorted(known)
    assert ends == [some[end % len(some)] for end in (1, 3, 5)]
    tracker.issues.clear()
    before = await taken(source, tracker, counted.last, known, before=before)
    assert (before.stopped_because, before.heard) == ("empty-list", ends[-1])


def test_an_item_that_lived_for_minutes_is_looked_at_and_counts_as_no_doubt() -> None:
    minutes = JUST_CREATED - timedelta(minutes=2)
    young = knowing(range(2, 40), created_at=NOW - minutes)
    compared = compare("PAY", roll_of([1]), knowing([1]) | young)
    assert len(compared.young) == 38
    assert stops(compared, 0.1) == ""
    born = knowing([9], created_at=NOW + timedelta(seconds=5))
    assert compare("PAY", roll_of([1]), knowing([1]) | born).young == ()


def test_an_item_of_which_we_know_nothing_may_be_named_by_a_release() -> None:
    roll = replace(roll_of([]), included={"s:release": frozenset({"s:1"})})
    (one,) = inclusions(roll, {})
    assert (one.item, one.included) == ("s:1", True)
    settled = {"s:1": Known("s:1", included=frozenset({"s:release"}))}
    assert inclusions(roll, settled) == ()
