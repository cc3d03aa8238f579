"""Writing: a record counts as said once the broker has acknowledged it."""

import asyncio
from collections.abc import Coroutine, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, UnknownError

from passerelle_kafka.connection import are_cancelled, client_arguments, start
from passerelle_kafka.errors import BrokerAwayError, IdempotenceRefusedError
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import UnprocessableError
from passerelle_schemas.topics import LARGEST_DELIVERY

_PARTING_SECONDS = 5.0
"""How long requests that were under way may take to notice that they are cut off."""


class TooLargeError(UnprocessableError):
    """A record exceeds what the broker takes."""

    code = "too-large"

    def __init__(self, topic: str, size: int) -> None:
        super().__init__(
            f"A record of {size} bytes is too large for {topic}. "
            "Raise max.message.bytes of the topic and of the broker."
        )


class Publishes(Protocol):
    """Anything that can say records and know that they were heard."""

    async def publish(self, records: Sequence[Outgoing]) -> None:
        """Return when every record is acknowledged, in order within a key."""


class Publisher:
    """An aiokafka producer with acks=all that gives up after a patience, not silently.

    Raises IdempotenceRefusedError when the broker knows no idempotent producers, and
    BrokerAwayError when it does not acknowledge in time: some of the
    records may have been written, so the caller says them all again later. Ids are
    deterministic and state is mergeable: saying a thing twice is harmless.
    """

    def __init__(self, settings: KafkaSettings, role: str) -> None:
        self.settings = settings
        self.role = role
        self._producer: AIOKafkaProducer | None = None
        self._opening = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Flush and disconnect."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()

    async def open(self) -> None:
        """Connect now, and not with the first record; raises as `publish` does."""
        await self._patiently(self._opened())

    async def publish(self, records: Sequence[Outgoing]) -> None:
        """Return when every record is acknowledged, in order within a key."""
        if records:
            await self._patiently(self._publish(records))

    async def _patiently(self, work: Coroutine[Any, Any, object]) -> None:
        patience = self.settings.patience_seconds
        try:
            async with asyncio.timeout(patience):
                await work
        except (KafkaError, TimeoutError, asyncio.CancelledError) as error:
            if isinstance(error, asyncio.CancelledError) and are_cancelled():
                raise
            await self._abandon()
            cause = type(error).__name__
            raise BrokerAwayError(self.settings.bootstrap, patience, cause) from error

    async def _publish(self, records: Sequence[Outgoing]) -> None:
        producer = await self._opened()
        waiting = []
        for record in records:
            try:
                waiting.append(
                    await producer.send(
                        self.settings.topic_prefix + record.topic,
                        value=record.value,
                        key=record.key,
                        headers=list(record.headers),
                    )
                )
            except MessageSizeTooLargeError as error:
                await asyncio.gather(*waiting, return_exceptions=True)
                size = len(record.value or b"")
                raise TooLargeError(record.topic, size) from error
        results = await asyncio.gather(*waiting, return_exceptions=True)
        for record, result in zip(records, results, strict=True):
            if isinstance(result, MessageSizeTooLargeError):
                raise TooLargeError(record.topic, len(record.value or b"")) from result
            if isinstance(result, BaseException):
                raise result

    async def _opened(self) -> AIOKafkaProducer:
        async with self._opening:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    acks="all",
                    enable_idempotence=self.settings.idempotent,
                    max_request_size=LARGEST_DELIVERY + 1024 * 1024,
                    max_batch_size=256 * 1024,
                    linger_ms=2,
                    compression_type="zstd",
                    **client_arguments(self.settings, self.role),
                )
                try:
                    await start(producer)
                except UnknownError as error:
                    await producer.stop()
                    if not self.settings.idempotent:
                        raise
                    where = self.settings.bootstrap
                    raise IdempotenceRefusedError(where) from error
                except BaseException:
                    await producer.stop()
                    raise
                self._producer = producer
            return self._producer

    async def _abandon(self) -> None:
        """Drop a producer whose state is unknown; the next call makes a fresh one."""
        producer, self._producer = self._producer, None
        if producer is None:
            return
        # The caller says its records again. Were it asked to stop, it would go on
        # trying to send what it holds, and once the broker is back an old record would
        # come after newer ones. aiokafka has no way to drop them, hence by force.
        producer._closed = True  # noqa: SLF001 - see above
        sender = producer._sender.sender_task  # noqa: SLF001 - see above
        if sender is not None:
            sender.cancel()
        await producer.client.close()
        if sender is not None:
            await asyncio.wait([sender], timeout=_PARTING_SECONDS)
