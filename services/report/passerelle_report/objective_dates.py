"""The dates that an objective was promised, whatever promised them.

A rule set names the item whose days are the promise, or the date itself, and a later
one may name another: the first date that the department was given stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from passerelle_report.contents import DateSaid
from passerelle_report.known import KnownItem
from passerelle_schemas.targets import Carried


def dates_of(
    carried: Sequence[Carried], items: Mapping[str, KnownItem], zone: ZoneInfo
) -> tuple[DateSaid, ...]:
    """Say every date, the first one first; *items* are those that carried it, by key.

    One that took over counts from then on, with the date that it had. Where nobody
    knows what carried the promise before, its successor speaks for it: an item that was
    moved to another project has another key, and the same promise.
    """
    known = [c for c in carried if c.promised_by in items or _says_itself(c)]
    said: list[DateSaid] = []
    for number, one in enumerate(known):
        since = one.since if number else None
        until = known[number + 1].since if number + 1 < len(known) else None
        item = items.get(one.promised_by or "")
        if item is None:
            on = one.since.astimezone(zone).date() if one.since else None
            said.append(_by_rules(one, one.target_date, on))
        else:
            said += _by_item(one, item, since, until, zone)
    return tuple(_changed(said))


def _says_itself(one: Carried) -> bool:
    return one.promised_by is None or one.target_date is not None


def _by_rules(one: Carried, due: date | None, on: date | None) -> DateSaid:
    return DateSaid(due=due, on=on, rules=one.version if on else None)


def _by_item(
    one: Carried,
    item: KnownItem,
    since: datetime | None,
    until: datetime | None,
    zone: ZoneInfo,
) -> Iterator[DateSaid]:
    """Yield the date that an item had when it took over, and each that it gave."""
    had = [p for p in item.promises if since and p.said_at <= since]
    if since and had and had[-1].due:
        yield _by_rules(one, had[-1].due, since.astimezone(zone).date())
    for promise in item.promises[len(had) :]:
        if until is None or promise.said_at < until:
            on = promise.said_at.astimezone(zone).date()
            yield DateSaid(due=promise.due, on=on)


def _changed(said: Sequence[DateSaid]) -> Iterator[DateSaid]:
    """Leave out what says the date again that stands; nothing stands at first."""
    before = None
    for one in said:
        if one.due != before:
            yield one
        before = one.due
