"""`docker compose` as the tests speak it: bounded in time, telling where it is."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Stack:
    """One compose project: its own containers, network and volumes."""

    def __init__(
        self, project: str, settings: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        self.project = project
        self.settings = dict(settings)
        self.say = say

    def compose(
        self, *arguments: str, seconds: float = 120, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run one command of Compose; say all its words when it fails."""
        done = subprocess.run(
            ["docker", "compose", "-p", self.project, *arguments],
            cwd=ROOT,
            env={**os.environ, **self.settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if check and done.returncode:
            words = f"{done.stdout}\n{done.stderr}\n{self.logs()}"
            raise AssertionError(f"compose {' '.join(arguments)} failed:\n{words}")
        return done

    def build(self) -> None:
        """Build what is built from this checkout."""
        self.say("building the images (minutes the first time)")
        self.compose("build", "mail", "ingest", seconds=1200)

    def up(self, *services: str, seconds: int = 180) -> None:
        """Make *services*, or all of them; return once they are healthy."""
        began = time.monotonic()
        self.say(f"starting {', '.join(services) or 'the stack'}")
        self.compose(
            *("up", "-d", "--no-build", "--wait", "--wait-timeout", str(seconds)),
            *services,
            seconds=seconds + 60,
        )
        self.say(f"healthy after {time.monotonic() - began:.0f} s")

    def kill(self, service: str) -> None:
        """End *service* as a power cut would."""
        self.say(f"killing {service}")
        self.compose("kill", service)

    def start(self, service: str, *, seconds: float = 180) -> None:
        """Start again what was killed; return once it is healthy."""
        began = time.monotonic()
        self.say(f"starting {service} again")
        self.compose("start", service)
        self.wait_for_health(service, seconds=seconds)
        self.say(f"healthy after {time.monotonic() - began:.0f} s")

    def wait_for_health(self, service: str, *, seconds: float = 180) -> None:
        """Return once the health check of *service* is content."""
        eventually(
            f"{service} is healthy",
            lambda: self._health(service) == "healthy",
            seconds=seconds,
            words=self.logs,
        )

    def _health(self, service: str) -> str:
        container = self.compose("ps", "-q", service).stdout.strip()
        told = subprocess.run(
            ["docker", "inspect", "--format", "{{.State.Health.Status}}", container],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return told.stdout.strip()

    def run_in(
        self, service: str, *command: str, seconds: float = 120, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run *command* in the container of *service*."""
        return self.compose(
            "exec", "-T", service, *command, seconds=seconds, check=check
        )

    def state(self, service: str) -> dict[str, str]:
        """Say how the container of *service* is."""
        listed = self.compose("ps", "-a", "--format", "json", service, check=False)
        lines = [line for line in listed.stdout.splitlines() if line.startswith("{")]
        return dict(json.loads(lines[0])) if lines else {}

    def logs(self) -> str:
        """The last words of every container."""
        return self.compose("logs", "--no-color", "--tail", "40", check=False).stdout

    def down(self) -> None:
        """Take everything away, volumes too."""
        self.say("taking the stack down")
        self.compose(
            *("--profile", "demo", "down", "-v", "--remove-orphans", "-t", "10"),
            check=False,
        )


def eventually(
    what: str, holds: Callable[[], bool], *, seconds: float, words: Callable[[], str]
) -> None:
    """Return once *holds*; say *what* was awaited, and *words*, when it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {what}\n{words()}")
        time.sleep(0.5)
