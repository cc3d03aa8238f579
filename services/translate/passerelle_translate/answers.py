"""Publishing what a step decided: nothing returns before the broker has acknowledged.

While the broker is away it waits: a partition that stands still loses nothing.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

import structlog

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publishes, TooLargeError
from passerelle_kafka.records import Outgoing
from passerelle_translate import events
from passerelle_translate.dead import Clock, SetAside
from passerelle_translate.state import Change, standing

log = structlog.get_logger()

_PAUSE_SECONDS = 0.2
"""Between attempts; the publisher has waited out its own patience before."""


class Answers:
    """Answers for messages: with what they change, or with a dead letter."""

    def __init__(self, publisher: Publishes, *, clock: Clock, program: str) -> None:
        self.publisher = publisher
        self.clock = clock
        self.program = program

    async def answer(
        self, changes: Sequence[Change], set_aside: Iterable[SetAside]
    ) -> Sequence[Change]:
        """Publish both; return the changes that the topics now tell."""
        family = [record for change in changes for record in change.elsewhere]
        outgoing = [record for change in changes for record in change.outgoing]
        letters = self._letters(set_aside)
        try:
            # The family first: what is written of an item was told to it for sure.
            if family:
                await self._publish(family)
            await self._publish([*outgoing, *letters])
        except TooLargeError:
            accepted, refused = await self._one_by_one(changes)
            await self._post([*letters, *self._letters(refused)])
            return accepted
        return changes

    async def _one_by_one(
        self, changes: Sequence[Change]
    ) -> tuple[list[Change], list[SetAside]]:
        """Find the items that the broker refuses, and set aside what made them so."""
        accepted: list[Change] = []
        refused: list[SetAside] = []
        for change in changes:
            try:
                for record in (*change.elsewhere, *change.outgoing):
                    # The item first: what it means is not said of what was refused.
                    await self._publish([record])
            except TooLargeError as error:
                causes = change.causes or (standing(change.held.item),)
                refused += [SetAside(cause, error) for cause in causes]
            else:
                accepted.append(change)
        return accepted, refused

    async def _post(self, letters: Sequence[Outgoing]) -> None:
        """Publish *letters*, without its payload where one is too large with it.

        The payload still lies where the letter says that it came from.
        """
        for letter in letters:
            try:
                await self._publish([letter])
            except TooLargeError:
                await self._publish([replace(letter, value=None)])

    def _letters(self, set_aside: Iterable[SetAside]) -> list[Outgoing]:
        letters = []
        for each in set_aside:
            log.warning(
                events.MESSAGE_SET_ASIDE,
                reason=each.reason,
                topic=each.record.topic,
                partition=each.record.partition,
                offset=each.record.offset,
                exc_info=each.error if each.reason == "unexpected" else None,
            )
            letters.append(each.letter(self.clock(), self.program))
        return letters

    async def _publish(self, records: Sequence[Outgoing]) -> None:
        while True:
            try:
                await self.publisher.publish(records)
            except BrokerAwayError as error:
                log.warning(events.BROKER_AWAY, code=error.code, detail=str(error))
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return
