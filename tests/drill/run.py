"""One run of the fault drill: grow two trackers, let them live and lie, compare."""

import asyncio
import contextlib
import time
import tomllib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from passerelle.embedded import free_port
from passerelle_kafka.settings import KafkaSettings
from tests.brokers import ROOT, KafkaBroker
from tests.drill.book import Book, Kind
from tests.drill.courier import Courier
from tests.drill.figures import counted, healths, mistakes
from tests.drill.knowing import NeverError, folded, read_since, translated, until
from tests.drill.places import place_of
from tests.drill.programs import Program, beside, ended
from tests.drill.seams import Tracker
from tests.drill.tally import Tally
from tests.drill.verdict import Verdict, judged
from tests.drill.way import FaultyWay

Say = Callable[[str], None]

CHANCES: Mapping[Kind, float] = {
    Kind.DROPPED: 0.15,
    Kind.DUPLICATED: 0.10,
    Kind.REORDERED: 0.10,
    Kind.DELAYED: 0.10,
    Kind.TRUNCATED: 0.3,
    Kind.LATE_INDEX: 0.15,
    Kind.LIMITED: 0.002,
    Kind.LIMITED_SILENTLY: 0.002,
    Kind.LIMITED_BY_DATE: 0.002,
    Kind.SECONDARY: 0.002,
    Kind.AWAY: 0.003,
    Kind.TIMEOUT: 0.001,
    Kind.HALF_BODY: 0.003,
    Kind.TOKEN_EXPIRED: 0.002,
    Kind.STATUS_RENAMED: 0.01,
    Kind.FIELD_RENAMED: 0.01,
    Kind.PROJECT_RENAMED: 0.005,
    Kind.DST: 0.02,
    Kind.PARTIAL: 0.3,
    Kind.SHORT_PAGE: 0.2,
    Kind.PAGE_TOKEN_REPEATED: 0.01,
    Kind.PAGE_TOKEN_EXPIRED: 0.01,
}
MOST: Mapping[Kind, int] = {
    Kind.TIMEOUT: 12,
    Kind.LIMITED: 20,
    Kind.LIMITED_BY_DATE: 20,
    Kind.DST: 2,
    Kind.STATUS_RENAMED: 6,
    Kind.FIELD_RENAMED: 6,
}
OVERLAP = timedelta(seconds=6)
_POLL_MINUTES = 0.05
_TRAILING_HOURS = 0.05


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is made of."""

    seed: int
    items: int = 5000
    seconds: float = 75
    """For how long the world changes after the first reading."""
    pace: float = 10
    """Seconds that stand for a tracker's long while."""
    rest: float = 0.12
    """Seconds between two changes, on the average."""
    kills: int = 3
    restarts: int = 1
    losses: int = 2
    """Times that each tracker takes the permission away."""
    censuses: int = 2
    chances: Mapping[Kind, float] = field(default_factory=lambda: CHANCES)
    most: Mapping[Kind, int] = field(default_factory=lambda: MOST)
    polls: bool = True
    """Without polls nothing but webhooks tells; to prove that the drill sees it."""
    patience: float = 150


@dataclass(slots=True)
class Drill:
    """The parts of a run that is under way."""

    plan: Plan
    book: Book
    trackers: Mapping[str, Tracker]
    folder: Path
    say: Say
    broker: KafkaBroker
    tallies: Mapping[str, Tally]
    config: Path = field(init=False)
    address: str = field(init=False)
    changes: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def kafka(self) -> KafkaSettings:
        """Where the broker is."""
        return self.broker.settings

    def tell(self, words: str) -> None:
        """Say how far we are."""
        self.say(f"[{time.monotonic() - self.began:5.0f} s] {words}")

    def write_settings(self, places: Mapping[str, str]) -> None:
        """Write passerelle.toml: everything short, by settings that are documented."""
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.config = self.folder / "passerelle.toml"
        sources = [t.settings(places[name]) for name, t in self.trackers.items()]
        polls = _POLL_MINUTES if self.plan.polls else 0
        self.config.write_text(f"""
[kafka]
bootstrap = "{self.kafka.bootstrap}"
patience_seconds = 10

[translate]
rules = "{ROOT / "rules"}"

[ingest]
port = {port}
poll_minutes = {polls}
overlap_minutes = {OVERLAP.total_seconds() / 60}
trailing_hours = {_TRAILING_HOURS}
census_absent_share = 0.3
unsaid_wait_seconds = 0.2
{"".join(sources)}""")

    async def verb(self, *words: str) -> int:
        """Run a verb as an operator would."""
        log = self.folder / f"{'-'.join(words)}.log"
        return await ended(self.config, words, log)


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
        await asyncio.gather(*_troubles(run, ingest, plan.seconds))
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
        _kill(run, ingest)
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


def _troubles(
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
    planned += [at(moment(), lambda: _kill(run, ingest)) for _ in range(plan.kills - 1)]
    planned += [at(moment(), lambda: _restart(run)) for _ in range(plan.restarts)]
    planned += [at(moment(), lambda: _census(run)) for _ in range(plan.censuses)]
    for name in sorted(run.trackers):
        lose = partial(_lose, run, name)
        planned += [at(moment(), lose) for _ in range(plan.losses)]
    return [asyncio.create_task(one) for one in planned]


def _kill(run: Drill, ingest: Program) -> None:
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


async def _lose(run: Drill, name: str) -> None:
    run.book.begin(Kind.PERMISSION_LOST, name)
    await asyncio.sleep(run.book.dice(Kind.PERMISSION_LOST).uniform(0.3, 0.8) * 10)
    run.book.end(Kind.PERMISSION_LOST, name)


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
    plan = run.plan

    async def holds() -> bool:
        return await counted(run.kafka, run.tallies)

    try:
        await until("the figures of everything", holds, 60, every=1)
    except NeverError as error:
        return [str(error)]
    found = await healths(run.kafka)
    calm = not (plan.kills or plan.restarts)
    return [
        f"{name}: {mistake}"
        for name, tally in run.tallies.items()
        for mistake in mistakes(found[name], tally, verdict.known, calm=calm)
    ]


async def _caught_up(run: Drill) -> None:
    async def holds() -> bool:
        return await translated(run.kafka)

    await until("translate at the end of the facts", holds, run.plan.patience)
    run.tell("Translate has caught up.")
