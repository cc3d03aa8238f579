"""The whole way of two recorded trackers, made once, for tests to look at."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from passerelle.processes import translate_worker
from passerelle.progress import translated
from passerelle_ingest.backfill import BackfillResult
from passerelle_ingest.service import run_backfill
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_kafka.groups import committed
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_report.make import MadeEdition, make_editions
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.contract import Contract
from passerelle_schemas.facts import Facts, Language
from passerelle_schemas.identity import Tracker
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import (
    BUSINESS_ITEMS,
    BUSINESS_RULES,
    WORK_FACTS,
    WORK_FACTS_DEAD,
    WORK_ITEMS,
    WORK_ITEMS_DEAD,
    WORK_RAW,
    WORK_RAW_DEAD,
    Topic,
)
from passerelle_schemas.work import WorkItem
from passerelle_translate.settings import TranslateSettings
from tests.real import github_server, jira_server

T = TypeVar("T", bound=Contract)

GROUP = "real-translate"
RULES = Path(__file__).parent / "rules"
REPOSITORY = "bitcoin-core/secp256k1"
WEEKS = {"wallets": "2026-W32", "handhelds": "2013-W02"}
"""In one a release came a day late; in the other, another came a week late."""


@dataclass(frozen=True)
class Journey:
    """What the whole way brought."""

    results: tuple[BackfillResult, ...]
    work: dict[str, WorkItem]
    business: dict[str, BusinessItem]
    dead: int
    raw: int
    killed_while_reading: bool
    """The worker ended by SIGKILL, like a power cut, while facts still came in."""
    again: tuple[BackfillResult, ...]
    """What a second reading brought, right afterwards."""
    facts: tuple[Facts, ...]
    rules: RuleSet
    editions: tuple[MadeEdition, ...]


def settings_of(github: str, jira: str, projects: tuple[str, ...]) -> IngestSettings:
    return IngestSettings(
        sources=(
            SourceSettings(
                id="secp256k1",
                tracker=Tracker.GITHUB,
                api_url=github,
                web_url="https://github.com",
                projects=(REPOSITORY,),
                accept_webhooks=False,
                token=github_server.TOKEN,
            ),
            SourceSettings(
                id="apache",
                tracker=Tracker.JIRA,
                deployment="datacenter",
                api_url=jira,
                projects=projects,
                accept_webhooks=False,
                token=jira_server.TOKEN,
            ),
        )
    )


async def _newest(kafka: KafkaSettings, topic: Topic[T]) -> dict[bytes, bytes]:
    """The newest value of each key of a compacted topic."""
    found: dict[bytes, bytes] = {}
    async for batch in read_to_end(kafka, [topic.name], "test"):
        found |= {r.key: r.value for r in batch if r.key and r.value}
    return found


async def _values(kafka: KafkaSettings, topic: Topic[T]) -> list[bytes]:
    batches = read_to_end(kafka, [topic.name], "test")
    return [record.value or b"" async for batch in batches for record in batch]


async def _acknowledged(kafka: KafkaSettings, records: int) -> None:
    """Return once the worker has acknowledged so many records of facts."""
    async with asyncio.timeout(60):
        done = 0
        while done < records:
            await asyncio.sleep(0.1)
            done = sum((await committed(kafka, WORK_FACTS.name, GROUP)).values())


async def travelled(
    kafka: KafkaSettings, settings: IngestSettings, folder: Path
) -> Journey:
    def say(words: str) -> None:
        print(words)  # noqa: T201 - pytest shows it with -s

    await ensure_topics(kafka)
    worker = TranslateSettings(rules=RULES, app_id=GROUP, session_timeout_seconds=6)
    log = folder / "translate.log"

    def clock() -> datetime:
        return datetime.now(UTC)

    async with translate_worker(kafka, worker, log=log) as first:
        reading = asyncio.create_task(
            run_backfill(kafka, settings, clock=clock, progress=say)
        )
        await _acknowledged(kafka, 200)
        half_read = not reading.done()
        first.kill()
        await first.wait()
    async with translate_worker(kafka, worker, log=log):
        results = await reading
        await translated(kafka, GROUP, seconds=120)
        again = await run_backfill(kafka, settings, clock=clock, progress=say)
        await translated(kafka, GROUP, seconds=120)
    made: tuple[MadeEdition, ...] = ()
    for department, week in WEEKS.items():
        made += await make_editions(
            kafka,
            week=week,
            departments=(department,),
            languages=tuple(Language),
            out=folder / "reports",
            progress=say,
        )
    work = [WORK_ITEMS.decode(v) for v in (await _newest(kafka, WORK_ITEMS)).values()]
    business = [
        BUSINESS_ITEMS.decode(v)
        for v in (await _newest(kafka, BUSINESS_ITEMS)).values()
    ]
    dead = [
        *await _values(kafka, WORK_RAW_DEAD),
        *await _values(kafka, WORK_FACTS_DEAD),
        *await _values(kafka, WORK_ITEMS_DEAD),
    ]
    return Journey(
        results=tuple(results),
        work={item.id: item for item in work},
        business={item.id: item for item in business},
        dead=len(dead),
        raw=len(await _values(kafka, WORK_RAW)),
        killed_while_reading=half_read,
        again=tuple(again),
        facts=tuple(map(WORK_FACTS.decode, await _values(kafka, WORK_FACTS))),
        rules=BUSINESS_RULES.decode((await _values(kafka, BUSINESS_RULES))[-1]),
        editions=made,
    )
