"""What both simulated trackers do for a story, and how its lines are read."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Protocol

from passerelle_ingest.outcomes import Told
from passerelle_ingest.site import Site
from passerelle_schemas.deliveries import RawDelivery
from tests.drill.seams import Post
from tests.scenarios.reading import StoryError
from tests.scenarios.story import Line

Words = Mapping[str, str]
"""The parts of a line, by name."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What a line changed, and how it can be known."""

    at: datetime
    posts: tuple[Post, ...]
    shows: tuple[str, ...]
    """The ids of the items whose reading shows it, right after."""
    is_kept: bool = True
    """Whether a reading long after tells it as well: the tracker has its history."""


class Side(Protocol):
    """One tracker of a story."""

    ids: dict[str, str]
    """The item ids by the names that the story gives."""

    @property
    def site(self) -> Site:
        """What ingest knows of it now."""

    def happen(self, line: Line) -> Happened | None:
        """Let it happen; None when it is not of this tracker."""

    def noise(self, at: datetime) -> Happened | None:
        """Let something happen that changes no answer."""

    def read(self, item: str, origin: RawDelivery) -> Told | None:
        """Read one item as REST answers show it now; None where it is gone."""

    def all(self) -> Sequence[str]:
        """The ids of all that lists show now."""


Deed = Callable[[datetime, Words], Happened]


@dataclass(frozen=True, slots=True)
class Verb:
    """A sentence that a tracker understands."""

    pattern: re.Pattern[str]
    deed: Deed

    @classmethod
    def of(cls, sentence: str, deed: Deed) -> "Verb":
        """Read `{who} due {day}`: names stand for words, `{with*}` for what follows."""
        escaped = re.sub(r"\{(\w+)\*\}", r"(?P<\1>.*)", sentence)
        named = re.sub(r"\{(\w+)\}", r"(?P<\1>\\S.*?)", escaped)
        return cls(re.compile(named), deed)


def done(verbs: Sequence[Verb], line: Line) -> Happened | None:
    """Do what *line* says, by the first verb that fits; None for a stranger's deed."""
    for verb in verbs:
        if found := verb.pattern.fullmatch(line.words):
            words = {name: value or "" for name, value in found.groupdict().items()}
            try:
                return verb.deed(line.at, words)
            except KeyError:
                continue  # of nobody here: another sentence fits, or another tracker
            except ValueError as error:
                raise StoryError(f"{line.place}: {error}") from error
    return None


def options(said: str) -> Iterator[tuple[str, str]]:
    """Read `, due 30 Apr, label blocked`: a word and what follows it, each."""
    for part in filter(None, (one.strip() for one in said.split(","))):
        word, _, rest = part.partition(" ")
        yield word, rest


def named(said: str) -> list[str]:
    """Read `A and B`."""
    return said.split(" and ")


def dice(*words: object) -> Random:
    """Give dice that a seed alone moves."""
    return Random("/".join(map(str, words)))  # noqa: S311 - a story, no secret
