"""What a census finds: all that a tracker lists, held against all that we know. Pure.

It never removes on a doubt: a list that is empty, or that lacks more than a bounded
share, is not believed.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from passerelle_ingest.drift import (
    Inclusion,
    Naming,
    inclusions,
    left_behind,
    restated,
    spoken,
    unnamed,
)
from passerelle_ingest.known import Known
from passerelle_ingest.rolls import Listed, Roll
from passerelle_schemas.identity import ItemId, ItemKind
from passerelle_schemas.progress import Censused

FEW_ABSENT = 5
"""So many may be absent, however few we know."""
FEW_TO_READ = 200
"""So many are read one by one, however few are listed."""
JUST_CREATED = timedelta(minutes=5)
"""An item so young at the time of the list may not stand in it yet."""
TOO_YOUNG = timedelta(minutes=1)
"""One that is younger even a direct look may not find yet."""
MOST_DRIFTED = 1000
"""So many are read or told one by one in a census for what drifted beside them; the
next census goes on."""
CANARIES = 3
"""So many are looked at, before it is believed that nothing listed is visible."""
_BESIDE = frozenset({ItemKind.MILESTONE.value, ItemKind.RELEASE.value})
EMPTY_LIST = "empty-list"
TOO_MANY_ABSENT = "too-many-absent"
TOO_MUCH_TO_READ = "too-much-to-read"
NEVER_READ = "never-read"
ACCOUNT_CHANGED = "account-changed"
PERMISSION_LOST = "permission-lost"
CANARY_LOST = "canary-lost"

WAYS_OUT: Mapping[str, str] = {
    EMPTY_LIST: "the tracker lists nothing where we know items; look at the token's "
    "permissions",
    TOO_MANY_ABSENT: "more items are absent than ingest.census_absent_share allows; "
    "look at the token's permissions, and raise it once if they are truly gone",
    TOO_MUCH_TO_READ: "too much is not as we know it to be read one by one; see that "
    "translate runs, then run `passerelle ingest backfill --full`",
    NEVER_READ: "the project was never read to its end; run `passerelle ingest "
    "backfill` first",
    ACCOUNT_CHANGED: "the token belongs to another account, which may see less; if "
    "that is meant, run `passerelle ingest census --new-account`",
    PERMISSION_LOST: "the token may no longer read this project; give it the "
    "permission",
    CANARY_LOST: "items that were listed just now cannot be read any more; look at "
    "the token's permissions",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What is not as we know it."""

    listed: int
    known: int
    missed: tuple[Listed, ...] = ()
    stale: tuple[Listed, ...] = ()
    moved: tuple[Listed, ...] = ()
    returned: tuple[Listed, ...] = ()
    absent: tuple[Known, ...] = ()
    young: tuple[Known, ...] = ()
    """Those that are not listed, and perhaps not yet."""
    restated: tuple[Listed, ...] = ()
    """Show a milestone or a version otherwise than it is."""
    spoken: tuple[Known, ...] = ()
    """Carry marked lines of comments, which can go without a trace."""
    inclusions: tuple[Inclusion, ...] = ()
    """What releases include otherwise than we knew, as many as are told at a time."""
    unnamed: tuple[Naming, ...] = ()
    """What pull requests name no longer, as many."""
    left_behind: tuple[Inclusion, ...] = ()
    """What releases that are gone are said to include still, as many."""
    canaries: tuple[tuple[ItemId, ...], ...] = ()
    """Items that were listed and that we know, a few of each kind of which some are
    absent: one of them must stay visible. None where nothing at all can prove it."""

    @property
    def unlike(self) -> tuple[Listed, ...]:
        """Each item that is not as we know it, once."""
        every = (*self.missed, *self.stale, *self.moved, *self.returned)
        return tuple({row.item: row for row in every}.values())

    @property
    def to_read(self) -> tuple[Listed, ...]:
        """Each item to be read, once."""
        every = (*self.unlike, *self.restated[:MOST_DRIFTED])
        return tuple({row.item: row for row in every}.values())

    def only(self, absent: Container[ItemId]) -> "Compared":
        """Leave out what is not among *absent* of all that is not listed."""
        return replace(
            self,
            absent=tuple(k for k in self.absent if k.item in absent),
            young=tuple(k for k in self.young if k.item in absent),
        )


