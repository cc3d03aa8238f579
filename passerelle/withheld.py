"""What teams wrote for the business and no page prints: the CTO's list.

Report owns the gate and translate says what was written; the two meet here. Items are
named, people never: neither who wrote a line nor whom it names.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from passerelle.barred import barred_by
from passerelle_schemas.business import BusinessItem, BusinessNote, State
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.text import cleaned

_LINE = "business line"
_DECISION = "decision"
_SHOWN = 5
"""Items of one reason that are named."""
_KEY = 80


@dataclass(frozen=True, slots=True)
class Written:
    """One line that a team wrote."""

    item: str
    """The key of the item that it is written on."""
    what: str
    language: Language
    why: str | None
    """Why no page prints it; None when one may."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Lines that are withheld for one reason."""

    why: str
    count: int
    lines: int
    """Of these, the business lines; the others are decisions."""
    languages: tuple[Language, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CtoList:
    """All that is withheld, and what one of the languages lacks."""

    written: int
    """Lines and decisions in all."""
    withheld: tuple[Withheld, ...]
    """The most frequent reason first."""
    alone: dict[Language, tuple[str, ...]]
    """By language, the items that have a line in it and none in the other."""

    @property
    def count(self) -> int:
        """How many are withheld."""
        return sum(reason.count for reason in self.withheld)


def cto_list(items: Iterable[BusinessItem], rules: RuleSet) -> CtoList:
    """Hold all that teams wrote on *items* against the gate of the pages.

    Of business lines the newest in each language, which is the one that a page would
    print. What is excluded or removed is on no page, whatever it says.
    """
    there = [i for i in items if i.state is not State.EXCLUDED and not i.removed]
    barred = barred_by(rules)
    written = [line for item in there for line in _written(item, barred)]
    reasons: defaultdict[str, list[Written]] = defaultdict(list)
    for line in written:
        if line.why is not None:
            reasons[line.why].append(line)
    return CtoList(
        written=len(written),
        withheld=tuple(
            _withheld(why, lines)
            for why, lines in sorted(
                reasons.items(), key=lambda reason: (-len(reason[1]), reason[0])
            )
        ),
        alone=_alone(written),
    )


def _written(
    item: BusinessItem, barred: Callable[[str, Language], str | None]
) -> Iterator[Written]:
    key = cleaned(item.key, limit=_KEY)
    for note in _newest(item.notes):
        yield Written(key, _LINE, note.language, barred(note.text, note.language))
    for told in item.decisions:
        yield Written(key, _DECISION, told.language, barred(told.text, told.language))


def _newest(notes: Sequence[BusinessNote]) -> Iterable[BusinessNote]:
    """Say the newest line in each language, as a page looks for it."""
    ordered = sorted(notes, key=lambda note: (note.written_at, note.text))
    return {note.language: note for note in ordered}.values()


def _withheld(why: str, lines: Sequence[Written]) -> Withheld:
    told = {line.language for line in lines}
    return Withheld(
        why=why,
        count=len(lines),
        lines=sum(line.what == _LINE for line in lines),
        languages=tuple(language for language in Language if language in told),
        items=tuple(dict.fromkeys(line.item for line in lines)),
    )


def _alone(written: Iterable[Written]) -> dict[Language, tuple[str, ...]]:
    """Say which items have a line that may be printed in one language alone."""
    has: defaultdict[str, set[Language]] = defaultdict(set)
    for line in written:
        if line.what == _LINE and line.why is None:
            has[line.item].add(line.language)
    return {
        language: tuple(item for item, told in has.items() if told == {language})
        for language in Language
    }


_IN = {Language.FRENCH: "French", Language.ENGLISH: "English"}


def cto_lines(told: CtoList) -> Iterator[str]:
    """Tell the list, and what helps."""
    if not told.written:
        yield "No team has written a business line or a decision yet."
        return
    if not told.withheld:
        yield f"{_lines(told.written)} written by teams; pages print them all."
    else:
        yield (
            f"{told.count} of {_lines(told.written)} written by teams "
            f"{'is' if told.count == 1 else 'are'} on no page. Explain a word in the "
            "glossary, or have the line said in the reader's words."
        )
    for reason in told.withheld:
        tongues = " and ".join(_IN[language] for language in reason.languages)
        yield f"  {reason.count} ({_parts(reason)}, {tongues}): {reason.why}"
        yield f"      {_keys(reason.items)}"
    for language, items in told.alone.items():
        if items:
            (other,) = (each for each in Language if each is not language)
            yield (
                f"In {_IN[language]} alone: {_counted(len(items), 'item')}, which a "
                f"page in {_IN[other]} tells by a plain sentence ({_keys(items)})."
            )


def _parts(reason: Withheld) -> str:
    decisions = reason.count - reason.lines
    parts = [(reason.lines, _LINE), (decisions, _DECISION)]
    return " and ".join(_counted(count, what) for count, what in parts if count)


def _lines(count: int) -> str:
    return _counted(count, "line") if count == 1 else f"{count} lines and decisions"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _keys(items: Sequence[str]) -> str:
    more = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
