"""The sentences of a page, one a line, so that two pages can be laid side by side."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import zip_longest
from typing import Any

from passerelle_report.budget import budgets
from passerelle_report.charts.kept import KeptChart
from passerelle_report.charts.ranges import RangeChart
from passerelle_report.contents import WeeklyReport
from passerelle_report.manifests import edition_of
from passerelle_report.wording.compose import compose
from passerelle_report.wording.view import (
    Bar,
    CompactObjective,
    LineGroup,
    Masthead,
    ObjectiveView,
    PageView,
    PromiseRow,
    RiskView,
    Sentence,
    Tag,
    Term,
)
from passerelle_schemas.facts import Language

_SECTIONS = (
    "masthead",
    "minute",
    "objectives",
    "delivered",
    "promises",
    "risks",
    "unknown",
    "words",
)
"""What of a page is sentences; the evidence lists the keys behind them."""
_DRAWN = (RangeChart, KeptChart, Bar)
"""Pictures of what stands beside them in words."""
_LABELS = frozenset(
    {
        "addressed",
        "company",
        "heads",
        "headline",
        "legend",
        "note",
        "reason",
        "sender",
        "short",
        "tag",
        "title",
        "week",
    }
)
"""What stands on every page of its kind, or is told with what it heads."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and where on the page it stands."""

    section: str
    about: str
    """The objective or the risk that it is about, where the section has several."""
    text: str


@dataclass(frozen=True, slots=True)
class Differing:
    """What stands on one page in place of what stands on the other."""

    section: str
    about: str
    old: str | None
    new: str | None


def lines_of(report: WeeklyReport, language: Language) -> tuple[Line, ...]:
    """Say every sentence of a page, in the order in which it is read.

    As much of it as the first budget allows; what is left out to make room depends on
    the page and not on the rules.
    """
    view = compose(edition_of(report, language, ()), next(budgets(report)))
    return tuple(line for name in _SECTIONS for line in _of_section(view, name))


def differing(old: Sequence[Line], new: Sequence[Line]) -> tuple[Differing, ...]:
    """Say what differs between two pages, in the order of the new one.

    What is told of one objective or risk is compared, wherever it stands; that they
    stand in another order is told by itself, where nothing else says it.
    """
    places = dict.fromkeys((line.section, line.about) for line in (*new, *old))
    found = tuple(each for place in places for each in _at(place, old, new))
    if not found and tuple(old) != tuple(new):
        return (Differing("order", "", _order(old), _order(new)),)
    return found


def _at(
    place: tuple[str, str], old: Sequence[Line], new: Sequence[Line]
) -> Iterator[Differing]:
    """Yield what differs in one place, side by side."""
    before, after = (
        [line.text for line in lines if (line.section, line.about) == place]
        for lines in (old, new)
    )
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in blocks.get_opcodes():
        if tag != "equal":
            for one, two in zip_longest(before[a:b], after[c:d]):
                yield Differing(*place, one, two)


def _order(lines: Sequence[Line]) -> str:
    return ", ".join(dict.fromkeys(line.about or line.section for line in lines))


def _of_section(view: PageView, name: str) -> Iterator[Line]:
    for about, text in _told(getattr(view, name), ""):
        if told := " ".join(text.split()):
            yield Line(name, about, told)


def _told(part: Any, about: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401, C901, PLR0912 - a table of all parts of a page
    """Yield the sentences of a part of a page, with what each is about."""
    match part:
        case str():
            yield about, part
        case Sentence(text=text, stop=stop):
            yield about, f"{text}{stop}"
        case Term(word=word, means=means):
            yield about, f"{word} – {means}"
        case PromiseRow():
            yield about, " | ".join(_cells(part))
        case CompactObjective(short=short, tag=tag, text=text):
            yield short, f"{tag.word}{tag.joint} {text.text}{text.stop}"
        case Masthead(tag=tag, headline=headline):
            yield about, _headed(tag, headline)
            yield from _of_fields(part, about)
        case ObjectiveView(short=short, tag=tag, reason=reason):
            yield short, _headed(tag, f"{reason.text}{reason.stop}")
            yield from _of_fields(part, short)
        case RiskView(title=title):
            yield from _of_fields(part, title)
        case LineGroup(title=title):
            yield from _of_fields(part, title)
        case tuple() | list():
            for one in part:
                yield from _told(one, about)
        case _ if is_dataclass(part) and not isinstance(part, _DRAWN):
            yield from _of_fields(part, about)
        case _:
            return


def _of_fields(part: Any, about: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any part of a page
    for field in fields(part):
        if field.name not in _LABELS and not field.name.endswith("label"):
            yield from _told(getattr(part, field.name), about)


def _headed(tag: Tag, text: str) -> str:
    return f"{tag.word}{tag.joint} {text}"


def _cells(row: PromiseRow) -> Iterator[str]:
    cells = (row.name.text, row.brings or "", row.first, row.latest, row.outcome)
    yield from (cell for cell in cells if cell)
