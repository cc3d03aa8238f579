"""Which stage the work was in since when.

The tracker's status says what is claimed; linked pull requests and releases say what is
true. Done in the tracker with a change still open is not finished. Finished is not
available: a release decides.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from passerelle_schemas.business import Stage, StageReached
from passerelle_schemas.facts import ChangeState, RemovalReason
from passerelle_schemas.identity import ItemKind, ItemRef
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.work import (
    LinkedChange,
    Observation,
    Presence,
    ReleaseEntry,
    Shown,
    WorkItem,
)
from passerelle_translate.claims import StageSaid, claims_of
from passerelle_translate.histories import midnight
from passerelle_translate.periods import Holding, Period
from passerelle_translate.telling import released


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Period):
    """A period, and when we learned of its start and of its end."""

    learned_at: datetime
    end_learned_at: datetime | None = None
    change: ChangeState | None = None
    """The state of the pull request meanwhile; none for a release."""
    pull_request: ItemRef | None = None

    def news(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield its start and its end, each with when it was learned."""
        yield self.start, self.learned_at
        if self.end and self.end_learned_at:
            yield self.end, self.end_learned_at


def stages_of(item: WorkItem, rules: RuleSet) -> tuple[StageReached, ...]:
    """Say every stage that the item came to, and when; only changes."""
    return stages_from(item, rules, claims_of(item, rules))


def stages_from(
    item: WorkItem, rules: RuleSet, said: Sequence[StageSaid]
) -> tuple[StageReached, ...]:
    """Say the same from claims that are known already."""
    claims = tuple(c for c in said if c.stage is not None)
    if item.observed is None:
        return ()
    changes = changes_of(item)
    releases = releases_of(item, ZoneInfo(rules.company.time_zone))
    reached = _replayed(claims, changes, releases)
    created = item.observed.snapshot.created_at
    if not reached or reached[0].at > created:
        # Nothing tells what it was at first; that it was asked for is certain.
        start = StageReached(
            stage=Stage.PLANNED, at=created, learned_at=item.learned_at
        )
        reached = (start, *reached)
    gone = removed_at(item)
    kept = (r for r in reached if gone is None or r.at < gone)
    return tuple(_changes(kept))


def removed_at(item: WorkItem) -> datetime | None:
    """Say since when it is gone, if it is."""
    gone = gone_from(item)
    return gone.happened_at if gone else None


def gone_from(item: WorkItem) -> Presence | None:
    """Say how it went, if it is gone.

    One that was not visible is there again as soon as a reading shows it: whoever takes
    a permission away and gives it back changes no item. A change that was made since
    shows it as well.
    """
    gone, seen = item.presence, item.observed
    if gone is None or gone.removed is None:
        return None
    hidden = gone.removed is RemovalReason.NOT_VISIBLE
    return None if hidden and seen and _shown_at(seen) > gone.learned_at else gone


def _shown_at(seen: Observation) -> datetime:
    """Say when it was there for certain.

    A webhook may come hours late, so it tells of the instant of its change; nor of any
    after we heard of that, whatever the tracker's clock says.
    """
    if seen.read and seen.seen_at:
        return seen.seen_at
    return min(seen.happened_at, seen.learned_at)


def changes_of(item: WorkItem) -> tuple[Known, ...]:
    """Say in which state each linked pull request was since when."""
    if item.observed is None or item.observed.snapshot.kind is not ItemKind.ISSUE:
        return ()
    of_one: dict[str, list[LinkedChange]] = {}
    for change in item.changes:
        of_one.setdefault(change.pull_request.id, []).append(change)
    return tuple(known for states in of_one.values() for known in _states(states))


def _states(entries: list[LinkedChange]) -> Iterator[Known]:
    """Replay one pull request from the first and last time of each state."""
    marks = sorted(
        {
            (at, _PROGRESS.index(entry.state), learned_at or entry.learned_at)
            for entry in entries
            for at, learned_at in (
                (entry.first_at, entry.first_learned_at),
                (_came_last(entry, entries), entry.last_learned_at),
            )
        }
    )
    for (at, state, learned_at), after in zip(marks, [*marks[1:], None], strict=True):
        end, end_learned = (after[0], after[2]) if after else (None, None)
        if end is None or at < end:
            yield Known(
                at,
                end,
                learned_at=learned_at,
                end_learned_at=end_learned,
                change=_PROGRESS[state],
                pull_request=entries[0].pull_request,
            )


