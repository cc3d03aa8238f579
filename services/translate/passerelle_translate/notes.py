"""What a work item's marked lines say: the team's own words, and its decisions."""

from collections.abc import Iterator

from passerelle_schemas.business import BusinessNote, Decision
from passerelle_schemas.facts import Language, MarkedLine, NoteKind
from passerelle_schemas.work import NotesEntry, WorkItem

_DESCRIPTION = "description"


def notes_of(item: WorkItem) -> tuple[BusinessNote, ...]:
    """Say the team's newest words in each language."""
    newest: dict[Language, BusinessNote] = {}
    for entry, line in _lines(item, NoteKind.BUSINESS):
        newest[line.language] = BusinessNote(
            language=line.language,
            text=line.text,
            written_at=entry.happened_at,
            learned_at=entry.learned_at,
        )
    return tuple(newest[language] for language in sorted(newest))


def decisions_of(item: WorkItem) -> tuple[Decision, ...]:
    """Say every decision that the tracker records of it, the oldest first."""
    return tuple(
        Decision(
            language=line.language,
            text=line.text,
            taken_at=entry.happened_at,
            learned_at=entry.learned_at,
        )
        for entry, line in _lines(item, NoteKind.DECISION)
    )


def is_withdrawn(item: WorkItem, entry: NotesEntry) -> bool:
    """Whether all comments were read since, and that one was not there any more."""
    family = entry.origin.rpartition("/")[0]
    return entry.origin != _DESCRIPTION and any(
        listed.happened_at >= entry.happened_at
        for listed in item.notes_listed
        if listed.family == family and entry.origin not in listed.origins
    )


def _lines(item: WorkItem, kind: NoteKind) -> Iterator[tuple[NotesEntry, MarkedLine]]:
    kept = (entry for entry in item.notes if not is_withdrawn(item, entry))
    for entry in sorted(kept, key=lambda n: (n.happened_at, n.origin)):
        for line in entry.lines:
            if line.kind is kind and line.text:
                yield entry, line
