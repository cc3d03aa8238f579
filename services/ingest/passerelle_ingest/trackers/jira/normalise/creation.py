"""What an issue had from its creation, which no history tells.

A webhook `issue_created` shows it; later, the first change of a field tells it by what
was there before, and a field that never changed by what is there now.
"""

from collections.abc import Iterator

from passerelle_ingest.telling import CREATED, LABELS, Teller
from passerelle_ingest.trackers.jira.normalise.changes import DUE, PARENT, STATUS
from passerelle_schemas.contract import Instant
from passerelle_schemas.facts import AnyFact, Snapshot, Touch


def created_with(
    teller: Teller, at: Instant, first: Snapshot, lost: frozenset[str] = frozenset()
) -> Iterator[AnyFact]:
    """Say the status, promised day, parent, labels and fields that it began with.

    Nothing of what is *lost*: its first change may be the one that is not known.
    """
    if STATUS not in lost:
        yield teller.status(at, None, first.status, change=CREATED)
    if first.due and DUE not in lost:
        yield teller.due(at, None, first.due, change=CREATED)
    if first.parent and PARENT not in lost:
        yield teller.parent(at, None, first.parent, change=CREATED)
    had = [(LABELS, label) for label in first.labels]
    had += [(field.id, field.value) for field in first.custom]
    for field, value in had:
        if field not in lost:
            yield teller.sign(at, field, value, shown=True, change=CREATED)
    yield teller.touched(at, Touch.FIELD)
