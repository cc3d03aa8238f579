"""Lets a team's own words onto a page only when a director can read them.

The first form: patterns of technical writing, and a list of words in both languages.
What is stopped falls back to a plain sentence, and is counted.
"""

import re
from collections.abc import Iterable

from passerelle_report.lexicon import JARGON
from passerelle_schemas.text import cleaned

LONGEST = 180
SHORTEST = 8

_LETTERS = re.compile(r"[ -~ ¡-ſ‘’“”„–—…  €]+")
"""What Latin writing needs; whatever else there is stays out of the body."""
_PATTERNS = re.compile(
    r"""
      https?:|www\.|\S@\S|@\w            # addresses, and people
    | \b[A-Za-z][A-Za-z0-9]*-\d+\b       # PAY-123
    | \#\d | \b[0-9a-f]{7,40}\b          # #12, a hash
    | \bv?\d+\.\d+\.\d+ | \bv\d          # a version
    | \w_\w | \b[a-z]+[A-Z] | \w\(\)     # names in code
    | (?:[A-Z][a-z]+){3,}              # NullPointerException
    | [a-z](?:SQL|QL|DB|API|SDK|UI|Ops|Script|Error|Exception)\b
    | \b[a-z]+\d | [A-Za-z]v\d          # p95, log4j, IPv6
    | (?:\+\d\d[ ]?|\b0)\d(?:[\ .-]?\d\d){3,}  # telephone numbers
    | \w/\w+/ | ^/ | \s/\w | \\          # paths
    | \w\.(?:py|js|ts|go|rs|java|kt|php|rb|sql|json|ya?ml|xml|html?|css|sh|md)\b
    | [`<>{}\[\]|=*~^$]                  # marks of code
    """,
    re.VERBOSE,
)
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]+\b")
_KNOWN_TO_ALL = frozenset({"PDF", "SMS", "TVA", "VAT", "OK", "EUR", "USD", "UE", "EU"})
_WORD = re.compile(r"[^\W\d_]+")


def passed(text: str, glossary: Iterable[str] = ()) -> str | None:
    """Return *text* cleaned when it may stand on a page, else None."""
    line = cleaned(text, limit=LONGEST + 1)
    if not SHORTEST <= len(line) <= LONGEST or not _LETTERS.fullmatch(line):
        return None
    bare = _without(line, glossary)
    if _PATTERNS.search(bare) or set(_ACRONYM.findall(bare)) - _KNOWN_TO_ALL:
        return None
    if any(_is_jargon(word.casefold()) for word in _WORD.findall(bare)):
        return None
    return line


def _is_jargon(word: str) -> bool:
    """Whether it is a word of the list, or its plural or feminine."""
    return any(word.removesuffix(end) in JARGON for end in ("", "s", "e", "es"))


def _without(line: str, glossary: Iterable[str]) -> str:
    """The line without the words that the glossary explains."""
    for word in sorted(glossary, key=len, reverse=True):
        line = re.sub(
            rf"(?<!\w){re.escape(word)}(?!\w)", " ", line, flags=re.IGNORECASE
        )
    return line
