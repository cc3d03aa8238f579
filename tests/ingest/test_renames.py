"""A renamed project keeps its items: read again under its new name, and said."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from passerelle_ingest.backfill import BackfillResult, Limits, backfill
from passerelle_ingest.delivery import Delivery
from passerelle_ingest.errors import AnswerRefusedError, MovedError
from passerelle_ingest.http import Connection
from passerelle_ingest.known import Known
from passerelle_ingest.memory import Memory
from passerelle_ingest.outcomes import Reason, Silence, Told
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.sites import Sites
from passerelle_ingest.trackers.github.client import GitHubClient
from passerelle_ingest.trackers.jira.auth import jira_http
from passerelle_ingest.trackers.jira.keys import Keys, Meant
from passerelle_ingest.trackers.table import TRACKERS, normalised
from passerelle_schemas.deliveries import RawDelivery, Watermark, Way
from passerelle_schemas.facts import RemovalReason, WorkRemoved
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import INGEST_WATERMARKS
from passerelle_schemas.work import WorkItem
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.edges import edge
from tests.ingest.sources import (
    DATA_CENTER,
    GITHUB,
    JIRA,
    NOW,
    REPOSITORY,
    RecordingPublisher,
    clock,
    signed,
)
from tests.ingest.test_census import facts, known_to, taken
from tests.ingest.test_same_facts import read
from tests.ingest.test_web import OPENED
from tests.ingest.trackers import SmallGitHub, SmallJira, SmallTracker
from tests.translate.folding import fold_all

ONE = GITHUB.model_copy(update={"projects": (REPOSITORY,)})
EACH = pytest.mark.parametrize(
    ("source", "tracker"),
    [(ONE, github.small), (JIRA, jira.small), (DATA_CENTER, jira.small)],
    ids=["github", "cloud", "datacenter"],
)


def renamed(tracker: SmallTracker) -> str:
    """Rename the only project, which changes no item's last update."""
    if isinstance(tracker, SmallGitHub):
        tracker.former, tracker.full_name = [tracker.full_name], "maison/magasin"
        return tracker.full_name
    assert isinstance(tracker, SmallJira)
    tracker.former, tracker.key = [tracker.key], "CASH"
    for issue in tracker.issues:
        issue["key"] = issue["key"].replace("PAY-", "CASH-")
        issue["fields"] = issue["fields"] | {"project": {"id": "1", "key": "CASH"}}
    return tracker.key


@dataclass
class Following:
    """A source that is read again and again, from where the last time ended."""

    source: SourceSettings
    tracker: SmallTracker
    marks: dict[str, Watermark] = field(default_factory=dict)
    memories: dict[str, Memory] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    async def read(
        self, *, since: datetime | None = None
    ) -> tuple[BackfillResult, RecordingPublisher]:
        """Read it once."""
        publisher = RecordingPublisher()
        client = TRACKERS[self.source.tracker].client
        connection = Connection(clock, 3, self.tracker)
        async with client(self.source, connection) as opened:
            result = await backfill(
                self.source,
                self.source.projects,
                client=opened,
                publisher=publisher,
                watermarks=self.marks,
                clock=clock,
                progress=self.said.append,
                limits=Limits(timedelta(minutes=30), 3),
                memories=self.memories,
                since=since,
            )
        for record in publisher.on(INGEST_WATERMARKS.name):
            self.marks[(record.key or b"").decode()] = INGEST_WATERMARKS.decode(
                record.value or b""
            )
        return result, publisher


def items(*readings: RecordingPublisher) -> dict[str, WorkItem]:
    """What translate makes of readings that follow each other by an hour."""
    told = [
        one.model_copy(update={"learned_at": one.learned_at + timedelta(hours=number)})
        for number, reading in enumerate(readings)
        for one in reading.facts
    ]
    names = {one.item for one in told}
    folded = {n: fold_all(t for t in told if t.item == n) for n in names}
    return {name: item for name, item in folded.items() if item is not None}


