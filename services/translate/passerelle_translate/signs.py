"""When a label, a status or a field said of an item what a sign rule names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import NamedTuple

from passerelle_schemas.identity import FactId
from passerelle_schemas.rules import RuleSet, Saying, SignRule
from passerelle_schemas.work import Observation, SignEntry, WorkItem
from passerelle_translate.histories import statuses_of
from passerelle_translate.mapping import folded
from passerelle_translate.periods import Period, common, united

LABELS = "labels"
"""What facts call the field of labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignHeld(Period):
    """When a sign said so, and when we learned of it."""

    learned_at: datetime
    fact: FactId | None = None
    """What told it; none for a status, of which the witnesses know."""
    is_older: bool = False
    """Whether it may have been there before: only a snapshot shows it."""


def said_by_signs(
    item: WorkItem, rules: RuleSet, saying: Saying
) -> tuple[SignHeld, ...]:
    """Say when signs said so, in the order of the rules; they may overlap.

    Where no history tells since when a label or a field is there, what the newest
    snapshot shows was surely there since the last update of the item, and may have
    been long before.
    """
    signs = [sign for sign in rules.signs if sign.says is saying]
    if not signs or (seen := item.observed) is None:
        return ()
    return tuple(
        held
        for sign in signs
        if (not sign.tracker or item.tracker in sign.tracker)
        and (not sign.source or item.source in sign.source)
        for held in _times(sign, item, seen)
    )


def _times(sign: SignRule, item: WorkItem, seen: Observation) -> Sequence[SignHeld]:
    """Say when all conditions of *sign* held; of each, any value is enough."""
    conditions: list[Sequence[SignHeld]] = []
    if sign.label:
        wanted = {(LABELS, folded(label)) for label in sign.label}
        conditions.append([*_shown(item, seen, wanted)])
    if sign.field:
        pairs = (condition.partition("=") for condition in sign.field)
        wanted = {(field.strip(), folded(value)) for field, _, value in pairs}
        conditions.append([*_shown(item, seen, wanted)])
    if sign.status:
        conditions.append([*_statuses(sign, item)])
    return reduce(_both, conditions)


def _both(ones: Sequence[SignHeld], others: Sequence[SignHeld]) -> list[SignHeld]:
    """Say when one of each held."""
    return [
        replace(one, start=part.start, end=part.end)
        for one in ones
        for part in common(one, united(others))
    ]


def _statuses(sign: SignRule, item: WorkItem) -> Iterator[SignHeld]:
    held = statuses_of(item)
    for entry, later in zip(held, [*held[1:], None], strict=True):
        end = later.at if later else None
        if entry.status.id in sign.status and (end is None or entry.at < end):
            yield SignHeld(entry.at, end, learned_at=entry.learned_at)


Sign = tuple[str, str]
"""A field and a value, whatever the value's case."""


def _shown(item: WorkItem, seen: Observation, wanted: set[Sign]) -> Iterator[SignHeld]:
    """Yield the times in which each of the *wanted* labels or values was there."""
    shown = seen.snapshot
    now = {(LABELS, folded(label)) for label in shown.labels}
    now |= {(field.id, folded(field.value)) for field in shown.custom}
    told: dict[Sign, list[SignEntry]] = {}
    for entry in item.signs:
        told.setdefault((entry.field, folded(entry.value)), []).append(entry)
    for one in sorted(wanted):
        yield from _replayed(told.get(one, ()), item, seen, is_there=one in now)


class _News(NamedTuple):
    """What was told of one label or value."""

    at: datetime
    learned_at: datetime
    fact: FactId
    shown: bool


def _replayed(
    entries: Sequence[SignEntry], item: WorkItem, seen: Observation, *, is_there: bool
) -> Iterator[SignHeld]:
    """Replay when one label was put on and taken off."""
    since: SignHeld | None = None
    for news in _in_order(entries, item, seen, is_there=is_there):
        if news.shown and since is None:
            since = SignHeld(
                news.at,
                learned_at=news.learned_at,
                fact=news.fact,
                is_older=not entries,
            )
        elif since is not None and not news.shown:
            if since.start < news.at:
                yield replace(since, end=news.at)
            since = None
    if since is not None:
        yield since


def _in_order(
    entries: Sequence[SignEntry], item: WorkItem, seen: Observation, *, is_there: bool
) -> Iterator[_News]:
    """Yield each telling; of what was told before it, the newest snapshot is right.

    What is taken off first was there from the beginning.
    """
    if entries and not entries[0].shown:
        begun = seen.snapshot.created_at
        yield _News(begun, item.learned_at, entries[0].fact, shown=True)
    for entry in entries:
        yield _News(entry.happened_at, entry.learned_at, entry.fact, entry.shown)
    if not entries or entries[-1].happened_at <= seen.happened_at:
        yield _News(seen.happened_at, seen.learned_at, seen.fact, is_there)
