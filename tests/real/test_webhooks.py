"""Every recorded webhook body, signed and posted to the real app over real HTTP.

Each ends as facts, as a silence that was decided and is counted, or as a refusal;
none as a crash. What was posted lies on the broker byte for byte, and no person does
in what we say of it.
"""

import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest

from passerelle_ingest.health import Health
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.sites import Sites
from passerelle_ingest.understanding import understood
from passerelle_ingest.web import create_app
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import WORK_FACTS, WORK_RAW, WORK_RAW_DEAD
from passerelle_translate.histories import statuses_of
from tests.real.data import Json, lines, people_in
from tests.real.serving import running
from tests.translate.folding import fold_all

pytestmark = pytest.mark.real

SECRET = "It's a Secret to Everybody"
SOURCES = (
    SourceSettings(id="github-real", tracker=Tracker.GITHUB, webhook_secrets=(SECRET,)),
    SourceSettings(
        id="jira-real",
        tracker=Tracker.JIRA,
        api_url="https://jira.example",
        webhook_secrets=(SECRET,),
    ),
)


@dataclass(frozen=True)
class Post:
    """One webhook, ready to be posted."""

    source: str
    event: str
    file: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Answered:
    """What came of it."""

    post: Post
    status: int
    outcome: str
    reason: str
    delivery: str

    @property
    def ending(self) -> str:
        return f"{self.outcome}: {self.reason}" if self.reason else self.outcome


def _signature(body: bytes) -> str:
    return "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def _posts() -> Iterator[Post]:
    for number, line in enumerate(lines("github-webhooks.jsonl.xz")):
        body = json.dumps(line["body"]).encode()
        headers = {
            "X-Hub-Signature-256": _signature(body),
            "X-GitHub-Event": line["event"],
            "X-GitHub-Delivery": f"00000000-0000-0000-0000-{number:012}",
            "Content-Type": "application/json",
        }
        yield Post("github-real", line["event"], line["file"], body, headers)
    for number, line in enumerate(lines("jira-webhooks.jsonl.xz")):
        body = json.dumps(line["body"], ensure_ascii=False).encode()
        headers = {
            "X-Hub-Signature": _signature(body),
            "Content-Type": "application/json; charset=UTF-8",
        }
        if "server" not in line["file"]:  # Data Center tells no delivery id
            headers["X-Atlassian-Webhook-Identifier"] = f"real-{number}"
        event = line["body"]["webhookEvent"]
        yield Post("jira-real", event, line["file"], body, headers)


async def _posted(
    kafka: KafkaSettings, posts: list[Post]
) -> tuple[list[Answered], dict[str, dict[str, int]]]:
    """Post each to the app as it is served; say what it answered, and counted."""
    settings = IngestSettings(sources=SOURCES)

    def clock() -> datetime:
        return datetime.now(UTC)

    async with Publisher(kafka, "ingest") as publisher:
        app = create_app(
            settings,
            publisher=publisher,
            sites=Sites(SOURCES),
            health=Health(lambda: ensure_topics(kafka), clock),
            clock=clock,
        )
        async with running(app) as address, httpx.AsyncClient(timeout=30) as client:
            answers = [await _answer(client, address, post) for post in posts]
            counted = (await client.get(f"{address}/health")).json()["webhooks"]
            return answers, counted


async def _answer(client: httpx.AsyncClient, address: str, post: Post) -> Answered:
    url = f"{address}/webhooks/{post.source}"
    answer = await client.post(url, content=post.body, headers=post.headers)
    told = answer.json()
    return Answered(
        post,
        answer.status_code,
        told["outcome"],
        told.get("reason", ""),
        told.get("delivery", ""),
    )


async def _read(kafka: KafkaSettings, topic: str) -> list[Incoming]:
    return [r async for batch in read_to_end(kafka, [topic], "test") for r in batch]


def _table(answers: list[Answered]) -> dict[str, dict[str, int]]:
    """How often each event ended in which way."""
    counted: dict[str, Counter[str]] = {}
    for answer in answers:
        key = f"{answer.post.source} {answer.post.event}"
        counted.setdefault(key, Counter())[answer.ending] += 1
    return {key: dict(endings) for key, endings in sorted(counted.items())}


