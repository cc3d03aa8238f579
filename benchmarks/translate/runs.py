"""The programs that are compared, each in a process of its own."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.environments import ROOT, environment
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_RULES, ITEM_PARTITIONS
from passerelle_translate.health import read_health
from passerelle_translate.settings import TranslateSettings
from tests.translate.worker import Worker

PINS = Path(__file__).parent / "peers"
QUIX = PINS / "quix.txt"
GROUP = "bench"
_OURS_TO_IMPORT = ("services/translate", "schemas", "kafka")
_LOOK_SECONDS = 0.02
_PATIENCE_SECONDS = 120


class Running:
    """A process that must not end while it is measured."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.process = process
        self.log = log

    def check(self) -> None:
        """Raise RuntimeError with what it said last when it has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(self.log.read_text(errors="replace")[-4000:])

    def resident_mib(self) -> float:
        """Say how much memory it has now."""
        asked = ["ps", "-o", "rss=", "-p", str(self.process.pid)]
        return int(subprocess.check_output(asked)) / 1024


@contextmanager
def ours(kafka: KafkaSettings, folder: Path) -> Iterator[tuple[Running, Path]]:
    """Run our worker; yield it, and the file in which it says how it stands."""
    health = folder / "health.json"
    health.unlink(missing_ok=True)
    log = folder / "ours.log"
    settings = TranslateSettings(rules=ROOT / "rules", app_id=GROUP, health_file=health)
    worker = Worker(kafka, settings, log)
    worker.start()
    if worker.process is None:
        raise RuntimeError(log)
    try:
        yield Running(worker.process, log), health
    finally:
        _end(worker.process)


async def ready_after(running: Running, health: Path, began: float) -> float:
    """Say how long after *began* our worker held the state of all partitions.

    Its file tells the partitions while their state is still being read; it is written
    again once there is nothing left to do.
    """
    seen = None
    while time.perf_counter() < began + _PATIENCE_SECONDS:
        running.check()
        told = read_health(health)
        if told and len(told.partitions) == ITEM_PARTITIONS:
            if seen is not None and told != seen:
                return time.perf_counter() - began
            seen = told
        await asyncio.sleep(_LOOK_SECONDS)
    raise TimeoutError(running.log.read_text(errors="replace")[-4000:])


@contextmanager
def quix(kafka: KafkaSettings, rules: RuleSet, folder: Path) -> Iterator[Running]:
    """Run Quix Streams around our pure functions."""
    python = environment(QUIX) / "python"
    log = folder / "quix.log"
    paths = ":".join(str(ROOT / name) for name in _OURS_TO_IMPORT)
    told = folder / "rules.json"
    told.write_bytes(BUSINESS_RULES.encode(rules))
    with log.open("wb") as said, told.open("rb") as words:
        process = subprocess.Popen(
            [python, PINS / "quix_app.py", kafka.bootstrap, kafka.topic_prefix, GROUP],
            stdin=words,
            stdout=said,
            stderr=said,
            env={"PYTHONPATH": paths},
        )
    try:
        yield Running(process, log)
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
