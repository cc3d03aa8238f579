"""How much of an edition is printed: decided by measuring, never by luck.

Page one holds everything down to the objectives, and there are at most four pages.
When a budget does not fit, the next one is tried: the teams' words go first, then the
objectives on course shrink to a line, then others from the end, then they are counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from passerelle_report.contents import Status, WeeklyReport

PAGES = 4
_FULL_AT_MOST = 4
"""More than four objectives in full never fit one page."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What is printed at length."""

    full: int
    """Objectives in full."""
    listed: int
    """Objectives in one line."""
    words: bool
    """With the teams' own words on objectives."""
    rows: int = 8
    """Promises in the table."""
    risks: int = 3
    keys: int = 5
    """Keys that an entry of the evidence names; the rest is in the attached data."""
    columns: int = 2
    """Columns of the evidence."""


def budgets(report: WeeklyReport) -> Iterator[Budget]:
    """Every budget for a report, the most generous first, a handful at most."""
    count = len(report.objectives)
    worrying = sum(o.status is not Status.ON_COURSE for o in report.objectives)
    full = min(count, _FULL_AT_MOST)
    tried = [
        *([Budget(full, 0, words=True)] if count == full else []),
        Budget(full, count - full, words=False),
        Budget(min(full, max(worrying, 1)), count, words=False),
        Budget(min(full, max(worrying, 1), 2), count, words=False),
        Budget(min(count, 1), min(count, 8), words=False, rows=6, risks=2),
        Budget(min(count, 1), min(count, 7), words=False, rows=6, risks=2),
        Budget(0, min(count, 9), words=False, rows=6, risks=2),
        Budget(0, min(count, 5), words=False, rows=4, risks=1),
    ]
    yield from dict.fromkeys(tried)
