"""When a label, a status or a field said of an item what a sign rule names."""

from collections.abc import Iterator

from passerelle_schemas.facts import Snapshot
from passerelle_schemas.rules import RuleSet, Saying, SignRule
from passerelle_schemas.work import WorkItem
from passerelle_translate.histories import statuses_of
from passerelle_translate.mapping import holds_any, holds_field
from passerelle_translate.periods import Period, united


def said_by_signs(item: WorkItem, rules: RuleSet, saying: Saying) -> tuple[Period, ...]:
    """Say when a sign said so, in order and without overlap.

    A status has its history. Of labels and fields only what the newest snapshot shows
    is known: it counts from the beginning, and is gone with the snapshot that lacks it.
    """
    signs = [sign for sign in rules.signs if sign.says is saying]
    if not signs or item.observed is None:
        return ()
    shown = item.observed.snapshot
    found = (
        period
        for sign in signs
        if _applies(sign, item, shown)
        for period in _times(sign, item, shown)
    )
    return united(found)


def _applies(sign: SignRule, item: WorkItem, shown: Snapshot) -> bool:
    return (
        (not sign.tracker or item.tracker in sign.tracker)
        and (not sign.source or item.source in sign.source)
        and (not sign.label or holds_any(sign.label, shown.labels))
        and (not sign.field or holds_field(sign.field, shown))
    )


def _times(sign: SignRule, item: WorkItem, shown: Snapshot) -> Iterator[Period]:
    if not sign.status:
        yield Period(shown.created_at)
        return
    held = statuses_of(item)
    for entry, later in zip(held, [*held[1:], None], strict=True):
        if entry.status.id in sign.status:
            end = later.at if later else None
            if end is None or entry.at < end:
                yield Period(entry.at, end)
