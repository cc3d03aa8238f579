"""What the week finished: one line for a team's own words, one for what is alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from passerelle_report.alike import (
    FINISHED,
    FORWARD,
    INCIDENTS,
    INCIDENTS_LISTED,
    STEPS,
    USABLE,
    told,
)
from passerelle_report.contents import (
    Delivered,
    DeliveredCounts,
    Line,
    Minute,
    Outcome,
    Promise,
    Security,
    Slip,
    Subject,
    Words,
)
from passerelle_report.evidence import Book
from passerelle_report.gate import passed
from passerelle_report.known import KnownItem
from passerelle_schemas.business import Decision, Stage, WorkKind
from passerelle_schemas.facts import Language

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

    start: datetime
    end: datetime
    terms: Mapping[Language, tuple[str, ...]]
    """Words that the gate lets through: explained, or the company's own names."""
    subject_of: SubjectOf
    book: Book
    step_towards: SubjectOf
    """The unfinished objective that an item is a step towards."""
    fulfilled: Mapping[str, Promise] = field(default_factory=dict)
    """Promises by the id of the item whose work fulfilled them this week."""

    def words_of(self, known: KnownItem) -> Words:
        """The team's newest words in each language, where they pass the gate."""
        said: dict[str, str | None] = {}
        for note in known.note(self.end):
            terms = self.terms[note.language]
            said[note.language.value] = passed(note.text, terms)
        return Words.model_validate(said)

    def decided(self, decision: Decision) -> str | None:
        """The words of a decision, where they pass the gate."""
        return passed(decision.text, self.terms[decision.language])

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
            towards = self.step_towards(known)
            alike = (
                ("said", words.fr, words.en)
                if _written(words)
                else (known.item.work, subject.id if subject else "")
            )
            incident = known.item.work is WorkKind.INCIDENT
            whole = (*alike, towards.id if towards else "", incident)
            groups.setdefault(whole, []).append(known)
        lines = [self._line(group, stage) for group in groups.values()]
        return tuple(sorted(lines, key=self.rank))

    def rank(self, line: Line) -> tuple[bool, int, int, int, str, str]:
        """A promise that was kept first, then the teams' own words, then by kind.

        Words that both languages have come before those that one has.
        """
        fulfilled = self.fulfilled.get(line.promise or "")
        kept = fulfilled is not None and fulfilled.outcome is Outcome.KEPT
        return not kept, *_rank(line)

    def _line(self, group: Sequence[KnownItem], stage: Stage) -> Line:
        return Line(
            words=self.words_of(group[0]),
            work=group[0].item.work,
            stage=stage,
            subject=self.subject_of(group[0]),
            step_towards=self.step_towards(group[0]),
            promise=next(
                (k.item.id for k in group if k.item.id in self.fulfilled), None
            ),
            count=len(group),
            finished_before=sum(
                k.done_at is not None and k.done_at < self.start for k in group
            ),
            refs=self.book.items(group),
        )


def delivered(writer: Writer, tasks: Sequence[KnownItem]) -> Delivered:
    """Say what became usable in the week, and apart what was only finished in it.

    What came into use may have been finished in an earlier week: each set is counted.
    Steps towards objectives that are not reached stand apart from both, and so do
    incidents, and upkeep that nobody put into words: a reader can announce none of it.
    """
    start = writer.start
    usable = [t for t in tasks if t.usable_at and t.usable_at >= start]
    finished = [t for t in tasks if t.done_at and t.done_at >= start]
    finished = [t for t in finished if t.usable_at is None]
    lines = (
        *writer.lines(usable, Stage.AVAILABLE),
        *writer.lines(finished, Stage.FINISHED),
    )
    upkeep = [line for line in lines if _is_upkeep(line)]
    incidents = [line for line in lines if line.work is WorkKind.INCIDENT]
    other = [x for x in lines if x not in incidents and not _is_upkeep(x)]
    steps = [line for line in other if line.step_towards]
    whole = [line for line in other if not line.step_towards]
    ready = [line for line in whole if line.stage is Stage.AVAILABLE]
    waiting = [line for line in whole if line.stage is Stage.FINISHED]
    steps.sort(key=writer.rank)
    steps_told = told(steps, STEPS)
    return Delivered(
        counts=counted(lines),
        incidents=tuple(incidents),
        incidents_shown=told(incidents, INCIDENTS_LISTED),
        usable=tuple(ready),
        usable_shown=told(ready, USABLE),
        finished=tuple(waiting),
        finished_shown=told(waiting, FINISHED),
        steps=_grouped(steps, steps_told),
        steps_shown=steps_told,
        upkeep=tuple(upkeep),
    )


def counted(lines: Iterable[Line]) -> DeliveredCounts:
    """Count what *lines* tell: finished in the week, come into use in it, or both."""
    told = tuple(lines)
    used = [line for line in told if line.stage is Stage.AVAILABLE]
    return DeliveredCounts(
        finished_and_used=sum(line.finished_now for line in used),
        used_only=sum(line.finished_before for line in used),
        finished_only=_count(x for x in told if x.stage is not Stage.AVAILABLE),
    )


def _is_upkeep(line: Line) -> bool:
    """Whether it is upkeep of which there is nothing more to say."""
    plain = line.promise is None and not _written(line.words)
    return plain and line.work is WorkKind.UPKEEP


def _grouped(lines: Sequence[Line], shown: int) -> tuple[Line, ...]:
    """The first *shown*, steps towards one objective together; then the rest."""
    head, rest = lines[:shown], lines[shown:]
    order = dict.fromkeys(line.step_towards for line in head)
    return (*(x for g in order for x in head if x.step_towards == g), *rest)


def minute(
    writer: Writer,
    done: Delivered,
    security: Security | None,
    slips: tuple[Sequence[Slip], int],
) -> Minute:
    """Say what moved forward: what can be used, what is finished, then mere steps.

    *slips* were decided elsewhere, with how many are left out. A security fix that is
    not in place is told by *security* alone.
    """
    steps = sorted(done.steps[: done.steps_shown], key=writer.rank)
    listed = (
        *done.usable[: done.usable_shown],
        *done.finished[: done.finished_shown],
        *steps,
    )
    shown = [line for line in listed if not is_waiting_fix(line)]
    forward = shown[: told(shown, FORWARD)]
    incidents = done.incidents[: told(done.incidents, INCIDENTS)]
    every = _count(done.incidents)
    return Minute(
        forward=forward,
        forward_more=_count(done.every) - every - _count(forward),
        incidents=incidents,
        incidents_more=every - _count(incidents),
        security=security,
        slips=tuple(slips[0]),
        slips_more=slips[1],
    )


def is_waiting_fix(line: Line) -> bool:
    """Whether it tells of security fixes that are finished, and not in place."""
    return line.work is WorkKind.SECURITY and line.stage is Stage.FINISHED


def _count(lines: Iterable[Line]) -> int:
    return sum(line.count for line in lines)


def _written(words: Words) -> int:
    return (words.fr is not None) + (words.en is not None)


def _rank(line: Line) -> tuple[int, int, int, str, str]:
    return (
        -_written(line.words),
        _KINDS.index(line.work),
        -line.count,
        line.subject.id if line.subject else "~",
        f"{line.words.fr}/{line.words.en}",
    )
