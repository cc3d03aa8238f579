"""The command from its first moment on: `passerelle`, and `python -m passerelle`."""

import os
import signal
from types import FrameType

STOPPED = 130
"""As `errors.EXIT_STOPPED`, which is not loaded yet."""


def _stopped(_signal: int, _frame: FrameType | None) -> None:
    os.write(2, b"Stopped before the end.\n")
    os._exit(STOPPED)


def main() -> None:
    """Load the command and run it; until it is loaded nothing needs to be closed."""
    before = signal.signal(signal.SIGINT, _stopped)
    from passerelle.cli import main as command  # noqa: PLC0415 - half a second

    signal.signal(signal.SIGINT, before)
    command()


if __name__ == "__main__":
    main()
