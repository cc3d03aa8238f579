"""The command as a child of `up` or `demo`: it ends when who started it is gone."""

import os
import signal
import threading
import time
from asyncio import CancelledError

from passerelle.cli import main
from passerelle.errors import EXIT_STOPPED
from passerelle.guard import when_left_alone

GRACE_SECONDS = 10
"""How long it may take to end cleanly; its broker may be gone as well."""


def end_ourselves() -> None:
    """End as if told to, and then in any case."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(EXIT_STOPPED)


def say_what_ends_a_thread(ended: threading.ExceptHookArgs) -> None:
    """Print what ended a thread, but not that it was told to end.

    Faust's consumer thread raises that where aiokafka was about to ask again.
    """
    if not issubclass(ended.exc_type, CancelledError):
        threading.__excepthook__(ended)


if __name__ == "__main__":
    threading.excepthook = say_what_ends_a_thread
    when_left_alone(end_ourselves)
    main()
