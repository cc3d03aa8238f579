"""Pages that are told side by side: one is told whole before the next begins."""

import asyncio
from functools import partial

from passerelle_ingest.outcomes import Told
from passerelle_ingest.page import Page
from passerelle_ingest.reading import Item, Read
from passerelle_ingest.saying import Saying
from passerelle_schemas.deliveries import RawDelivery, Way
from tests.ingest.sources import JIRA, RecordingPublisher, clock


def page(name: str, told: list[str]) -> Read:
    """A page of ten items, that notes when each is told."""

    def tell(_: RawDelivery, number: int) -> Told:
        told.append(f"{name}{number}")
        return Told(())

    answer = Page(f"/{name}", name.encode(), None, None, clock(), clock())
    items = tuple(Item(answer, partial(tell, number=number)) for number in range(10))
    return Read((answer,), items)


async def test_a_page_is_told_whole_before_the_next_while_others_have_turns() -> None:
    told: list[str] = []
    turns = 0
    done = asyncio.Event()

    async def other() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(other())
    one = asyncio.Lock()
    saying = Saying(JIRA, "PAY", Way.BACKFILL, RecordingPublisher(), clock, telling=one)
    said = await asyncio.gather(*(saying.say(page(name, told)) for name in "ab"))
    done.set()
    await beside

    assert [one.items for one in said] == [10, 10]
    assert told == [f"{name}{number}" for name in "ab" for number in range(10)]
    assert turns > len(said)
