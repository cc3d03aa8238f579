"""The invented sources of these tests, their signatures, and a publisher."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import SecretStr

from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.records import Outgoing
from passerelle_schemas.facts import AnyFact, Facts, StatusCategory, StatusRef
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import WORK_FACTS

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SECRET = "a secret of the tests"
REPOSITORY = "verdier/boutique"

GITHUB = SourceSettings(
    id="github-verdier",
    tracker=Tracker.GITHUB,
    projects=(REPOSITORY, "verdier/entrepot"),
    webhook_secrets=(SecretStr("an older secret"), SecretStr(SECRET)),
    token=SecretStr("github-token"),
)
JIRA = SourceSettings(
    id="jira-verdier",
    tracker=Tracker.JIRA,
    api_url="https://jira.example",
    projects=("PAY",),
    webhook_secrets=(SecretStr(SECRET),),
    email="reader@verdier.example",
    api_token=SecretStr("jira-token"),
    epic_link_field="customfield_10014",
    sprint_field="customfield_10020",
    fields=("customfield_10042",),
)
DATA_CENTER = JIRA.model_copy(
    update={"deployment": "datacenter", "token": SecretStr("jira-pat")}
)

GITHUB_SITE = Site(GITHUB, repositories={REPOSITORY: 7001, "verdier/entrepot": 7002})
JIRA_SITE = Site(
    JIRA,
    statuses={
        "1": StatusRef(id="1", name="À faire", category=StatusCategory.NEW),
        "3": StatusRef(id="3", name="En cours", category=StatusCategory.IN_PROGRESS),
    },
)


def clock() -> datetime:
    """It is always Monday morning."""
    return NOW


def signed(body: bytes, *, event: str = "", secret: str = SECRET) -> dict[str, str]:
    """Headers of a webhook; GitHub's when it has an *event*, else Jira's."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not event:
        return {"x-hub-signature": f"sha256={digest}"}
    return {
        "x-hub-signature-256": f"sha256={digest}",
        "x-github-event": event,
        "x-github-delivery": "0b1f",
        "content-type": "application/json",
    }


class Hastened:
    """A time in which whoever waits has waited."""

    def __init__(self) -> None:
        self.at = 1000.0

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


class RecordingPublisher:
    """Remembers what was published, and when it was asked to fail, fails."""

    def __init__(self, *, fails_after: int | None = None) -> None:
        self.records: list[Outgoing] = []
        self.fails_after = fails_after

    async def publish(self, records: Sequence[Outgoing]) -> None:
        if self.fails_after is not None and len(self.records) >= self.fails_after:
            raise BrokerAwayError("nowhere:9092", 1, "test")
        self.records += records

    def on(self, topic: str) -> list[Outgoing]:
        return [record for record in self.records if record.topic == topic]

    @property
    def facts(self) -> list[Facts]:
        return [WORK_FACTS.decode(r.value or b"") for r in self.on(WORK_FACTS.name)]

    @property
    def fact_ids(self) -> set[str]:
        return {fact.id for told in self.facts for fact in told.facts}


def facts_of(told: Sequence[Facts], item: str) -> list[AnyFact]:
    """All facts about one item, in the order they were told."""
    return [fact for record in told if record.item == item for fact in record.facts]
