"""What truly happened at the doors: each answer given, each webhook taken."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.drill.waits import Refusal, refusal

_WELL = range(200, 300)
_OK = 200
_GONE = frozenset({404, 410})
"""By these a tracker says that something is not there: no trouble."""
_ASKED_FOR = frozenset({*_WELL, 304})


@dataclass(slots=True)
class Tally:
    """Of one source."""

    answered: Counter[int] = field(default_factory=Counter)
    """Answers of the tracker, by status, that left whole."""
    anonymous: int = 0
    """Answers with status 200 which said that we are nobody."""
    refusals: list[Refusal] = field(default_factory=list)
    """Answers that had ingest wait."""
    halved: int = 0
    silent: int = 0
    posted: Counter[int] = field(default_factory=Counter)
    """Answers of ingest to webhooks, by status; 0 for none."""
    taken: Counter[str] = field(default_factory=Counter)
    """How often each delivery was taken."""

    @property
    def troubles(self) -> dict[str, int]:
        """Answers that were not what was asked for, as ingest names them."""
        found = {
            str(status): times
            for status, times in self.answered.items()
            if status not in {*_ASKED_FOR, *_GONE}
        }
        found |= {"half-answer": self.halved, "no-answer": self.silent}
        found[str(_OK)] = self.anonymous
        return {name: times for name, times in found.items() if times}

    def refuse(self, status: int, headers: Mapping[str, str]) -> None:
        """Count an answer that the tracker was kept from giving."""
        self.answered[status] += 1
        if told := refusal(time.monotonic(), status, headers, self.refusals):
            self.refusals.append(told)

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