@EACH
async def test_a_renamed_project_is_read_whole_once_and_its_items_stay_the_same(
    source: SourceSettings,
    tracker: Any,  # noqa: ANN401 - makes a tracker
) -> None:
    small: SmallTracker = tracker()
    following = Following(source, small)
    _, before = await following.read()
    name = renamed(small)
    result, after = await following.read()
    assert (result.items, result.projects[0].way) == (5, Way.BACKFILL)
    assert any(name in words and "read whole" in words for words in following.said)
    known = items(before, after)
    assert len(known) == 5
    shown = [item.observed.snapshot for item in known.values() if item.observed]
    assert {one.project for one in shown} == {name}
    assert all(one.key.startswith(name) for one in shown)
    assert not any(item.presence for item in known.values())
    # From now on it is polled under its new name, and nothing is said any more.
    (mark,) = following.marks.values()
    assert (mark.project, mark.name) == (source.projects[0], name)
    following.said.clear()
    result, _ = await following.read()
    assert (result.items, result.projects[0].way) == (0, Way.POLL)
    assert not any("read whole" in words for words in following.said)


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER], ids=["cloud", "datacenter"])
async def test_a_project_that_is_renamed_while_it_is_read_loses_no_issue(
    source: SourceSettings,
) -> None:
    """Its name was asked for before: an unknown one is no move out."""
    tracker = jira.small()

    def rename(page: int) -> None:
        if page == 1:
            renamed(tracker)

    tracker.after_page = rename
    following = Following(source, tracker)
    first, before = await following.read()
    assert (tracker.key, first.projects[0].needs_refetch) == ("CASH", 0)
    assert facts(before, WorkRemoved) == []
    assert len(items(before)) == 5
    _, again = await following.read()
    known = items(before, again)
    assert len(known) == 5
    shown = [item.observed.snapshot for item in known.values() if item.observed]
    assert {one.project for one in shown} == {"CASH"}
    assert not any(item.presence for item in known.values())


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER], ids=["cloud", "datacenter"])
async def test_an_issue_that_is_looked_at_while_its_project_is_renamed_has_not_left(
    source: SourceSettings,
) -> None:
    tracker = jira.small()
    client = TRACKERS[source.tracker].client
    async with client(source, Connection(clock, 3, tracker)) as opened:
        site = await opened.site()
        renamed(tracker)
        number = tracker.issues[0]["id"]
        seen = await opened.look(f"{source.id}:{number}", site)
    assert (seen.gone, seen.project) == (None, "CASH")


@EACH
async def test_a_window_of_a_renamed_project_leaves_it_to_be_read_whole(
    source: SourceSettings,
    tracker: Any,  # noqa: ANN401 - makes a tracker
) -> None:
    """What happened before the window would keep its old name for ever."""
    small: SmallTracker = tracker()
    following = Following(source, small)
    await following.read()
    (before,) = following.marks.values()
    name = renamed(small)
    since = before.complete_until - timedelta(days=1)
    await following.read(since=since)
    assert list(following.marks.values()) == [before]
    assert any(name in words and "next poll" in words for words in following.said)
    result, after = await following.read()
    assert result.items == 5
    shown = [i.observed.snapshot for i in items(after).values() if i.observed]
    assert {one.project for one in shown} == {name}
    (mark,) = following.marks.values()
    assert mark.name == name


