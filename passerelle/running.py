"""Where the broker of a running `up` is, for the commands of a second terminal.

A small file beside the settings says it while `up` runs. `up` holds a lock on it: a
file that nobody holds was left by one that was killed, and counts as none.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import ValidationError

from passerelle.errors import SettingsInvalidError
from passerelle.settings import settings_folder
from passerelle_kafka.settings import KafkaSettings

NAME = ".passerelle-up"
_LARGEST = 300
"""Letters of an address: more is none that we wrote."""


class RunsAlreadyError(SettingsInvalidError):
    """Another `up` with a broker of its own runs in this folder."""

    code = "runs-already"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"`passerelle up` runs here already, with a broker of its own ({path}). "
            "Stop that one first, or give both a Kafka of yours: --kafka HOST:PORT."
        )


def embedded_at(bootstrap: str) -> KafkaSettings:
    """Say how to reach an embedded broker, and what it cannot do."""
    return KafkaSettings(bootstrap=bootstrap, idempotent=False, exact_ends=False)


@contextmanager
def held(config: Path | None) -> Iterator[int]:
    """Hold the place of the one `up` that brings a broker; raises RunsAlreadyError."""
    path = settings_folder(config) / NAME
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    held_by_us = os.open(path, flags, 0o600)
    try:
        try:
            fcntl.flock(held_by_us, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunsAlreadyError(path) from error
        os.fchmod(held_by_us, 0o600)
        os.truncate(held_by_us, 0)
        try:
            yield held_by_us
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(held_by_us)


def announce(place: int, kafka: KafkaSettings) -> None:
    """Say in the file that is *held* where the broker is."""
    os.truncate(place, 0)
    os.pwrite(place, kafka.bootstrap.encode(), 0)


def running_here(config: Path | None) -> KafkaSettings | None:
    """Give the broker of the `up` that runs in this folder; None when none does."""
    path = settings_folder(config) / NAME
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        ours = os.fstat(opened).st_uid == os.getuid()
        with suppress(BlockingIOError):
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return None  # nobody holds it: left behind
        told = os.read(opened, _LARGEST).decode(errors="replace")
        return embedded_at(told) if ours and told else None
    except ValidationError:
        return None
    finally:
        os.close(opened)
