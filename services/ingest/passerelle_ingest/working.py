"""What the ingest service does: it takes webhooks, and all that runs beside them."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp

from passerelle_ingest.awaiting import AwaitingTopics
from passerelle_ingest.censuses import Censuses
from passerelle_ingest.health import Health
from passerelle_ingest.http import Connection
from passerelle_ingest.knowing import Knowing
from passerelle_ingest.mentions import Mentions
from passerelle_ingest.refetch import Refetching
from passerelle_ingest.rounds import Rounds
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.sites import Sites
from passerelle_ingest.upkeep import Upkeep
from passerelle_ingest.web import create_app
from passerelle_ingest.witnessing import Witnessing
from passerelle_kafka.settings import KafkaSettings

Beside = list[Coroutine[Any, Any, None]]
"""Tasks that run as long as webhooks are taken."""


@dataclass(frozen=True, slots=True)
class Working:
    """The parts of one running service, which share what they know and may ask."""

    kafka: KafkaSettings
    settings: IngestSettings
    current: Callable[[], IngestSettings] | None
    """The settings as they are now."""
    publisher: AwaitingTopics
    connection: Connection
    sites: Sites
    health: Health
    knowing: Knowing
    again: tuple[Refetching, ...]
    """What reads items again, source by source."""

    def app(self, at_the_edge: AwaitingTopics) -> ASGIApp:
        """Build what takes webhooks, and publishes them *at_the_edge*."""
        return create_app(
            self.settings,
            publisher=at_the_edge,
            sites=self.sites,
            health=self.health,
            clock=self.connection.clock,
            current=self.current,
            refetch={one.source.id: one.waiting.ask for one in self.again},
            healths=self.knowing.known,
        )

    def beside(self) -> Beside:
        """Begin nothing yet: return what is to run beside the webhooks."""
        mentions = Mentions(self.kafka, self.settings, self.publisher, self.connection)
        each = [task for one in self.again for task in self._of_source(one)]
        there = self.publisher.there
        return [
            self.publisher.run(),
            *each,
            self._witnessing().run(there),
            self.knowing.run(there),
            mentions.run(there),
        ]

    def _of_source(self, again: Refetching) -> Beside:
        """Polls, censuses, second looks and webhooks of one source."""
        there = self.publisher.there
        return [
            self._rounds(again).run(),
            self._censuses(again.source).run(there),
            again.run(),
            self._upkeep(again.source).run(there),
        ]

    def _rounds(self, again: Refetching) -> Rounds:
        return Rounds(
            self.kafka,
            self.settings,
            again.source,
            self.publisher,
            self.sites,
            self.health,
            self.connection,
            self.publisher.there,
            again.waiting.ask,
        )

    def _censuses(self, source: SourceSettings) -> Censuses:
        patient = self.connection.patient()
        return Censuses(self.kafka, self.settings, source, self.publisher, patient)

    def _upkeep(self, source: SourceSettings) -> Upkeep:
        current = self.current or IngestSettings
        return Upkeep(source, self.connection, self.health.kept, current)

    def _witnessing(self) -> Witnessing:
        return Witnessing(
            self.kafka,
            self.settings.worker,
            self.settings.sources,
            self.publisher,
            self.health.witness,
            self.connection.budgets,
            self.connection.clock,
        )
