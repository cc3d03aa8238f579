"""What is killed, restarted and taken away while the world changes, and when."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from tests.drill.book import Kind
from tests.drill.programs import Program
from tests.drill.showing import TRAILING
from tests.drill.under_way import Drill


def troubles(
    run: Drill, ingest: Program, seconds: float
) -> Sequence[asyncio.Task[None]]:
    """Plan kills, restarts, lost permissions and censuses at seeded moments."""
    plan, dice = run.plan, Random(f"{run.plan.seed}/troubles")  # noqa: S311

    async def at(moment: float, do: Callable[[], object]) -> None:
        await asyncio.sleep(moment)
        done = do()
        if asyncio.iscoroutine(done):
            await done

    def moment() -> float:
        return dice.uniform(0.05, 0.85) * seconds

    planned = [at(seconds, lambda: None)]
    planned += [at(moment(), lambda: kill(run, ingest)) for _ in range(plan.kills - 1)]
    planned += [at(moment(), lambda: _restart(run)) for _ in range(plan.restarts)]
    planned += [at(moment(), lambda: _census(run)) for _ in range(plan.censuses)]
    for name in sorted(run.trackers):
        lose = partial(_lose, run, name)
        planned += [at(moment(), lose) for _ in range(plan.losses)]
        lose = partial(_lose_for_long, run, name)
        planned += [at(moment() / 3, lose) for _ in range(plan.long_losses)]
    return [asyncio.create_task(one) for one in planned]


def kill(run: Drill, ingest: Program) -> None:
    if ingest.kill():
        run.book.count(Kind.INGEST_KILLED, "drill")
        run.tell("Ingest was killed.")


async def _restart(run: Drill) -> None:
    await asyncio.to_thread(run.broker.kill)
    await asyncio.to_thread(run.broker.start)
    run.book.count(Kind.BROKER_RESTARTED, "drill")
    run.tell("The broker was killed and started again.")


async def _census(run: Drill) -> None:
    status = await run.verb("ingest", "census")
    run.tell(f"A census in the middle of it all ended with {status}.")


async def _lose_for_long(run: Drill, name: str) -> None:
    run.book.begin(Kind.PERMISSION_LOST_LONG, name)
    await asyncio.sleep(TRAILING.total_seconds() + run.plan.poll_seconds / 2)
    run.book.end(Kind.PERMISSION_LOST_LONG, name)


async def _lose(run: Drill, name: str) -> None:
    run.book.begin(Kind.PERMISSION_LOST, name)
    await asyncio.sleep(run.book.dice(Kind.PERMISSION_LOST).uniform(0.3, 0.8) * 10)
    run.book.end(Kind.PERMISSION_LOST, name)
