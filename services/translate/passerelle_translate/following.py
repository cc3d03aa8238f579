"""Follows the published rule sets: what counts changes here without a restart."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.following import follow
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.effect import effective_at
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_RULES
from passerelle_translate import events
from passerelle_translate.rules_topic import ROLE, by_version, decoded

log = structlog.get_logger()

_LOOKS = 1200
"""How often a reader is asked before a fresh one takes its place: ten minutes of
silence. A consumer is known to hang, and then nothing would ever change."""

_PAUSE_SECONDS = 1.0
"""Before a fresh reader takes the place of one that ended."""


class Following:
    """The rule sets that this worker has heard of, and the one that counts."""

    def __init__(
        self,
        published: Sequence[RuleSet],
        *,
        clock: Callable[[], datetime],
        switch: Callable[[RuleSet], None],
    ) -> None:
        self.published = tuple(published)
        self.clock = clock
        self.switch = switch
        self.counting = effective_at(self.published, clock())

    def hear(self, published: Sequence[RuleSet]) -> None:
        """Take *published*, and switch when another rule set counts by now.

        Of two contents under one version, which two publishers may make for a moment,
        the last counts; so a version alone does not tell whether it is the same.
        """
        self.published = by_version((*self.published, *published))
        counts = effective_at(self.published, self.clock())
        if counts is None or _content(counts) == _content(self.counting):
            return
        before, self.counting = self.counting, counts
        log.info(
            events.RULES_SWITCHED,
            version=counts.version,
            content_hash=counts.content_hash,
            before=before.version if before else None,
        )
        self.switch(counts)

    async def run(self, kafka: KafkaSettings) -> None:
        """Follow the topic for ever; an absent broker is waited for."""
        while True:
            looks = 0
            try:
                async for batch in follow(kafka, [BUSINESS_RULES.name], ROLE):
                    self.hear(decoded(batch))
                    if (looks := looks + 1) >= _LOOKS:
                        break
            except BrokerAwayError as error:
                log.warning(events.BROKER_AWAY, code=error.code, detail=str(error))
            await asyncio.sleep(_PAUSE_SECONDS)


def _content(rules: RuleSet | None) -> tuple[int, str] | None:
    return (rules.version, rules.content_hash) if rules else None
