"""`passerelle explain`: now, and as an item was known at an instant."""

import asyncio

import pytest
from typer.testing import CliRunner

from passerelle.cli import app
from passerelle.errors import exit_status
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.facts import Facts
from passerelle_schemas.rules import MappingRule, Match, RuleSet
from passerelle_schemas.topics import BUSINESS_RULES, WORK_FACTS, WORK_ITEMS
from tests.translate.examples import (
    DOING,
    DONE,
    ITEM,
    SOURCE,
    TO_DO,
    observed,
    on,
    rules,
    status,
    telling,
)
from tests.translate.folding import fold_all

LATER = MappingRule(name="Money", match=Match(project=("PAY",)), department="finance")


def _told() -> list[Facts]:
    return [
        telling(observed(on(1, 5), type_name="Story", status=DOING)),
        telling(status(on(1, 5), TO_DO, DOING)),
        telling(status(on(2, 20), DOING, DONE)),
        telling(observed(on(1, 6), key="PAY-2"), item=f"{SOURCE}:2"),
    ]


def _rule_sets() -> list[RuleSet]:
    second = rules(LATER).model_copy(
        update={
            "version": 2,
            "author": "payments team",
            "reason": "finance took it over",
            "effective_from": on(2, 1),
        }
    )
    return [rules(), second]


def _typed(kafka: KafkaSettings, *words: str) -> tuple[int, str]:
    settings = {
        "PASSERELLE_CONFIG": "",
        "KAFKA_BOOTSTRAP": kafka.bootstrap,
        "PASSERELLE_KAFKA__TOPIC_PREFIX": kafka.topic_prefix,
        "PASSERELLE_KAFKA__IDEMPOTENT": "false",
        "PASSERELLE_KAFKA__EXACT_ENDS": "false",
    }
    told = CliRunner().invoke(app, ["explain", *words], env=settings)
    if isinstance(told.exception, PasserelleError):
        return exit_status(told.exception), str(told.exception)
    assert told.exception is None, told.exception
    return told.exit_code, told.stdout


@pytest.mark.tansu
async def test_an_item_is_explained_as_it_was_known_then(tansu: KafkaSettings) -> None:
    """By the facts learned until then and the rules that counted then."""
    await ensure_topics(tansu)
    tellings = _told()
    item = fold_all([told for told in tellings if told.item == ITEM])
    assert item is not None
    async with Publisher(tansu, "test") as publisher:
        await publisher.publish(
            [
                *(
                    Outgoing(WORK_FACTS.name, t.item.encode(), WORK_FACTS.encode(t))
                    for t in tellings
                ),
                Outgoing(WORK_ITEMS.name, ITEM.encode(), WORK_ITEMS.encode(item)),
                *(
                    Outgoing(
                        BUSINESS_RULES.name,
                        str(one.version).encode(),
                        BUSINESS_RULES.encode(one),
                    )
                    for one in _rule_sets()
                ),
            ]
        )

    async def said(*words: str) -> str:
        code, text = await asyncio.to_thread(_typed, tansu, *words)
        assert code == 0, text
        return text

    now = await said("PAY-1")
    assert "rule set 2 counts from 2026-02-01 12:00Z, by payments team: finance" in now
    assert "department finance" in now
    assert "2026-02-20 12:00Z  finished" in now

    then = await said("PAY-1", "--at", "2026-01-20T00:00+01:00")
    first, second, *_ = then.splitlines()
    assert first == (
        "As it was known on 2026-01-19 23:00Z: 2 deliveries had told of it, "
        "1 came since."
    )
    assert second.startswith("PAY-1 (Story, jira-verdier)")
    assert "rule set 1 counts from" in then
    assert "department payments" in then
    assert "Z  finished" not in then

    before = await said("PAY-1", "--at", "2026-01-02")
    assert "nothing was known of it on 2026-01-01 23:00Z" in before


@pytest.mark.parametrize("word", ["yesterday", "2026-02-30", "2026-02-03T08:00"])
def test_an_instant_that_cannot_be_read_is_said_without_a_broker(word: str) -> None:
    nobody = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=1)
    status_said, said = _typed(nobody, "PAY-1", "--at", word)
    assert status_said == 2
    assert "--at" in said
