"""When an objective will be ready: its own weeks, drawn again ten thousand times.

Each run draws weeks at random from those behind us until nothing remains. The date by
which half of the runs end is the expected date; 85 in 100, the cautious date. A run
ends on a working day. No added work is counted on, and no date is bent to a promise.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from passerelle_report.contents import (
    Forecast,
    Range,
    Refusal,
    RefusedBecause,
)
from passerelle_report.likelihood import chance_of

RUNS = 10_000
HORIZON_WEEKS = 156
"""Past three years a date says nothing; such a forecast is refused."""
EXPECTED = 0.50
CAUTIOUS = 0.85
_SATURDAY = 5

Days = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a forecast is drawn from."""

    seed: str
    """The identity of the edition and objective: the same words, the same draws."""
    counts: tuple[int, ...]
    """Tasks finished in each past week, oldest first."""
    open: int
    total: int
    least_finished: int
    today: date
    """The last day that is behind us."""
    promised: date | None
    too_old: bool = False


def forecast(basis: Basis) -> Forecast | Refusal:
    """Give a range, or refuse with the reason."""
    finished = sum(basis.counts)
    if because := _refused(basis, finished):
        return _refusal(basis, because)
    ends = _runs(basis)
    expected, cautious = _quantile(ends, EXPECTED), _quantile(ends, CAUTIOUS)
    if cautious > HORIZON_WEEKS * 7:
        return _refusal(basis, RefusedBecause.TOO_FAR)
    return Forecast(
        range=Range(
            expected=basis.today + timedelta(days=expected),
            cautious=basis.today + timedelta(days=cautious),
        ),
        chance=None
        if basis.promised is None
        else chance_of(_percent_by(ends, (basis.promised - basis.today).days)),
        finished=finished,
        weeks=len(basis.counts),
        runs=RUNS,
    )


def _refused(basis: Basis, finished: int) -> RefusedBecause | None:
    if basis.total == 0:
        return RefusedBecause.NOTHING_KNOWN
    if basis.open == 0:
        return RefusedBecause.NOTHING_REMAINS
    if basis.too_old:
        return RefusedBecause.TOO_OLD
    if finished < basis.least_finished:
        return RefusedBecause.TOO_LITTLE_FINISHED
    return None


def _refusal(basis: Basis, because: RefusedBecause) -> Refusal:
    return Refusal(
        because=because,
        finished=sum(basis.counts),
        least=basis.least_finished,
        weeks=len(basis.counts),
    )


def _runs(basis: Basis) -> Days:
    """Days from today to the end of each run, sorted; a run past the horizon is long.

    Within its last week a run ends where the week's work, spread evenly, is through.
    """
    draw = np.random.Generator(np.random.PCG64(_seed(basis.seed)))
    counts = np.asarray(basis.counts, dtype=np.int64)
    left = np.full(RUNS, basis.open, dtype=np.int64)
    ends = np.full(RUNS, HORIZON_WEEKS * 7 + 7, dtype=np.int64)
    for week in range(HORIZON_WEEKS):
        drawn = counts[draw.integers(0, len(counts), size=RUNS)]
        through = (left > 0) & (drawn >= left)
        share = np.ceil(7 * left[through] / drawn[through]).astype(np.int64)
        ends[through] = week * 7 + share
        left = left - drawn
        if not (left > 0).any():
            break
    return np.sort(_on_working_days(ends, basis.today))


def _on_working_days(ends: Days, today: date) -> Days:
    """Move what ends on a Saturday or Sunday to the Monday after."""
    weekday = (ends + today.weekday()) % 7
    moved: Days = ends + np.where(weekday >= _SATURDAY, 7 - weekday, 0)
    return moved


def _quantile(ends: Days, share: float) -> int:
    """The first day by which at least *share* of the runs have ended."""
    return int(ends[int(np.ceil(share * len(ends))) - 1])


def _percent_by(ends: Days, day: int) -> int:
    """How many runs in a hundred have ended by *day*, rounded down."""
    return int(np.searchsorted(ends, day, side="right")) * 100 // len(ends)


def _seed(identity: str) -> int:
    return int.from_bytes(hashlib.sha256(identity.encode()).digest()[:16], "big")
