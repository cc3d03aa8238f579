"""The translate service: build everything in one place, then run until told to stop."""

import asyncio
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import structlog

from passerelle_kafka.publisher import Publisher, Publishes
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.rules import RuleSet
from passerelle_translate import events
from passerelle_translate.answers import Answers
from passerelle_translate.partitions import Partitions
from passerelle_translate.rules import load_rules
from passerelle_translate.rules_topic import publish_rules
from passerelle_translate.settings import TranslateSettings
from passerelle_translate.stream import make_app, work
from passerelle_translate.translator import translate

log = structlog.get_logger()

Clock = Callable[[], datetime]


def run(kafka: KafkaSettings, settings: TranslateSettings) -> None:
    """Translate until SIGTERM or SIGINT; in a process of its own, it never returns.

    Raises RulesInvalidError before anything is touched when the rules are wrong, and
    BrokerAwayError when no broker answers at the start. Ends by SystemExit: 0 when
    stopped, 1 when Faust crashed; 70 (at once) when it must not acknowledge.
    """
    rules = asyncio.run(prepare(kafka, settings, clock=lambda: datetime.now(UTC)))
    publisher = Publisher(kafka, "translate")
    partitions = compose(kafka, rules, publisher)
    with tempfile.TemporaryDirectory(prefix="passerelle-translate-") as scratch:
        app = make_app(kafka, settings, partitions, publisher, scratch=Path(scratch))
        log.info(events.WORKER_STARTED, group=settings.app_id, rule_set=rules.version)
        work(app)


async def prepare(
    kafka: KafkaSettings, settings: TranslateSettings, *, clock: Clock
) -> RuleSet:
    """Read the rules, make the topics, publish the rules if they are new."""
    draft = load_rules(settings.rules)
    await ensure_topics(kafka)
    rules = await publish_rules(
        kafka, draft, author=settings.author, reason=settings.reason, now=clock()
    )
    log.info(events.RULES_TAKEN, version=rules.version, content_hash=rules.content_hash)
    return rules


def compose(kafka: KafkaSettings, rules: RuleSet, publisher: Publishes) -> Partitions:
    """Build what Faust is wired to."""
    answers = Answers(
        publisher,
        clock=lambda: datetime.now(UTC),
        program=f"translate {version('passerelle')}",
    )
    return Partitions(kafka, partial(translate, rules=rules), answers)
