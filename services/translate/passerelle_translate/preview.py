"""What other rules would make of the work items that are held: pure.

There is one translation, so what a preview says is what a worker will say; the digest
proves it, for it is made of the bytes that would stand on business.items.v1.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from passerelle_schemas.business import BusinessItem, Stage, State
from passerelle_schemas.identity import ItemId
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.translator import translate
from passerelle_translate.turned import Turned, turned

_ENDED = frozenset({Stage.FINISHED, Stage.AVAILABLE, Stage.DROPPED})


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """An item that means something else by the new rules."""

    item: WorkItem
    old: BusinessItem
    new: BusinessItem
    turned: tuple[Turned, ...]
    """What of it; only the rule's name where it means the same by another rule."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How many items a rule set maps, leaves unmapped and excludes: all there are."""

    mapped: int
    unmapped: int
    excluded: int

    @property
    def all(self) -> int:
        """Every item that means anything or nothing."""
        return self.mapped + self.unmapped + self.excluded


@dataclass(frozen=True, slots=True)
class Preview:
    """What the new rules make of all items, beside what the old ones make of them."""

    old: tuple[BusinessItem, ...]
    new: tuple[BusinessItem, ...]
    """The same items in the same order."""
    before: Shares
    after: Shares
    changed: tuple[ItemChanged, ...]
    """Ordered by id; the others mean the same, by a rule of the same name."""
    digest: str
    """Of what the workers will say once the new rules count; see `digest_of_said`."""


@dataclass(slots=True)
class Previewing:
    """Compares two rule sets, an item at a time."""

    old: RuleSet
    new: RuleSet
    said: Mapping[ItemId, bytes] = field(default_factory=dict)
    """What business.items.v1 says of each item now: where the new rules would say the
    same bytes by the version of the old ones, nothing need be translated again."""
    _pairs: list[tuple[BusinessItem, BusinessItem]] = field(default_factory=list)
    _changed: list[ItemChanged] = field(default_factory=list)
    _says: dict[ItemId, bytes] = field(default_factory=dict)

    def look_at(self, item: WorkItem) -> None:
        """Take one item; one that no tracker ever showed means nothing to either."""
        new = translate(item, self.new)
        if new is None:
            return
        self._says[item.id] = says = BUSINESS_ITEMS.encode(new)
        by_old = new.model_copy(update={"rule_set": self.old.version})
        if says == self._of_new_version(self.said.get(item.id, b"")):
            self._pairs.append((by_old, new))
            return
        old = translate(item, self.old) or by_old
        self._pairs.append((old, new))
        if old != by_old:
            told = turned(item, (old, self.old), (new, self.new))
            self._changed.append(ItemChanged(item, old, new, told))

    def _of_new_version(self, said: bytes) -> bytes:
        """Give what was said by the old version under the number of the new one.

        No text can hold what is replaced: a quotation mark in it is escaped.
        """
        was, now = (f',"rule_set":{r.version},' for r in (self.old, self.new))
        return said.replace(was.encode(), now.encode(), 1)

    def result(self) -> Preview:
        """Say what all items taken so far come to."""
        pairs = sorted(self._pairs, key=lambda pair: pair[1].id)
        return Preview(
            old=tuple(old for old, _ in pairs),
            new=tuple(new for _, new in pairs),
            before=_shares(old for old, _ in pairs),
            after=_shares(new for _, new in pairs),
            changed=tuple(sorted(self._changed, key=lambda each: each.item.id)),
            digest=digest_of_said(self._says),
        )


def preview(
    items: Iterable[WorkItem],
    old: RuleSet,
    new: RuleSet,
    said: Mapping[ItemId, bytes] | None = None,
) -> Preview:
    """Say what *new* makes of *items* that *old* does not."""
    both = Previewing(old, new, said or {})
    for item in items:
        both.look_at(item)
    return both.result()


def digest_of_said(said: Mapping[ItemId, bytes]) -> str:
    """Say SHA-256 of all records of business.items.v1, whatever their order.

    Each counts with its item's id and its bytes, of which the rule set's version is
    part: two that agree say the same of every item.
    """
    digest = hashlib.sha256()
    for name in sorted(said):
        for part in (name.encode(), said[name]):
            digest.update(len(part).to_bytes(8))
            digest.update(part)
    return digest.hexdigest()


def is_lively(meaning: BusinessItem, since: datetime) -> bool:
    """Whether a report of a week after *since* may speak of it.

    It is open, or something happened to it from then on.
    """
    if not meaning.stages or meaning.stages[-1].stage not in _ENDED:
        return meaning.removed_at is None or meaning.removed_at >= since
    moved = meaning.touched_until
    return meaning.stages[-1].at >= since or (
        moved is not None and moved >= since.astimezone(UTC).date()
    )


def _shares(meanings: Iterable[BusinessItem]) -> Shares:
    count = Counter(meaning.state for meaning in meanings)
    return Shares(
        mapped=count[State.MAPPED],
        unmapped=count[State.UNMAPPED],
        excluded=count[State.EXCLUDED],
    )


Alike = tuple[str, str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, slots=True)
class Together:
    """Items of which the same changes for the same reasons, the newest first."""

    rule_before: str
    rule_now: str
    turned: tuple[Turned, ...]
    """As it is told of the first of them."""
    items: tuple[ItemChanged, ...]


def together(changed: Sequence[ItemChanged]) -> tuple[Together, ...]:
    """Put together what changes alike, the largest group first."""
    groups: dict[Alike, list[ItemChanged]] = {}
    for each in changed:
        rules = by_rule(each.old), by_rule(each.new)
        what = tuple((t.what.value, t.old, t.new) for t in each.turned)
        groups.setdefault((*rules, what), []).append(each)
    return tuple(
        Together(before, now, found[0].turned, tuple(sorted(found, key=_newest)))
        for (before, now, what), found in sorted(
            groups.items(), key=lambda group: (-len(group[1]), group[0])
        )
    )


def _newest(each: ItemChanged) -> tuple[float, str]:
    return -each.new.created_at.timestamp(), each.item.id


def by_rule(meaning: BusinessItem) -> str:
    """Say which rule gave the meaning, and from whom it is inherited."""
    if meaning.rule is None:
        return "no rule"
    from_whom = meaning.inherited_from
    return f"{meaning.rule}{f', inherited from {from_whom.key}' if from_whom else ''}"
