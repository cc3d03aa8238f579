"""A process that prints may be ended: the others go on, and the failure has a name."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import pytest

from passerelle_report.contents import Edition, WeeklyReport
from passerelle_report.errors import LayoutError, PrintingEndedError
from passerelle_report.manifests import edition_of
from passerelle_report.press import (
    LIMITS,
    Limits,
    Lost,
    Press,
    Pressed,
    print_all,
)
from passerelle_report.printing import Printed
from passerelle_schemas.facts import Language
from tests.report.company import report


def _edition(told: WeeklyReport) -> Edition:
    return edition_of(told, Language.ENGLISH, ())


def _endless(entries: int = 60_000) -> Edition:
    """A page whose layout takes minutes and gigabytes, or as much as you say."""
    told = report()
    entry = told.evidence[0]
    more = tuple(entry.model_copy(update={"id": f"e{n}"}) for n in range(entries))
    return _edition(told.model_copy(update={"evidence": (*told.evidence, *more)}))


async def test_ctrl_c_is_ours_to_answer() -> None:
    """A terminal sends it to every process: those that print go on with their page."""
    with Press(1) as press:
        printing = press.send(_edition(report()))
        children = multiprocessing.active_children()
        assert children
        for child in children:
            assert child.pid
            os.kill(child.pid, signal.SIGINT)
        printed, _ = await printing
    assert isinstance(printed, Printed)


async def test_who_stops_waiting_ends_what_is_printed() -> None:
    with pytest.raises(asyncio.CancelledError), Press(1, Limits(60, 4096)) as press:
        press.send(_endless())
        children = multiprocessing.active_children()
        assert children
        raise asyncio.CancelledError
    assert not [child for child in children if child.is_alive()]


async def _all(press: Press, editions: Sequence[Edition]) -> list[Pressed | Lost]:
    return [told async for told in print_all(press, editions)]


@asynccontextmanager
async def killing(times: int) -> AsyncIterator[list[int]]:
    """Kill so many processes while the block runs, each as soon as it is there."""
    killed: list[int] = []

    async def kill() -> None:
        while len(killed) < times:
            for child in multiprocessing.active_children():
                if child.pid and child.pid not in killed and len(killed) < times:
                    os.kill(child.pid, signal.SIGKILL)
                    killed.append(child.pid)
            await asyncio.sleep(0.01)

    killer = asyncio.create_task(kill())
    try:
        yield killed
    finally:
        killer.cancel()
        with suppress(asyncio.CancelledError):
            await killer


async def test_a_killed_process_is_replaced_and_everything_is_printed() -> None:
    editions = [_edition(report()), _edition(report([]))]
    with Press(1) as press:
        async with killing(1) as killed:
            told = await _all(press, editions)
    assert len(killed) == 1
    assert all(isinstance(one, Pressed) for one in told)
    assert [one.edition for one in told] == editions


async def test_what_is_killed_twice_is_named_and_the_others_are_printed() -> None:
    with Press(1) as press:
        async with killing(2):
            told = await _all(press, [_edition(report()), _edition(report([]))])
    lost, printed = told
    assert isinstance(lost, Lost)
    assert isinstance(lost.error, PrintingEndedError)
    assert "runs out of memory" in str(lost.error)
    assert isinstance(printed, Pressed)


async def test_a_layout_that_does_not_end_is_ended() -> None:
    with Press(2, Limits(seconds=6, memory_mb=4096)) as press:
        told = await _all(press, [_endless(), _edition(report())])
    lost, printed = told
    assert isinstance(lost, Lost)
    assert "not done after 6 s" in str(lost.error)
    assert isinstance(printed, Pressed)


async def test_a_layout_that_needs_too_much_memory_is_ended() -> None:
    with Press(2, Limits(seconds=100, memory_mb=240)) as press:
        told = await _all(press, [_endless(8_000), _edition(report())])
    lost, printed = told
    assert isinstance(lost, Lost)
    # A library that is refused memory may fail by any error of its own.
    assert isinstance(lost.error, LayoutError | PrintingEndedError)
    assert "customer-service 2026-W47 en" in str(lost.error)
    assert isinstance(printed, Pressed)


async def test_a_thousand_megabytes_are_plenty() -> None:
    with Press(1) as press:
        (told,) = await _all(press, [_edition(report())])
    assert isinstance(told, Pressed)
    assert not told.printed.degraded
    assert told.seconds < LIMITS.seconds / 4
