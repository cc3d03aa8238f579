"""The translate service: build everything in one place, then run until told to stop."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
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
from passerelle_translate.errors import RulesLostError
from passerelle_translate.following import Following
from passerelle_translate.partitions import Partitions
from passerelle_translate.rule_book import Word, newest
from passerelle_translate.rules import load_rules
from passerelle_translate.rules_topic import published_or_first
from passerelle_translate.settings import TranslateSettings
from passerelle_translate.state import Translate
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
    published = asyncio.run(prepare(kafka, settings, clock=_now))
    publisher = Publisher(kafka, "translate")
    partitions, following = compose(kafka, published, publisher)
    with tempfile.TemporaryDirectory(prefix="passerelle-translate-") as scratch:
        app = make_app(
            kafka, settings, partitions, publisher, following, scratch=Path(scratch)
        )
        log.info(events.WORKER_STARTED, group=settings.app_id)
        work(app)


def _now() -> datetime:
    return datetime.now(UTC)


async def prepare(
    kafka: KafkaSettings, settings: TranslateSettings, *, clock: Clock
) -> tuple[RuleSet, ...]:
    """Read the rules, make the topics, and say which rule sets are published.

    Where there is none the folder is the first; else the folder counts for nothing
    until it is published, and where it differs from the newest that is said.
    """
    draft = load_rules(settings.rules)
    await ensure_topics(kafka)
    word = Word(settings.author, settings.reason, clock())
    published = await published_or_first(kafka, draft, word)
    last = newest(published)
    if last and last.content_hash != draft.content_hash:
        log.warning(
            events.RULES_DIFFER,
            detail=f"The rules in {settings.rules} differ from version {last.version}, "
            "which was published last; nobody reads them until you say: passerelle "
            'rules publish --reason "…"',
        )
    return published


def compose(
    kafka: KafkaSettings, published: Sequence[RuleSet], publisher: Publishes
) -> tuple[Partitions, Following]:
    """Build what Faust is wired to; the rule sets must not be none."""

    def by(rules: RuleSet) -> Translate:
        return partial(translate, rules=rules)

    def switch(rules: RuleSet) -> None:
        partitions.switch(by(rules))

    following = Following(published, clock=_now, switch=switch)
    if (rules := following.counting) is None:
        raise RulesLostError
    log.info(events.RULES_TAKEN, version=rules.version, content_hash=rules.content_hash)
    answers = Answers(
        publisher, clock=_now, program=f"translate {version('passerelle')}"
    )
    partitions = Partitions(kafka, by(rules), answers)
    return partitions, following
