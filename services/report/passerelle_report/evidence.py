"""The evidence list: what every statement stands on, numbered as the page goes."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from passerelle_report.contents import (
    DateSaid,
    Evidence,
    EvidenceKind,
    Forecast,
    Item,
    Minute,
    Place,
    Refs,
    WeeklyReport,
)
from passerelle_report.known import KnownItem
from passerelle_schemas.business import Stage
from passerelle_schemas.text import cleaned

LONGEST_KEY = 80
LONGEST_URL = 500


class Book:
    """Collects evidence; what is entered twice is one entry."""

    def __init__(self) -> None:
        self._entries: dict[str, Evidence] = {}

    def items(self, known: Iterable[KnownItem]) -> Refs:
        """Enter work items."""
        return self._enter(EvidenceKind.ITEMS, _items(known))

    def risk(self, known: Iterable[KnownItem]) -> Refs:
        """Enter the work items on which a risk stands."""
        return self._enter(EvidenceKind.RISK, _items(known))

    def objective(
        self,
        tasks: Sequence[KnownItem],
        carrier: KnownItem | None,
        given: Forecast | None,
    ) -> Refs:
        """Enter what a page counts of an objective, and what its forecast stands on.

        The item that carries the promise is no task; dropped tasks are not counted.
        """
        counted = [task for task in tasks if task.stage is not Stage.DROPPED]
        return self._enter(
            EvidenceKind.OBJECTIVE,
            _items(counted),
            count=len(counted),
            dropped=len(tasks) - len(counted),
            carrier=next(iter(_items([carrier])), None) if carrier else None,
            weeks=given.weeks if given else 0,
            runs=given.runs if given else 0,
        )

    def promise(self, known: KnownItem | None, dates: tuple[DateSaid, ...]) -> Refs:
        """Enter every date that was given; without an item, by the rule set."""
        items = _items([known]) if known else ()
        return self._enter(EvidenceKind.PROMISE, items, dates=dates)

    def ledger(self, evidence: Evidence) -> Refs:
        """Enter the promises that a ratio counts."""
        return self._keep(evidence)

    def sources(self, places: tuple[Place, ...]) -> Refs:
        """Enter the places where data is read."""
        return self._enter(EvidenceKind.SOURCES, (), places=places)

    def ordered(self, report: WeeklyReport) -> tuple[Evidence, ...]:
        """The entries that *report* cites, in the order of the page."""
        order = dict.fromkeys(cited(report))
        return tuple(self._entries[entry] for entry in order)

    def _enter(
        self, kind: EvidenceKind, items: tuple[Item, ...], **more: object
    ) -> Refs:
        entry = Evidence.model_validate(
            {"id": "-", "kind": kind, "items": items, "count": len(items), **more}
        )
        return self._keep(entry)

    def _keep(self, entry: Evidence) -> Refs:
        bare = entry.model_dump_json(exclude={"id"}).encode()
        named = f"e{hashlib.sha256(bare).hexdigest()[:12]}"
        self._entries[named] = entry.model_copy(update={"id": named})
        return (named,)


def cited(report: WeeklyReport) -> Iterator[str]:
    """Every reference of a report, from the top of page one to the last page."""
    yield from _of_the_minute(report.minute)
    for objective in report.objectives:
        yield from objective.refs
        yield from objective.said_refs
    yield from report.ledger.kept.refs
    for line in report.delivered.shown:
        yield from line.refs
    if report.delivered.reopened:
        yield from report.delivered.reopened.refs
    for promise in report.ledger.promises[: report.ledger.shown]:
        yield from promise.refs
    for risk in report.risks.shown:
        yield from risk.refs
    for unknown in report.unknowns:
        yield from unknown.refs
    yield from report.freshness.refs


def _of_the_minute(minute: Minute) -> Iterator[str]:
    for line in (*minute.forward, *minute.incidents):
        yield from line.refs
    if minute.security:
        yield from minute.security.refs
    for slip in minute.slips:
        yield from slip.refs


def _items(known: Iterable[KnownItem]) -> tuple[Item, ...]:
    found = {(cleaned(k.item.key, limit=LONGEST_KEY), _link(k.item.url)) for k in known}
    return tuple(Item(key=key, url=url) for key, url in sorted(found, key=_natural))


def _natural(entry: tuple[str, str]) -> tuple[str, int, str]:
    """PAY-9 before PAY-10."""
    key, url = entry
    head = key.rstrip("0123456789")
    number = key[len(head) :]
    return head, int(number[:18] or 0), url


def _link(url: str) -> str:
    """An address that a reader may open: of the web, bounded, in plain signs."""
    plain = url.isascii() and url.isprintable() and not set(url) & set(" <>\"'\\`{}")
    web = url.startswith(("https://", "http://"))
    return url if web and plain and len(url) <= LONGEST_URL else ""
