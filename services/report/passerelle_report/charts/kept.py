"""Kept or not: one square a promise, in the week when it was settled."""

from dataclasses import dataclass

from passerelle_report.charts.board import BLUE, RED, RULE, SOFT, Board, label_width

_COLUMN, _SQUARE = 8.2, 6.6
_HIGHEST = 6
"""More squares than this in one week are drawn as this many; the alt text counts."""


@dataclass(frozen=True, slots=True)
class KeptChart:
    """Twelve weeks, oldest first, worded."""

    weeks: tuple[tuple[int, int], ...]
    """Kept and missed in each week."""
    kept_label: str
    missed_label: str
    first_label: str
    last_label: str
    alt: str


def draw(chart: KeptChart) -> str:
    """Draw it: kept ones stand filled above the line, missed ones hang hollow."""
    board = Board()
    up = min(_HIGHEST, max(kept for kept, _ in chart.weeks))
    down = min(_HIGHEST, max(missed for _, missed in chart.weeks))
    line = max(up, 1) * _COLUMN + 1
    floor = line + max(down, 1) * _COLUMN
    right = len(chart.weeks) * _COLUMN
    board.line(f"M1 {line:.1f}H{right:.1f}", RULE, 0.7)
    for place, (kept, missed) in enumerate(chart.weeks):
        left = 1 + place * _COLUMN
        for above in range(min(_HIGHEST, kept)):
            _square(board, left, line - _COLUMN * (above + 1) + 0.7, BLUE, "none")
        for below in range(min(_HIGHEST, missed)):
            _square(board, left, line + _COLUMN * below + 1.3, "#fff", RED)
    board.text(right + 5, line - 2, chart.kept_label, BLUE, bold=True)
    bottom = _missed_label(board, chart, right + 5, line)
    board.text(1, floor + 10, chart.first_label, SOFT)
    last = right - label_width(chart.last_label)
    board.text(last, floor + 10, chart.last_label, SOFT)
    return board.svg(max(floor + 13, bottom + 3), chart.alt)


def _missed_label(board: Board, chart: KeptChart, left: float, line: float) -> float:
    """Write it on as many lines as it takes; return the lowest."""
    words = chart.missed_label.split(" ")
    rows = [""]
    for word in words:
        longer = f"{rows[-1]} {word}".strip()
        if left + label_width(longer, bold=True) > 199 and rows[-1]:  # noqa: PLR2004
            rows.append(word)
        else:
            rows[-1] = longer
    for place, row in enumerate(rows):
        board.text(left, line + 8 + 9 * place, row, RED, bold=True)
    return line + 8 + 9 * (len(rows) - 1)


def _square(board: Board, left: float, top: float, fill: str, edge: str) -> None:
    inset = 0.5 if edge != "none" else 0.0
    side = _SQUARE - 2 * inset
    left, top = left + inset, top + inset
    board.area(f"M{left:.1f} {top:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}Z", fill, edge)
