"""When an objective will be ready: its own weeks, drawn again ten thousand times.

Each run draws weeks at random from those behind us, with what was finished in them and
what was added, until nothing remains. The date by which half of the runs end is the
expected date; 85 in 100, the cautious date. A run ends on a working day. No date is
bent to a promise: where work grows as fast as it is finished, none is given.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from passerelle_report.contents import (
    Chance,
    Forecast,
    Range,
    Refusal,
    RefusedBecause,
)
from passerelle_report.likelihood import chance_of
from passerelle_report.progress import Pace

RUNS = 10_000
HORIZON_WEEKS = 156
"""Past three years a date says nothing; such a forecast is refused."""
HORIZON = HORIZON_WEEKS * 7
"""The same in days."""
EXPECTED = 0.50
CAUTIOUS = 0.85
_SATURDAY = 5

Days = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a forecast is drawn from."""

    seed: str
    """The identity of the edition and objective: the same words, the same draws."""
    pace: Pace
    open: int
    total: int
    least_finished: int
    today: date
    """The last day that is behind us."""
    promised: date | None
    too_old: bool = False
    never_read: bool = False
    """It is too old because no reading ever came to its end."""


def forecast(basis: Basis) -> Forecast | Refusal:
    """Give a range, or refuse with the reason."""
    if because := _refused(basis):
        return _refusal(basis, because)
    ends = _runs(basis)
    expected, cautious = _quantile(ends, EXPECTED), _quantile(ends, CAUTIOUS)
    chance = _chance(basis, ends)
    if cautious > HORIZON:
        return _refusal(basis, _endless(basis.pace), chance)
    return Forecast(
        range=Range(
            expected=basis.today + timedelta(days=expected),
            cautious=basis.today + timedelta(days=cautious),
        ),
        chance=chance,
        finished=sum(basis.pace.finished),
        added=sum(basis.pace.added),
        weeks=len(basis.pace.finished),
        runs=RUNS,
    )


def _refused(basis: Basis) -> RefusedBecause | None:
    if basis.total == 0:
        return RefusedBecause.NOTHING_KNOWN
    if basis.open == 0:
        return RefusedBecause.NOTHING_REMAINS
    if basis.too_old:
        never = basis.never_read
        return RefusedBecause.NEVER_READ if never else RefusedBecause.TOO_OLD
    if sum(basis.pace.finished) < basis.least_finished:
        return RefusedBecause.TOO_LITTLE_FINISHED
    return None


def _endless(pace: Pace) -> RefusedBecause:
    """Why the runs end too far away: what is added, or just how much remains."""
    growing = sum(pace.added) >= sum(pace.finished)
    return RefusedBecause.GROWING if growing else RefusedBecause.TOO_FAR


def _refusal(
    basis: Basis, because: RefusedBecause, chance: Chance | None = None
) -> Refusal:
    return Refusal(
        because=because,
        finished=sum(basis.pace.finished),
        added=sum(basis.pace.added),
        least=basis.least_finished,
        weeks=len(basis.pace.finished),
        chance=chance,
    )


def _chance(basis: Basis, ends: Days) -> Chance | None:
    """The chance of the promised date, at least; no run looks past the horizon.

    None where no date stands, or where it lies there and most of the runs may.
    """
    if basis.promised is None:
        return None
    days = (basis.promised - basis.today).days
    if days > HORIZON and _quantile(ends, CAUTIOUS) > HORIZON:
        return None
    return chance_of(_percent_by(ends, min(days, HORIZON)))


def _runs(basis: Basis) -> Days:
    """Days from today to the end of each run, sorted; a run past the horizon is long.

    Within its last week a run ends where the week's work, spread evenly, is through;
    what the week added has to be through as well.
    """
    draw = np.random.Generator(np.random.PCG64(_seed(basis.seed)))
    finished = np.asarray(basis.pace.finished, dtype=np.int64)
    added = np.asarray(basis.pace.added, dtype=np.int64)
    left = np.full(RUNS, basis.open, dtype=np.int64)
    ends = np.full(RUNS, HORIZON + 7, dtype=np.int64)
    for week in range(HORIZON_WEEKS):
        drawn = draw.integers(0, len(finished), size=RUNS)
        todo, done = left + added[drawn], finished[drawn]
        through = (left > 0) & (done >= todo)
        share = np.ceil(7 * todo[through] / done[through]).astype(np.int64)
        ends[through] = week * 7 + share
        left = np.where(left > 0, todo - done, left)
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
