"""When, against which promise, better or worse than last week: one axis a page."""

from dataclasses import dataclass
from datetime import date, timedelta

from passerelle_report.charts.board import BLUE, INK, RULE, SOFT, Board, label_width

HEIGHT = 65.0
_BASE, _BAR, _LAST = 54.0, 30.0, 45.0
_ABOVE = _BAR - 3.2
"""Between the full flags and the bar: a label there meets poles, never a flag."""
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
    before_label: str
    alt: str
    settled: bool = False
    """Nothing remains to be forecast: no dashed box."""


def draw(chart: RangeChart) -> str:
    """Draw it; every word in it is escaped."""
    board = Board()
    _reserve_flags(board, chart)
    _axis(board, chart)
    if chart.range:
        _range(board, chart, chart.range)
    elif not chart.settled:
        _refused(board, chart)
    _flags(board, chart)
    return board.svg(HEIGHT, chart.alt)


def _axis(board: Board, chart: RangeChart) -> None:
    now = chart.axis.x(chart.today)
    board.line(f"M{_LEFT} {_BASE}H{_RIGHT}", RULE, 0.7)
    board.line(f"M{_LEFT} {_BASE}H{now:.1f}", SOFT, 2)
    board.line(f"M{now:.1f} 16V{_BASE + 2}", SOFT, 0.7)
    wide = label_width(chart.today_label, bold=True)
    left = min(max(now - wide / 2, 1), 199 - wide)
    board.text(left, _BASE + 9, chart.today_label, INK, bold=True)
    free_from = 0.0
    for first, name in chart.axis.months:
        at = chart.axis.x(first)
        board.line(f"M{at:.1f} {_BASE}v4", RULE, 0.7)
        at += 2
        right = at + label_width(name)
        beside_today = right < left - 3 or at > left + wide + 3
        if free_from <= at and right < _RIGHT + 2 and beside_today:
            board.text(at, _BASE + 9, name, SOFT)
            free_from = right + 4


def _range(board: Board, chart: RangeChart, told: tuple[date, date]) -> None:
    """A wedge: it thins out towards the cautious date, a chance and no work."""
    start, end = map(chart.axis.x, told)
    end = max(end, start + 3)
    board.area(
        f"M{start:.1f} {_BAR}V{_BAR + 8}L{end:.1f} {_BAR + 5.4}V{_BAR + 2.6}Z", BLUE
    )
    board.keep_clear(start - 1, _BAR - 0.5, end + 1, _BAR + 8.5)
    before = None
    if chart.before:
        before = tuple(map(chart.axis.x, chart.before))
        left, right = before[0], max(before[1], before[0] + 2)
        board.line(f"M{left:.1f} {_LAST - 2}v4m0 -2H{right:.1f}m0 -2v4", BLUE, 0.9)
        board.keep_clear(left - 1, _LAST - 2, right + 1, _LAST + 2)
    _beside(board, chart.range_label, (start, end), _BAR + 6.7, BLUE)
    if before:
        _beside(board, chart.before_label, (before[0], before[1]), _LAST + 2.6, SOFT)


def _beside(
    board: Board, words: str, bar: tuple[float, float], base: float, colour: str
) -> None:
    """Right of the bar, else left, else above it as near its middle as is free."""
    bold = colour == BLUE
    wide = label_width(words, bold=bold)
    tries = [(bar[1] + 4, base), (bar[0] - 4 - wide, base)]
    if bold:
        middle = (bar[0] + bar[1] - wide) / 2
        around = sorted(range(1, 199), key=lambda at: abs(at - middle))
        tries += [(float(at), _ABOVE) for at in around]
    fits = [t for t in tries if t[0] >= 1 and t[0] + wide <= 199]  # noqa: PLR2004
    board.place(words, fits or tries, colour, bold=bold)


def _refused(board: Board, chart: RangeChart) -> None:
    now = chart.axis.x(chart.today)
    left, right = now + 3, max(_RIGHT, now + 8)
    board.shapes.append(
        f'<rect x="{left:.1f}" y="{_BAR - 1.5}" '
        f'width="{right - left:.1f}" height="11.4" '
        f'fill="none" stroke="{RULE}" stroke-width=".7" stroke-dasharray="2.4 1.8"/>'
    )
    around = [(left + 4 + step, _BAR + 6.8) for step in range(0, 190, 2)]
    board.place(chart.range_label, around, SOFT)


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
    poles = [chart.axis.x(d) for d in (*_shown(chart), chart.target) if d]
    at = min(poles, default=chart.axis.x(chart.today + timedelta(days=1)))
    wide = label_width(chart.target_label)
    board.text(max(1, min(at - 0.6, 199 - wide)), 8.6, chart.target_label, INK)
