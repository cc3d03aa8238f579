"""The fonts that we ship: where they are, how wide their letters are."""

from functools import cache
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools.ttLib import TTFont

SANS = "SourceSansPro-Regular.ttf"
SANS_ITALIC = "SourceSansPro-It.ttf"
SANS_SEMIBOLD = "SourceSansPro-Semibold.ttf"
SANS_BOLD = "SourceSansPro-Bold.ttf"
SERIF = "SourceSerifPro-Regular.ttf"
SERIF_SEMIBOLD = "SourceSerifPro-Semibold.ttf"

FACES = (SANS, SANS_ITALIC, SANS_SEMIBOLD, SANS_BOLD, SERIF, SERIF_SEMIBOLD)
"""Every face that the style names; nothing else may be embedded."""

NARROW = "\u202f"
"""The sans faces have it, the serif ones do not: `in_serif` keeps it out of them."""
_UNKNOWN = "\N{BULLET}"


def path(face: str) -> Path:
    """Where the file of a face is."""
    package = font_source_serif_pro if "Serif" in face else font_source_sans_pro
    return Path(package.__file__).parent / "files" / face


@cache
def _metrics(face: str) -> tuple[dict[int, int], int]:
    with TTFont(path(face)) as font:
        advances = font["hmtx"].metrics
        names = font.getBestCmap()
        widths = {code: advances[name][0] for code, name in names.items()}
        return widths, font["head"].unitsPerEm


def width(text: str, size: float, face: str = SANS) -> float:
    """How wide *text* is at *size*, in the unit of *size*."""
    widths, em = _metrics(face)
    return sum(widths.get(ord(sign), em // 2) for sign in text) * size / em


@cache
def signs() -> frozenset[str]:
    """The signs that every face has."""
    sets = (frozenset(map(chr, _metrics(face)[0])) for face in FACES)
    return frozenset.intersection(*sets)


def printable(text: str) -> str:
    """Replace what our faces lack: a missing sign would pull another font in."""
    known = signs() | {NARROW}
    return "".join(s if s in known or s == "\n" else _UNKNOWN for s in text)


def in_serif(text: str) -> str:
    """Set *text* with the no-break space that the serif faces have."""
    return text.replace(NARROW, "\u00a0")
