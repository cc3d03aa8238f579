"""Polls look twice for what trackers show late, and ask for nothing that they know."""

from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import pytest

from passerelle_ingest.backfill import BackfillResult, Limits, backfill
from passerelle_ingest.http import Connection
from passerelle_ingest.memory import MOST_ANSWERS, MOST_ROWS, Answer, Memory
from passerelle_ingest.plan import planned, usable
from passerelle_ingest.rolls import Window
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_schemas.deliveries import Watermark, Way
from passerelle_schemas.progress import Checkpoint
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.sources import (
    DATA_CENTER,
    GITHUB,
    JIRA,
    NOW,
    REPOSITORY,
    RecordingPublisher,
    clock,
)
from tests.ingest.trackers import SmallGitHub, SmallJira, SmallTracker

Small = Callable[[], SmallGitHub | SmallJira]
ONE = GITHUB.model_copy(update={"projects": (REPOSITORY,)})
HOURLY = Limits(concurrency=3, grain=timedelta(hours=1))


def mark(source: SourceSettings, until: datetime = NOW) -> Watermark:
    return Watermark(
        source=source.id,
        tracker=source.tracker,
        project=source.projects[0],
        complete_until=until,
        read_at=until,
        items=1,
    )


async def polled(
    source: SourceSettings,
    tracker: SmallTracker,
    publisher: RecordingPublisher,
    memories: dict[str, Memory],
    limits: Limits = HOURLY,
) -> BackfillResult:
    known = mark(source)
    connection = Connection(clock, 3, tracker)
    async with TRACKERS[source.tracker].client(source, connection) as client:
        return await backfill(
            source,
            source.projects,
            client=client,
            publisher=publisher,
            watermarks={f"{source.id}/{source.projects[0]}": known},
            clock=clock,
            progress=lambda _words: None,
            limits=limits,
            memories=memories,
        )


def late_jira() -> SmallJira:
    """Two issues that changed ten hours ago, and one of a day ago."""
    hours = [10, 9, 30]
    stamps = ((NOW - timedelta(hours=h)).isoformat() for h in hours)
    return SmallJira([jira.issue(n, s) for n, s in enumerate(stamps, start=1)])


def late_github() -> SmallGitHub:
    hours = [10, 9, 30]
    stamps = ((NOW - timedelta(hours=h)).strftime("%Y-%m-%dT%H:%M:%SZ") for h in hours)
    return SmallGitHub([github.issue(n, s) for n, s in enumerate(stamps, start=1)])


EACH = pytest.mark.parametrize(
    ("source", "small"),
    [(ONE, late_github), (JIRA, late_jira), (DATA_CENTER, late_jira)],
    ids=["github", "cloud", "datacenter"],
)


