"""The fault book: which faults there are, when each strikes, and how often it did.

A fault is counted when it meets its victim and never before: what was planned for a
request that nobody made did not happen.
"""

import sys
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from random import Random


class Kind(StrEnum):
    """Every kind of fault that the drill knows."""

    DROPPED = "webhook dropped"
    DUPLICATED = "webhook sent twice"
    REORDERED = "webhooks out of order"
    DELAYED = "webhook delayed"
    TRUNCATED = "changelog truncated"
    LATE_INDEX = "search index late"
    LATE_CHANGELOG = "changelog behind its issue"
    LIMITED = "429 with Retry-After"
    LIMITED_SILENTLY = "429 without Retry-After"
    LIMITED_BY_DATE = "429 with a date"
    SECONDARY = "403 secondary limit"
    AWAY = "503"
    TIMEOUT = "answer that never comes"
    HALF_BODY = "body cut in half"
    TOKEN_EXPIRED = "token expired"
    PERMISSION_LOST = "permission lost, and back"
    PERMISSION_LOST_LONG = "permission lost for longer than polls look back"
    MOVED = "item moved away or re-keyed"
    DELETED = "item deleted"
    HIDDEN = "item hidden from us"
    TOGETHER = "family moved or deleted together"
    STATUS_UNTOLD = "status changed without a history"
    STATUS_RENAMED = "status renamed"
    FIELD_RENAMED = "field renamed"
    PROJECT_RENAMED = "project renamed"
    DST = "clocks changed"
    PARTIAL = "comment told without its issue"
    SHORT_PAGE = "short page that is not the last"
    PAGE_TOKEN_REPEATED = "page token given twice"
    PAGE_TOKEN_EXPIRED = "page token expired"
    INGEST_KILLED = "ingest killed"
    BROKER_RESTARTED = "broker restarted"


class Book:
    """The faults of one run: seeded dice for each kind, and what struck."""

    def __init__(
        self,
        seed: int,
        chances: Mapping[Kind, float],
        most: Mapping[Kind, int] | None = None,
    ) -> None:
        self.seed = seed
        self._chances = dict(chances)
        self._most = dict(most or {})
        self._dice = {kind: Random(f"{seed}/{kind}") for kind in Kind}  # noqa: S311
        self._struck: Counter[tuple[Kind, str]] = Counter()
        self._windows: dict[tuple[Kind, str], bool] = {}
        self._ended = False

    def strikes(self, kind: Kind, where: str) -> bool:
        """Throw the dice for *kind* at a victim of source *where*; count it if it does.

        Only to be asked when the fault will truly happen on yes.
        """
        over = self._ended or self.struck[kind] >= self._most.get(kind, sys.maxsize)
        chance = 0.0 if over else self._chances.get(kind, 0.0)
        if self._dice[kind].random() >= chance:
            return False
        self.count(kind, where)
        return True

    def dice(self, kind: Kind) -> Random:
        """Give the dice of *kind*, for how long, how many, which."""
        return self._dice[kind]

    def count(self, kind: Kind, where: str) -> None:
        """Count a fault that happened as part of the world: a move, a kill."""
        self._struck[kind, where] += 1

    def begin(self, kind: Kind, where: str) -> None:
        """Let a fault that lasts begin at source *where*; see `holds`."""
        if not self._ended:
            self._windows.setdefault((kind, where), False)

    def end(self, kind: Kind, where: str) -> None:
        """End a fault that lasts."""
        self._windows.pop((kind, where), None)

    def holds(self, kind: Kind, where: str) -> bool:
        """Whether *kind* lasts at *where*; its first victim makes it count, once."""
        met = self._windows.get((kind, where))
        if met is None:
            return False
        if not met:
            self._windows[kind, where] = True
            self.count(kind, where)
        return True

    def close(self) -> None:
        """Let no further fault strike, and end all that last."""
        self._ended = True
        self._windows.clear()

    @property
    def struck(self) -> Mapping[Kind, int]:
        """How often each kind struck, those that never did with 0."""
        sums: Counter[Kind] = Counter()
        for (kind, _), times in self._struck.items():
            sums[kind] += times
        return {kind: sums[kind] for kind in Kind}

    def struck_at(self, kind: Kind, where: str) -> int:
        """How often *kind* struck at source *where*."""
        return self._struck[kind, where]

    @property
    def total(self) -> int:
        """N: every fault that struck."""
        return sum(self._struck.values())
