"""One run of the fault drill: grow two trackers, let them live and lie, compare."""

import asyncio
import contextlib
import tomllib
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from tests.brokers import KafkaBroker
from tests.drill.book import Book, Kind
from tests.drill.courier import Courier
from tests.drill.figures import belated, counted, healths, mistakes, standing
from tests.drill.knowing import NeverError, folded, read_since, translated, until
from tests.drill.places import place_of
from tests.drill.plan import Plan
from tests.drill.programs import Program, beside
from tests.drill.recount import miscounted, recounts
from tests.drill.seams import Tracker
from tests.drill.tally import Tally
from tests.drill.troubles import kill, troubles
from tests.drill.under_way import OVERLAP, Drill, Say
from tests.drill.verdict import Verdict, judged
from tests.drill.way import FaultyWay


async def drill(
    plan: Plan,
    trackers: Mapping[str, Tracker],
    book: Book,
    folder: Path,
    say: Say,
) -> Verdict:
    """Run it; say what escaped. Raises NeverError when something never came."""
    broker = KafkaBroker(folder)
    tallies = {name: Tally() for name in trackers}
    run = Drill(plan, book, trackers, folder, say, broker, tallies)
    run.tell(f"Seed {plan.seed}: growing {plan.items} items.")
    grow(plan, trackers)
    await asyncio.to_thread(broker.format)
    await asyncio.to_thread(broker.start)
    try:
        async with _at_their_places(run) as places:
            run.write_settings(places)
            return await _lived(run)
    finally:
        await asyncio.to_thread(broker.stop)


def grow(plan: Plan, trackers: Mapping[str, Tracker]) -> None:
    """Give each tracker its share of the items, with a past."""
    share = plan.items // len(trackers)
    for name, tracker in trackers.items():
        dice = Random(f"{plan.seed}/{name}/past")  # noqa: S311
        tracker.grow(dice, share, datetime.now(UTC))


@contextlib.asynccontextmanager
async def _at_their_places(
    run: Drill,
) -> AsyncIterator[Mapping[str, str]]:
    async with contextlib.AsyncExitStack() as stack:
        places = {}
        for name, tracker in run.trackers.items():
            way = FaultyWay(tracker, run.book, run.tallies[name])
            places[name] = await stack.enter_async_context(place_of(way))
        yield places


async def _lived(run: Drill) -> Verdict:
    ingest = Program(run.config, ["ingest", "serve"], run.folder / "ingest.log")
    translate = Program(run.config, ["translate"], run.folder / "translate.log")
    pace = run.plan.pace
    courier = Courier(run.trackers, run.tallies, run.book, run.address, pace=pace)
    async with beside(ingest, translate):
        try:
            await _live(run, courier, ingest)
            stopped_at = await _settle(run, courier)
            return await _repaired(run, stopped_at)
        finally:
            await courier.close()


async def _live(run: Drill, courier: Courier, ingest: Program) -> None:
    """Let the world change while everything that can go wrong does."""
    plan = run.plan
    run.tell("Ingest and translate start; the trackers change from now on.")
    if not plan.polls and await run.verb("ingest", "backfill"):
        why = "a first reading"
        raise NeverError(why)
    changing = asyncio.create_task(_changing(run, courier))
    try:
        if plan.polls:
            await _first_reading(run, ingest)
        await asyncio.gather(*troubles(run, ingest, plan.seconds))
        taken = sum(sum(tally.taken.values()) for tally in run.tallies.values())
        run.tell(f"{run.changes} changes, {taken} webhooks taken.")
    finally:
        changing.cancel()
        await asyncio.gather(changing, return_exceptions=True)


async def _first_reading(run: Drill, ingest: Program) -> None:
    """See the first reading through, killed once on its way."""
    begun = datetime.now(UTC) - OVERLAP
    reading = asyncio.create_task(_read(run, begun))
    if run.plan.kills:
        dice = run.book.dice(Kind.INGEST_KILLED)
        await asyncio.wait({reading}, timeout=dice.uniform(4, 4 + run.plan.items / 500))
        kill(run, ingest)
    await reading
    run.tell("Everything was read once.")


async def _read(run: Drill, moment: datetime) -> None:
    async def holds() -> bool:
        return await read_since(run.kafka, _projects(run), moment, OVERLAP)

    await until("a reading of every project", holds, run.plan.patience)


def _projects(run: Drill) -> int:
    """How many projects are followed, as the settings say."""
    told = tomllib.loads(run.config.read_text())
    return sum(len(source["projects"]) for source in told["ingest"]["sources"])


async def _changing(run: Drill, courier: Courier) -> None:
    """Change the trackers at an even pace, until cancelled."""
    dice = Random(f"{run.plan.seed}/changes")  # noqa: S311
    names = sorted(run.trackers)
    while True:
        tracker = run.trackers[dice.choice(names)]
        courier.send(tracker.change(dice, datetime.now(UTC)))
        for other in run.trackers.values():
            courier.send(other.outbox())
        run.changes += 1
        await asyncio.sleep(dice.uniform(0, 2 * run.plan.rest))


async def _settle(run: Drill, courier: Courier) -> datetime:
    """End all faults, and let the world stand still; say since when it does."""
    run.book.close()
    for tracker in run.trackers.values():
        tracker.settle(datetime.now(UTC))
    await courier.drain()
    run.tell("The world stands still; faults are over.")
    return datetime.now(UTC)


async def _repaired(run: Drill, stopped_at: datetime) -> Verdict:
    """Give ingest its next poll and census, then compare until all is well or late."""
    plan, verdict = run.plan, Verdict(0, 0, {})
    if plan.polls:
        await _read(run, stopped_at)
        run.tell("Every project was read once more.")
    await _caught_up(run)
    if plan.polls:
        status = await run.verb("ingest", "census")
        run.tell(f"The last census ended with {status}.")

    async def well() -> bool:
        nonlocal verdict
        if not await translated(run.kafka):
            return False
        verdict = judged(run.trackers.values(), await folded(run.kafka))
        return verdict.is_well

    with contextlib.suppress(NeverError):
        await until("no difference", well, 40 if plan.polls else 10, every=2)
    return replace(verdict, figures=await _figures(run, verdict))


async def _figures(run: Drill, verdict: Verdict) -> list[str]:
    """Say what ingest says of itself that is not so."""
    plan, ends = run.plan, await standing(run.kafka)

    async def holds() -> bool:
        return await counted(run.kafka, run.tallies, ends)

    try:
        await until("the figures of everything", holds, 60, every=1)
    except NeverError as error:
        return [str(error)]
    found = await healths(run.kafka)
    again = await recounts(run.kafka, found)
    calm = not (plan.kills or plan.restarts)
    return [
        f"{name}: {mistake}"
        for name, tally in run.tallies.items()
        for mistake in (
            *mistakes(found[name], tally, verdict.known, calm=calm),
            *belated(found[name], run.trackers[name].showings, calm=calm),
            *miscounted(found[name], again[name]),
        )
    ]


async def _caught_up(run: Drill) -> None:
    async def holds() -> bool:
        return await translated(run.kafka)

    await until("translate at the end of the facts", holds, run.plan.patience)
    run.tell("Translate has caught up.")