@EACH
async def test_a_census_of_a_renamed_project_moves_nothing_out(
    source: SourceSettings,
    tracker: Any,  # noqa: ANN401 - makes a tracker
) -> None:
    small: SmallTracker = tracker()
    _, before = await Following(source, small).read()
    renamed(small)
    known = {
        name: Known(
            item.id,
            item.observed.snapshot.key,
            item.observed.snapshot.project,
            "issue",
            item.observed.snapshot.created_at,
            item.observed.happened_at,
        )
        for name, item in items(before).items()
        if item.observed
    }
    publisher = RecordingPublisher()
    found = await taken(source, small, publisher, known)
    assert (found.listed, found.known, found.moved) == (5, 5, 5)
    assert (found.missed, found.stopped_because) == (0, "")
    assert facts(publisher, WorkRemoved) == []
    # What was lost since is found under the new name, and what is gone as well.
    after = items(before, publisher)
    assert len(after) == 5
    assert isinstance(small, SmallGitHub | SmallJira)
    lost = small.issues.pop()
    if isinstance(small, SmallGitHub):
        small.gone[lost["number"]] = 410
    known = {
        name: Known(
            item.id,
            item.observed.snapshot.key,
            item.observed.snapshot.project,
            "issue",
            item.observed.snapshot.created_at,
            item.observed.happened_at,
        )
        for name, item in after.items()
        if item.observed
    }
    found = await taken(source, small, publisher, known)
    assert found.deleted + found.not_visible == 1


@EACH
async def test_what_another_project_of_the_same_name_holds_is_found_by_the_census(
    source: SourceSettings,
    tracker: Any,  # noqa: ANN401 - makes a tracker
) -> None:
    """No poll asks for what changed before the watermark, in whatever project."""
    small, publisher = tracker(), RecordingPublisher()
    following = Following(source, small)
    _, first = await following.read()
    assert isinstance(small, SmallGitHub | SmallJira)
    if isinstance(small, SmallGitHub):
        small.number = 7009
    for row in small.issues:
        row["id"] = str(int(row["id"]) + 60000)
    _, second = await following.read()
    assert second.facts == []
    found = await taken(source, small, publisher, known_to(first))
    listed = {told.item for told in publisher.facts}
    assert len(listed) == found.listed == 5
    assert listed.isdisjoint(items(first))
    assert found.deleted + found.moved_out + found.not_visible == 0


def site_of(source: SourceSettings, name: str, ids: dict[str, int]) -> Site:
    known = Site(source, repositories=ids)
    return known.with_name(source.projects[0], name)


def test_jiras_webhooks_of_the_new_key_are_heard_and_those_of_others_are_not() -> None:
    content = read("jira/jira_issue_updated__status.json")
    content["issue"]["key"] = "CASH-42"
    content["issue"]["fields"]["project"] = {"id": "1", "key": "CASH"}
    origin = RawDelivery(
        id="d",
        source=JIRA.id,
        tracker=Tracker.JIRA,
        project="CASH",
        event="jira:issue_updated",
        way=Way.WEBHOOK,
        received_at=NOW,
    )
    told = normalised(Delivery(origin, content), site_of(JIRA, "CASH", {}))
    assert isinstance(told, Told)
    assert not any(isinstance(f, WorkRemoved) for r in told.facts for f in r.facts)
    other = normalised(Delivery(origin, content), Site(JIRA))
    assert other == Silence(Reason.NOT_FOLLOWED)


async def test_a_mention_by_the_old_key_reaches_the_issue_of_the_renamed_project() -> (
    None
):
    tracker = jira.small()
    renamed(tracker)
    tracker.issues[0]["key"] = "PAY-1"  # Jira answers for the old key as well.
    async with jira_http(JIRA, Connection(clock, 1, tracker)) as http:
        asking = Keys(http, JIRA)
        assert await asking.meant("PAY-1") == Meant("30001", "PAY")
        # Here it came from a project of which nobody knows anything.
        assert await asking.meant("CASH-2") == Meant("30002", "PAY")
        tracker.issues[1]["fields"]["project"]["key"] = "OPS"
        assert await asking.meant("CASH-2") == Meant("30002", "OPS")


