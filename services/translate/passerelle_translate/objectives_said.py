"""Gathers all business items into what their objectives mean together.

One worker does it, the owner of the first partition of facts: it follows what all
workers say. Nothing is kept: whoever owns that partition next reads it all again.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.following import follow
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.reader import end_offsets, read_to_end
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.effect import effective_at
from passerelle_schemas.errors import RetryableError
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_ITEMS, BUSINESS_OBJECTIVES
from passerelle_translate import events
from passerelle_translate.following import Following
from passerelle_translate.objectives.gathered import gathered
from passerelle_translate.objectives.part import Part, part_of
from passerelle_translate.rules_topic import read_rules_topic
from passerelle_translate.state import Digest, digest_of

log = structlog.get_logger()

ROLE = "translate-objectives"
TOPICS = (BUSINESS_ITEMS.name, BUSINESS_OBJECTIVES.name)
PLACE = 0
"""Whoever owns this partition of the facts gathers."""

_LOOKS = 3600
"""How often a reader is asked before a fresh one goes on in its place; see `Following`.
"""
_PAUSE_SECONDS = 1.0
_LATEST_SECONDS = 10.0
"""While items keep coming, objectives are said this often at most, and at least."""
_REST = 10
"""It rests so many times as long as it computed: the stream comes first."""


@dataclass(slots=True)
class Gathering:
    """What is known of all items, and what the topic says of the objectives."""

    rules: Callable[[], RuleSet | None]
    """The rule set that counts now."""
    publisher: Publishes
    history: Callable[[], Iterable[RuleSet]] = tuple
    """Every rule set that was published."""
    parts: dict[str, Part] = field(default_factory=dict)
    heard: dict[str, bytes | None] = field(default_factory=dict)
    """The newest of each item, not looked at yet."""
    said: dict[str, Digest] = field(default_factory=dict)
    """What the topic says of each objective."""
    read_until: dict[tuple[str, int], int] = field(default_factory=dict)
    stale: bool = True
    """Whether something was heard since objectives were said."""
    said_by: tuple[int, str] | None = None
    """By which rule set they were said."""

    @classmethod
    def by(cls, following: Following, publisher: Publishes) -> "Gathering":
        """Gather by the rule sets that a worker follows."""
        return cls(lambda: following.counting, publisher, lambda: following.published)

    def anew(self) -> "Gathering":
        """Return one that knows nothing yet."""
        return Gathering(self.rules, self.publisher, self.history)

    def hear(self, records: Iterable[Incoming]) -> None:
        """Take what the topics say, whoever said it."""
        for record in records:
            self.read_until[record.topic, record.partition] = record.offset + 1
            name = (record.key or b"").decode(errors="replace")
            self.stale = True
            if record.topic == BUSINESS_ITEMS.name:
                self.heard[name] = record.value
            elif record.value is None:
                self.said.pop(name, None)
            else:
                self.said[name] = digest_of(record.value)

    def knows(self, ends: Mapping[tuple[str, int], int]) -> bool:
        """Whether it has read up to *ends*: before, it would say what is not whole."""
        return all(self.read_until.get(at, 0) >= end for at, end in ends.items())

    def is_due(self) -> bool:
        """Whether the topic may say something else than the items mean."""
        rules = self.rules()
        return rules is not None and (self.stale or self.said_by != _content(rules))

    def news(self) -> tuple[Outgoing, ...]:
        """Say what the topic must be told so that it says what the items mean.

        Is called in a thread: nothing else looks at the parts.
        """
        heard, self.heard, self.stale = self.heard, {}, False
        for name, value in heard.items():
            part = part_of(value) if value is not None else None
            if part is None:
                self.parts.pop(name, None)
            else:
                self.parts[name] = part
        rules = self.rules()
        if rules is None:
            return ()
        self.said_by = _content(rules)
        return said_of(self.parts, rules, self.said, self.history())

    async def say(self) -> int:
        """Publish what differs; return how many objectives did.

        Raises BrokerAwayError; then it is due again. What else goes wrong is logged,
        and the objectives stand as they were said last until something is heard.
        """
        try:
            news = await asyncio.to_thread(self.news)
            await self.publisher.publish(news)
        except RetryableError:
            self.stale = True
            raise
        except Exception:
            # Objectives cannot stop the bridge.
            log.exception(events.OBJECTIVES_FAILED)
            return 0
        for record in news:
            name = (record.key or b"").decode()
            if record.value is None:
                self.said.pop(name, None)
            else:
                self.said[name] = digest_of(record.value)
        if news:
            log.info(events.OBJECTIVES_SAID, objectives=len(news))
        return len(news)


def said_of(
    parts: Mapping[str, Part],
    rules: RuleSet,
    said: Mapping[str, Digest],
    history: Iterable[RuleSet] = (),
) -> tuple[Outgoing, ...]:
    """Say what must be published where the topic says *said*.

    An objective that the rules have no more is taken away.
    """
    told = {
        objective.objective: BUSINESS_OBJECTIVES.encode(objective)
        for objective in gathered(parts, rules, history)
    }
    gone = sorted(set(said) - set(told))
    return (
        *(
            Outgoing(BUSINESS_OBJECTIVES.name, name.encode(), value)
            for name, value in told.items()
            if said.get(name) != digest_of(value)
        ),
        *(Outgoing(BUSINESS_OBJECTIVES.name, name.encode(), None) for name in gone),
    )


async def gather(
    kafka: KafkaSettings, gathering: Gathering, is_ours: Callable[[], bool]
) -> None:
    """Gather for ever, whenever it *is ours* to do; an absent broker is waited for."""
    while True:
        if not is_ours():
            gathering = gathering.anew()
        else:
            try:
                await _follow(kafka, gathering, is_ours)
            except BrokerAwayError as error:
                log.warning(events.BROKER_AWAY, code=error.code, detail=str(error))
        await asyncio.sleep(_PAUSE_SECONDS)


async def _follow(
    kafka: KafkaSettings, gathering: Gathering, is_ours: Callable[[], bool]
) -> None:
    clock = asyncio.get_running_loop().time
    ends = await end_offsets(kafka, TOPICS, ROLE)
    looks, rested, said_at = 0, 0.0, clock()
    following = follow(kafka, TOPICS, ROLE, from_offsets=gathering.read_until)
    async with aclosing(following) as batches:
        async for batch in batches:
            gathering.hear(batch)
            if not is_ours() or (looks := looks + 1) > _LOOKS:
                return
            quiet = not batch or clock() - said_at > _LATEST_SECONDS
            if not (quiet and clock() >= rested and gathering.is_due()):
                continue
            if gathering.knows(ends):
                said_at = clock()
                await gathering.say()
                rested = clock() + _REST * (clock() - said_at)


async def is_gathered(kafka: KafkaSettings, at: datetime) -> bool:
    """Whether the topic says what all items mean by the rules that count *at* then."""
    published = await read_rules_topic(kafka)
    rules = effective_at(published, at)
    gathering = Gathering(lambda: rules, _Nobody(), lambda: published)
    async for batch in read_to_end(kafka, TOPICS, ROLE):
        gathering.hear(batch)
    return rules is not None and not gathering.news()


class _Nobody:
    """Says nothing."""

    async def publish(self, records: Sequence[Outgoing]) -> None:
        """Do nothing."""


def _content(rules: RuleSet) -> tuple[int, str]:
    return rules.version, rules.content_hash