ABOUT_WORK = {
    "github-real issue_comment": 8,
    "github-real issues": 22,
    "github-real milestone": 4,
    "github-real pull_request": 24,
    "github-real pull_request_review": 3,
    "github-real pull_request_review_comment": 4,
    "github-real pull_request_review_thread": 2,
    "github-real release": 12,
    "jira-real comment_created": 3,
    "jira-real comment_updated": 1,
    "jira-real jira:issue_created": 4,
    "jira-real jira:issue_updated": 28,
}
ENDINGS = {
    "facts": 115,
    "silence: greeting": 3,
    "silence: no-work": 163,
    "silence: not-yet": 13,
    "silence: nothing-said": 10,
    "silence: told-elsewhere": 5,
}


@pytest.mark.kafka
@pytest.mark.tansu
async def test_every_recorded_webhook_ends_as_it_should(
    any_broker: KafkaSettings,
) -> None:
    posts = list(_posts())
    assert len(posts) == 273 + 36
    answers, counted = await _posted(any_broker, posts)
    table = _table(answers)
    for event, endings in table.items():
        print(f"{event:45} {endings}")  # noqa: T201 - the table, shown with -s
    strange = [a for a in answers if a.status != 202 or a.ending not in ENDINGS]
    assert strange == []
    assert dict(sorted(Counter(a.ending for a in answers).items())) == ENDINGS
    assert counted == {
        source.id: Counter(a.ending for a in answers if a.post.source == source.id)
        for source in SOURCES
    }
    telling = {e: n["facts"] for e, n in table.items() if "facts" in n}
    assert telling == ABOUT_WORK

    raw = await _read(any_broker, WORK_RAW.name)
    kept = Counter((dict(r.headers)["id"].decode(), r.value) for r in raw)
    assert kept == Counter((a.delivery, a.post.body) for a in answers)
    assert await _read(any_broker, WORK_RAW_DEAD.name) == []

    facts = [r.value or b"" for r in await _read(any_broker, WORK_FACTS.name)]
    origins = {WORK_FACTS.decode(value).delivery for value in facts}
    assert origins == {a.delivery for a in answers if a.outcome == "facts"}
    _nobody_is_named(facts, posts)


_WORDS_TOO = {
    "admin",
    "test",
    "Test",
    "user",
    "User",
    "username",
    "Test User",
    "github",
}
"""Names in these samples that are words of the samples' texts as well."""
_HOME = re.compile(r"[\w-]+/[\w.-]+(?=[#/\"])")
"""`owner/repository`: how a project is called, even where its owner is a person."""


def _nobody_is_named(facts: list[bytes], posts: list[Post]) -> None:
    people = {name for post in posts for name in people_in(json.loads(post.body))}
    people -= _WORDS_TOO
    assert len(people) > 50
    said = _HOME.sub("-", "\n".join(value.decode() for value in facts))
    named = [p for p in people if re.search(rf"(?<!\w){re.escape(p)}(?!\w)", said)]
    assert named == []


def _final_of(body: Json) -> str | None:
    """The status that a body shows of the item that it is about, by its own words."""
    pull, issue = body.get("pull_request"), body.get("issue")
    if pull and "review" not in body:
        merged = "merged" if pull.get("merged_at") else "closed"
        opened = "draft" if pull.get("draft") else "open"
        return opened if pull["state"] == "open" else merged
    if issue and "fields" in issue:
        whole = {"created", "updated", "status"} <= issue["fields"].keys()
        return str(issue["fields"]["status"]["id"]) if whole else None
    if issue and "pull_request" not in issue and "state" in issue:
        return "open" if issue["state"] == "open" else "closed:completed"
    return None


def test_each_body_tells_the_status_that_it_shows() -> None:
    """Told alone and folded: a webhook that comes first says no less than it can."""
    sites = {source.id: Site(source) for source in SOURCES}
    now, told = datetime.now(UTC), 0
    for post in _posts():
        body = json.loads(post.body)
        wanted = _final_of(body)
        headers = {name.lower(): value for name, value in post.headers.items()}
        found = understood(sites[post.source], headers, post.body, now)
        facts = [r.value or b"" for r in found.records if r.topic == WORK_FACTS.name]
        silent = body.get("action") in _DISPLAYS
        silent |= f"{post.source} {post.event}" not in ABOUT_WORK
        if wanted is None or silent or body.get("action") in _GONE:
            continue
        item = fold_all([WORK_FACTS.decode(facts[0])])
        assert item is not None, post.file
        assert item.observed is not None, post.file
        assert item.observed.snapshot.status.id == wanted, post.file
        assert statuses_of(item)[-1].status.id == wanted, post.file
        told += 1
    assert told == 83


_DISPLAYS = {"locked", "pinned", "unlocked", "unpinned"}
"""Silent: they change nothing of the work."""
_GONE = {"deleted", "transferred"}
"""After which the item is no longer what the body shows."""