async def test_a_look_follows_its_repository_and_calls_a_transfer_moved_out() -> None:
    tracker = github.small()
    async with GitHubClient(ONE, Connection(clock, 3, tracker)) as client:
        site = await client.site()
        renamed(tracker)  # Between the two.
        seen = await client.look(f"{ONE.id}:7001#2", site)
        assert (seen.gone, seen.read is not None) == (None, True)
        elsewhere = "https://api.github.com/repositories/9/issues/4"
        moved = {"Location": elsewhere}
        tracker.always("/issues/2", lambda: httpx.Response(301, headers=moved))
        seen = await client.look(f"{ONE.id}:7001#2", site)
        assert seen.gone is RemovalReason.MOVED_OUT


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("https://elsewhere.example/repositories/7001", AnswerRefusedError),
        ("http://api.github.com/repositories/7001", AnswerRefusedError),
        ("", MovedError),
    ],
)
async def test_a_new_address_is_not_followed_off_the_host(
    location: str, error: type[Exception]
) -> None:
    tracker = github.small()
    told = {"Location": location} if location else {}
    tracker.always(REPOSITORY, lambda: httpx.Response(301, headers=told))
    async with GitHubClient(ONE, Connection(clock, 3, tracker)) as client:
        with pytest.raises(error):
            await client.standing(REPOSITORY)
    assert {request.url.host for request in tracker.asked} == {"api.github.com"}


@EACH
async def test_a_look_at_the_whole_source_says_the_new_name(
    source: SourceSettings,
    tracker: Any,  # noqa: ANN401 - makes a tracker
) -> None:
    small: SmallTracker = tracker()
    name = renamed(small)
    client = TRACKERS[source.tracker].client
    async with client(source, Connection(clock, 3, small)) as opened:
        examined = await opened.examine()
    assert f"is called {name} now" in examined.words


def test_what_could_not_be_asked_for_this_time_is_still_known() -> None:
    sites = Sites([ONE])
    sites.learn(site_of(ONE, "maison/magasin", {"maison/magasin": 7001}))
    sites.learn(Site(ONE))
    assert sites.of(ONE).name_of(REPOSITORY) == "maison/magasin"
    assert sites.of(ONE).repositories == {"maison/magasin": 7001}


def test_a_name_that_was_told_before_gives_way_to_the_one_that_is_told_now() -> None:
    sites = Sites([ONE])
    sites.remember(ONE, {REPOSITORY: "maison/magasin"})
    assert sites.of(ONE).follows("Maison/Magasin")
    sites.learn(site_of(ONE, "maison/neuf", {}))
    sites.remember(ONE, {REPOSITORY: "maison/magasin"})
    assert sites.of(ONE).name_of(REPOSITORY) == "maison/neuf"


async def test_a_name_that_may_be_new_waits_until_the_tracker_was_asked() -> None:
    body = json.dumps(
        {**json.loads(OPENED), "repository": {"id": 7001, "full_name": "maison/neuf"}}
    ).encode()
    publisher = RecordingPublisher()
    sites = Sites([ONE], awaited=[ONE.id])

    async with edge(publisher, sources=[ONE], known=(), sites=sites) as tracker:

        async def post(sent: bytes) -> httpx.Response:
            headers = signed(sent, event="issues")
            return await tracker.post(
                f"/webhooks/{ONE.id}", content=sent, headers=headers
            )

        early = await post(body)
        assert early.status_code == 503
        assert early.headers["Retry-After"]
        assert early.json()["reason"] == "names-unknown"
        assert publisher.records == []
        assert (await post(OPENED)).status_code == 202
        sites.remember(ONE, {REPOSITORY: REPOSITORY})
        assert (await post(body)).status_code == 503, "it may have another name by now"
        sites.learn(Site(ONE))
        assert (await post(body)).status_code == 503, "the tracker told no name"
        sites.learn(Site(ONE, names={REPOSITORY.lower(): REPOSITORY}))
        late = await post(body)
        assert (late.status_code, late.json()["reason"]) == (202, "not-followed")


def test_the_names_of_projects_are_awaited_until_somebody_gives_up() -> None:
    sites = Sites([ONE, JIRA], awaited=[ONE.id, JIRA.id])
    told = {project.lower(): project for project in JIRA.projects}
    sites.learn(Site(JIRA, names=told))
    assert (sites.is_awaited(ONE), sites.is_awaited(JIRA)) == (True, False)
    sites.all_asked()
    assert not sites.is_awaited(ONE)
