"""The programs of the drill: passerelle's own, watched and started again."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from tests.brokers import ROOT


class Program:
    """One `passerelle` subprocess that is started again whenever it ends."""

    def __init__(self, config: Path, words: Sequence[str], log: Path) -> None:
        self._command = [sys.executable, "-m", "passerelle", "-c", str(config), *words]
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._killed: asyncio.subprocess.Process | None = None
        self.starts = 0

    async def run(self) -> None:
        """Keep it alive until cancelled; then end it as an operator would."""
        try:
            while True:
                self._process = await started(self._command, self._log)
                self.starts += 1
                await self._process.wait()
                await asyncio.sleep(0.5)  # as a supervisor would, so as not to spin
        finally:
            await self._end()

    def kill(self) -> bool:
        """End it as a power cut would; False when it was not running."""
        process, before, self._killed = self._process, self._killed, self._process
        if process is None or process is before or process.returncode is not None:
            return False
        process.kill()
        return True

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(15):
                    await process.wait()
        finally:
            # Also where we are told twice to end.
            if process.returncode is None:
                process.kill()


async def started(command: Sequence[str], log: Path) -> asyncio.subprocess.Process:
    """Start a program that writes to the end of *log*."""
    with log.open("ab") as written:
        return await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )


async def ended(config: Path, words: Sequence[str], log: Path) -> int:
    """Run a `passerelle` verb to its end, as an operator would; say its status."""
    command = [sys.executable, "-m", "passerelle", "-c", str(config), *words]
    process = await started(command, log)
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def beside(*programs: Program) -> AsyncIterator[None]:
    """Keep *programs* alive while the block runs."""
    tasks = [asyncio.create_task(program.run()) for program in programs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
