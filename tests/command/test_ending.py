"""However `up` ends, nothing that it started is left, and it says why it ended."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from asyncio import CancelledError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from passerelle.embedded import free_port
from passerelle.worker import say_what_ends_a_thread
from tests.command.test_command_line import RULES, environment

pytestmark = [
    pytest.mark.tansu,
    pytest.mark.skipif(
        not Path("/proc/self/stat").exists(), reason="it looks into Linux's /proc"
    ),
]


@dataclass(frozen=True, slots=True)
class Running:
    """`up` in a folder, and what it says."""

    process: subprocess.Popen[str]
    log: Path

    def words(self) -> str:
        return self.log.read_text()

    @property
    def broker(self) -> str:
        """Where it says that its broker is."""
        (address,) = re.findall(r"Kafka is at (\S+);", self.words())
        assert isinstance(address, str)
        return address


@contextmanager
def up_here(folder: Path) -> Iterator[Running]:
    """Run `up` as below, and give what it says."""
    with _up(folder) as process:
        yield Running(process, folder / "log")


@contextmanager
def _up(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `up` on the embedded broker, from the moment its worker translates."""
    health = folder / "health.json"
    settings = {
        "PASSERELLE_INGEST__PORT": str(free_port()),
        "PASSERELLE_TRANSLATE__RULES": str(RULES),
        "PASSERELLE_TRANSLATE__SESSION_TIMEOUT_SECONDS": "6",
        "PASSERELLE_TRANSLATE__HEALTH_FILE": str(health),
    }
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "passerelle", "up"],
            cwd=folder,
            env=environment(settings),
            stdout=log,
            stderr=log,
            text=True,
        )
    try:
        _until(health.exists, seconds=60)
        yield running
    finally:
        started = _descendants(running.pid)
        running.kill()
        running.wait()
        for pid in started:
            if _alive(pid):
                os.kill(pid, signal.SIGKILL)


def _until(holds: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _processes() -> Iterator[tuple[int, int, str]]:
    """Yield each process that is no zombie: its id, its parent's, its name."""
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = entry.read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        state, parent = rest.split()[:2]
        if state != "Z":
            yield int(entry.parent.name), int(parent), name


def _descendants(pid: int) -> dict[int, str]:
    every = list(_processes())
    found: dict[int, str] = {}
    fresh = {pid}
    while fresh:
        born = {p: name for p, parent, name in every if parent in fresh}
        fresh = set(born) - set(found)
        found |= born
    return found


def _alive(pid: int) -> bool:
    return any(other == pid for other, _, _ in _processes())


def _broker(started: dict[int, str]) -> int:
    (pid,) = (pid for pid, name in started.items() if not name.startswith("python"))
    return pid


def test_it_ends_with_its_broker_and_says_so(tmp_path: Path) -> None:
    with _up(tmp_path) as running:
        started = _descendants(running.pid)
        os.kill(_broker(started), signal.SIGKILL)
        status = running.wait(60)
        words = (tmp_path / "log").read_text()
        assert status == 69, words
        assert "passerelle: The embedded broker ended with status 137" in words
        assert "Traceback" not in words
        # Its broker's guard ends when it sees that we have.
        _until(lambda: not [pid for pid in started if _alive(pid)], seconds=30)


def test_killed_it_leaves_nothing_behind(tmp_path: Path) -> None:
    with _up(tmp_path) as running:
        started = _descendants(running.pid)
        assert len(started) >= 3  # the broker, its guard, the worker
        running.kill()
        running.wait()
        _until(lambda: not [pid for pid in started if _alive(pid)], seconds=30)


def test_ctrl_c_while_it_loads_is_no_crash(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "passerelle", "--help"],
        cwd=tmp_path,
        env=environment({}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr
        for line in running.stderr:
            if line.rstrip().endswith("| passerelle.cli"):
                pytest.fail("it was loaded before it could be stopped")
            if line.rstrip().endswith(" typer.models"):
                break
        running.send_signal(signal.SIGINT)
        said = running.communicate(timeout=60)[1]
        assert running.returncode == 130, said
        assert "Traceback" not in said
        assert "Stopped before the end." in said


def test_a_thread_that_was_told_to_end_says_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for error, said in ((CancelledError(), False), (ValueError("lost"), True)):
        ended = threading.ExceptHookArgs((type(error), error, None, None))
        say_what_ends_a_thread(ended)
        assert ("ValueError" in capsys.readouterr().err) is said
