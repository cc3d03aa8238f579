"""Publishing on a real broker: one after the other, and at the same moment."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_RULES
from passerelle_translate import events
from passerelle_translate.errors import RulesOvertakenError
from passerelle_translate.following import Following
from passerelle_translate.rule_book import Word, next_rules
from passerelle_translate.rules_topic import (
    publish_next,
    published_or_first,
    read_rules_topic,
)
from passerelle_translate.service import prepare
from passerelle_translate.settings import TranslateSettings
from tests.translate.examples import on
from tests.translate.rules_folder import RULES, written
from tests.translate.test_rule_book import content, draft
from tests.translate.worker import until

pytestmark = [pytest.mark.kafka, pytest.mark.tansu]


async def _publish(
    kafka: KafkaSettings, project: str, day: int, *, author: str = "CTO"
) -> RuleSet:
    word = Word(author, "because", on(3, day))
    return await publish_next(
        kafka, lambda there: next_rules(there, draft(project), word)
    )


async def _told(kafka: KafkaSettings) -> list[tuple[int, str]]:
    return [(r.version, content(r)) for r in await read_rules_topic(kafka)]


async def test_of_those_who_publish_at_one_moment_one_is_told_that_he_did(
    any_broker: KafkaSettings,
) -> None:
    """Both read the same newest version; whoever is told "published" stands."""
    await ensure_topics(any_broker)
    await _publish(any_broker, "A", 1)
    here = asyncio.Barrier(2)

    async def together(project: str) -> RuleSet:
        there = await read_rules_topic(any_broker)
        await here.wait()
        rules = next_rules(there, draft(project), Word("CTO", "why", on(3, 2)))
        return await publish_next(any_broker, lambda _: rules)

    told = await asyncio.gather(together("B"), together("C"), return_exceptions=True)
    (winner,) = [one for one in told if isinstance(one, RuleSet)]
    (loser,) = [one for one in told if isinstance(one, RulesOvertakenError)]
    assert loser.version == winner.version == 2
    assert await _told(any_broker) == [(1, "A"), (2, content(winner))]


async def test_workers_that_start_together_agree_on_the_first_rules(
    any_broker: KafkaSettings,
) -> None:
    """Whatever their folders say; what is published once is not published again."""
    await ensure_topics(any_broker)

    async def starting(project: str, day: int) -> tuple[RuleSet, ...]:
        word = Word("rules folder", "first", on(3, day))
        return await published_or_first(any_broker, draft(project), word)

    await asyncio.gather(*(starting(p, d) for d, p in enumerate("AABC", 1)))
    ((version, first),) = await _told(any_broker)
    assert (version, first in "ABC") == (1, True)
    later = await starting("D", 9)
    assert [content(rules) for rules in later] == [first]


async def test_a_folder_that_differs_is_told_and_not_published(
    any_broker: KafkaSettings, tmp_path: Path
) -> None:
    """A worker that starts with an old folder undoes nothing."""
    first, other = (
        TranslateSettings(rules=written(tmp_path / name, text))
        for name, text in (("first", RULES), ("other", RULES.replace("PAY", "OPS")))
    )
    with capture_logs() as silent:
        (there,) = await prepare(any_broker, first, clock=lambda: on(3, 1))
        assert await prepare(any_broker, first, clock=lambda: on(3, 2)) == (there,)
    assert [one for one in silent if one["event"] == events.RULES_DIFFER] == []
    with capture_logs() as told:
        assert await prepare(any_broker, other, clock=lambda: on(3, 3)) == (there,)
    (said,) = [one for one in told if one["event"] == events.RULES_DIFFER]
    assert "differ from version 1" in said["detail"]
    assert "passerelle rules publish --reason" in said["detail"]


async def test_what_breaks_the_contract_hides_nothing(
    any_broker: KafkaSettings,
) -> None:
    await ensure_topics(any_broker)
    async with Publisher(any_broker, "test") as publisher:
        await publisher.publish([Outgoing(BUSINESS_RULES.name, b"x", b"{")])
    await _publish(any_broker, "A", 1)
    assert await _told(any_broker) == [(1, "A")]


async def test_a_follower_switches_when_it_hears_and_when_the_instant_comes(
    any_broker: KafkaSettings,
) -> None:
    """Without a restart; what is planned counts once the clock says so."""
    await ensure_topics(any_broker)
    first = await _publish(any_broker, "A", 1)
    now = [on(3, 2)]
    switched: list[RuleSet] = []
    following = Following([first], clock=lambda: now[0], switch=switched.append)
    running = asyncio.ensure_future(following.run(any_broker))

    async def heard(version: int) -> None:
        async def there() -> bool:
            return following.published[-1].version == version

        await until(there, what=f"version {version}")

    async def counts(version: int) -> None:
        async def there() -> bool:
            return [r.version for r in switched][-1:] == [version]

        await until(there, what=f"the switch to {version}")

    try:
        second = await _publish(any_broker, "B", 2)
        await counts(2)
        planned = await _publish(any_broker, "C", 5)
        await heard(3)
        assert switched == [second]
        now[0] = on(3, 5) - timedelta(seconds=1)
        later = await _publish(any_broker, "D", 9)
        await heard(4)
        assert switched == [second]
        now[0] = on(3, 5)
        await counts(3)
        now[0] = on(3, 10)
        await counts(4)
        assert switched == [second, planned, later]
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
