"""The rule sets on business.rules.v1: reading them all, and publishing the next.

Kafka has no "write if nobody else did". So whoever publishes reads back what the topic
holds: of two records of one version the first stands. Readers take the last record of a
version, as compaction does; the second publisher therefore says the first record again,
and is told that somebody was faster.
"""

from collections.abc import Callable, Iterable, Sequence

import structlog

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_RULES
from passerelle_translate import events
from passerelle_translate.errors import RulesOvertakenError
from passerelle_translate.rule_book import Word, next_rules
from passerelle_translate.rules.draft import RuleDraft

ROLE = "translate-rules"

log = structlog.get_logger()

Next = Callable[[Sequence[RuleSet]], RuleSet]
"""Makes the next rule set from those that were published."""


async def read_rules_topic(kafka: KafkaSettings) -> tuple[RuleSet, ...]:
    """Say every rule set that was published, ordered by version.

    Raises BrokerAwayError when the broker does not answer.
    """
    return by_version(decoded(await _records(kafka)))


def by_version(records: Iterable[RuleSet]) -> tuple[RuleSet, ...]:
    """Order *records* by version; of one version, the last is what the topic keeps."""
    versions = {rules.version: rules for rules in records}
    return tuple(versions[version] for version in sorted(versions))


def decoded(records: Iterable[Incoming]) -> list[RuleSet]:
    """Read *records* of business.rules.v1; one that breaks its contract is logged."""
    found = []
    for record in records:
        try:
            if record.value is not None:
                found.append(BUSINESS_RULES.decode(record.value))
        except ContractBrokenError as error:
            where = record.topic, record.offset
            log.warning(events.RULES_UNREADABLE, place=where, reason=error.code)
    return found


async def publish_next(kafka: KafkaSettings, make: Next) -> RuleSet:
    """Publish what *make* makes of the published ones; return it.

    Raises what *make* raises; RulesOvertakenError when somebody else's rule set has
    the same version; BrokerAwayError.
    """
    rules = make(await read_rules_topic(kafka))
    ours = BUSINESS_RULES.encode(rules)
    await _write(kafka, rules.version, ours)
    told = [
        record.value
        for record in await _records(kafka)
        if record.key == _key(rules.version) and record.value is not None
    ]
    first = told[0] if told else ours
    if told[-1:] != [first]:
        await _write(kafka, rules.version, first)
    if first != ours:
        raise RulesOvertakenError(rules.version)
    return rules


async def published_or_first(
    kafka: KafkaSettings, draft: RuleDraft, word: Word
) -> tuple[RuleSet, ...]:
    """Say the published rule sets; *draft* is the first where there is none.

    Workers that start together agree on one.
    """
    there = await read_rules_topic(kafka)
    if there:
        return there

    def first(published: Sequence[RuleSet]) -> RuleSet:
        # Another worker may have been faster: its rule set is then ours, too.
        return published[0] if published else next_rules((), draft, word)

    try:
        await publish_next(kafka, first)
    except RulesOvertakenError as error:
        log.info(events.RULES_OVERTAKEN, version=error.version)
    return await read_rules_topic(kafka)


async def _records(kafka: KafkaSettings) -> list[Incoming]:
    """Read every record, in the order of the topic."""
    batches = read_to_end(kafka, [BUSINESS_RULES.name], ROLE)
    return [record async for batch in batches for record in batch]


def _key(version: int) -> bytes:
    return str(version).encode()


async def _write(kafka: KafkaSettings, version: int, value: bytes) -> None:
    async with Publisher(kafka, ROLE) as publisher:
        await publisher.publish([Outgoing(BUSINESS_RULES.name, _key(version), value)])
