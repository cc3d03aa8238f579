"""Lets words that people wrote onto a page only when a director can read them.

Patterns of technical writing, lists of words in both languages, common first names.
A team's line that is stopped falls back to a plain sentence, and is counted; a rule's
is told to whoever writes the rules.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from passerelle_report.lexicon import JARGON, PHRASES
from passerelle_report.people import person_in
from passerelle_schemas.text import cleaned

LONGEST = 180
SHORTEST = 8


class Stop(StrEnum):
    """What keeps a text from a page."""

    LENGTH = "length"
    SIGN = "sign"
    ADDRESS = "address"
    ITEM = "item"
    VERSION = "version"
    CODE = "code"
    PERSON = "person"
    ACRONYM = "acronym"
    JARGON = "jargon"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a text is stopped."""

    by: Stop
    words: str
    """Those of the text that stop it."""


_LETTERS = re.compile(r"[ -~ ¡-ſ‘’“”„–—…  €]+")
"""What Latin writing needs; whatever else there is stays out of the body."""
_MARKS: tuple[tuple[Stop, re.Pattern[str]], ...] = tuple(
    (stop, re.compile(pattern, re.VERBOSE))
    for stop, pattern in (
        (
            Stop.ADDRESS,
            r"""
              https?:\S* | www\.\S* | \S+@\S*[\w] | \S@\S | @\w+
            | (?:\+\d\d[ ]?|\b0)\d(?:[\ .-]?\d\d){3,}  # telephone numbers
            """,
        ),
        (
            Stop.ITEM,
            r"""
              \b[A-Za-z][A-Za-z0-9]*-\d+\b                 # PAY-123
            | \#\d+ | \b(?=[a-f]*\d)[0-9a-f]{7,40}\b       # #12, a hash
            """,
        ),
        (
            Stop.VERSION,
            r"""
              \b(?!\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b)v?\d+\.\d+\.\d+[\w.-]*
            | \bv[ ]?\d[\d.]* | \b\d+\.x\b | \b\d+\.\d+[- ]?(?:rc|beta|alpha)\w*
            | \b[Vv]ersions?[ ]\d+\.\d+
            """,
        ),
        (
            Stop.CODE,
            r"""
              \w+_\w+ | \b[a-z]+[A-Z]\w* | \w+\(\)         # names in code
            | \b(?:[A-Z][a-z]+){3,}                        # NullPointerException
            | \b[A-Z][a-z]+(?:View|Group|Client|Field|Item|Dialog|Handler|Manager
              |Controller|Service|Factory|Listener|Module|Button|Label|Config|Buffer
              |Stream|Processor|Indicator|Parser|Builder|Helper|Utils?|String|Layout
              |Window|Section|Event|Exception|Web|Sink|Bar)s?\b
            | [a-z](?:SQL|QL|DB|API|SDK|UI|Ops|Script|Error|Exception)\b
            | \b[a-z]+\d\w* | [A-Za-z]v\d                  # p95, log4j, IPv6
            | ^(?:fix|feat|chore|docs?|tests?|ci|build|perf|style|revert|bench
              |refactor|wip)(?:\([^)]*\))?!?:[ ]           # fix(cart): …
            | \b\w+/\w+/ | ^/ | \s/\w | \\                 # paths
            | \w\.(?:py|js|ts|go|rs|java|kt|php|rb|sql|json|ya?ml|xml|html?|css|sh|md)\b
            | \b[A-Za-z]\w+\.(?!(?:com|fr|org|net|eu|be|ch|lu|de|es|it|nl|uk|us|co|io
              |shop|store|example)\b)[a-z]\w{2,}           # user.name
            | \b[A-Za-z]\w+\.[A-Z]\w+ | [A-Za-z]::?[A-Za-z] # Ti.Contacts, std::move
            | \b\d+[- ]?bits?\b
            | [`<>{}\[\]|=*~^$]                            # marks of code
            """,
        ),
    )
)
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]+\b")
_KNOWN_TO_ALL = frozenset({"PDF", "SMS", "TVA", "VAT", "OK", "EUR", "USD", "UE", "EU"})
_WORD = re.compile(r"[^\W\d_]+")
_PHRASE = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b", re.IGNORECASE)


def passed(text: str, glossary: Iterable[str] = ()) -> str | None:
    """Return *text* cleaned when it may stand on a page, else None."""
    return None if stopped(text, glossary) else cleaned(text, limit=LONGEST)


def stopped(
    text: str,
    glossary: Iterable[str] = (),
    *,
    shortest: int = SHORTEST,
    longest: int = LONGEST,
) -> Stopped | None:
    """Say what first keeps *text* from a page; None when it may stand there.

    Words of the *glossary*, and others that the pages print anyway, are not looked at.
    """
    line = cleaned(text, limit=longest + 1)
    if not shortest <= len(line) <= longest:
        return Stopped(Stop.LENGTH, line)
    if strange := re.sub(_LETTERS, "", line):
        return Stopped(Stop.SIGN, strange)
    bare = _without(line, glossary)
    return _betrayed(bare) or _unreadable(bare)


def betrayed(text: str, glossary: Iterable[str] = ()) -> Stopped | None:
    """Say what no page prints, whoever wrote it, and *text* holds; None if nothing."""
    return _betrayed(_without(text, glossary))


def _betrayed(line: str) -> Stopped | None:
    for stop, pattern in _MARKS:
        if found := pattern.search(line):
            return Stopped(stop, found[0].strip())
    return None


def _unreadable(line: str) -> Stopped | None:
    for acronym in _ACRONYM.findall(line):
        if acronym not in _KNOWN_TO_ALL:
            return Stopped(Stop.ACRONYM, acronym)
    if phrase := _PHRASE.search(line):
        return Stopped(Stop.JARGON, phrase[0])
    for word in _WORD.findall(line):
        if _is_jargon(word.casefold()):
            return Stopped(Stop.JARGON, word)
    person = person_in(line)
    return Stopped(Stop.PERSON, person) if person else None


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