@EACH
async def test_what_is_shown_late_is_found_in_the_trailing_window_once(
    source: SourceSettings, small: Small
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    memories: dict[str, Memory] = {}
    hidden, tracker.issues = tracker.issues[:1], tracker.issues[1:]
    first = await polled(source, tracker, publisher, memories)
    assert (first.items, first.projects[0].late, first.projects[0].way) == (
        1,
        1,
        Way.POLL,
    )
    tracker.issues = [*hidden, *tracker.issues]
    second = await polled(source, tracker, publisher, memories)
    assert second.items == 1
    assert {told.item[-1] for told in publisher.facts} == {"1", "2"}
    third = await polled(source, tracker, publisher, memories)
    assert third.items == 0
    assert third.projects[0].watermark is not None


@EACH
async def test_what_could_not_be_acknowledged_is_not_remembered(
    source: SourceSettings, small: Small
) -> None:
    tracker, memories = small(), {source.projects[0]: Memory()}
    broken = RecordingPublisher(fails_after=1)
    with pytest.raises(Exception, match="broker"):
        await polled(source, tracker, broken, memories)
    publisher = RecordingPublisher()
    again = await polled(source, tracker, publisher, memories)
    assert again.items == 2


async def test_what_did_not_change_is_answered_304_and_read_no_more() -> None:
    tracker, publisher = late_github(), RecordingPublisher()
    tracker.tells_etags = True
    memories: dict[str, Memory] = {}
    await polled(ONE, tracker, publisher, memories)
    before = len(tracker.asked)
    told = await polled(ONE, tracker, publisher, memories)
    lists = [r for r in tracker.asked[before:] if r.url.path.count("/") > 3]
    assert tracker.unchanged >= len(lists) > 0
    assert (told.items, told.facts) == (0, 0)
    tracker.issues[0] = github.issue(1, (NOW - timedelta(hours=8)).strftime("%FT%TZ"))
    changed = await polled(ONE, tracker, publisher, memories)
    assert changed.items == 1


async def test_what_was_told_in_part_is_read_again_from_a_list_as_it_was() -> None:
    """A permission that is lost for a moment answers 404, too."""
    tracker, publisher = late_github(), RecordingPublisher()
    tracker.tells_etags = True
    tracker.once("/issues/1/timeline", httpx.Response(404))
    memories: dict[str, Memory] = {}
    first = await polled(ONE, tracker, publisher, memories)
    assert (first.items, first.projects[0].needs_refetch) == (2, 1)
    second = await polled(ONE, tracker, publisher, memories)
    assert (second.items, second.projects[0].needs_refetch) == (1, 0)
    assert (await polled(ONE, tracker, publisher, memories)).items == 0


async def test_a_list_with_a_row_that_may_hide_another_change_is_read_again() -> None:
    stamp = (NOW - timedelta(seconds=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    tracker, publisher = SmallGitHub([github.issue(1, stamp)]), RecordingPublisher()
    tracker.tells_etags = True
    memories: dict[str, Memory] = {}
    for _ in range(2):
        result = await polled(ONE, tracker, publisher, memories)
        assert result.items == 1


async def test_a_row_that_was_read_at_once_after_its_change_is_read_again() -> None:
    stamp = (NOW - timedelta(seconds=30)).isoformat()
    tracker, publisher = SmallJira([jira.issue(1, stamp)]), RecordingPublisher()
    memories: dict[str, Memory] = {}
    for _ in range(2):
        result = await polled(JIRA, tracker, publisher, memories)
        assert result.items == 1


def test_a_memory_is_bounded() -> None:
    memory = Memory()
    rows = [(str(n), NOW) for n in range(MOST_ROWS + 10)]
    answers = [(f"/{n}", Answer("e")) for n in range(MOST_ANSWERS + 10)]
    memory.learn(rows, answers, NOW)
    assert not memory.knows(rows[0])
    assert memory.knows(rows[-1])
    assert (memory.answer("/0"), memory.answer("/509")) == (None, Answer("e"))
    memory.learn([], [], NOW + timedelta(seconds=1))
    assert not memory.knows(rows[-1])


def test_a_poll_is_planned_with_overlap_and_a_trailing_window() -> None:
    limits = Limits()
    plan = planned(mark(JIRA), None, limits)
    since = NOW - timedelta(minutes=30)
    assert plan.window == Window(since=since)
    assert plan.trailing == Window(NOW - timedelta(hours=12), since)
    assert planned(mark(JIRA), None, Limits(trailing=timedelta(0))).trailing is None
    hourly = planned(mark(JIRA, since), None, HOURLY).window.since
    assert hourly == NOW - timedelta(hours=1)


def checkpoint(by: str = "1", age: timedelta = timedelta(0)) -> Checkpoint:
    return Checkpoint(
        source=JIRA.id,
        tracker=JIRA.tracker,
        project="PAY",
        reached=NOW - timedelta(days=100),
        items=27_000,
        saved_at=NOW - age,
        saved_by=by,
    )


def test_an_interrupted_whole_reading_is_gone_on_with_for_a_week() -> None:
    assert usable(checkpoint(), "PAY", "1", NOW) is not None
    assert usable(checkpoint(), "CASH", "1", NOW) is None
    assert usable(checkpoint(by="0"), "PAY", "1", NOW) is None
    assert usable(checkpoint(age=timedelta(days=8)), "PAY", "1", NOW) is None
    plan = planned(None, checkpoint(), Limits())
    assert plan.window.since is None
    assert plan.window.start == NOW - timedelta(days=100, minutes=30)
    assert plan.whole


@pytest.mark.parametrize(
    ("asked", "known", "completes"),
    [
        (Window(since=NOW - timedelta(days=9)), True, True),
        (Window(since=NOW + timedelta(days=9)), True, False),
        (Window(since=NOW - timedelta(days=9)), False, False),
        (Window(NOW - timedelta(days=9), NOW), True, False),
    ],
)
def test_a_window_moves_no_watermark_over_what_it_did_not_read(
    *, asked: Window, known: bool, completes: bool
) -> None:
    plan = planned(mark(JIRA) if known else None, None, Limits(), asked)
    assert (plan.completes, plan.way) == (completes, Way.BACKFILL)
    assert plan.trailing is None


@EACH
async def test_a_window_is_read_from_its_beginning_to_its_end(
    source: SourceSettings, small: Small
) -> None:
    publisher = RecordingPublisher()
    connection = Connection(clock, 3, small())
    async with TRACKERS[source.tracker].client(source, connection) as client:
        result = await backfill(
            source,
            source.projects,
            client=client,
            publisher=publisher,
            watermarks={},
            clock=clock,
            progress=lambda _words: None,
            since=NOW - timedelta(hours=11),
            until=NOW - timedelta(hours=9, minutes=30),
        )
    assert {told.item[-1] for told in publisher.facts} == {"1"}
    assert result.projects[0].watermark is None


async def test_a_304_that_nobody_asked_for_is_no_list() -> None:
    tracker = late_github()
    tracker.always("/issues", lambda: httpx.Response(304))
    with pytest.raises(Exception, match="no list"):
        await polled(ONE, tracker, RecordingPublisher(), {})
