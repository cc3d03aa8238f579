"""The translate worker as a process of its own.

Faust wants a loop to itself, and the worker ends its process rather than acknowledge
what it did not say.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr

from passerelle.errors import EXIT_SETTINGS
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import FatalError, RetryableError
from passerelle_translate.settings import TranslateSettings

GRACE_SECONDS = 20
"""How long a worker may take to end cleanly before it is killed."""


class WorkerEndedError(RetryableError):
    """The translate worker ended although nobody asked it to."""

    code = "worker-ended"

    def __init__(self, status: int, log: Path | None) -> None:
        self.status = status
        where = f" Its last words stand in {log}." if log else ""
        super().__init__(f"The translate worker ended with status {status}.{where}")


class WorkerRefusesError(FatalError):
    """The translate worker refuses to start; its own words were said already."""

    code = "worker-refuses"

    def __init__(self) -> None:
        super().__init__("The translate worker refuses to start.")


def refuse_with(status: int) -> None:
    """Raise WorkerRefusesError when a worker ended with *status* because of that."""
    if status == EXIT_SETTINGS:
        raise WorkerRefusesError


def environment_of(
    kafka: KafkaSettings, translate: TranslateSettings
) -> dict[str, str]:
    """Say the settings of a worker as environment variables, on top of ours."""
    told = {
        **dict(_variables("KAFKA", kafka)),
        **dict(_variables("TRANSLATE", translate)),
    }
    ours = {k: v for k, v in os.environ.items() if not k.startswith("KAFKA_BOOTSTRAP")}
    return {**ours, **told}


def _variables(section: str, settings: BaseModel) -> Iterator[tuple[str, str]]:
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if value is not None:
            yield f"PASSERELLE_{section}__{name.upper()}", _written(value)


def _written(value: Any) -> str:  # noqa: ANN401 - any value that a setting can have
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, str | Path):
        return str(value)
    return json.dumps(value)


@asynccontextmanager
async def translate_worker(
    kafka: KafkaSettings,
    translate: TranslateSettings,
    *,
    log: Path | None = None,
    in_vain: Callable[[], bool] = lambda: False,
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a worker while the block runs; its words go to *log*, or to our own.

    It ends with this process, however that ends. *in_vain* says at the end whether
    its broker is gone for good, so that it need not be asked to end cleanly.
    """
    target = log.open("ab") if log else None
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "passerelle.worker",
        "translate",
        env=environment_of(kafka, translate),
        stdin=subprocess.PIPE,
        stdout=target,
        stderr=target,
        start_new_session=True,
    )
    if target:
        target.close()
    try:
        yield process
    finally:
        await end(process, seconds=0 if in_vain() else GRACE_SECONDS)


async def end(
    process: asyncio.subprocess.Process, *, seconds: float = GRACE_SECONDS
) -> None:
    """Ask a process to end, and end it when it does not within *seconds*."""
    if process.returncode is not None:
        return
    if seconds:
        process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
