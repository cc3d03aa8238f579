"""Has Python look less often for garbage that refers to itself.

A page of a tracker is a tree of many thousand parts, which go when nobody refers to
them. Python counts parts that are made, and looks through all there are again and again
meanwhile: a third of what reading a tracker costs, and it finds nothing.
"""

import gc
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Work = Callable[P, Coroutine[Any, Any, R]]

SELDOM = (50_000, 20, 50)
"""Parts made and not gone, some megabytes; then rounds of the young, of the old."""
_USUAL = gc.get_threshold()
_running: list[object] = []


def seldom_collected(work: Work[P, R]) -> Work[P, R]:
    """Look for garbage seldom while *work* runs, and not in what was there before.

    However many such works run in a process, all is as it was when the last one ends.
    """

    @wraps(work)
    async def seldom(*args: P.args, **named: P.kwargs) -> R:
        token = object()
        if not _running:
            gc.freeze()
            gc.set_threshold(*SELDOM)
        _running.append(token)
        try:
            return await work(*args, **named)
        finally:
            _running.remove(token)
            if not _running:
                gc.set_threshold(*_USUAL)
                gc.unfreeze()

    return seldom
