"""Every way a webhook can end has its answer, and nothing that was signed is lost."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from passerelle_ingest.errors import SettingMissingError
from passerelle_ingest.site import Site
from passerelle_kafka.publisher import TooLargeError
from passerelle_kafka.records import Outgoing
from passerelle_schemas.dead_letters import DeadLetter, own_headers
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.topics import WORK_FACTS, WORK_RAW, WORK_RAW_DEAD
from tests.ingest.edges import edge, unreachable
from tests.ingest.sources import GITHUB, JIRA, NOW, RecordingPublisher, signed
from tests.ingest.test_deliveries import FIXTURES

OPENED = (FIXTURES / "github" / "issues__opened.json").read_bytes()
JIRA_STATUS = (FIXTURES / "jira" / "jira_issue_updated__status.json").read_bytes()
GITHUB_PATH = "/webhooks/github-verdier"
JIRA_PATH = "/webhooks/jira-verdier"


async def test_a_signed_webhook_is_kept_and_told_before_it_is_answered() -> None:
    publisher = RecordingPublisher()
    async with edge(publisher) as tracker:
        answer = await tracker.post(
            GITHUB_PATH, content=OPENED, headers=signed(OPENED, event="issues")
        )
    assert answer.status_code == 202
    assert answer.json() == {
        "outcome": "facts",
        "delivery": "0b1f",
        "facts": 4,
        "items": 1,
    }
    raw, facts = publisher.records
    assert (raw.topic, raw.key, raw.value) == (
        WORK_RAW.name,
        b"github-verdier/verdier/boutique",
        OPENED,
    )
    origin = RawDelivery.from_headers(raw.headers)
    assert (origin.event, origin.way, origin.received_at) == (
        "issues",
        Way.WEBHOOK,
        NOW,
    )
    assert (facts.topic, facts.key) == (WORK_FACTS.name, b"github-verdier:7001#12")
    (told,) = publisher.facts
    assert (told.delivery, told.learned_at) == (origin.id, NOW)


async def test_a_form_is_signed_as_its_bytes_and_kept_as_its_bytes() -> None:
    publisher = RecordingPublisher()
    form = urlencode({"payload": OPENED.decode()}).encode()
    headers = signed(form, event="issues") | {
        "content-type": "application/x-www-form-urlencoded"
    }
    async with edge(publisher) as tracker:
        answer = await tracker.post(GITHUB_PATH, content=form, headers=headers)
    assert answer.status_code == 202
    assert publisher.records[0].value == form
    assert len(publisher.facts) == 1


async def test_jira_is_heard_and_its_content_names_the_delivery() -> None:
    publisher = RecordingPublisher()
    async with edge(publisher) as tracker:
        first, again = [
            await tracker.post(
                JIRA_PATH, content=JIRA_STATUS, headers=signed(JIRA_STATUS)
            )
            for _ in range(2)
        ]
    assert first.status_code == 202
    assert first.json()["delivery"] == again.json()["delivery"]
    assert len(first.json()["delivery"]) == 32
    assert publisher.facts[0] == publisher.facts[1]


@pytest.mark.parametrize(
    ("event", "reason"),
    [("push", "no-work"), ("ping", "greeting"), ("x", "unknown-event")],
)
async def test_a_silence_is_said_and_kept(event: str, reason: str) -> None:
    publisher = RecordingPublisher()
    async with edge(publisher) as tracker:
        answer = await tracker.post(
            GITHUB_PATH, content=b"{}", headers=signed(b"{}", event=event)
        )
    assert answer.status_code == 202
    assert answer.json()["outcome"] == "silence"
    assert answer.json()["reason"] == reason
    assert [record.topic for record in publisher.records] == [WORK_RAW.name]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (GITHUB_PATH, {}),
        (GITHUB_PATH, signed(OPENED, event="issues", secret="wrong")),
        (GITHUB_PATH, signed(OPENED)),
        (JIRA_PATH, {"x-hub-signature": "md5=00"}),
        (JIRA_PATH, signed(OPENED, event="issues")),
    ],
)
async def test_what_is_not_signed_is_refused_and_leaves_no_trace(
    path: str, headers: dict[str, str]
) -> None:
    publisher = RecordingPublisher()
    async with edge(publisher) as tracker:
        answer = await tracker.post(path, content=OPENED, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["reason"] == "signature-refused"
    assert "webhook_secrets" in answer.json()["way_out"]
    assert publisher.records == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/webhooks/nobody", 404),
        ("/webhooks/", 404),
        ("/webhooks/github-verdier/x", 404),
        ("/webhooks/github-verdier/", 404),
        ("/webhooks/GITHUB-VERDIER", 404),
        ("/webhooks/github-verdier%00", 404),
        ("/webhooks/%2e%2e/health", 404),
        ("/", 404),
    ],
)
async def test_an_unknown_source_is_not_found(path: str, status: int) -> None:
    async with edge(RecordingPublisher()) as tracker:
        answer = await tracker.post(path, content=b"{}", headers=signed(b"{}"))
    assert answer.status_code == status


async def test_a_source_that_takes_no_webhooks_is_not_found() -> None:
    polled = GITHUB.model_copy(update={"accept_webhooks": False})
    headers = signed(OPENED, event="issues")
    async with edge(RecordingPublisher(), sources=[polled]) as tracker:
        answer = await tracker.post(GITHUB_PATH, content=OPENED, headers=headers)
    assert answer.status_code == 404


async def test_a_webhook_is_posted_not_got() -> None:
    async with edge(RecordingPublisher()) as tracker:
        assert (await tracker.get(GITHUB_PATH)).status_code == 405


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_beyond_the_limit_is_refused_while_it_is_read(
    announced: bool,  # noqa: FBT001 - with a Content-Length, or without
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1024):
            yield b"x" * 1024

    publisher = RecordingPublisher()
    content = b"x" * 4096 if announced else endless()
    async with edge(publisher, body_limit=2048) as tracker:
        answer = await tracker.post(GITHUB_PATH, content=content, headers=signed(b""))
    assert answer.status_code == 413
    assert answer.json()["reason"] == "body-too-large"
    assert publisher.records == []


async def test_a_body_that_never_ends_is_given_up() -> None:
    async def stuck() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    publisher = RecordingPublisher()
    async with edge(publisher, body_seconds=0.01) as tracker:
        answer = await tracker.post(GITHUB_PATH, content=stuck(), headers=signed(b""))
    assert (answer.status_code, answer.json()["reason"]) == (408, "body-too-slow")


async def test_what_does_not_fit_into_our_hands_is_to_be_sent_again() -> None:
    publisher = RecordingPublisher()
    begun, rest = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield OPENED[:10]
        begun.set()
        await rest.wait()
        yield OPENED[10:]

    headers = signed(OPENED, event="issues")
    async with edge(publisher, room=len(OPENED)) as tracker:
        post = tracker.post(GITHUB_PATH, content=slow(), headers=headers)
        first = asyncio.create_task(post)
        await begun.wait()
        second = await tracker.post(GITHUB_PATH, content=OPENED, headers=headers)
        rest.set()
        assert (await first).status_code == 202
        third = await tracker.post(GITHUB_PATH, content=OPENED, headers=headers)
    assert (second.status_code, second.json()["reason"]) == (503, "no-room")
    assert second.headers["retry-after"] == "30"
    assert third.status_code == 202


async def test_what_no_record_of_the_broker_holds_is_said() -> None:
    class Tiny(RecordingPublisher):
        async def publish(self, records: Sequence[Outgoing]) -> None:
            raise TooLargeError(WORK_RAW.name, len(records[0].value or b""))

    async with edge(Tiny()) as tracker:
        headers = signed(OPENED, event="issues")
        answer = await tracker.post(GITHUB_PATH, content=OPENED, headers=headers)
    assert (answer.status_code, answer.json()["reason"]) == (413, "too-large")
    assert "max.message.bytes" in answer.json()["way_out"]


@pytest.mark.parametrize(
    ("path", "event", "body"),
    [
        (GITHUB_PATH, "issues", b"not json"),
        (GITHUB_PATH, "issues", b"[1]"),
        (GITHUB_PATH, "issues", b"\xff\xfe"),
        (GITHUB_PATH, "issues", b"[" * 100_000),
        (JIRA_PATH, "", b"{}"),
        (JIRA_PATH, "", b'{"webhookEvent": 7}'),
        (JIRA_PATH, "", OPENED),
    ],
)
async def test_what_is_not_from_the_tracker_is_refused_and_still_kept(
    path: str, event: str, body: bytes
) -> None:
    publisher = RecordingPublisher()
    async with edge(publisher) as tracker:
        answer = await tracker.post(
            path, content=body, headers=signed(body, event=event)
        )
    assert answer.status_code == 400
    assert answer.json()["outcome"] == "refused"
    assert answer.json()["reason"] == "not-from-tracker"
    (dead,) = publisher.on(WORK_RAW_DEAD.name)
    assert dead.value == body
    assert DeadLetter.from_headers(dead.headers).reason == "not-from-tracker"


async def test_a_known_event_that_cannot_be_read_is_set_aside_with_its_origin() -> None:
    body = json.dumps({"action": "opened", "issue": {"number": "x"}}).encode()
    publisher = RecordingPublisher()
    async with edge(publisher) as tracker:
        answer = await tracker.post(
            GITHUB_PATH, content=body, headers=signed(body, event="issues")
        )
    assert answer.status_code == 202
    assert answer.json()["outcome"] == "set-aside"
    assert [record.topic for record in publisher.records] == [
        WORK_RAW.name,
        WORK_RAW_DEAD.name,
    ]
    dead = publisher.records[1]
    assert RawDelivery.from_headers(own_headers(dead.headers)).event == "issues"
    letter = DeadLetter.from_headers(dead.headers)
    assert (letter.reason, letter.topic) == ("unreadable-delivery", WORK_RAW.name)
    assert letter.set_aside_by.startswith("ingest ")


class BrokenKnowledge(dict[str, int]):
    """Stands for a mistake of ours in the middle of understanding."""

    def get(self, *_: object) -> int:
        raise KeyError("our own mistake")


async def test_a_bug_of_ours_sets_one_message_aside_and_the_next_one_passes() -> None:
    publisher = RecordingPublisher()
    buggy = Site(GITHUB, repositories=BrokenKnowledge())
    pull = (FIXTURES / "github" / "pull_request__synchronize.json").read_bytes()
    async with edge(publisher, known=[buggy]) as tracker:
        headers = signed(pull, event="pull_request")
        answer = await tracker.post(GITHUB_PATH, content=pull, headers=headers)
        headers = signed(OPENED, event="issues")
        after = await tracker.post(GITHUB_PATH, content=OPENED, headers=headers)
    assert (answer.status_code, answer.json()["reason"]) == (202, "unexpected")
    (dead,) = publisher.on(WORK_RAW_DEAD.name)
    assert dead.value == pull
    assert after.json()["outcome"] == "facts"


async def test_an_absent_broker_is_said_so_that_the_tracker_sends_again() -> None:
    publisher = RecordingPublisher(fails_after=0)
    async with edge(publisher) as tracker:
        answer = await tracker.post(
            GITHUB_PATH, content=OPENED, headers=signed(OPENED, event="issues")
        )
        health = await tracker.get("/health")
        publisher.fails_after = None
        again = await tracker.post(
            GITHUB_PATH, content=OPENED, headers=signed(OPENED, event="issues")
        )
        after = await tracker.get("/health")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert answer.json()["reason"] == "broker-away"
    assert (health.status_code, health.json()["last_publish"]) == (503, "failed")
    assert again.status_code == 202
    assert after.status_code == 200


async def test_facts_that_no_record_holds_are_set_aside() -> None:
    class Narrow(RecordingPublisher):
        async def publish(self, records: Sequence[Outgoing]) -> None:
            if any(record.topic == WORK_FACTS.name for record in records):
                raise TooLargeError(WORK_FACTS.name, 9_000_000)
            await super().publish(records)

    publisher = Narrow()
    async with edge(publisher) as tracker:
        answer = await tracker.post(
            GITHUB_PATH, content=OPENED, headers=signed(OPENED, event="issues")
        )
    assert answer.status_code == 202
    (dead,) = publisher.on(WORK_RAW_DEAD.name)
    assert DeadLetter.from_headers(dead.headers).reason == "too-large"


async def test_health_is_the_broker_and_the_counts_and_no_secret() -> None:
    async with edge(RecordingPublisher()) as tracker:
        for event in ("push", "issues"):
            headers = signed(OPENED, event=event)
            await tracker.post(GITHUB_PATH, content=OPENED, headers=headers)
        answer = await tracker.get("/health")
    assert answer.status_code == 200
    assert answer.json()["webhooks"] == {
        "github-verdier": {"facts": 1, "silence: no-work": 1}
    }
    assert "secret" not in answer.text


async def test_many_who_ask_for_health_are_one_question_to_the_broker() -> None:
    asked = 0

    async def probe() -> None:
        nonlocal asked
        asked += 1

    async with edge(RecordingPublisher(), probe=probe) as tracker:
        await asyncio.gather(*(tracker.get("/health") for _ in range(20)))
    assert asked == 1


async def test_health_is_bad_while_the_broker_is_away() -> None:
    async with edge(RecordingPublisher(), probe=unreachable) as tracker:
        answer = await tracker.get("/health")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "broker-away"


async def test_without_a_secret_webhooks_are_not_served() -> None:
    open_to_all = JIRA.model_copy(update={"webhook_secrets": ()})
    with pytest.raises(SettingMissingError, match="jira-verdier needs webhook_secrets"):
        async with edge(RecordingPublisher(), sources=[open_to_all]):
            pass


async def test_a_secret_can_be_changed_without_losing_a_webhook() -> None:
    both = JIRA.model_copy(
        update={"webhook_secrets": (SecretStr("old"), SecretStr("new"))}
    )
    async with edge(RecordingPublisher(), sources=[both]) as tracker:
        for secret in ("old", "new"):
            headers = signed(JIRA_STATUS, secret=secret)
            answer = await tracker.post(JIRA_PATH, content=JIRA_STATUS, headers=headers)
            assert answer.status_code == 202