def compare(
    project: str, roll: Roll, known: Mapping[ItemId, Known], heard: str = ""
) -> Compared:
    """Hold the list of *project* against *known*, which was read after the list.

    *heard* is the last item whose comments the census before listened for.
    """
    rows = roll.items.values()
    ours = [k for k in known.values() if _belongs(k, project, roll)]
    there = [(row, k) for row in rows if (k := known.get(row.item)) and _whole(k)]
    present = [(row, k) for row, k in there if not k.gone]
    missed = (row for row in rows if not _whole(known.get(row.item)))
    stale = (row for row, k in present if _is_behind(k, row))
    moved = (row for row, k in present if k.key != row.key)
    returned = (row for row, k in there if _came_back(k, roll))
    absent = [k for k in ours if k.item not in roll.items and _is_there(k, roll)]
    return Compared(
        listed=len(roll.items),
        known=sum(_whole(k) and not k.gone for k in ours),
        missed=tuple(missed),
        stale=tuple(stale),
        moved=tuple(moved),
        returned=tuple(returned),
        absent=tuple(k for k in absent if not _younger(k, roll, JUST_CREATED)),
        young=tuple(k for k in absent if _younger(k, roll, JUST_CREATED)),
        restated=tuple(row for row, k in present if restated(k, roll)),
        spoken=spoken([k for _, k in present], heard, MOST_DRIFTED),
        inclusions=inclusions(roll, known)[:MOST_DRIFTED],
        unnamed=unnamed(roll, known)[:MOST_DRIFTED],
        left_behind=left_behind(roll, known)[:MOST_DRIFTED],
        canaries=_canaries([k for _, k in present], absent),
    )


def stops(compared: Compared, absent_share: float) -> str:
    """Return the code of what forbids to go on; empty when nothing does."""
    if not compared.listed and compared.known:
        return EMPTY_LIST
    if len(compared.absent) > max(FEW_ABSENT, compared.known * absent_share):
        return TOO_MANY_ABSENT
    if len(compared.unlike) > max(FEW_TO_READ, compared.listed / 2):
        return TOO_MUCH_TO_READ
    return ""


def due(rows: Iterable[Listed], complete_until: datetime) -> int:
    """Count those that should have been with us; what is newer, the next poll reads."""
    return sum(row.changed_at < complete_until for row in rows)


def gone_at(known: Known, before: Censused | None, now: datetime) -> datetime:
    """Say since when an absent item may be gone.

    It was there at the last census and when we saw it last. The earliest instant is
    told, so that the tracker's own word stands above ours when it comes late.
    """
    seen = (before.completed_at if before else None) or now
    after = known.presence_at and known.presence_at + timedelta(milliseconds=1)
    return max(filter(None, (seen, known.changed_at, after)))


def _canaries(
    present: Iterable[Known], absent: Iterable[Known]
) -> tuple[tuple[ItemId, ...], ...]:
    """Some for each kind that is absent; else issues, else anything.

    What may see issues need not see releases, and the other way round. Several, since
    any of them may itself be deleted or moved after it was listed.
    """
    last: dict[str, tuple[ItemId, ...]] = {}
    for known in present:
        kind = _of_kind(known)
        last[kind] = (known.item, *last.get(kind, ()))[:CANARIES]
    other = last.get("") or next(iter(last.values()), ())
    return tuple(dict.fromkeys(last.get(_of_kind(k), other) for k in absent))


def _of_kind(known: Known) -> str:
    return known.kind if known.kind in _BESIDE else ""


def _belongs(known: Known, project: str, roll: Roll) -> bool:
    if roll.prefixes:
        return known.item.startswith(roll.prefixes)
    names = {name.casefold() for name in (project, *roll.names)}
    return known.project.casefold() in names and known.kind == "issue"


def _whole(known: Known | None) -> bool:
    return known is not None and known.changed_at is not None


def _is_behind(known: Known, row: Listed) -> bool:
    seen = known.changed_at
    return row.exact and seen is not None and row.changed_at > seen


def _came_back(known: Known, roll: Roll) -> bool:
    went = known.presence_at
    return known.gone and went is not None and went < roll.taken_at


def _is_there(known: Known, roll: Roll) -> bool:
    """Whether an item that is not listed is there, as far as we know."""
    return _whole(known) and not known.gone and not _younger(known, roll, TOO_YOUNG)


def _younger(known: Known, roll: Roll, age: timedelta) -> bool:
    """Whether an item was made so shortly before the list, or after it."""
    return known.created_at is not None and known.created_at > roll.taken_at - age
