"""How fast the simulated tracker can be asked at all: h11 over plain streams.

What this reaches is what the machine leaves to any client; ours has to do more.
"""

import asyncio
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import h11

from benchmarks.backfill.rendering import PROJECT

_CHUNK = 256 * 1024


async def asked_a_second(address: str, requests: int, connections: int) -> float:
    """Ask for *requests* timelines over *connections*; return how many a second."""
    numbers = iter(range(1, requests + 1))
    before = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(_ask(address, numbers))
    return requests / (time.perf_counter() - before)


async def _ask(address: str, numbers: Iterator[int]) -> None:
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    spoken = h11.Connection(h11.CLIENT)
    for number in numbers:
        target = f"/repos/{PROJECT}/issues/{number}/timeline?per_page=100"
        host = [("Host", url.netloc)]
        request = h11.Request(method="GET", target=target, headers=host)
        writer.write((spoken.send(request) or b"") + (_end(spoken) or b""))
        while not isinstance(event := spoken.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                spoken.receive_data(await reader.read(_CHUNK))
        spoken.start_next_cycle()
    writer.close()


def _end(spoken: h11.Connection) -> bytes | None:
    return spoken.send(h11.EndOfMessage())
