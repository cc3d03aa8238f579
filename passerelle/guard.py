"""Runs the program of its arguments, and ends it when standard input closes.

Whoever starts this holds the other end of that pipe. Killed, it lets go of it, and no
signal had to be caught. Imports nothing of ours, so that it starts at once.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence


def when_left_alone(end: Callable[[], object]) -> None:
    """Call *end*, beside everything else, once who started this process is gone."""
    threading.Thread(target=_watch, args=(end,), daemon=True).start()


def _watch(end: Callable[[], object]) -> None:
    while os.read(0, 1024):
        pass  # nobody writes there; only its end counts
    end()


def guarded(command: Sequence[str]) -> int:
    """Run *command* in an environment of its own; return its exit status."""
    child = subprocess.Popen(  # noqa: S603 - said by who started us
        command,
        stdin=subprocess.DEVNULL,
        env={"PATH": os.defpath, "RUST_LOG": "error"},
    )
    when_left_alone(child.kill)
    status = child.wait()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
