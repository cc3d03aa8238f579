"""A sheet to draw on, which knows where labels are free to stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from passerelle_report.fonts import SANS, SANS_SEMIBOLD, printable, width
from passerelle_report.wording.typography import ORDINAL

INK, BLUE, SOFT, RULE, RED = "#17212b", "#1f4463", "#55616d", "#7d8994", "#9b2f2a"
SIZE = 7.9
"""Letters in pictures, in points: the picture is printed at its own size."""
WIDTH = 199.0

Box = tuple[float, float, float, float]


@dataclass
class Board:
    """Collects shapes, then labels: a line that must pass behind one stops there."""

    shapes: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)

    def line(self, path: str, colour: str, weight: float, more: str = "") -> None:
        """Draw a line along an SVG path of our own making."""
        self.shapes.append(
            f'<path d="{path}" fill="none" stroke="{colour}" '
            f'stroke-width="{weight}"{more}/>'
        )

    def area(self, path: str, fill: str, stroke: str = "none") -> None:
        """Fill a shape."""
        self.shapes.append(
            f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width=".8"/>'
        )

    def keep_clear(self, left: float, top: float, right: float, bottom: float) -> None:
        """No label may stand here."""
        self.taken.append((left, top, right, bottom))

    def text(
        self, at: float, base: float, words: str, colour: str, *, bold: bool = False
    ) -> float:
        """Write at a place of the caller's choice; return the right end."""
        right = at + label_width(words, bold=bold)
        weight = ' font-weight="600"' if bold else ""
        self.labels.append(
            f'<text x="{at:.1f}" y="{base:.1f}" font-size="{SIZE}" '
            f'fill="{colour}"{weight}>{_set(words)}</text>'
        )
        self.keep_clear(*_box(at, base, right - at))
        return right

    def place(
        self,
        words: str,
        tries: Iterable[tuple[float, float]],
        colour: str,
        *,
        bold: bool = False,
    ) -> None:
        """Write at the first free place, else where it hides least, on white."""
        wide = label_width(words, bold=bold)
        spots = [(_inside(at, wide), base) for at, base in tries]
        at, base = min(spots, key=lambda spot: self._hidden(spot[0], spot[1], wide))
        if self._hidden(at, base, wide):
            self.labels.append(
                f'<rect x="{at - 1.5:.1f}" y="{base - 6.4:.1f}" '
                f'width="{wide + 3:.1f}" height="8" fill="#fff"/>'
            )
        self.text(at, base, words, colour, bold=bold)

    def place_free(
        self,
        words: str,
        tries: Iterable[tuple[float, float]],
        colour: str,
        *,
        bold: bool = False,
    ) -> bool:
        """Write at the first whole and free place; say whether there was one."""
        for at, base in tries:
            if self.free([(words, at, base)], bold=bold):
                self.text(at, base, words, colour, bold=bold)
                return True
        return False

    def free(
        self, spots: Iterable[tuple[str, float, float]], *, bold: bool = False
    ) -> bool:
        """Whether all these words would stand whole and free."""
        return all(
            at >= 1
            and at + (wide := label_width(words, bold=bold)) <= WIDTH
            and not self._hidden(at, base, wide)
            for words, at, base in spots
        )

    def _hidden(self, at: float, base: float, wide: float) -> float:
        mine = _box(at, base, wide)
        return sum(_overlap(mine, other) for other in self.taken)

    def svg(self, height: float, alt: str, *, above: float = 0.0) -> str:
        """The whole picture, from so far *above* zero down to *height*.

        `font-family` stands here, for page style stops outside.
        """
        box = f"0 {-above:.1f} 200 {height + above:.1f}"
        return (
            f'<svg class="chart" viewBox="{box}" role="img" '
            f'font-family="Edition Sans"><title>{_plain(alt)}</title>'
            f"{''.join(self.shapes)}{''.join(self.labels)}</svg>"
        )


def label_width(words: str, *, bold: bool = False) -> float:
    """How wide a label is."""
    flat = printable(words.replace(ORDINAL, "er"))
    return width(flat, SIZE, SANS_SEMIBOLD if bold else SANS)


def _set(words: str) -> str:
    """Escape a label, and raise the letters of an ordinal."""
    head, *tails = [escape(printable(part)) for part in words.split(ORDINAL)]
    raised = f'<tspan font-size="{SIZE * 0.7:.1f}" dy="-2.2">er</tspan>'
    return head + "".join(
        f'{raised}<tspan dy="2.2">{tail or " "}</tspan>' for tail in tails
    )


def _plain(words: str) -> str:
    return escape(printable(words.replace(ORDINAL, "er")))


def _inside(at: float, wide: float) -> float:
    return max(1.0, min(at, WIDTH - wide))


def _box(at: float, base: float, wide: float) -> Box:
    return at - 2, base - 6.2, at + wide + 2, base + 1.6


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0
