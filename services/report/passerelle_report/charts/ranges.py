"""When, against which promise, better or worse than last week: one axis a page."""

from dataclasses import dataclass
from datetime import date, timedelta

from passerelle_report.charts.board import (
    BLUE,
    INK,
    RULE,
    SOFT,
    WIDTH,
    Board,
    label_width,
)

HEIGHT = 68.0
_BASE, _BAR, _LAST = 57.0, 30.0, 44.0
_TOP = 8.6
_ROW = 9.4
"""A row more above everything, where no pole reaches, for a label without a place."""
_CREST = 17.4
"""Above every pole but that of a full flag."""
_ABOVE = _BAR - 3.2
"""Between the full flags and the bar: a label there meets poles, never a flag."""
_LINE = 8.4
"""From one row of a label to the next."""
_LEFT, _RIGHT = 3.0, 197.0


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that all charts of a page share, with the first day of each month."""

    start: date
    end: date
    months: tuple[tuple[date, str], ...]

    def x(self, day: date) -> float:
        """Where a day stands, at the edge when it lies outside."""
        share = (day - self.start).days / (self.end - self.start).days
        return _LEFT + (_RIGHT - _LEFT) * max(0.0, min(1.0, share))


@dataclass(frozen=True, slots=True)
class RangeChart:
    """One objective on the axis, worded."""

    axis: Axis
    today: date
    today_label: str
    target: date | None
    """The date promised now."""
    earlier: tuple[date, ...]
    """Those promised before, or taken back."""
    target_label: str
    range: tuple[date, date] | None
    range_label: str
    before: tuple[date, date] | None
    """The range of last week: a small bar that the legend names."""
    alt: str
    settled: bool = False
    """Nothing remains to be forecast: no dashed box."""


def draw(chart: RangeChart) -> str:
    """Draw it; every word in it is escaped, and no line crosses a word."""
    board = Board()
    _reserve_flags(board, chart)
    _axis(board, chart)
    homeless = None
    if chart.range:
        homeless = _range(board, chart, chart.range)
    elif not chart.settled:
        homeless = _refused(board, chart)
    above = 0.0
    if homeless:
        words, at, colour = homeless
        bold = colour == BLUE
        above, wide = _ROW, label_width(words, bold=bold)
        at = max(1, min(at, 199 - wide))
        board.text(at, _TOP - above, words, colour, bold=bold)
    _flags(board, chart)
    return board.svg(HEIGHT, chart.alt, above=above)


Homeless = tuple[str, float, str]
"""A label for which no place is free, where it would like to stand, its colour."""


def _axis(board: Board, chart: RangeChart) -> None:
    now = chart.axis.x(chart.today)
    board.line(f"M{_LEFT} {_BASE}H{_RIGHT}", RULE, 0.7)
    board.line(f"M{_LEFT} {_BASE}H{now:.1f}", SOFT, 2)
    board.line(f"M{now:.1f} 16V{_BASE}", SOFT, 0.7)
    wide = label_width(chart.today_label, bold=True)
    poles = [chart.axis.x(day) for day in (*_shown(chart), chart.target) if day]
    both = (now + 3.2, now - 3.2 - wide)
    sides = [at for at in both if not _names_a_pole(at, wide, poles)]
    beside = [(at, base) for base in (_CREST, _BASE - 2.5) for at in sides]
    if not board.place_free(chart.today_label, beside, INK, bold=True):
        board.line(f"M{now:.1f} {_BASE}v4", SOFT, 0.7)
        below = [(now - wide / 2, _BASE + 9)]
        board.place(chart.today_label, below, INK, bold=True)
    for first, name in chart.axis.months:
        at = chart.axis.x(first)
        spots = [(min(at + 2, WIDTH - label_width(name)), _BASE + 9)]
        if board.place_free(name, spots, SOFT):
            board.line(f"M{at:.1f} {_BASE}v4", RULE, 0.7)


def _names_a_pole(at: float, wide: float, poles: list[float]) -> bool:
    """Whether a label would stand over a flag, as if the flag were meant by it."""
    return any(at - 2 <= pole <= at + wide + 2 for pole in poles)


def _range(board: Board, chart: RangeChart, told: tuple[date, date]) -> Homeless | None:
    """A wedge: it thins out towards the cautious date, a chance and no work."""
    start, end = map(chart.axis.x, told)
    end = max(end, start + 3)
    board.area(
        f"M{start:.1f} {_BAR}V{_BAR + 8}L{end:.1f} {_BAR + 5.4}V{_BAR + 2.6}Z", BLUE
    )
    board.keep_clear(start - 1, _BAR - 0.5, end + 1, _BAR + 8.5)
    if chart.before:
        left, right = map(chart.axis.x, chart.before)
        right = max(right, left + 2)
        board.line(f"M{left:.1f} {_LAST - 2}v4m0 -2H{right:.1f}m0 -2v4", BLUE, 0.9)
        board.keep_clear(left - 1, _LAST - 2, right + 1, _LAST + 2)
    words, wide = chart.range_label, label_width(chart.range_label, bold=True)
    middle = (start + end - wide) / 2
    around = sorted(range(1, 199), key=lambda at: abs(at - middle))
    tries = [(end + 4, _BAR + 6.7), (start - 4 - wide, _BAR + 6.7)]
    tries += [(at, _ABOVE) for at in (start, end - wide, *map(float, around))]
    placed = board.place_free(words, tries, BLUE, bold=True)
    if placed or _stacked(board, words, start, end):
        return None
    return words, middle, BLUE


def _stacked(board: Board, words: str, start: float, end: float) -> bool:
    """Write a label beside or above its wedge in rows, one for each of its parts."""
    *heads, last = words.split(", ")
    rows = [*(f"{head}," for head in heads), last]
    wide = max(label_width(row, bold=True) for row in rows)
    high = _LINE * (len(rows) - 1)
    beside, above = _BAR + 6.7 - high / 2, _ABOVE - high
    around = sorted(range(1, 199), key=lambda at: abs(at - start))
    tries = [(end + 4, beside), (start - 4 - wide, beside)]
    tries += [(float(at), above) for at in around if start - wide < at < end]
    for at, top in tries:
        spots = [(row, at, top + _LINE * n) for n, row in enumerate(rows)]
        if board.free(spots, bold=True):
            for row, left, base in spots:
                board.text(left, base, row, BLUE, bold=True)
            return True
    return False


def _refused(board: Board, chart: RangeChart) -> Homeless | None:
    now = chart.axis.x(chart.today)
    left, right = now + 3, max(_RIGHT, now + 8)
    board.shapes.append(
        f'<rect x="{left:.1f}" y="{_BAR - 1.5}" '
        f'width="{right - left:.1f}" height="11.4" '
        f'fill="none" stroke="{RULE}" stroke-width=".7" stroke-dasharray="2.4 1.8"/>'
    )
    inside = [(left + 4 + step, _BAR + 6.8) for step in range(0, 190, 2)]
    if board.place_free(chart.range_label, inside, SOFT):
        return None
    return chart.range_label, left, SOFT


def _shown(chart: RangeChart) -> list[date]:
    return [day for day in chart.earlier if day >= chart.axis.start]


def _reserve_flags(board: Board, chart: RangeChart) -> None:
    """Poles and flags first claim their room, so that labels avoid them."""
    now = chart.axis.x(chart.today)
    board.keep_clear(now - 1, 16, now + 1, _BASE)
    for day in _shown(chart):
        at = chart.axis.x(day)
        board.keep_clear(at - 1, 20, at + 1, _BASE)
        board.keep_clear(at - 1, 19.5, at + 7, 25)
    if chart.target:
        at = chart.axis.x(chart.target)
        board.keep_clear(at - 1, 12, at + 1, _BASE)
        board.keep_clear(at - 1, 12, at + 9, 19)
    left, right = _named(chart)
    board.keep_clear(left - 1, _TOP - 6, right + 1, _TOP + 1.4)


def _flags(board: Board, chart: RangeChart) -> None:
    """Hollow and low for dates promised before, full and high for the one now."""
    for day in _shown(chart):
        at = chart.axis.x(day)
        board.line(f"M{at:.1f} {_BASE}V20", INK, 0.8)
        board.area(f"M{at:.1f} 20h6.4l-2 2.4 2 2.4h-6.4Z", "#fff", INK)
    if chart.target:
        at = chart.axis.x(chart.target)
        board.line(f"M{at:.1f} {_BASE}V12.5", INK, 1.2)
        board.area(f"M{at - 0.6:.1f} 12.5h8.6l-2.6 3 2.6 3h-8.6Z", INK)
    board.text(_named(chart)[0], _TOP, chart.target_label, INK)


def _named(chart: RangeChart) -> tuple[float, float]:
    """From where to where the flags are named, right above them."""
    poles = [chart.axis.x(d) for d in (*_shown(chart), chart.target) if d]
    at = min(poles, default=chart.axis.x(chart.today + timedelta(days=1)))
    wide = label_width(chart.target_label)
    left = max(1, min(at - 0.6, 199 - wide))
    return left, left + wide
