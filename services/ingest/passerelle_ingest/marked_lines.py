"""Finds the lines that a team marked for the business in a description or a comment."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from passerelle_ingest.people import cleaned_of_people
from passerelle_ingest.settings import Mark, SourceSettings
from passerelle_schemas.facts import MarkedLine, NoteKind

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
    kinds = (
        (NoteKind.BUSINESS, source.business_marks),
        (NoteKind.DECISION, source.decision_marks),
    )
    composed = unicodedata.normalize("NFC", text[:_LONGEST_TEXT])
    found = _found(composed.splitlines(), kinds)
    return tuple(line for line, _ in zip(found, range(MOST_LINES), strict=False))


def _found(
    lines: Iterable[str], kinds: Sequence[tuple[NoteKind, Sequence[Mark]]]
) -> Iterator[MarkedLine]:
    marks = [
        (kind, mark.language, _pattern(mark.word)) for kind, ms in kinds for mark in ms
    ]
    for line in lines:
        for kind, language, pattern in marks:
            if match := pattern.match(line[: 4 * LONGEST_LINE]):
                said = cleaned_of_people(match[1].strip("*_ \t"), limit=LONGEST_LINE)
                if said:
                    yield MarkedLine(kind=kind, language=language, text=said)
                break


def _pattern(word: str) -> re.Pattern[str]:
    composed = re.escape(unicodedata.normalize("NFC", word))
    return re.compile(
        rf"{_DRESS}{composed}[\s*_]*[::][\s*_]*(.*)",
        re.IGNORECASE,
    )
