"""Facts addressed to a key reach the issue that the key means, on real brokers."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import pytest

from passerelle_ingest.http import Connection
from passerelle_ingest.mentions import GIVEN_UP_AFTER, Mentions, Settled
from passerelle_ingest.publisher import fact_records
from passerelle_ingest.service import run_backfill
from passerelle_ingest.settings import IngestSettings
from passerelle_ingest.trackers.jira.keys import MOST_KNOWN, Known, Meant
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.facts import ChangeLinked, ChangeState, Facts
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import WORK_FACTS
from passerelle_schemas.work import WorkItem
from tests.ingest.sources import (
    GITHUB,
    JIRA,
    NOW,
    REPOSITORY,
    RecordingPublisher,
    clock,
)
from tests.ingest.test_backfill_github import small as small_github
from tests.ingest.test_backfill_jira import small as small_jira
from tests.ingest.test_neighbours import webhook
from tests.ingest.test_same_facts import read
from tests.ingest.trackers import SmallTracker
from tests.translate.folding import fold_all

pytestmark = pytest.mark.kafka
SETTINGS = IngestSettings(sources=(GITHUB, JIRA))


class SmallKeys(httpx.MockTransport):
    """A Jira that knows keys: PAY-42 was PAY-7 before it moved away and came back."""

    def __init__(self) -> None:
        super().__init__(self._handle)
        self.means = {
            "PAY-1": ("20001", "PAY"),
            "PAY-42": ("20042", "PAY"),
            "PAY-7": ("20042", "PAY"),
            "PAY-9": ("20009", "OPS"),
        }
        self.status = 200
        self.sees = {"PAY"}
        self.hides: set[str] = set()
        """Issues of which Data Center says that they are not for us."""
        self.asked: Counter[str] = Counter()

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.asked[request.url.path] += 1
        if self.status != httpx.codes.OK:
            return httpx.Response(self.status, json={})
        kind, name = re.fullmatch(  # type: ignore[union-attr] # nothing else is asked
            r"/rest/api/3/(issue|project)/([^/]+)", request.url.path
        ).groups()
        if kind == "project":
            return httpx.Response(200 if name in self.sees else 404, json={})
        if name in self.hides:
            return httpx.Response(403, json={})
        if name not in self.means or name.partition("-")[0] not in self.sees:
            return httpx.Response(404, json={})
        issue, project = self.means[name]
        shown = {"id": issue, "key": name, "fields": {"project": {"key": project}}}
        return httpx.Response(200, json=shown)


async def said(kafka: KafkaSettings) -> list[Facts]:
    return [
        WORK_FACTS.decode(record.value or b"")
        async for batch in read_to_end(kafka, [WORK_FACTS.name], "test")
        for record in batch
    ]


async def named(kafka: KafkaSettings, publisher: Publisher, title: str) -> None:
    """Let a pull request that is merged say so to what its title names."""
    await ensure_topics(kafka)
    told = webhook(title=title, body="")
    await publisher.publish(fact_records(told.facts[1:]))


def asked(jira: SmallKeys, now: Callable[[], datetime] = clock) -> Connection:
    return Connection(now, transport=jira)


def waiting(kafka: KafkaSettings, publisher: Publisher, jira: SmallKeys) -> Mentions:
    return Mentions(kafka, SETTINGS, publisher, asked(jira))


@pytest.mark.tansu
async def test_the_issue_is_told_and_nothing_waits_any_more(
    any_broker: KafkaSettings,
) -> None:
    jira = SmallKeys()
    async with Publisher(any_broker, "ingest") as publisher:
        await named(any_broker, publisher, "PAY-1 and PAY-404")
        mentions = waiting(any_broker, publisher, jira)
        assert await mentions.settle() == Settled(told=1, silent=1)
        assert await mentions.settle() == Settled()
        another = waiting(any_broker, publisher, jira)
        assert await another.settle() == Settled()
    (told,) = await said(any_broker)
    assert told.item == "jira-verdier:20001"
    assert (told.source, told.tracker) == ("jira-verdier", Tracker.JIRA)
    (link,) = told.facts
    assert isinstance(link, ChangeLinked)
    assert link.state is ChangeState.MERGED


async def test_an_old_key_leads_to_the_same_issue_as_the_new_one(
    kafka: KafkaSettings,
) -> None:
    jira = SmallKeys()
    async with Publisher(kafka, "ingest") as publisher:
        await named(kafka, publisher, "PAY-7")
        await named(kafka, publisher, "PAY-42")
        assert await waiting(kafka, publisher, jira).settle() == Settled(told=2)
    old, new = await said(kafka)
    assert old.item == new.item == "jira-verdier:20042"
    assert old.facts == new.facts


async def test_an_issue_that_moved_to_a_project_we_do_not_follow_is_not_told(
    kafka: KafkaSettings,
) -> None:
    async with Publisher(kafka, "ingest") as publisher:
        await named(kafka, publisher, "PAY-9")
        mentions = waiting(kafka, publisher, SmallKeys())
        assert await mentions.settle() == Settled(silent=1)
    assert await said(kafka) == []


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_nothing_is_dropped_while_the_tracker_knows_us_not(
    kafka: KafkaSettings, status: int
) -> None:
    jira = SmallKeys()
    jira.status = status
    async with Publisher(kafka, "ingest") as publisher:
        await named(kafka, publisher, "PAY-1")
        mentions = waiting(kafka, publisher, jira)
        assert await mentions.settle() == Settled(waiting=1)
        jira.status = 200
        assert await mentions.settle() == Settled(told=1)
    assert [told.item for told in await said(kafka)] == ["jira-verdier:20001"]


async def test_a_project_that_is_hidden_from_us_is_no_proof_of_absence(
    kafka: KafkaSettings,
) -> None:
    jira = SmallKeys()
    jira.sees = set()
    async with Publisher(kafka, "ingest") as publisher:
        await named(kafka, publisher, "PAY-1")
        mentions = waiting(kafka, publisher, jira)
        assert await mentions.settle() == Settled(waiting=1)
        jira.sees = {"PAY"}
        assert await mentions.settle() == Settled(told=1)


async def test_an_issue_that_is_hidden_from_us_waits_and_holds_up_no_other(
    kafka: KafkaSettings,
) -> None:
    jira = SmallKeys()
    jira.hides = {"PAY-1"}
    async with Publisher(kafka, "ingest") as publisher:
        await named(kafka, publisher, "PAY-1 and PAY-42")
        mentions = waiting(kafka, publisher, jira)
        assert await mentions.settle() == Settled(told=1, waiting=1)
        jira.hides.clear()
        assert await mentions.settle() == Settled(told=1)


def test_what_we_may_not_see_is_asked_for_ever_more_seldom() -> None:
    known, minute = Known(), timedelta(minutes=1)
    assert not known.rests("PAY-1", NOW)
    known.hide("PAY-1", NOW)
    assert not known.rests("PAY-1", NOW)
    known.hide("PAY-1", NOW + 60 * minute)
    assert known.rests("PAY-1", NOW + 74 * minute)
    assert not known.rests("PAY-1", NOW + 75 * minute)
    known.learn("PAY-1", Meant("20001", "PAY"), NOW + 80 * minute)
    assert known.unseen == {}


async def test_a_killed_worker_tells_again_what_it_did_not_take_away(
    kafka: KafkaSettings,
) -> None:
    async with Publisher(kafka, "ingest") as publisher:
        await named(kafka, publisher, "PAY-1")
        dying = RecordingPublisher(fails_after=1)
        mentions = Mentions(kafka, SETTINGS, dying, asked(SmallKeys()))
        with pytest.raises(BrokerAwayError):
            await mentions.settle()
        assert len(dying.facts) == 1
        again = waiting(kafka, publisher, SmallKeys())
        assert await again.settle() == Settled(told=1)
    assert {f.id for t in await said(kafka) for f in t.facts} == dying.fact_ids


async def test_a_key_is_asked_for_once(kafka: KafkaSettings) -> None:
    jira = SmallKeys()
    async with Publisher(kafka, "ingest") as publisher:
        mentions = waiting(kafka, publisher, jira)
        for _ in range(2):
            await named(kafka, publisher, "PAY-1 PAY-404")
            assert await mentions.settle() == Settled(told=1, silent=1)
    assert jira.asked["/rest/api/3/issue/PAY-1"] == 1
    assert jira.asked["/rest/api/3/issue/PAY-404"] == 1


async def test_what_nobody_can_resolve_is_given_up_after_a_month(
    kafka: KafkaSettings,
) -> None:
    jira = SmallKeys()
    jira.status = 401
    async with Publisher(kafka, "ingest") as publisher:
        await named(kafka, publisher, "PAY-1")
        now = NOW + GIVEN_UP_AFTER + timedelta(seconds=1)
        late = Mentions(kafka, SETTINGS, publisher, asked(jira, lambda: now))
        assert await late.settle() == Settled(silent=1)


def test_what_is_known_of_keys_is_bounded() -> None:
    known = Known()
    for number in range(MOST_KNOWN + 10):
        known.learn(f"PAY-{number}", Meant(str(number), "PAY"), NOW)
    assert len(known.keys) == MOST_KNOWN
    assert known.of("PAY-9", NOW) == (False, None)
    assert known.of("PAY-10", NOW) == (True, Meant("10", "PAY"))


def test_that_there_is_none_is_believed_for_a_while_only() -> None:
    known = Known()
    known.learn("PAY-1", None, NOW)
    assert known.of("PAY-1", NOW + timedelta(minutes=14)) == (True, None)
    assert known.of("PAY-1", NOW + timedelta(minutes=16)) == (False, None)


async def test_the_link_makes_the_issue_no_item_of_the_other_tracker(
    kafka: KafkaSettings,
) -> None:
    async with Publisher(kafka, "ingest") as publisher:
        await named(kafka, publisher, "PAY-1")
        await waiting(kafka, publisher, SmallKeys()).settle()
    item = fold_all(await said(kafka))
    assert isinstance(item, WorkItem)
    assert (item.source, item.tracker) == ("jira-verdier", Tracker.JIRA)
    assert item.changes[0].pull_request.key == "verdier/boutique#34"


class Both(httpx.AsyncBaseTransport):
    """The two small trackers behind one way out."""

    def __init__(self, github: SmallTracker, jira: SmallTracker) -> None:
        self.github, self.jira = github, jira

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        there = self.github if request.url.host == "api.github.com" else self.jira
        return await there.handle_async_request(request)


@pytest.mark.tansu
async def test_a_reading_of_both_trackers_brings_them_together(
    any_broker: KafkaSettings,
) -> None:
    github = small_github()
    pull = read("github/pull_request__merged.json")["pull_request"]
    pull |= {"head": {"ref": "feature/pay-1-pay-in-three"}, "body": ""}
    mark = {"pull_request": {"merged_at": pull["merged_at"]}}
    github.issues.append(pull | mark)
    github.pulls[pull["number"]] = pull
    one = GITHUB.model_copy(update={"projects": (REPOSITORY,)})
    await ensure_topics(any_broker)
    await run_backfill(
        any_broker,
        IngestSettings(sources=(one, JIRA)),
        clock=clock,
        progress=lambda _: None,
        transport=Both(github, small_jira()),
    )
    told = await said(any_broker)
    (issue,) = {
        facts.item
        for facts in told
        for fact in facts.facts
        if facts.source == JIRA.id and isinstance(fact, ChangeLinked)
    }
    item = fold_all([facts for facts in told if facts.item == issue])
    assert item is not None
    assert item.observed is not None
    assert item.observed.snapshot.key == "PAY-1"
    assert {change.pull_request.key for change in item.changes} == {
        f"{REPOSITORY}#{pull['number']}"
    }