def _came_last(entry: LinkedChange, entries: list[LinkedChange]) -> datetime:
    """Say when it came to a state the last time.

    It was seen in it since, which says so only where it was in another one meanwhile.
    """
    came, seen = entry.came_at, entry.happened_at
    if came is None:
        return seen
    others = (other for other in entries if other is not entry)
    left = any(
        came < at <= seen
        for o in others
        for at in (o.first_at, o.came_at or o.happened_at)
    )
    return seen if left else came


_PROGRESS = (
    ChangeState.DRAFT,
    ChangeState.OPEN,
    ChangeState.CLOSED,
    ChangeState.MERGED,
)


def releases_of(item: WorkItem, zone: ZoneInfo) -> tuple[Known, ...]:
    """Say when a release that includes the item was out."""
    return (*_named_releases(item.releases), *_released_targets(item, zone))


def _named_releases(entries: tuple[ReleaseEntry, ...]) -> Iterator[Known]:
    withdrawn = {e.release.id: e for e in entries if not e.included}
    for entry in entries:
        if entry.included:
            back = withdrawn.get(entry.release.id)
            if back is None or back.happened_at <= entry.happened_at:
                yield Known(entry.happened_at, learned_at=entry.learned_at)
            else:
                yield Known(
                    entry.happened_at,
                    back.happened_at,
                    learned_at=entry.learned_at,
                    end_learned_at=back.learned_at,
                )


def _released_targets(item: WorkItem, zone: ZoneInfo) -> Iterator[Known]:
    """Yield the releases of its fix versions, from the morning they were dated."""
    if item.observed is None:
        return
    seen = {s.value: s for s in item.sightings if s.what is Shown.RELEASED}
    for target in item.observed.snapshot.targets:
        sighting = seen.get(released(target.id, target.released_on))
        if target.released and sighting:
            day: date | None = target.released_on
            # Without a day, all we know is when it was first seen released.
            at = midnight(day, zone) if day else sighting.happened_at
            yield Known(at, learned_at=sighting.learned_at)


def _replayed(
    claims: tuple[StageSaid, ...],
    changes: tuple[Known, ...],
    releases: tuple[Known, ...],
) -> tuple[StageReached, ...]:
    """Say the stage after each thing that happened, in order."""
    learned: dict[datetime, datetime] = {}
    news = [(c.at, c.learned_at) for c in claims]
    news += [n for known in (*changes, *releases) for n in known.news()]
    for at, learned_at in news:
        learned[at] = max(learned_at, learned.get(at, learned_at))
    states = Holding(changes, lambda known: known.change)
    out = Holding(releases, lambda known: known.change)
    begins = [claim.at for claim in claims]
    reached: list[StageReached] = []
    available = False
    for at in sorted(learned):
        number = bisect_right(begins, at) - 1
        if number < 0:
            continue  # nothing was claimed yet
        claim = claims[number]
        stage = _true_stage(
            claim, states.at(at), out=bool(out.at(at)), available=available
        )
        available = stage is Stage.AVAILABLE
        taught = max(claim.learned_at, learned[at])
        reached.append(StageReached(stage=stage, at=at, learned_at=taught))
    return tuple(reached)


def _true_stage(
    claim: StageSaid,
    states: frozenset[ChangeState | None],
    *,
    out: bool,
    available: bool,
) -> Stage:
    """Hold what the tracker claims against the changes and releases behind it."""
    claimed = claim.stage or Stage.PLANNED
    if claimed is Stage.DROPPED or claimed is Stage.AVAILABLE:
        return claimed
    if claimed is Stage.FINISHED and available and out:
        return Stage.AVAILABLE  # a later change does not take it away from its users
    if claimed is Stage.FINISHED:
        if states & {ChangeState.DRAFT, ChangeState.OPEN}:
            return Stage.IN_REVIEW
        return Stage.AVAILABLE if out else Stage.FINISHED
    if ChangeState.OPEN in states:
        return Stage.IN_REVIEW
    begun = states & {ChangeState.DRAFT, ChangeState.MERGED}
    return Stage.STARTED if begun and claimed is Stage.PLANNED else claimed


def _changes(reached: Iterator[StageReached]) -> Iterator[StageReached]:
    before = None
    for entry in reached:
        if entry.stage is not before:
            yield entry
        before = entry.stage
