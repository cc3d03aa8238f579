"""What the week finished: one line for a team's own words, one for what is alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from passerelle_report.contents import Delivered, Line, Minute, Subject, Words
from passerelle_report.evidence import Book
from passerelle_report.gate import passed
from passerelle_report.known import KnownItem
from passerelle_schemas.business import Stage, WorkKind
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import GlossaryTerm

FORWARD = 3
USABLE = 6
FINISHED = 5

_KINDS = (
    WorkKind.NEW,
    WorkKind.REPAIR,
    WorkKind.SECURITY,
    WorkKind.INCIDENT,
    WorkKind.UPKEEP,
)
"""What a reader notices first."""

SubjectOf = Callable[[KnownItem], Subject | None]


@dataclass(frozen=True, slots=True)
class Writer:
    """Turns finished items into lines."""

    end: datetime
    glossary: tuple[GlossaryTerm, ...]
    subject_of: SubjectOf
    book: Book

    def words_of(self, known: KnownItem) -> Words:
        """The team's newest words in each language, where they pass the gate."""
        said: dict[str, str | None] = {}
        for note in known.note(self.end):
            terms = [term.word.in_(note.language) for term in self.glossary]
            said[note.language.value] = passed(note.text, terms)
        return Words.model_validate(said)

    def withheld(self, items: Iterable[KnownItem]) -> int:
        """How many of the newest notes of *items* did not pass the gate."""
        return sum(
            len(known.note(self.end)) - _written(self.words_of(known))
            for known in items
        )

    def lines(self, items: Sequence[KnownItem], stage: Stage) -> tuple[Line, ...]:
        """Say *items*, those with words of their own first, alike ones together."""
        groups: dict[tuple[object, ...], list[KnownItem]] = {}
        for known in items:
            words, subject = self.words_of(known), self.subject_of(known)
            alike = (
                ("said", words.fr, words.en)
                if _written(words)
                else (known.item.work, subject.id if subject else "")
            )
            groups.setdefault(alike, []).append(known)
        told = [self._line(group, stage) for group in groups.values()]
        return tuple(sorted(told, key=_rank))

    def _line(self, group: Sequence[KnownItem], stage: Stage) -> Line:
        return Line(
            words=self.words_of(group[0]),
            work=group[0].item.work,
            stage=stage,
            subject=self.subject_of(group[0]),
            count=len(group),
            refs=self.book.items(group),
        )


def delivered(writer: Writer, tasks: Sequence[KnownItem], start: datetime) -> Delivered:
    """Say what became usable in the week, and apart what was only finished."""
    usable = [t for t in tasks if t.usable_at and t.usable_at >= start]
    finished = [t for t in tasks if t.done_at and t.done_at >= start]
    finished = [t for t in finished if t.usable_at is None]
    ready = writer.lines(usable, Stage.AVAILABLE)
    waiting = writer.lines(finished, Stage.FINISHED)
    return Delivered(
        usable=ready[:USABLE],
        usable_more=_count(ready[USABLE:]),
        finished=waiting[:FINISHED],
        finished_more=_count(waiting[FINISHED:]),
    )


def minute(done: Delivered) -> Minute:
    """Say what moved forward: what can be used now, before what is only finished."""
    told = (*done.usable, *done.finished)[:FORWARD]
    everything = (
        _count((*done.usable, *done.finished)) + done.usable_more + done.finished_more
    )
    return Minute(forward=told, forward_more=everything - _count(told))


def language_of(words: Words, language: Language) -> str | None:
    """The words in *language*, where the team wrote some."""
    return words.fr if language is Language.FRENCH else words.en


def _count(lines: Iterable[Line]) -> int:
    return sum(line.count for line in lines)


def _written(words: Words) -> int:
    return (words.fr is not None) + (words.en is not None)


def _rank(line: Line) -> tuple[bool, int, int, str, str]:
    return (
        not _written(line.words),
        _KINDS.index(line.work),
        -line.count,
        line.subject.id if line.subject else "~",
        f"{line.words.fr}/{line.words.en}",
    )
