"""What truly happened at the doors: each answer given, each webhook taken."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.drill.waits import Bounds, Refusal, refusal, waits

_WELL = range(200, 300)
_OK = 200
_GONE = frozenset({404, 410})
"""By these a tracker says that something is not there: no trouble."""
_ASKED_FOR = frozenset({*_WELL, 304})
_ENDS = frozenset({301, 400, 403, 404})
"""With these a reading may end, and whatever it asked for at the time is given up."""
_BESIDE_SECONDS = (1.0, 0.5)
"""So long before an answer, and after it, another one may keep it from being heard."""


@dataclass(frozen=True, slots=True)
class Met:
    """An answer that was not what was asked for, or none."""

    name: str
    """As ingest names it."""
    begun: float
    ended: float


@dataclass(slots=True)
class Tally:
    """Of one source."""

    clock: Callable[[], float] = time.monotonic
    refusals: list[Refusal] = field(default_factory=list)
    """Answers that had ingest wait."""
    posted: Counter[int] = field(default_factory=Counter)
    """Answers of ingest to webhooks, by status; 0 for none."""
    taken: Counter[str] = field(default_factory=Counter)
    """How often each delivery was taken."""
    _met: list[Met] = field(default_factory=list)
    _ends: list[float] = field(default_factory=list)

    @property
    def troubles(self) -> Counter[str]:
        """Answers that were not what was asked for, as ingest names them."""
        return Counter(one.name for one in self._met)

    @property
    def heard(self) -> Counter[str]:
        """Those of them that ingest heard for certain.

        Whoever asks for several things at a time gives up the others when one answer
        ends the reading; what comes for these nobody hears.
        """
        return Counter(one.name for one in self._met if self._is_heard(one))

    @property
    def waits(self) -> Mapping[str, Bounds]:
        """How often and how long ingest had to wait, by reason."""
        return waits(self.refusals, self._may_be_unheard)

    def answer(self, status: int) -> None:
        """Count an answer that left whole."""
        now = self.clock()
        if status in _ENDS:
            self._ends.append(now)
        if status not in {*_ASKED_FOR, *_GONE}:
            self._met.append(Met(str(status), now, now))

    def refuse(self, status: int, headers: Mapping[str, str]) -> None:
        """Count an answer by which ingest is told to come later."""
        now = self.clock()
        self._met.append(Met(str(status), now, now))
        if told := refusal(now, status, headers, self.refusals):
            self.refusals.append(told)

    def answer_nobody(self) -> None:
        """Count an answer with status 200 which said that we are nobody."""
        self._met.append(Met(str(_OK), self.clock(), self.clock()))

    def halve(self) -> None:
        """Count an answer of which a part left."""
        self._met.append(Met("half-answer", self.clock(), self.clock()))

    def keep_silent(self, begun: float) -> None:
        """Count an answer that never left, as it was asked for."""
        self._met.append(Met("no-answer", begun, self.clock()))

    def _is_heard(self, one: Met) -> bool:
        beside = [at for at in self._ends if _is_beside(at, one.begun, one.ended)]
        is_end = one.begun == one.ended and one.begun in beside
        return not beside or (is_end and one.begun == min(beside))

    def _may_be_unheard(self, at: float) -> bool:
        return any(_is_beside(end, at, at) for end in self._ends)

    def post(self, delivery: str, status: int) -> None:
        """Count how a webhook was answered."""
        self.posted[status] += 1
        self.taken[delivery] += status in _WELL

    @property
    def twice(self) -> int:
        """Webhooks that were taken although they had been before."""
        return sum(times - 1 for times in self.taken.values() if times > 1)

    @property
    def refused(self) -> int:
        """Webhooks that were answered otherwise than taken."""
        return sum(
            n for status, n in self.posted.items() if status and status not in _WELL
        )


def _is_beside(at: float, begun: float, ended: float) -> bool:
    before, after = _BESIDE_SECONDS
    return begun - before <= at <= ended + after
