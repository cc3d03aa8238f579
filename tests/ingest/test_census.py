"""A census finds what was lost, proves what is gone, and never removes on a doubt."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

import httpx
import pytest

from passerelle_ingest import census
from passerelle_ingest.census import compare, gone_at, stops
from passerelle_ingest.http import Connection
from passerelle_ingest.known import Known
from passerelle_ingest.known_items import known_of
from passerelle_ingest.rolls import Listed, Roll
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.taking import Census, StoppedError
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_schemas.deliveries import RawDelivery, Watermark, Way
from passerelle_schemas.facts import (
    AnyFact,
    Facts,
    RemovalReason,
    WorkObserved,
    WorkRemoved,
    WorkReturned,
)
from passerelle_schemas.identity import Tracker
from passerelle_schemas.progress import Censused
from passerelle_schemas.topics import INGEST_CENSUSES, WORK_RAW
from passerelle_schemas.work import WorkItem
from passerelle_translate.fold import fold
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

ONE = GITHUB.model_copy(update={"projects": (REPOSITORY,)})
EARLIER = NOW - timedelta(days=1)


def folded(publisher: RecordingPublisher) -> dict[str, WorkItem]:
    """What translate would have made of it."""
    items: dict[str, WorkItem] = {}
    for facts in publisher.facts:
        items[facts.item] = fold(items.get(facts.item), facts)
    return items


def known_to(*publishers: RecordingPublisher) -> dict[str, Known]:
    everything = RecordingPublisher()
    everything.records = reduce(list.__add__, (p.records for p in publishers), [])
    return {name: known_of(item) for name, item in folded(everything).items()}


def _is_removal(told: Facts) -> bool:
    return any(isinstance(fact, WorkRemoved) for fact in told.facts)


def mark(source: SourceSettings, project: str) -> Watermark:
    return Watermark(
        source=source.id,
        tracker=source.tracker,
        project=project,
        complete_until=NOW,
        read_at=NOW,
        items=5,
    )


async def taken(  # noqa: PLR0913 - what can be told of a census
    source: SourceSettings,
    tracker: SmallTracker,
    publisher: RecordingPublisher,
    known: dict[str, Known],
    *,
    before: Censused | None = None,
    share: float = 0.5,
    never_read: bool = False,
) -> Censused:
    """Take a census of the source's only project, whatever becomes of it."""
    project = source.projects[0]
    client = TRACKERS[source.tracker].client
    async with client(source, Connection(clock, 3, tracker)) as opened:
        one = Census(
            site=await opened.site(),
            project=project,
            client=opened,
            publisher=publisher,
            clock=clock,
            before=before,
            watermark=None if never_read else mark(source, project),
            absent_share=share,
            concurrency=3,
        )
        try:
            roll, account = await one.list()
        except StoppedError as stop:
            return one.stopped_before(stop.why)
        return await one.take(roll, account, known)


def facts(publisher: RecordingPublisher, *kinds: type[AnyFact]) -> list[AnyFact]:
    told = (fact for record in publisher.facts for fact in record.facts)
    return [fact for fact in told if isinstance(fact, kinds)]


Makes = Callable[[], SmallTracker]
EACH = pytest.mark.parametrize(
    ("source", "small"),
    [(ONE, github.small), (JIRA, jira.small), (DATA_CENTER, jira.small)],
    ids=["github", "cloud", "datacenter"],
)


async def backfilled(
    source: SourceSettings, tracker: SmallTracker
) -> RecordingPublisher:
    publisher = RecordingPublisher()
    if isinstance(tracker, SmallGitHub):
        await github.read_all(tracker, publisher)
    if isinstance(tracker, SmallJira):
        await jira.read_all(source, tracker, publisher)
    return publisher


def rows(tracker: SmallTracker) -> list[dict[str, Any]]:
    assert isinstance(tracker, SmallGitHub | SmallJira)
    return tracker.issues


def number(item: str) -> int:
    return int(item[-1])


