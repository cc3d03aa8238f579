"""Waits for the broker beside the webhooks, which are answered from the first moment.

Nothing is published before the topics are there as declared: a broker that makes topics
of its own accord would make them with too few partitions.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from passerelle_ingest import events
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics

log = structlog.get_logger(__name__)

_PARTING_SECONDS = 1.0
"""For the publisher to drop its connection to a broker that hangs."""


@dataclass(frozen=True, slots=True)
class AwaitingTopics:
    """A publisher that waits until the topics are there, as long as for the broker.

    It answers at most a second after the broker's patience, whatever it waited for.
    """

    kafka: KafkaSettings
    publisher: Publishes
    there: asyncio.Event = field(default_factory=asyncio.Event)

    async def publish(self, records: Sequence[Outgoing]) -> None:
        """Return when every record is acknowledged; raises BrokerAwayError else."""
        patience = self.kafka.patience_seconds
        try:
            async with asyncio.timeout(patience + _PARTING_SECONDS):
                await self._awaited(patience)
                await self.publisher.publish(records)
        except TimeoutError as error:
            cause = "it answers slowly"
            raise BrokerAwayError(self.kafka.bootstrap, patience, cause) from error

    async def _awaited(self, patience: float) -> None:
        try:
            async with asyncio.timeout(patience):
                await self.there.wait()
        except TimeoutError as error:
            cause = "its topics are awaited"
            raise BrokerAwayError(self.kafka.bootstrap, patience, cause) from error

    async def run(self) -> None:
        """Create the topics that are missing, however long the broker is away.

        Raises TopicDiffersError for one that is not as declared.
        """
        while not self.there.is_set():
            try:
                await ensure_topics(self.kafka)
            except BrokerAwayError as error:
                log.warning(events.BROKER_AWAITED, reason=error.code)
            else:
                self.there.set()
