"""Reads simulated trackers whole, ours and the peers one after the other, and says so.

See benchmarks/README.md for what is compared with what.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.backfill.ceiling import asked_a_second
from benchmarks.backfill.rendering import PAGE
from benchmarks.environments import ROOT, environment
from passerelle_ingest.settings import IngestSettings
from tests.brokers import NO_KAFKA, apache_kafka, kafka_is_here

PINS = Path(__file__).parent / "peers"
KINDS = ("github", "jira")
LATENCY = 0.05
CONCURRENCY = IngestSettings().concurrency
SIZES = (3_000, 10_000, 30_000)
"""The peers read the fewest and the most."""
REPEAT = 3
"""REPEAT=1 in the environment is sooner done, ITEMS=3000 sooner still."""
FASTEST = "jsonl"
"""The files that dlt loads into DuckDB soonest, and with the least memory."""
TEMPLATE = "insert_values"
"""The files that it loads unless it is told otherwise."""
_QUIET = {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "CRITICAL"}
_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""What is installed is compiled once: by pip for the peers, for us by the first run."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one reading took."""

    seconds: float
    items: int
    requests: int
    peak_mib: float
    told: dict[str, Any]

    @property
    def pace(self) -> float:
        """Items a second."""
        return self.items / self.seconds


@dataclass(frozen=True, slots=True)
class Measured:
    """The readings of one size, ours and the peers' by tracker."""

    ours: Mapping[str, Run]
    dlt: Mapping[str, Run]
    tap: Run


@dataclass(frozen=True, slots=True)
class Bench:
    """One simulated tracker of a size, with a broker beside it."""

    address: str
    bootstrap: str

    def ours(self, kind: str) -> Run:
        """Our backfill, until the broker has acknowledged everything."""
        module = "benchmarks.backfill.ours"
        asked = (kind, self.address, self.bootstrap, str(CONCURRENCY))
        return self._timed(sys.executable, "-m", module, *asked)

    def dlt(self, kind: str, form: str) -> Run:
        """dlt, until everything is in its DuckDB, by files of *form*."""
        script = str(PINS / "dlt_source.py")
        python = str(environment(PINS / "dlt.txt") / "python")
        asked = (kind, self.address, str(CONCURRENCY), form)
        return self._timed(python, script, *asked)

    def singer(self) -> Run:
        """The Singer tap, until it has written everything."""
        python = str(environment(PINS / "singer.txt") / "python")
        return self._timed(python, str(PINS / "singer.py"), self.address)

    def _timed(self, *command: str) -> Run:
        before = self._asked()
        done = subprocess.run(
            command,
            check=True,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, **_QUIET, **_COMPILED},
        )
        told = json.loads(done.stdout.splitlines()[-1])
        requests = self._asked() - before
        return Run(told["seconds"], told["items"], requests, told["peak_mib"], told)

    def _asked(self) -> int:
        with urllib.request.urlopen(f"{self.address}/asked") as answer:  # noqa: S310
            return int(answer.read())