@EACH
async def test_where_all_is_well_a_census_says_nothing(
    source: SourceSettings, small: Makes
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    first = await backfilled(source, tracker)
    found = await taken(source, tracker, publisher, known_to(first))
    assert (found.listed, found.known, found.stopped_because) == (5, 5, "")
    assert (found.missed, found.stale, found.moved, found.returned) == (0, 0, 0, 0)
    assert found.completed_at == found.taken_at
    assert publisher.records == []


@EACH
async def test_what_was_missed_is_read_with_the_same_facts_as_ever(
    source: SourceSettings, small: Makes
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    first = await backfilled(source, tracker)
    known = known_to(first)
    lost = {name for name in known if number(name) in {2, 4}}
    left = {name: one for name, one in known.items() if name not in lost}
    found = await taken(source, tracker, publisher, left)
    assert (found.missed, found.known, found.stopped_because) == (2, 3, "")
    assert {told.item for told in publisher.facts} == lost
    assert {told.way for told in publisher.facts} == {Way.CENSUS}
    told = {f.id for r in first.facts if r.item in lost for f in r.facts}
    assert publisher.fact_ids == told
    origins = {
        RawDelivery.from_headers(r.headers).id for r in publisher.on(WORK_RAW.name)
    }
    assert {told.delivery for told in publisher.facts} <= origins


@EACH
async def test_a_change_that_never_came_is_found(
    source: SourceSettings, small: Makes
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    item = next(name for name in known if number(name) == 3)
    behind = known | {item: replace(known[item], changed_at=NOW - timedelta(days=300))}
    found = await taken(source, tracker, publisher, behind)
    assert (found.stale, found.missed) == (1, 0)
    assert {told.item for told in publisher.facts} == {item}


@EACH
async def test_an_item_under_another_key_is_read_again(
    source: SourceSettings, small: Makes
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    item = next(name for name in known if number(name) == 3)
    found = await taken(
        source, tracker, publisher, known | {item: replace(known[item], key="OLD-3")}
    )
    assert found.moved == 1
    (shown,) = facts(publisher, WorkObserved)
    assert isinstance(shown, WorkObserved)
    assert shown.snapshot.key == known[item].key


@EACH
@pytest.mark.parametrize(
    ("status", "reasons"),
    [
        (410, dict.fromkeys(("github", "cloud", "datacenter"), "deleted")),
        (404, {"github": "not_visible", "cloud": "not_visible"}),
        (403, dict.fromkeys(("github", "cloud", "datacenter"), "not_visible")),
        (301, {"github": "moved_out"}),
    ],
)
async def test_what_is_gone_is_looked_at_and_told_with_the_reason_that_is_known(
    source: SourceSettings, small: Makes, status: int, reasons: dict[str, str]
) -> None:
    if status == 301 and source.tracker is Tracker.JIRA:
        pytest.skip("Jira follows a moved issue by itself")
    tracker, publisher = small(), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    _lose(tracker, 2, status)
    before = _before(source)
    found = await taken(source, tracker, publisher, known, before=before)
    (gone,) = facts(publisher, WorkRemoved)
    assert isinstance(gone, WorkRemoved)
    name = (
        source.tracker.value if source.tracker is Tracker.GITHUB else source.deployment
    )
    wanted = reasons.get(name, "deleted")
    assert gone.reason.value == wanted
    assert getattr(found, wanted) == 1
    assert found.stopped_because == ""
    # It may be gone since the last census; the tracker's own word is to stand above.
    assert gone.happened_at == EARLIER


def _before(source: SourceSettings, account: str = "") -> Censused:
    return Censused(
        source=source.id,
        tracker=source.tracker,
        project=source.projects[0],
        taken_at=EARLIER,
        completed_at=EARLIER,
        account=account,
    )


def _name(row: dict[str, Any]) -> str:
    return str(row["key"] if "key" in row else row["number"])


def _lose(tracker: SmallTracker, lost: int, status: int = 404) -> None:
    assert isinstance(tracker, SmallGitHub | SmallJira)
    tracker.issues = [i for i in tracker.issues if number(_name(i)) != lost]
    if isinstance(tracker, SmallGitHub):
        tracker.gone[lost] = status
    else:
        tracker.gone[str(30000 + lost)] = status


@EACH
async def test_what_the_list_left_out_although_it_is_there_stays(
    source: SourceSettings, small: Makes
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    assert isinstance(tracker, SmallGitHub | SmallJira)
    tracker.unlisted = {2}
    found = await taken(source, tracker, publisher, known)
    assert (found.listed, found.still_there) == (4, 1)
    assert facts(publisher, WorkRemoved) == []


def _denied(tracker: SmallTracker) -> None:
    tracker.faults.append(lambda _: httpx.Response(401))


def _empty(tracker: SmallTracker) -> None:
    rows(tracker).clear()


def _most_gone(tracker: SmallTracker) -> None:
    del rows(tracker)[1:]


def _another(tracker: SmallTracker) -> None:
    if isinstance(tracker, SmallGitHub):
        tracker.user = {"id": 5}
    if isinstance(tracker, SmallJira):
        tracker.myself = {"accountId": "other", "key": "other"}


def _no_canary(tracker: SmallTracker) -> None:
    """The permission goes between the list and the looks."""
    _lose(tracker, 2)
    for number in range(1, 6):
        tracker.always(f"/3000{number}", lambda: httpx.Response(404))
        tracker.always(f"/issues/{number}", lambda: httpx.Response(404))


def _away(tracker: SmallTracker) -> None:
    _lose(tracker, 2)
    tracker.always("/30002", lambda: httpx.Response(409))
    tracker.always("/issues/2", lambda: httpx.Response(409))


@EACH
@pytest.mark.parametrize(
    ("misfortune", "code", "listed"),
    [
        (_empty, census.EMPTY_LIST, 12),
        (_most_gone, census.TOO_MANY_ABSENT, 12),
        (_another, census.ACCOUNT_CHANGED, 5),
        (_no_canary, census.CANARY_LOST, 5),
        (_away, "answer-refused", 5),
    ],
)
async def test_on_a_doubt_nothing_is_removed_and_it_is_said(
    source: SourceSettings,
    small: Callable[[int], SmallTracker],
    misfortune: Callable[[SmallTracker], None],
    code: str,
    listed: int,
) -> None:
    tracker, publisher = small(listed), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    first = await taken(source, tracker, publisher, known)
    misfortune(tracker)
    found = await taken(source, tracker, publisher, known, before=first)
    assert found.stopped_because == code
    assert facts(publisher, WorkRemoved) == []
    assert found.deleted + found.moved_out + found.not_visible == 0
    # The next census compares with the last one that was whole, and with who we were.
    assert (found.completed_at, found.account) == (first.completed_at, first.account)


@EACH
async def test_a_permission_that_is_lost_for_a_moment_removes_nothing(
    source: SourceSettings, small: Makes
) -> None:
    """One look fails, and the canary is seen again a moment later."""
    tracker, publisher = small(), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    assert isinstance(tracker, SmallGitHub | SmallJira)
    tracker.unlisted = {2}
    for path in ("/30002", "/issues/2"):
        tracker.once(path, httpx.Response(404))
    found = await taken(source, tracker, publisher, known)
    assert facts(publisher, WorkRemoved) == []
    assert (found.still_there, found.stopped_because) == (1, "")


@EACH
async def test_a_permission_that_is_lost_before_the_second_looks_stops_it(
    source: SourceSettings, small: Makes
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    _lose(tracker, 2)
    seen: list[httpx.Request] = []

    def gone_again(request: httpx.Request) -> httpx.Response | None:
        if re.search(r"/(3000|issues/)\d$", request.url.path) is None:
            return None
        seen.append(request)
        return httpx.Response(404) if len(seen) > 2 else None

    tracker.faults.append(gone_again)
    found = await taken(source, tracker, publisher, known)
    assert found.stopped_because == census.CANARY_LOST
    assert facts(publisher, WorkRemoved) == []


@EACH
async def test_a_canary_that_is_deleted_after_it_was_listed_stops_nothing(
    source: SourceSettings, small: Makes
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    _lose(tracker, 2)
    for path in ("/30005", "/issues/5"):
        tracker.always(path, lambda: httpx.Response(404))
    found = await taken(source, tracker, publisher, known)
    assert (found.stopped_because, found.completed_at is not None) == ("", True)
    removed = {told.item for told in publisher.facts if _is_removal(told)}
    assert {item[-1] for item in removed} == {"2"}  # the canary's own census comes


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER])
async def test_a_canary_that_moved_to_another_project_proves_nothing_of_this_one(
    source: SourceSettings,
) -> None:
    both = source.model_copy(update={"projects": ("PAY", "OPS")})
    tracker, publisher = jira.small(), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    _lose(tracker, 2)

    def hide_and_move(request: httpx.Request) -> None:
        """The permission goes, and all that was listed is where we may look."""
        for row in tracker.issues if "/issue/" in request.url.path else ():
            row["key"] = f"OPS-{row['id'][-1]}"
            row["fields"] |= {"project": {"id": "2", "key": "OPS"}}

    tracker.faults.append(hide_and_move)
    found = await taken(both, tracker, publisher, known)
    assert found.stopped_because == census.CANARY_LOST
    assert facts(publisher, WorkRemoved) == []


async def test_a_permission_that_was_taken_away_stops_it() -> None:
    tracker, publisher = jira.small(), RecordingPublisher()
    known = known_to(await backfilled(JIRA, tracker))
    tracker.may_browse = False
    found = await taken(JIRA, tracker, publisher, known)
    assert found.stopped_because == census.PERMISSION_LOST


async def test_a_project_that_was_never_read_is_not_counted() -> None:
    found = await taken(JIRA, jira.small(), RecordingPublisher(), {}, never_read=True)
    assert found.stopped_because == census.NEVER_READ


async def test_an_error_while_listing_is_raised_to_be_said() -> None:
    tracker = jira.small()
    tracker.always("/search/jql", lambda: httpx.Response(403))
    with pytest.raises(Exception, match="credentials"):
        await taken(JIRA, tracker, RecordingPublisher(), {})


@EACH
async def test_what_was_gone_and_is_there_again_returns(
    source: SourceSettings, small: Makes
) -> None:
    tracker, lost, back = small(), RecordingPublisher(), RecordingPublisher()
    first = await backfilled(source, tracker)
    kept = list(rows(tracker))
    _lose(tracker, 2, 404)
    gone = await taken(source, tracker, lost, known_to(first), before=_before(source))
    assert isinstance(tracker, SmallGitHub | SmallJira)
    tracker.issues, tracker.gone = kept, {}
    after = gone.model_copy(update={"taken_at": EARLIER, "completed_at": EARLIER})
    found = await taken(source, tracker, back, known_to(first, lost), before=after)
    assert found.returned == 1
    assert len(facts(back, WorkReturned)) == 1
    everything = known_to(first, lost, back)
    assert not any(one.gone for one in everything.values())
    again = await taken(source, tracker, RecordingPublisher(), everything)
    assert (again.returned, again.known) == (0, 5)


LEFT = "2026-11-20T10:00:00.000+0100"


def _moves_out(tracker: SmallJira) -> None:
    """Move the second issue to a project that nobody follows."""
    moved = jira.issue(2, LEFT, project={"key": "OPS"})
    tracker.issues[1] = moved | {"key": "OPS-9"}
    tracker.histories["30002"] = [
        {
            "id": "900",
            "created": LEFT,
            "items": [
                {"field": "Key", "fieldId": "issuekey"}
                | {"fromString": "PAY-2", "toString": "OPS-9"}
            ],
        }
    ]


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER], ids=lambda s: s.deployment)
async def test_an_issue_that_a_late_index_finds_where_it_was_has_left(
    source: SourceSettings,
) -> None:
    """The index tells where it was, and its fields where it is."""
    tracker = jira.small()
    known = known_to(await backfilled(source, tracker))
    _moves_out(tracker)
    tracker.late = {"30002"}
    publisher = await backfilled(source, tracker)
    (gone,) = facts(publisher, WorkRemoved)
    assert gone.happened_at == datetime.fromisoformat(LEFT)
    shown = [f for f in facts(publisher, WorkObserved) if isinstance(f, WorkObserved)]
    assert {one.snapshot.project for one in shown} == {"PAY"}
    assert len(shown) == 4
    # A webhook, a look and a late poll say the same of it.
    tracker.late = set()
    looked = RecordingPublisher()
    await taken(source, tracker, looked, known)
    assert {f.id for f in facts(looked, WorkRemoved)} == {gone.id}


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER], ids=lambda s: s.deployment)
async def test_an_issue_that_left_is_told_as_its_webhook_would(
    source: SourceSettings,
) -> None:
    tracker, publisher = jira.small(), RecordingPublisher()
    known = known_to(await backfilled(source, tracker))
    _moves_out(tracker)
    found = await taken(source, tracker, publisher, known)
    (gone,) = facts(publisher, WorkRemoved)
    assert isinstance(gone, WorkRemoved)
    assert (gone.reason, gone.happened_at) == (
        RemovalReason.MOVED_OUT,
        datetime.fromisoformat(LEFT),
    )
    assert found.moved_out == 1


def roll_of(keys: Iterable[int], at: datetime = NOW) -> Roll:
    listed = (Listed(f"s:{n}", f"PAY-{n}", EARLIER) for n in keys)
    return Roll({row.item: row for row in listed}, at)


def knowing(  # the fields of Known, by name
    keys: Iterable[int],
    **more: Any,  # noqa: ANN401 - whatever a field holds
) -> dict[str, Known]:
    known = (
        Known(f"s:{n}", f"PAY-{n}", "PAY", "issue", EARLIER, EARLIER) for n in keys
    )
    return {one.item: replace(one, **more) for one in known}


def test_an_item_that_was_just_created_is_not_absent() -> None:
    young = knowing([9], created_at=NOW - timedelta(minutes=1))
    assert compare("PAY", roll_of([1]), knowing([1]) | young).absent == ()
    assert len(compare("PAY", roll_of([1]), knowing([1, 9])).absent) == 1


def test_an_item_of_another_project_is_not_absent() -> None:
    other = knowing([9], project="LOG")
    assert compare("PAY", roll_of([1]), knowing([1]) | other).absent == ()


def test_a_removal_that_came_while_the_list_was_made_is_no_return() -> None:
    gone = knowing([1], gone=True, presence_at=NOW + timedelta(seconds=1))
    assert compare("PAY", roll_of([1]), gone).returned == ()


@pytest.mark.parametrize(
    ("listed", "known", "share", "code"),
    [
        (range(100), range(100), 0.1, ""),
        (range(90), range(100), 0.1, ""),
        (range(89), range(100), 0.1, census.TOO_MANY_ABSENT),
        (range(5), range(10), 0.1, ""),
        ([], range(3), 1.0, census.EMPTY_LIST),
        ([], [], 0.1, ""),
        (range(1000), range(100), 0.1, census.TOO_MUCH_TO_READ),
        (range(200), [], 0.1, ""),
    ],
)
def test_how_much_may_be_absent(
    listed: Iterable[int], known: Iterable[int], share: float, code: str
) -> None:
    assert stops(compare("PAY", roll_of(listed), knowing(known)), share) == code


def test_what_is_gone_was_there_when_we_saw_it_last() -> None:
    (one,) = knowing([1]).values()
    seen = replace(one, changed_at=NOW - timedelta(hours=2))
    back = replace(one, presence_at=NOW - timedelta(hours=1))
    before = _before(JIRA)
    assert gone_at(one, None, NOW) == NOW
    assert gone_at(one, before, NOW) == EARLIER
    assert gone_at(seen, before, NOW) == NOW - timedelta(hours=2)
    assert gone_at(back, before, NOW) > NOW - timedelta(hours=1)


def test_every_reason_names_a_way_out() -> None:
    codes = {v for k, v in vars(census).items() if k.isupper() and isinstance(v, str)}
    assert codes == set(census.WAYS_OUT)


async def test_a_census_is_said_with_its_counts() -> None:
    tracker, publisher = jira.small(), RecordingPublisher()
    first = await backfilled(JIRA, tracker)
    found = await taken(JIRA, tracker, publisher, known_to(first))
    client = TRACKERS[JIRA.tracker].client
    async with client(JIRA, Connection(clock, 3, tracker)) as opened:
        site = await opened.site()
        one = Census(site, "PAY", opened, publisher, clock, None, None, 0.1)
        await one.say(found)
    (record,) = publisher.on(INGEST_CENSUSES.name)
    assert record.key == b"jira-verdier/PAY"
    assert INGEST_CENSUSES.decode(record.value or b"") == found
    assert "reader" not in (record.value or b"").decode()
