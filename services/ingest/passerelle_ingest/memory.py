"""What this process has read of a project: so that asking again is cheap, never less.

Everything here was acknowledged by the broker first. It is bounded and may be lost at
any time: what is not remembered is read again, which is the same facts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from passerelle_ingest.keyset import Row

K = TypeVar("K")
V = TypeVar("V")

SETTLED = timedelta(minutes=1)
"""A row that was read sooner after its change may yet hide another of that instant."""
MOST_ROWS = 100_000
MOST_ANSWERS = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What to know of an answer that may be the same the next time, without its text.

    GitHub answers 304 then, and counts no request.
    """

    etag: str
    rows: tuple[Row, ...] = ()
    next_link: str | None = None
    kept: Any = None
    """A few fields of it, where the next requests need them."""


@dataclass(slots=True)
class Memory:
    """The rows and the answers of one project that need not be read again."""

    _rows: dict[Row, None] = field(default_factory=dict)
    _answers: dict[str, Answer] = field(default_factory=dict)

    def knows(self, row: Row) -> bool:
        """Whether an item was read as it was after that last change."""
        return row in self._rows

    def answer(self, address: str) -> Answer | None:
        """What was answered there the last time."""
        return self._answers.get(address)

    def learn(
        self,
        rows: Iterable[Row],
        answers: Iterable[tuple[str, Answer]],
        since: datetime,
    ) -> None:
        """Remember what is with the broker; rows from before *since* are forgotten."""
        kept = {row: None for row in self._rows if row[1] >= since}
        kept |= {row: None for row in rows if row[1] >= since}
        self._rows = _newest(kept, MOST_ROWS)
        for address, answer in answers:
            self._answers.pop(address, None)
            self._answers[address] = answer
        self._answers = _newest(self._answers, MOST_ANSWERS)


def _newest(kept: dict[K, V], most: int) -> dict[K, V]:
    excess = len(kept) - most
    return dict(list(kept.items())[excess:]) if excess > 0 else kept
