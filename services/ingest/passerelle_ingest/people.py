"""Leaves people out of a text: mentions, logins and addresses never reach a fact."""

import re
from functools import lru_cache

from passerelle_schemas.text import cleaned

LEFT_OUT = "…"
_ADDRESS = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_PERSON = re.compile(
    r"\[~[^\]\n]{0,200}\]"  # Jira's wiki mentions
    rf"|{_ADDRESS}"  # e-mail addresses
    r"|(?<![\w/.])@[A-Za-z0-9][\w-]{0,80}(?:/[\w.-]{1,100})?"  # @login, @team/name
)
_SHORT = 60
"""Letters of a text that is worth remembering."""


def without_people(text: str) -> str:
    """Put an ellipsis where *text* mentions somebody. Names in prose are not known."""
    # Every mention has one of the two, and most texts neither: much sooner seen.
    if "@" not in text and "[~" not in text:
        return text
    return _PERSON.sub(LEFT_OUT, text)


def cleaned_of_people(text: str, *, limit: int) -> str:
    """Return *text* on one line of at most *limit* letters that mentions nobody.

    Hidden signs go first: `@`, a zero-width sign and a login is a mention once cleaned.
    """
    # The names of statuses and labels come again and again in a history.
    clean = _short if len(text) <= _SHORT else _cleaned
    return clean(text, limit)


def _cleaned(text: str, limit: int) -> str:
    seen = cleaned(text, limit=2 * limit)
    return cleaned(without_people(seen), limit=limit)


_short = lru_cache(maxsize=4096)(_cleaned)


def cleaned_label(text: str, *, limit: int) -> str:
    """Return a label on one line without e-mail addresses.

    `@import` is a label of real trackers, and no mention: nobody is mentioned there.
    """
    line = cleaned(text, limit=limit)
    return re.sub(_ADDRESS, LEFT_OUT, line) if "@" in line else line
