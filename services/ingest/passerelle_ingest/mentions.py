"""Brings facts that are addressed to a key to the issue which the key means.

What a pull request says of an issue of another tracker waits on `work.mentions.v1`
until that tracker has said which issue it is; then it is said on `work.facts.v1` and
taken away from the waiting ones. While the tracker does not answer, it waits.
"""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from passerelle_ingest import events
from passerelle_ingest.errors import NotVisibleError
from passerelle_ingest.http import Connection
from passerelle_ingest.publisher import fact_records
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.telling import readdressed
from passerelle_ingest.trackers.jira.keys import Keys, Known, Meant, keys
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import ContractBrokenError, PasserelleError
from passerelle_schemas.facts import Facts
from passerelle_schemas.identity import jira_issue
from passerelle_schemas.topics import WORK_MENTIONS

log = structlog.get_logger(__name__)

EVERY_SECONDS = 15
GIVEN_UP_AFTER = timedelta(days=30)
"""Whoever sets no credentials for a source keeps nothing waiting for ever."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the waiting facts."""

    told: int = 0
    silent: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Mentions:
    """The facts of all sources that wait for the id of an issue."""

    kafka: KafkaSettings
    settings: IngestSettings
    publisher: Publishes
    connection: Connection
    _waiting: dict[bytes, Facts] = field(default_factory=dict)
    _read_until: dict[tuple[str, int], int] = field(default_factory=dict)
    _known: dict[str, Known] = field(default_factory=dict)

    @property
    def are_possible(self) -> bool:
        """Whether one source can name an issue of another by its key."""
        return any(source.neighbours for source in self.settings.sources)

    async def run(self, topics: asyncio.Event) -> None:
        """Settle what waits, again and again, once the *topics* are there."""
        if not self.are_possible:
            return
        await topics.wait()
        while True:
            try:
                await self.settle()
            except PasserelleError as error:
                log.warning(events.MENTIONS_WAIT, reason=error.code)
            await asyncio.sleep(EVERY_SECONDS)

    async def settle(self) -> Settled:
        """Tell each issue what waits for it, as far as its tracker answers now.

        Raises BrokerAwayError; nothing is lost then.
        """
        await self._read()
        ended = Settled()
        of_source: dict[str, dict[bytes, Facts]] = {}
        for name, told in self._waiting.items():
            of_source.setdefault(told.source, {})[name] = told
        for source, waiting in of_source.items():
            part = await self._of(source, waiting)
            ended = Settled(
                ended.told + part.told,
                ended.silent + part.silent,
                ended.waiting + part.waiting,
            )
        if ended != Settled():
            log.info(
                events.MENTIONS_SETTLED,
                told=ended.told,
                silent=ended.silent,
                waiting=ended.waiting,
            )
        return ended

    async def _read(self) -> None:
        topic = WORK_MENTIONS.name
        async for batch in read_to_end(
            self.kafka, [topic], "ingest-mentions", from_offsets=self._read_until
        ):
            for record in batch:
                self._keep(record)

    def _keep(self, record: Incoming) -> None:
        self._read_until[record.topic, record.partition] = record.offset + 1
        name = record.key or b""
        self._waiting.pop(name, None)
        if record.value is not None:
            try:
                self._waiting[name] = WORK_MENTIONS.decode(record.value)
            except ContractBrokenError as error:
                log.warning(events.MENTIONS_WAIT, reason=error.code)

    async def _of(self, source_id: str, waiting: Mapping[bytes, Facts]) -> Settled:
        sources = {source.id: source for source in self.settings.sources}
        source = sources.get(source_id)
        if source is None:
            return await self._end(dict.fromkeys(waiting))
        meant = await self._meant(source, {_key(told) for told in waiting.values()})
        ended: dict[bytes, Facts | None] = {}
        for name, told in waiting.items():
            if (key := _key(told)) in meant:
                ended[name] = _addressed(source, told, meant[key])
            elif self.connection.clock() - told.learned_at > GIVEN_UP_AFTER:
                ended[name] = None
        settled = await self._end(ended)
        return Settled(settled.told, settled.silent, len(waiting) - len(ended))

    async def _end(self, ended: Mapping[bytes, Facts | None]) -> Settled:
        """Say what was found, and only then take it from what waits."""
        told = [facts for facts in ended.values() if facts is not None]
        gone = [Outgoing(WORK_MENTIONS.name, name, None) for name in ended]
        for part in _parts(fact_records(told)):
            await self.publisher.publish(part)
        for part in _parts(gone):
            await self.publisher.publish(part)
        return Settled(len(told), len(ended) - len(told))

    async def _meant(
        self, source: SourceSettings, wanted: Iterable[str]
    ) -> dict[str, Meant | None]:
        """What each key means, as far as the source says it now.

        A key of a project that we do not see now is not among them.
        """
        known = self._known.setdefault(source.id, Known())
        found: dict[str, Meant | None] = {}
        try:
            async with keys(source, self.connection) as asking:
                for key in sorted(wanted):
                    with suppress(NotVisibleError):
                        found[key] = await self._one(known, asking, key)
        except PasserelleError as error:
            log.warning(events.MENTIONS_WAIT, source=source.id, reason=error.code)
        return found

    async def _one(self, known: Known, asking: Keys, key: str) -> Meant | None:
        now = self.connection.clock()
        is_known, meant = known.of(key, now)
        if is_known:
            return meant
        if known.rests(key, now):
            raise NotVisibleError(key)
        try:
            meant = await asking.meant(key)
        except NotVisibleError:
            known.hide(key, now)
            raise
        known.learn(key, meant, now)
        return meant


def _key(told: Facts) -> str:
    return told.item.rpartition(":")[2]


def _addressed(
    source: SourceSettings, told: Facts, meant: Meant | None
) -> Facts | None:
    """The same facts about the issue itself; none when we do not follow it."""
    if meant is None or not source.follows(meant.project):
        return None
    item = jira_issue(source.id, meant.id)
    return readdressed(told, item, project=meant.project)


def _parts(records: list[Outgoing]) -> Iterable[list[Outgoing]]:
    for start in range(0, len(records), _AT_ONCE):
        yield records[start : start + _AT_ONCE]
