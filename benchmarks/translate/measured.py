"""Translates a large company's facts from Kafka to Kafka, ours and then the peer.

See benchmarks/README.md for what is compared with what.
"""

import asyncio
import gc
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.environments import environment
from benchmarks.translate.facts import Company, company
from benchmarks.translate.runs import GROUP, QUIX, ours, quix, ready_after
from benchmarks.translate.watching import Answered, watching
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_ITEMS
from passerelle_translate.recovery import said_again
from passerelle_translate.rule_book import Word, next_rules
from passerelle_translate.rules import load_rules
from passerelle_translate.rules_topic import publish_next, read_rules_topic
from passerelle_translate.state import Held, digest_of
from passerelle_translate.translator import translate
from tests.brokers import NO_KAFKA, apache_kafka, kafka_is_here
from tests.translate.worker import newest

ITEMS = 30_000
"""ITEMS=3000 in the environment is sooner done."""
_AT_ONCE = 5_000
"""Records handed to the publisher in one go."""
_MANY = 100_000
"""Items for which memory and time are told."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one program made of all facts."""

    answered: Answered
    resident_mib: float
    """When it had translated everything."""
    meanings: dict[bytes, bytes | None]


def main() -> None:
    """Measure and print; the last lines sum it up."""
    if not kafka_is_here():
        sys.exit(NO_KAFKA)
    environment(QUIX)
    print("· reading the demo's company, which is copied", flush=True)
    one = company()
    copies = max(1, round(int(os.environ.get("ITEMS", ITEMS)) / one.items))
    print(
        f"{one.items * copies} items, told in {len(one.said) * copies} records",
        flush=True,
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        apache_kafka(Path(folder)) as broker,
    ):
        asyncio.run(_compare(broker.settings, one, copies, Path(folder)))


async def _compare(
    kafka: KafkaSettings, one: Company, copies: int, folder: Path
) -> None:
    empty = await _told(kafka, one, 0)
    async with watching(empty):
        began = time.perf_counter()
        with ours(empty, folder) as (worker, health):
            start = await ready_after(worker, health, began)
            nothing = worker.resident_mib()
    own = await _told(kafka, one, copies)
    mine = await _ours(own, folder)
    items = one.items * copies
    _row("ours", mine, items)
    began = time.perf_counter()
    with ours(own, folder) as (worker, health):
        full = await ready_after(worker, health, began)
    print(
        f"started again, ours knows all {items} items after {full:.1f} s, "
        f"and with nothing to know it is ready after {start:.1f} s",
        flush=True,
    )
    each = (mine.resident_mib - nothing) / items
    print(f"memory of ours for {_MANY} items: {each * _MANY:.0f} MiB", flush=True)
    rules = max(await read_rules_topic(own), key=lambda told: told.version)
    await _alone(own, rules)
    peers = await _told(kafka, one, copies)
    first = min(await read_rules_topic(own), key=lambda told: told.version)
    theirs = await _quix(peers, first, folder)
    _row("Quix Streams", theirs, items)
    if theirs.meanings != mine.meanings:
        sys.exit("The two do not say the same, so that nothing is compared.")
    ratio = mine.answered.pace / theirs.answered.pace
    print(
        f"translate: ours {mine.answered.pace:.0f} records/s, Quix Streams "
        f"{theirs.answered.pace:.0f} records/s, ratio {ratio:.2f}, bound: the pure "
        "functions on one core"
    )


async def _told(kafka: KafkaSettings, one: Company, copies: int) -> KafkaSettings:
    """Make fresh topics that hold the facts of so many companies."""
    prefix = f"bench-{uuid.uuid4().hex[:8]}."
    fresh = kafka.model_copy(update={"topic_prefix": prefix})
    await ensure_topics(fresh)
    records = one.copies(copies)
    async with Publisher(fresh, "bench") as publisher:
        while some := list(islice(records, _AT_ONCE)):
            await publisher.publish(some)
    return fresh


async def _ours(kafka: KafkaSettings, folder: Path) -> Measured:
    async with watching(kafka) as watch:
        with ours(kafka, folder) as (worker, _):
            answered = await watch.answered(GROUP, worker.check)
            meanings = await newest(kafka, BUSINESS_ITEMS.name)
            measured = Measured(answered, worker.resident_mib(), meanings)
            await _other_rules(kafka)
            again = await watch.said(len(meanings), worker.check)
    print(
        f"ours, by other rules: {len(meanings)} items said again in {again:.1f} s = "
        f"{len(meanings) / again:.0f} items/s, from the rules to the last answer",
        flush=True,
    )
    return measured


async def _other_rules(kafka: KafkaSettings) -> None:
    """Publish the rules with one limit changed: every item tells its rule set."""
    draft = load_rules(Path("rules"))
    days = draft.limits.stalled_after_days + 1
    limits = draft.limits.model_copy(update={"stalled_after_days": days})
    other = draft.model_copy(update={"limits": limits})
    word = Word("bench", "another limit", datetime.now(UTC))
    await publish_next(kafka, lambda told: next_rules(told, other, word))


async def _quix(kafka: KafkaSettings, rules: RuleSet, folder: Path) -> Measured:
    async with watching(kafka) as watch:
        with quix(kafka, rules, folder) as peer:
            answered = await watch.answered(GROUP, peer.check)
            meanings = await newest(kafka, BUSINESS_ITEMS.name)
            return Measured(answered, peer.resident_mib(), meanings)


async def _alone(kafka: KafkaSettings, rules: RuleSet) -> None:
    """Translate what the topic holds in this process, with nothing around it."""
    told = await newest(kafka, WORK_ITEMS.name)
    held = _held([value for value in told.values() if value])
    gc.collect()
    gc.freeze()
    began = time.process_time()
    changed = sum(
        1 for change in said_again(held, partial(translate, rules=rules)) if change
    )
    spent = time.process_time() - began
    print(
        f"the pure functions alone: {len(held)} items translated and encoded again, "
        f"{changed} of them differ, in {spent:.1f} s of one core = "
        f"{_MANY * spent / len(held):.1f} s for {_MANY}",
        flush=True,
    )


def _held(values: Sequence[bytes]) -> dict[str, Held]:
    items = (WORK_ITEMS.decode(value) for value in values)
    return {
        item.id: Held(item, digest_of(value))
        for item, value in zip(items, values, strict=True)
    }


def _row(name: str, one: Measured, items: int) -> None:
    print(
        f"{name}: {one.answered.records} records in {one.answered.seconds:.1f} s = "
        f"{one.answered.pace:.0f} records/s; {items} items, "
        f"{one.resident_mib:.0f} MiB resident",
        flush=True,
    )
