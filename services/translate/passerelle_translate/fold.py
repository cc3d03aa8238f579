"""The fold: facts become a work item, in whatever order and however often they come.

`fold` reads what one delivery tells as a small work item and merges it; `merge` joins
part by part, each by a join that is commutative, associative and idempotent. So is the
whole: the same facts give the same item and the same bytes.
"""

from typing import TypeVar

from passerelle_schemas.facts import Facts
from passerelle_schemas.work import Entry, Observation, Presence, WorkItem
from passerelle_translate.clocks import entry_righted
from passerelle_translate.joins import registered
from passerelle_translate.parts import PARTS
from passerelle_translate.telling import told

E = TypeVar("E", bound=Entry)


def fold(item: WorkItem | None, facts: Facts) -> WorkItem:
    """Add to *item* what one delivery tells about it."""
    news = told(facts)
    return news if item is None else merge(item, news)


def merge(ours: WorkItem, theirs: WorkItem) -> WorkItem:
    """Join two foldings of one item, for instance those of two workers.

    Raises ValueError when they are not of the same item.
    """
    if ours.id != theirs.id:
        two = f"{ours.id} and {theirs.id} are two work items"
        raise ValueError(two)
    parts = {
        name: part.join(getattr(ours, name), news)
        for name, part in PARTS.items()
        if (news := getattr(theirs, name))
    }
    # A site has one tracker; were a configuration to say otherwise, both orders of
    # arrival still agree.
    source, tracker = min((w.source, w.tracker) for w in (ours, theirs))
    return ours.model_copy(
        update={
            "source": source,
            "tracker": tracker,
            "learned_at": min(ours.learned_at, theirs.learned_at),
            "observed": _observation(ours.observed, theirs.observed),
            "presence": _presence(ours.presence, theirs.presence),
            "unknown_facts": _together(ours.unknown_facts, theirs.unknown_facts),
            **parts,
        }
    )


def _together(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*ours, *theirs})) if theirs else ours


def _observation(
    ours: Observation | None, theirs: Observation | None
) -> Observation | None:
    return _newest(ours, theirs) if ours and theirs else ours or theirs


def _presence(ours: Presence | None, theirs: Presence | None) -> Presence | None:
    return _newest(ours, theirs) if ours and theirs else ours or theirs


def _newest(ours: E, theirs: E) -> E:
    """Settle a register, also one of a program that believed every clock."""
    return registered(entry_righted(ours), entry_righted(theirs))