def bound(kind: str, items: int) -> float:
    """Say how many items a second latency, page size and concurrency allow at most.

    GitHub: a timeline for each issue and the pages of the list, so many at a time.
    Jira: one page after the other, because each leads to the next by its token.
    """
    pages = -(-items // PAGE)
    if kind == "github":
        return items / ((items + pages) * LATENCY / CONCURRENCY)
    return items / (pages * LATENCY)


def main() -> None:
    """Measure and print; the last lines sum it up."""
    if not kafka_is_here():
        sys.exit(NO_KAFKA)
    sizes = [n for n in SIZES if n <= int(os.environ.get("ITEMS", "30000"))]
    for name in ("dlt", "singer"):
        environment(PINS / f"{name}.txt")
    with (
        tempfile.TemporaryDirectory() as folder,
        apache_kafka(Path(folder)) as broker,
    ):
        measured: list[Measured] = []
        for size in sizes:
            with _tracker(size) as address:
                bench = Bench(address, broker.settings.bootstrap)
                if size == sizes[0]:
                    _ceiling(address)
                    measured.append(_beside(bench, size, _repeats()))
                    template = bench.dlt("github", TEMPLATE)
                    _row("dlt, github, as its template loads", template, None)
                elif size == sizes[-1]:
                    measured.append(_beside(bench, size, 1))
                else:
                    for kind in KINDS:
                        _row(f"ours, {kind}", bench.ours(kind), bound(kind, size))
    _sum_up(measured[-1])
    _line("github-template", measured[0].ours["github"], "dlt", template)


def _repeats() -> int:
    return int(os.environ.get("REPEAT", REPEAT))


def _ceiling(address: str) -> None:
    one = asyncio.run(asked_a_second(address, 1_600, CONCURRENCY))
    many = asyncio.run(asked_a_second(address, 6_000, 64))
    allowed = CONCURRENCY / LATENCY
    print(
        f"the simulator itself, asked by a bare h11 loop: {one:.0f} requests/s of "
        f"{allowed:.0f} at {CONCURRENCY} a time, {many:.0f} at 64 a time",
        flush=True,
    )


def _beside(bench: Bench, size: int, repeats: int) -> Measured:
    """Ours and the peers in turns, so that they share what else the machine does."""
    runs: dict[str, list[Run]] = defaultdict(list)
    for _ in range(repeats):
        for kind in KINDS:
            runs[kind].append(bench.ours(kind))
            _row(f"ours, {kind}", runs[kind][-1], bound(kind, size))
            runs[f"dlt-{kind}"].append(bench.dlt(kind, FASTEST))
            name = f"dlt, {kind}, {CONCURRENCY} workers, {FASTEST}"
            _row(name, runs[f"dlt-{kind}"][-1], None)
        runs["tap"].append(bench.singer())
        _row("tap-github, fewer histories", runs["tap"][-1], None)
    middle = {name: _middle(every) for name, every in runs.items()}
    return Measured(
        ours={kind: middle[kind] for kind in KINDS},
        dlt={kind: middle[f"dlt-{kind}"] for kind in KINDS},
        tap=middle["tap"],
    )


def _middle(runs: Sequence[Run]) -> Run:
    middle = median(run.seconds for run in runs)
    return min(runs, key=lambda run: abs(run.seconds - middle))


def _row(name: str, run: Run, most: float | None) -> None:
    share = f", {run.pace / most:.0%} of the bound" if most else ""
    extract = run.told.get("extract")
    alone = f" ({run.items / extract:.0f} before it loads)" if extract else ""
    spent = run.told.get("cpu")
    cpu = f", {spent / run.items * 1e3:.2f} ms of CPU each" if spent else ""
    print(
        f"{name}: {run.items} items in {run.seconds:.1f} s = {run.pace:.0f} items/s"
        f"{alone}{share}; {run.requests} requests{cpu}; peak {run.peak_mib:.0f} MiB",
        flush=True,
    )


def _sum_up(measured: Measured) -> None:
    for kind in KINDS:
        _line(kind, measured.ours[kind], "dlt", measured.dlt[kind])
    ours, peer = measured.ours["github"], measured.tap
    rates = ours.requests / ours.seconds, peer.requests / peer.seconds
    print(
        f"backfill-requests: ours {rates[0]:.0f} requests/s, tap-github {rates[1]:.0f} "
        f"requests/s, ratio {rates[0] / rates[1]:.1f}, "
        f"bound {CONCURRENCY / LATENCY:.0f} requests/s"
    )


def _line(name: str, ours: Run, who: str, peer: Run) -> None:
    most = bound(name.partition("-")[0], ours.items)
    print(
        f"backfill-{name}: ours {ours.pace:.0f} items/s, {who} {peer.pace:.0f} "
        f"items/s, ratio {ours.pace / peer.pace:.1f}, bound {most:.0f} items/s"
    )


@contextmanager
def _tracker(items: int) -> Iterator[str]:
    """Run the simulator in a process of its own."""
    module = "benchmarks.backfill.tracker"
    command = [sys.executable, "-m", module, str(items), str(LATENCY * 1000)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
