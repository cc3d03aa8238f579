"""Decides what to read of a project, and what may be said of it afterwards. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from passerelle_ingest.rolls import Window
from passerelle_schemas.deliveries import Watermark, Way
from passerelle_schemas.progress import Checkpoint

CHECKPOINT_HOLDS = timedelta(days=7)
"""For how long an interrupted whole reading is gone on with."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How careful and how fast a reading is."""

    overlap: timedelta = timedelta(minutes=30)
    """Trackers show changes late: this much before the start counts as not read."""
    concurrency: int = 8
    trailing: timedelta = timedelta(hours=12)
    """How far back what a tracker shows very late is looked for, after each reading."""
    grain: timedelta = timedelta(0)
    """Bounds are moved back to whole ones of these, so that answers can be the same."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read, and then what to look for once more."""

    window: Window
    way: Way
    trailing: Window | None = None
    """Changes that the tracker may have shown too late for earlier readings."""
    completes: bool = True
    """Whether everything until the beginning of the reading is with us after it."""

    @property
    def is_long(self) -> bool:
        """Whether it is more than a poll, so that others go first."""
        return self.way is Way.BACKFILL

    @property
    def whole(self) -> bool:
        """Whether everything is read, so that a checkpoint is worth keeping."""
        return self.window.since is None and self.completes


def planned(
    known: Watermark | None,
    checkpoint: Checkpoint | None,
    limits: Limits,
    asked: Window | None = None,
) -> Plan:
    """Plan one reading: of the window that is *asked* for, else from where we are.

    A window moves no watermark, unless it begins where we are or before, and is open.
    """
    if asked is not None:
        begins = known and asked.since and asked.since <= known.complete_until
        completes = asked.until is None and bool(begins or asked.since is None)
        return Plan(asked, Way.BACKFILL, completes=completes)
    if known is None:
        resume = checkpoint.reached - limits.overlap if checkpoint else None
        return Plan(Window(resume=resume), Way.BACKFILL)
    since = _whole(known.complete_until - limits.overlap, limits.grain)
    before = _whole(known.complete_until - limits.trailing, limits.grain)
    trailing = Window(since=before, until=since) if before < since else None
    return Plan(Window(since=since), Way.POLL, trailing)


def usable(
    checkpoint: Checkpoint | None, name: str, version: str, now: datetime
) -> Checkpoint | None:
    """Return *checkpoint* if an interrupted reading may go on from it.

    The project must have had the same *name* then: else its first items lack it.
    """
    if checkpoint is None or checkpoint.saved_by != version:
        return None
    if renamed(checkpoint, checkpoint.project, name):
        return None
    return checkpoint if now - checkpoint.saved_at <= CHECKPOINT_HOLDS else None


def renamed(known: Watermark | Checkpoint, project: str, name: str) -> bool:
    """Whether a project was read so far when its tracker called it otherwise."""
    return (known.name or project).casefold() != name.casefold()


def _whole(instant: datetime, grain: timedelta) -> datetime:
    if not grain:
        return instant
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)
    return instant - since % grain
