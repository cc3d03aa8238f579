"""Whether ingest gets on: can it publish, and how far has each source been read."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from passerelle_ingest.backfill import BackfillResult
from passerelle_ingest.keeping import Upkept
from passerelle_ingest.understanding import Understood
from passerelle_ingest.witness import Witness
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.records import Outgoing
from passerelle_schemas.errors import PasserelleError, RetryableError

FAILURE_COUNTS = timedelta(seconds=60)
"""How long a failed publication speaks against us, when none follows that succeeds."""
PROBE_HOLDS = timedelta(seconds=1)
"""For how long an answer of the broker answers everybody who asks us."""


class Health:
    """Counts what happens, and asks the broker when somebody wants to know."""

    def __init__(
        self,
        probe: Callable[[], Awaitable[object]],
        clock: Callable[[], datetime],
        witness: Witness | None = None,
    ) -> None:
        self._probe = probe
        self._clock = clock
        self.witness = witness or Witness()
        self._probing = asyncio.Lock()
        self._probed = ""
        self._probed_at: datetime | None = None
        self._failed_at: datetime | None = None
        self.published_at: datetime | None = None
        self.webhooks: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.read: dict[str, dict[str, str]] = defaultdict(dict)
        self.upkept: dict[str, Upkept] = {}

    async def publish(self, publisher: Publishes, records: Sequence[Outgoing]) -> None:
        """Publish, and remember whether it succeeded."""
        try:
            await publisher.publish(records)
        except RetryableError:
            self._failed_at = self._clock()
            raise
        self._failed_at = None
        self.published_at = self._clock()

    def count(self, source: str, found: Understood) -> None:
        """Count how a webhook ended."""
        reason = found.reason or (found.error.code if found.error else None)
        told = f"{found.ending.value}: {reason}" if reason else found.ending.value
        self.webhooks[source][told] += 1

    def read_to(self, result: BackfillResult) -> None:
        """Remember how far each project of a source has been read."""
        for project in result.projects:
            if project.watermark:
                told = project.watermark.complete_until.isoformat()
                self.read[result.source][f"{result.source}/{project.project}"] = told

    def unreadable(self, source: str, where: str, error: PasserelleError) -> None:
        """Remember that a project could not be read, and why."""
        self.read[source][where] = f"not read: {error.code}"

    def kept(self, source: str, upkept: Upkept) -> None:
        """Remember how it stands with the webhooks that shall come."""
        self.upkept[source] = upkept
        self.witness.kept(source, upkept)

    def tried(
        self,
        source: str,
        projects: Sequence[str],
        failures: Mapping[str, PasserelleError],
    ) -> None:
        """Remember which of *projects* could be read, and why the others not."""
        for where, cause in failures.items():
            self.unreadable(source, where, cause)
        self.witness.tried(source, projects, failures, self._clock())

    async def told(self) -> dict[str, Any]:
        """Say how we are, without a secret and without a word of a tracker."""
        broker = await self._broker()
        failed = self._failed_at
        stuck = failed is not None and self._clock() - failed < FAILURE_COUNTS
        return {
            "well": broker == "reachable" and not stuck,
            "broker": broker,
            "last_publish": "failed" if stuck else "succeeded or none",
            "webhooks": {name: dict(told) for name, told in self.webhooks.items()},
            "complete_until": {name: dict(told) for name, told in self.read.items()},
            "upkeep": {name: kept.told() for name, kept in self.upkept.items()},
        }

    async def _broker(self) -> str:
        async with self._probing:  # one question at a time, however many ask us
            now = self._clock()
            if self._probed_at is None or now - self._probed_at > PROBE_HOLDS:
                self._probed = await self._probed_now()
                self._probed_at = self._clock()
        return self._probed

    async def _probed_now(self) -> str:
        try:
            await self._probe()
        except PasserelleError as error:
            return error.code
        return "reachable"
