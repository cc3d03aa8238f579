"""Runs one translate worker in a process of its own, as the command line does."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_translate.settings import TranslateSettings

_PROGRAM = """\
import sys
from passerelle_kafka.settings import KafkaSettings
from passerelle_translate.service import run
from passerelle_translate.settings import TranslateSettings
run(
    KafkaSettings.model_validate_json(sys.argv[1]),
    TranslateSettings.model_validate_json(sys.argv[2]),
)
"""


class Worker:
    """One worker process; it can be stopped, paused and killed."""

    def __init__(
        self, kafka: KafkaSettings, settings: TranslateSettings, log: Path
    ) -> None:
        self.arguments = (kafka.model_dump_json(), settings.model_dump_json())
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def send(self, what: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(what)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send(signal.SIGKILL)
        self.wait(10)

    def wait(self, seconds: float) -> int:
        assert self.process is not None
        return self.process.wait(seconds)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def said(self) -> str:
        return self.log.read_text(errors="replace")


@asynccontextmanager
async def worker(
    kafka: KafkaSettings, settings: TranslateSettings, log: Path
) -> AsyncIterator[Worker]:
    """Run a worker while the block runs; kill what is left of it."""
    running = Worker(kafka, settings, log)
    running.start()
    try:
        yield running
    finally:
        if running.alive:
            running.kill()


async def until(
    holds: Callable[[], Awaitable[bool]], *, what: str, seconds: float = 60
) -> None:
    """Ask again until *holds*; fail loudly at the deadline."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + seconds
    while not await holds():
        if clock() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        await asyncio.sleep(0.1)


async def newest(kafka: KafkaSettings, topic: str) -> dict[bytes, bytes | None]:
    """The newest value of every key."""
    values: dict[bytes, bytes | None] = {}
    async for batch in read_to_end(kafka, [topic], "test"):
        values |= {record.key or b"": record.value for record in batch}
    return values


async def count(kafka: KafkaSettings, topic: str) -> int:
    """How many records a topic holds."""
    batches = read_to_end(kafka, [topic], "test")
    return sum([len(batch) async for batch in batches])
