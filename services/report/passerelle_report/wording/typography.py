"""What separates a printed line from a typed one, in both languages."""

import re

from passerelle_schemas.facts import Language

NARROW = "\u202f"
NO_BREAK = "\u00a0"
ORDINAL = "ᵉʳ"
"""Set as a superscript "er" on the page, so that it is read and copied as "er"."""

_NUMBER_AND_NOUN = re.compile(rf"(?<=\d)({ORDINAL})? (?=[^\W\d_])")


def typeset(text: str, language: Language) -> str:
    """Set spaces and marks as *language* prints them."""
    text = text.replace("'", "\u2019")
    french = language is Language.FRENCH
    text = _french(text) if french else text.replace(" %", "%")
    return _NUMBER_AND_NOUN.sub(rf"\1{NO_BREAK}", text)


def _french(text: str) -> str:
    for mark in ";!?%":
        text = text.replace(f" {mark}", f"{NARROW}{mark}")
    text = text.replace(" :", f"{NO_BREAK}:")
    return text.replace("« ", f"«{NO_BREAK}").replace(" »", f"{NO_BREAK}»")


_TIED = 20
"""Two last words longer than this together may part."""


def tied(text: str) -> str:
    """Hold the last two words together: no line of one short word ends a statement."""
    head, space, last = text.rpartition(" ")
    before = head.rpartition(" ")[2]
    if not space or len(before) + len(last) > _TIED:
        return text
    return f"{head}{NO_BREAK}{last}"


def capitalised(text: str) -> str:
    """Begin with a capital letter, and leave the rest; iPhone stays as it is."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
