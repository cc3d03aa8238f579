"""The services' libraries are extras: an image may hold those of one service only."""

from collections.abc import Iterator
from contextlib import contextmanager

from passerelle.errors import ExtraMissingError

OURS = ("passerelle",)


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Turn a missing library of *extra* into a sentence that says how to get it."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = error.name or "a library"
        if missing.split("_")[0] in OURS:
            raise
        raise ExtraMissingError(extra, missing) from error
