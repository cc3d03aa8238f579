"""What a worker holds of one partition, and the pure step from facts to what is said.

Nothing here reads or writes: a step says what to publish and what will be held once
that is acknowledged. A step that is never acknowledged has changed nothing.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from passerelle_kafka.records import Incoming, Outgoing
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.errors import UnprocessableError
from passerelle_schemas.facts import Facts
from passerelle_schemas.identity import ItemId
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS, WORK_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.dead import SetAside
from passerelle_translate.errors import MisaddressedError
from passerelle_translate.fold import fold, merge
from passerelle_translate.kinship import children_of, family_news

Translate = Callable[[WorkItem], BusinessItem | None]
Digest = bytes


@dataclass(frozen=True, slots=True)
class Held:
    """One work item, and what the topics say of it."""

    item: WorkItem
    written: Digest | None = None
    """Of its newest record on work.items.v1."""
    said: Digest | None = None
    """Of its newest record on business.items.v1."""


@dataclass(frozen=True, slots=True)
class Change:
    """An item that will be held differently once its records are acknowledged."""

    held: Held
    outgoing: tuple[Outgoing, ...]
    causes: tuple[Incoming, ...] = ()
    elsewhere: tuple[Outgoing, ...] = ()
    """What its family is told: acknowledged before anything of the item itself, so
    that what stands on work.items.v1 was told for sure."""

    @property
    def writes_item(self) -> bool:
        """Whether the work item's own record is among what is published."""
        return any(record.topic == WORK_ITEMS.name for record in self.outgoing)

    @property
    def id(self) -> str:
        """The work item's id."""
        return self.held.item.id


@dataclass(frozen=True, slots=True)
class Stepped:
    """What a step makes of its records."""

    changes: tuple[Change, ...]
    set_aside: tuple[SetAside, ...]


def digest_of(value: bytes) -> Digest:
    """Say *value* in 16 bytes: two values that differ have different ones."""
    return hashlib.blake2b(value, digest_size=16).digest()


def step(
    held: Mapping[str, Held],
    records: Iterable[Incoming],
    translate: Translate,
    *,
    sure_from: float = 0,
) -> Stepped:
    """Fold what *records* tell into the items and say what must be published.

    An item is said once, as it is after the last record. A record that cannot be
    understood is set aside, and those after it still count. Of records below the offset
    *sure_from* another worker may have told a family what it never wrote.
    """
    told: dict[str, tuple[WorkItem, tuple[Incoming, ...]]] = {}
    set_aside: list[SetAside] = []
    for record in records:
        try:
            facts = _read(record)
            item, causes = told.get(facts.item, (None, ()))
            told[facts.item] = (fold(item, facts), (*causes, record))
        except Exception as error:  # noqa: BLE001 - one message cannot stop the bridge
            set_aside.append(SetAside(record, error))
    changes: list[Change] = []
    for name, (news, causes) in told.items():
        sure = all(cause.offset >= sure_from for cause in causes)
        try:
            change = _changed(held.get(name), news, translate, sure=sure)
        except Exception as error:  # noqa: BLE001 - nor can one item
            set_aside += [SetAside(cause, error) for cause in causes]
        else:
            if change is not None:
                changes.append(replace(change, causes=causes))
    return Stepped(tuple(changes), tuple(set_aside))


def _changed(
    before: Held | None, news: WorkItem, translate: Translate, *, sure: bool
) -> Change | None:
    """Say what *news* change; *sure* is that the family was told what *before* is."""
    # The news first among themselves: a long history is merged with once.
    item = merge(before.item, news) if before else news
    asking = frozenset(children_of(news))
    if before and item == before.item:  # told before: the topics say it already
        family = to_family(item, item, asking)
        return Change(before, (), elsewhere=family) if family else None
    family = to_family(before.item if before else None, item, asking, sure=sure)
    change = said(before, item, translate)
    return replace(change, elsewhere=family) if change else None


def to_family(
    before: WorkItem | None,
    item: WorkItem,
    asking: Collection[ItemId] = (),
    *,
    sure: bool = True,
) -> tuple[Outgoing, ...]:
    """Say what others must be told of *item*; see `family_news`."""
    return tuple(
        Outgoing(WORK_FACTS.name, facts.item.encode(), WORK_FACTS.encode(facts))
        for facts in family_news(before, item, asking, sure=sure)
    )


def _read(record: Incoming) -> Facts:
    facts = WORK_FACTS.decode(record.value or b"")
    if record.key != facts.item.encode():
        raise MisaddressedError(record.topic, facts.item)
    return facts


def said(before: Held | None, item: WorkItem, translate: Translate) -> Change | None:
    """Say what to publish so that the topics tell *item* and what it means.

    None when they do already. Output is published only when it differs.
    """
    key = item.id.encode()
    written = WORK_ITEMS.encode(item)
    meaning = translate(item)
    now = Held(item, digest_of(written), before.said if before else None)
    outgoing: list[Outgoing] = []
    if before is None or before.written != now.written:
        outgoing.append(Outgoing(WORK_ITEMS.name, key, written))
    if meaning is not None:
        told = BUSINESS_ITEMS.encode(meaning)
        if now.said != digest_of(told):
            now = replace(now, said=digest_of(told))
            outgoing.append(Outgoing(BUSINESS_ITEMS.name, key, told))
    return Change(now, tuple(outgoing)) if outgoing else None


def standing(item: WorkItem) -> Incoming:
    """Say *item* as a record that was read, where no record is to blame."""
    return Incoming(
        topic=WORK_ITEMS.name,
        partition=-1,
        offset=-1,
        timestamp_ms=0,
        key=item.id.encode(),
        value=WORK_ITEMS.encode(item),
    )


def broken(record: Incoming, item: WorkItem) -> UnprocessableError | None:
    """Say what is wrong with a record of work.items.v1 that could be decoded."""
    if record.key != item.id.encode():
        return MisaddressedError(record.topic, item.id)
    return None
