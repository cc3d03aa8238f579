"""Lines that read the same in one language are one line of its edition.

A team's words in one language only leave the other with a plain sentence, perhaps the
same one several times. What is told is decided once for both languages; each merges
what reads the same in it, and then cuts its list.
"""

from collections.abc import Sequence

from passerelle_report.contents import Line, Words
from passerelle_schemas.facts import Language

FORWARD = 3
INCIDENTS = 2
"""Told in the minute; so many more stand in the list."""
USABLE = 6
FINISHED = 5
STEPS = 5
INCIDENTS_LISTED = 5
_AT_MOST = 2
"""Times as many lines as an edition prints may be merged into those that it does."""


def told(lines: Sequence[Line], most: int) -> int:
    """How many of the first *lines* either language tells, in *most* lines of its own.

    The language that tells fewer of them counts the rest.
    """
    count = min(len(lines), _AT_MOST * most)
    while min(len(merged(lines[:count], one)) for one in Language) > most:
        count -= 1
    return count


def merged(lines: Sequence[Line], language: Language) -> tuple[Line, ...]:
    """Put those together that read the same in *language*, where the first stands."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault(_read(line, language), []).append(line)
    return tuple(_one(group) for group in groups.values())


def language_of(words: Words, language: Language) -> str | None:
    """The words in *language*, where the team wrote some."""
    return words.fr if language is Language.FRENCH else words.en


def _read(line: Line, language: Language) -> tuple[object, ...]:
    """What decides how a line reads; one that fulfils a promise stands for itself."""
    whole = line.stage, line.step_towards, line.promise
    if said := language_of(line.words, language):
        return said, *whole
    return line.work, line.subject, *whole


def _one(group: Sequence[Line]) -> Line:
    refs = dict.fromkeys(ref for line in group for ref in line.refs)
    return group[0].model_copy(
        update={
            "count": sum(line.count for line in group),
            "finished_before": sum(line.finished_before for line in group),
            "refs": tuple(refs),
        }
    )
