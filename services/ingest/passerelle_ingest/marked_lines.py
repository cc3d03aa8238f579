"""Finds the lines that a team marked for the business in a description or a comment."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from passerelle_ingest.people import cleaned_of_people
from passerelle_ingest.settings import Mark, SourceSettings
from passerelle_schemas.facts import Language, MarkedLine, NoteKind

LONGEST_LINE = 1000
MOST_LINES = 20
_LONGEST_TEXT = 1_000_000
_DRESS = r"[\s>*_#\-+•|`~]*"
"""What Markdown or Jira put before and around a word: quotes, bullets, stars."""


def marked_lines(text: str, source: SourceSettings) -> tuple[MarkedLine, ...]:
    """Return the marked lines of *text* in their order, at most twenty.

    A line counts when it begins with a configured word and a colon, whatever their
    case and dress (`**Métier :** …`, `> Business: …`). An empty one says nothing.
    """
    marks = _marks(source.business_marks, source.decision_marks)
    composed = unicodedata.normalize("NFC", text[:_LONGEST_TEXT])
    # Most texts name none of the words, and saying so at once is much cheaper.
    if not marks.words.search(composed):
        return ()
    found = _found(composed.splitlines(), marks.lines)
    return tuple(line for line, _ in zip(found, range(MOST_LINES), strict=False))


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is looked for, made once for all texts of a source."""

    words: re.Pattern[str]
    lines: tuple[tuple[NoteKind, Language, re.Pattern[str]], ...]


@lru_cache(maxsize=64)
def _marks(business: tuple[Mark, ...], decision: tuple[Mark, ...]) -> _Marks:
    kinds = ((NoteKind.BUSINESS, business), (NoteKind.DECISION, decision))
    named = [(kind, mark, _word(mark)) for kind, marks in kinds for mark in marks]
    lines = ((kind, mark.language, _pattern(word)) for kind, mark, word in named)
    # Without any word nothing is found, and not everything.
    words = "|".join(word for _, _, word in named) or r"(?!)"
    return _Marks(re.compile(words, re.IGNORECASE), tuple(lines))


def _found(
    lines: Iterable[str], marks: Sequence[tuple[NoteKind, Language, re.Pattern[str]]]
) -> Iterator[MarkedLine]:
    for line in lines:
        for kind, language, pattern in marks:
            if match := pattern.match(line[: 4 * LONGEST_LINE]):
                said = cleaned_of_people(match[1].strip("*_ \t"), limit=LONGEST_LINE)
                if said:
                    yield MarkedLine(kind=kind, language=language, text=said)
                break


def _word(mark: Mark) -> str:
    return re.escape(unicodedata.normalize("NFC", mark.word))


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"{_DRESS}{word}[\s*_]*[::][\s*_]*(.*)", re.IGNORECASE)
