"""The first of many matches that holds, found without trying them all.

`mapping.first_failed` says what a match means; this says the same of many, for many
items. What tracker, source, project and kind decide is decided once for all items that
share them; of the rest only what is left is tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from passerelle_schemas.facts import Snapshot
from passerelle_schemas.identity import ItemKind, SourceId, Tracker
from passerelle_schemas.rules import Match
from passerelle_translate.mapping import PLACE, Subject, Test, tests_of

Place = tuple[Tracker, SourceId, str, ItemKind]


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of a match at one place."""

    number: int
    tests: tuple[Test, ...]
    unless: tuple[Test, ...] | None
    """It does not hold where all of these do; None when these never do."""

    def holds(self, subject: Subject, shown: Snapshot) -> bool:
        for test in self.tests:
            if not test(subject, shown):
                return False
        if self.unless is None:
            return True
        return not all(test(subject, shown) for test in self.unless)


class Sieve:
    """Matches in written order, each with what keeps it from holding."""

    def __init__(self, matches: Sequence[tuple[Match, Match | None]]) -> None:
        self._matches = tuple(matches)
        self._left: dict[Place, tuple[_Left, ...]] = {}

    def first(self, subject: Subject) -> int | None:
        """Say the number, from 0, of the first match that holds, if one does."""
        shown = subject.shown
        if shown is None:
            return None
        place = subject.tracker, subject.source, shown.project, shown.kind
        left = self._left.get(place)
        if left is None:
            left = self._left[place] = tuple(self._left_for(subject, shown))
        for each in left:
            if each.holds(subject, shown):
                return each.number
        return None

    def _left_for(self, subject: Subject, shown: Snapshot) -> Iterator[_Left]:
        for number, (match, unless) in enumerate(self._matches):
            tests = _beyond_place(match, subject, shown)
            against = _beyond_place(unless, subject, shown) if unless else None
            if tests is not None and against != ():
                yield _Left(number, tests, against)


def _beyond_place(
    match: Match, subject: Subject, shown: Snapshot
) -> tuple[Test, ...] | None:
    """Say what must hold besides the place; None where the place alone forbids it."""
    tests = tuple(tests_of(match))
    if all(test(subject, shown) for name, test in tests if name in PLACE):
        return tuple(test for name, test in tests if name not in PLACE)
    return None
