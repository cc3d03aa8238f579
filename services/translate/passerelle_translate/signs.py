"""When a label, a status or a field said of an item what a sign rule names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from passerelle_schemas.facts import Snapshot
from passerelle_schemas.identity import FactId
from passerelle_schemas.rules import RuleSet, Saying, SignRule
from passerelle_schemas.work import Observation, WorkItem
from passerelle_translate.histories import statuses_of
from passerelle_translate.mapping import holds_any, holds_field
from passerelle_translate.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class SignHeld(Period):
    """When a sign said so, and when we learned of it."""

    learned_at: datetime
    shown_by: FactId | None = None
    """The newest snapshot, where it alone says so: of a label, of a field."""


def said_by_signs(
    item: WorkItem, rules: RuleSet, saying: Saying
) -> tuple[SignHeld, ...]:
    """Say when signs said so, in the order of the rules; they may overlap.

    A status has its history. Of labels and fields only what the newest snapshot shows
    is known: they were surely there since the last update of the item, and may have
    been long before.
    """
    signs = [sign for sign in rules.signs if sign.says is saying]
    if not signs or (seen := item.observed) is None:
        return ()
    return tuple(
        held
        for sign in signs
        if _applies(sign, item, seen.snapshot)
        for held in _times(sign, item, seen)
    )


def _applies(sign: SignRule, item: WorkItem, shown: Snapshot) -> bool:
    return (
        (not sign.tracker or item.tracker in sign.tracker)
        and (not sign.source or item.source in sign.source)
        and (not sign.label or holds_any(sign.label, shown.labels))
        and (not sign.field or holds_field(sign.field, shown))
    )


def _times(sign: SignRule, item: WorkItem, seen: Observation) -> Iterator[SignHeld]:
    if not sign.status:
        at, learned = seen.happened_at, seen.learned_at
        yield SignHeld(at, learned_at=learned, shown_by=seen.fact)
        return
    held = statuses_of(item)
    for entry, later in zip(held, [*held[1:], None], strict=True):
        end = later.at if later else None
        if entry.status.id in sign.status and (end is None or entry.at < end):
            yield SignHeld(entry.at, end, learned_at=entry.learned_at)
