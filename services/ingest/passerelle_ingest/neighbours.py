"""Finds the keys of other trackers' issues that a text or a branch names.

A key is what people write, and no identity: whoever says facts about it addresses them
to the key, and its own tracker is asked which issue it is (see `mentions`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

MOST_NAMED = 50
"""Keys that one pull request names at most."""
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST_TEXT = 1_000_000
_NUMBER = r"[1-9][0-9]{0,9}(?![^\W_])"
"""Of a key: no letter and no other digit follows, of whatever script."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another source whose issues people name by a key."""

    source: str
    web: str
    projects: tuple[str, ...]
    """The keys of the projects that it follows, in upper case."""


@dataclass(frozen=True, slots=True)
class Named:
    """An issue of another source, as somebody wrote it."""

    source: str
    project: str
    key: str


def named(
    neighbours: Sequence[Neighbour], texts: Iterable[str], branch: str
) -> tuple[Named, ...]:
    """Say each issue that is named, once, in order; at most fifty.

    In a text a key is upper case, alone or in an address of its own site; within
    another address it is none. In a branch its case does not matter. A key that two
    sources could mean says neither, unless an address says which.
    """
    found = _named(neighbours, [text[:_LONGEST_TEXT] for text in texts], branch)
    return tuple(islice(dict.fromkeys(found), MOST_NAMED))


def _named(
    neighbours: Sequence[Neighbour], texts: Sequence[str], branch: str
) -> Iterator[Named]:
    for one in neighbours:
        others = {p for other in neighbours if other != one for p in other.projects}
        by_address, in_text, in_branch = _patterns(one)
        alone = [_ADDRESS.sub(" ", text) for text in texts]
        keys = [(key, True) for text in texts for key in by_address.findall(text)]
        keys += [(key, False) for text in alone for key in in_text.findall(text)]
        keys += [(key, False) for key in in_branch.findall(branch)]
        for key, certain in keys:
            project = key.upper().rpartition("-")[0]
            if certain or project not in others:
                yield Named(one.source, project, key.upper())


@lru_cache(maxsize=256)
def _patterns(one: Neighbour) -> tuple[re.Pattern[str], ...]:
    keys = rf"(?:{'|'.join(map(re.escape, one.projects))})-{_NUMBER}"
    return (
        re.compile(rf"{re.escape(one.web)}/browse/({keys})", re.IGNORECASE),
        re.compile(rf"(?<![\w-])({keys})"),
        re.compile(rf"(?<![A-Za-z0-9])({keys})", re.IGNORECASE),
    )
