"""Business items as they stood at an instant: what happened later is not there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from passerelle_schemas.business import (
    BusinessItem,
    BusinessNote,
    PromisedDate,
    RiskEpisode,
    Stage,
    StageReached,
)

DONE = frozenset({Stage.FINISHED, Stage.AVAILABLE})


@dataclass(frozen=True, slots=True)
class KnownItem:
    """One business item, cut at an instant."""

    item: BusinessItem
    stages: tuple[StageReached, ...]
    promises: tuple[PromisedDate, ...]
    risks: tuple[RiskEpisode, ...]
    """The episodes that hold at the cut."""
    gone: bool
    """It was removed before the cut."""

    @property
    def stage(self) -> Stage:
        """How far it was."""
        return self.stages[-1].stage if self.stages else Stage.PLANNED

    @property
    def done(self) -> bool:
        """Whether it was finished, in users' hands or not."""
        return self.stage in DONE

    @property
    def open(self) -> bool:
        """Whether work remained."""
        return not self.done and self.stage is not Stage.DROPPED

    @property
    def done_at(self) -> datetime | None:
        """When it was finished and stayed so; none while work remains."""
        return self._since(DONE)

    @property
    def usable_at(self) -> datetime | None:
        """Since when users have it; none while they have not."""
        return self._since(frozenset({Stage.AVAILABLE}))

    @property
    def dropped_at(self) -> datetime | None:
        """When it was given up; none when it was not."""
        return self._since(frozenset({Stage.DROPPED}))

    def _since(self, wanted: frozenset[Stage]) -> datetime | None:
        """When the last unbroken stay in one of the *wanted* stages began.

        Never before the item was there: a reader adds up from week to week.
        """
        began = None
        for reached in reversed(self.stages):
            if reached.stage not in wanted:
                break
            began = reached.at
        return max(began, self.item.created_at) if began else None

    def note(self, before: datetime) -> tuple[BusinessNote, ...]:
        """The newest note in each language that was written before an instant."""
        newest: dict[str, BusinessNote] = {}
        for note in sorted(self.item.notes, key=lambda n: (n.written_at, n.text)):
            if note.written_at < before:
                newest[note.language] = note
        return tuple(newest[language] for language in sorted(newest))

    def spoken_of(self, since: datetime, before: datetime) -> bool:
        """Whether the team wrote a line on it from *since* on."""
        return any(since <= note.written_at < before for note in self.item.notes)


def cut(items: Iterable[BusinessItem], at: datetime) -> tuple[KnownItem, ...]:
    """Say what was known at *at*, in the order of the items' ids.

    Items created later are not there; of the others only what happened before.
    """
    there = (item for item in items if item.created_at < at)
    return tuple(_cut(item, at) for item in sorted(there, key=lambda item: item.id))


def _cut(item: BusinessItem, at: datetime) -> KnownItem:
    return KnownItem(
        item=item,
        stages=tuple(sorted((s for s in item.stages if s.at < at), key=lambda s: s.at)),
        promises=tuple(sorted((p for p in item.promises if p.said_at < at), key=_said)),
        risks=tuple(r for r in item.risks if holds(r, at)),
        gone=bool(item.removed and item.removed_at and item.removed_at < at),
    )


def _said(promise: PromisedDate) -> datetime:
    return promise.said_at


def holds(risk: RiskEpisode, at: datetime) -> bool:
    """Whether it had begun before *at* and had not ended."""
    return risk.since < at and (risk.until is None or at <= risk.until)
