"""Reading a partition's state back from the two compacted topics: the pure part.

All records of a key are merged, not just the last: a worker that had lost its
partitions may have written an older folding over a newer one. Merging is harmless and
heals that, as long as compaction has not come first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from passerelle_kafka.records import Incoming
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.dead import SetAside
from passerelle_translate.fold import merge
from passerelle_translate.state import (
    Change,
    Digest,
    Held,
    Translate,
    broken,
    digest_of,
    said,
    standing,
    to_family,
)


@dataclass(slots=True)
class Recovery:
    """What the records of one partition say, as far as they were read."""

    items: dict[str, WorkItem] = field(default_factory=dict)
    written: dict[str, Digest] = field(default_factory=dict)
    told: dict[str, Digest] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)

    def read(self, record: Incoming) -> None:
        """Take one record of either topic, in the order of the partition."""
        name = (record.key or b"").decode(errors="replace")
        if record.topic == BUSINESS_ITEMS.name:
            if record.value is None:
                self.told.pop(name, None)
            else:
                self.told[name] = digest_of(record.value)
        elif record.value is None:
            # Somebody deleted it on purpose: what was said before counts no more.
            self.items.pop(name, None)
            self.written.pop(name, None)
        else:
            self._item(name, record, record.value)

    def _item(self, name: str, record: Incoming, value: bytes) -> None:
        try:
            item = WORK_ITEMS.decode(value)
            if (wrong := broken(record, item)) is not None:
                raise wrong  # noqa: TRY301 - one way for all that is wrong with it
            before = self.items.get(name)
            self.items[name] = item if before is None else merge(before, item)
        except Exception as error:  # noqa: BLE001 - one record cannot stop the bridge
            self.set_aside.append(SetAside(record, error))
            # It hides the good ones before it, which compaction would then remove.
            self.written.pop(name, None)
        else:
            self.written[name] = digest_of(value)

    def held(self) -> dict[str, Held]:
        """Say what the worker holds before anything is said again."""
        return {
            name: Held(item, self.written.get(name), self.told.get(name))
            for name, item in self.items.items()
        }


def said_again(
    held: dict[str, Held], translate: Translate
) -> Iterator[Change | SetAside | None]:
    """Translate every item again; yield what differs from what the topics say.

    An item whose own record must be written again was merged from several, or was
    written by an older program: its family is told everything, once more or for the
    first time. Yields once for each item, None when it stands, so that the caller can
    pause.
    """
    for before in list(held.values()):
        try:
            change = said(before, before.item, translate)
            if change and change.writes_item:
                change = replace(change, elsewhere=to_family(None, before.item))
            yield change
        except Exception as error:  # noqa: BLE001 - one item cannot stop the bridge
            yield SetAside(standing(before.item), error)
