"""Lines of even length: a headline has no last line of one word."""

from itertools import pairwise

from passerelle_report.fonts import width

_STEP = 3.0


def even(text: str, *, size: float, face: str, room: float, last: float) -> list[str]:
    """Break *text* into lines whose last fills at least a share of *last*, if any can.

    As many lines as *room* (points) needs, never more; breaks between words only.
    """
    words = text.split(" ")
    widths = [width(word, size, face) for word in words]
    space = width(" ", size, face)
    wanted = len(_breaks(widths, space, room))
    chosen = _breaks(widths, space, room)
    limit = room
    while _last(widths, space, chosen) < last and limit > _STEP:
        limit -= _STEP
        tried = _breaks(widths, space, limit)
        if len(tried) > wanted:
            break
        chosen = tried
    return [" ".join(words[a:b]) for a, b in pairwise([*chosen, len(words)])]


def _breaks(widths: list[float], space: float, limit: float) -> list[int]:
    """With which words the lines begin, when none shall be wider than *limit*."""
    begins, filled = [0], widths[0]
    for place, word in enumerate(widths[1:], start=1):
        if filled + space + word > limit:
            begins.append(place)
            filled = word
        else:
            filled += space + word
    return begins


def _last(widths: list[float], space: float, begins: list[int]) -> float:
    """How much of the widest line the last one fills."""
    lines = [
        sum(widths[a:b]) + space * (b - a - 1)
        for a, b in pairwise([*begins, len(widths)])
    ]
    return lines[-1] / (max(lines) or 1.0)
