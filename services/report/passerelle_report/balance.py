"""Lines of even length: a headline has no last line of one word."""

from passerelle_report.fonts import width

_STEP = 3.0


def even(text: str, *, size: float, face: str, room: float, last: float) -> float:
    """The widest measure in points that fills the last line to a share of *last*.

    As many lines as *room* needs, never more; *room* itself where one line is enough.
    """
    words = [width(word, size, face) for word in text.split(" ")]
    space = width(" ", size, face)
    wanted = len(_lines(words, space, room))
    limit = room
    while wanted > 1 and _short(_lines(words, space, limit), last):
        if len(_lines(words, space, limit - _STEP)) > wanted:
            break
        limit -= _STEP
    return limit


def _short(lines: list[float], last: float) -> bool:
    return lines[-1] < last * max(lines)


def _lines(words: list[float], space: float, limit: float) -> list[float]:
    lines = [0.0]
    for word in words:
        if lines[-1] and lines[-1] + space + word > limit:
            lines.append(word)
        else:
            lines[-1] += word + (space if lines[-1] else 0)
    return lines
