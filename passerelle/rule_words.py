"""Holds every text of the rules that a page prints against the gate of the pages.

Translate reads the rules and report prints them; neither knows the other, so this is
where the two meet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from passerelle_report.gate import Stop, Stopped, betrayed, stopped
from passerelle_report.wording.replaceable import REPLACEABLE
from passerelle_translate.rules.reading import nearest

Place = tuple[str | int, ...]
Wrong = tuple[Place, str, str]
"""Where, what, and the way out."""
_LONGEST = 300
"""Letters, as the contract of the rules allows them."""
_EXPLAIN = "explain it under `glossary`"
_OF_OBJECTIVES = frozenset({"name", "short", "lateness_costs", "why", "success"})


def unprintable(words: Mapping[Place, Any]) -> Iterator[Wrong]:
    """Yield each text among the *words* of the rules that no page may print, and why.

    Every reason is told, each with its way out.
    """
    known = _known(words)
    yield from _unreplaceable(words)
    for place, word in words.items():
        match place:
            case ("objectives", _, str(field), str(language)) if (
                field in _OF_OBJECTIVES
            ):
                found = _every(str(word), known.of(language))
            case ("capabilities", _, "name" | "serves", str(language)):
                found = _every(str(word), known.of(language))
            case ("wording", _, str(language)):
                found = _every(str(word), known.of(language))
            case ("glossary", int(), "means", str(language)):
                found = _every(str(word), known.of(language))
            case ("company", "desk", "name", _):
                found = _every(str(word), known.acronyms_of(str(word)))
            case ("departments", _, "name" | "addressed", _) | ("company", "name"):
                found = _first(betrayed(str(word)))
            case ("glossary", int(), "word", _):
                found = _first(known.refused(str(word)))
            case _:
                continue
        yield from ((place, *_told(stop)) for stop in found)


def _unreplaceable(words: Mapping[Place, Any]) -> Iterator[Wrong]:
    """Yield lines that nobody may say otherwise, and words that have no room."""
    told = set()
    for place, word in words.items():
        if place[:1] != ("wording",):
            continue
        name = str(place[1])
        most = REPLACEABLE.get(name)
        if most is None and name not in told:
            told.add(name)
            what = f"No line of a page that may be replaced is called `{name[:60]}`"
            yield place[:2], what, nearest(name, REPLACEABLE)
        elif most is not None and len(str(word)) > most:
            what = (
                f"`{name}` has room for {most} letters, and this has {len(str(word))}"
            )
            yield place, what, "Say it in fewer words."


@dataclass(frozen=True, slots=True)
class _Known:
    """Words that may stand on a page although the gate would stop them."""

    explained: Mapping[str, tuple[str, ...]]
    """By language: those of the glossary, and what departments are called."""
    projects: frozenset[str]
    """The projects that the rules name: their keys lead to work items."""

    def of(self, language: str) -> tuple[str, ...]:
        return self.explained.get(language, ())

    @staticmethod
    def acronyms_of(name: str) -> tuple[str, ...]:
        """Say the acronyms in a *name* that the company gave itself: « la DSI »."""
        return tuple(word for word in name.split() if word.isupper())

    def refused(self, word: str) -> Stopped | None:
        """Say why even the glossary cannot explain *word*."""
        found = betrayed(word)
        if found is None or found.by is Stop.ADDRESS:
            return found
        key = found.words.rpartition("-")[0]
        return found if found.by is Stop.ITEM and key in self.projects else None


def _known(words: Mapping[Place, Any]) -> _Known:
    explained: dict[str, tuple[str, ...]] = {}
    projects = set()
    for place, word in words.items():
        match place:
            case ("glossary", int(), "word", str(language)):
                explained[language] = (*explained.get(language, ()), str(word))
            case ("departments", _, "name", str(language)):
                explained[language] = (*explained.get(language, ()), str(word))
            case ("company", "name"):
                explained |= {
                    language: (*explained.get(language, ()), str(word))
                    for language in ("fr", "en")
                }
            case ("mapping" | "team_mapping", *_, "match" | "not", "project", int()):
                projects.add(str(word))
            case ("mapping" | "team_mapping", *_, "match" | "not", "ancestor", int()):
                projects.add(str(word).rpartition("-")[0])
            case ("objectives", _, "promised_by"):
                projects.add(str(word).rpartition("-")[0])
    return _Known(explained, frozenset(projects))


def _every(text: str, known: tuple[str, ...]) -> Iterator[Stopped]:
    """Yield all that stops *text*, one after the other."""
    while found := stopped(text, known, shortest=1, longest=_LONGEST):
        yield found
        if found.by in {Stop.LENGTH, Stop.SIGN} or found.words in known:
            return
        known = (*known, found.words)


def _first(found: Stopped | None) -> Iterator[Stopped]:
    if found:
        yield found


def _told(found: Stopped) -> tuple[str, str]:
    """Say what is wrong, and the way out."""
    words = f"`{found.words[:60]}`"
    match found.by:
        case Stop.JARGON:
            what = f"Pages print this, and {words} is a word of engineers"
            return what, f"Say it in the reader's words, or {_EXPLAIN}."
        case Stop.ACRONYM:
            what = f"Pages print this, and nobody explains {words}"
            return what, f"Write it out, or {_EXPLAIN}."
        case Stop.PERSON:
            what = f"Pages print this, and {words} looks like a person's name"
            out = "Name a team or a desk; the name of a place or brand may stand under "
            return what, f"{out}`glossary`."
        case Stop.LENGTH | Stop.SIGN:
            return f"No page can print {words}", "Write less, in Latin letters."
        case Stop.ADDRESS:
            return f"No page prints an address, such as {words}", "Leave it out."
        case Stop.ITEM | Stop.VERSION | Stop.CODE:
            what = f"No page prints what looks like {_LOOKS[found.by]}, such as {words}"
            return what, f"Leave it out; or {_EXPLAIN}, if everybody says so."


_LOOKS = {
    Stop.ITEM: "the key of a work item",
    Stop.VERSION: "a version",
    Stop.CODE: "code",
}
