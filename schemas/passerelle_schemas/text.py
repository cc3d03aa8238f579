"""Text that a person typed into a tracker is hostile until it has passed here."""

import unicodedata

_DIRECTION_MARKS = "\u061c\u200e\u200f"
_KEPT_FORMAT = "\u200c\u200d"
"""Joiners that Arabic, Indic scripts and emoji need; every other format sign goes."""


def cleaned(text: str, *, limit: int) -> str:
    """Return *text* on one line, at most *limit* letters, without hidden signs.

    Control characters, bidirectional overrides, zero-width signs, lone surrogates and
    unassigned code points are dropped; what was cut ends in an ellipsis.
    """
    composed = unicodedata.normalize("NFC", text[: limit * 4])
    # Most texts hold nothing to drop, and saying so at once is much cheaper.
    if not composed.isprintable():
        composed = "".join(c for c in composed if _visible(c))
    line = " ".join(composed.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _visible(character: str) -> bool:
    if character in "\t\n\r\v\f\u2028\u2029":
        return True  # becomes a space
    if character in _KEPT_FORMAT:
        return True
    if character in _DIRECTION_MARKS:
        return False
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
