"""How far ingest is with what takes long: a whole reading, and the last census."""

from pydantic import Field

from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.identity import SourceId, Tracker


class Checkpoint(Contract):
    """How far a whole reading that is under way has come, in order of last change.

    Saved only after the broker acknowledged the data it covers, and taken away (a
    tombstone) when the reading ends: a watermark stands then.
    """

    source: SourceId
    tracker: Tracker
    project: str
    reached: Instant
    """In the tracker's time. Each item whose last change was before is with us."""
    items: int
    """How many work items that reading saw so far."""
    saved_at: Instant
    """In our time."""
    saved_by: str
    """The version of the program: another one may read more, and begins again."""
    name: str = ""
    """What the tracker called the project then: a reading of a renamed one begins
    again. Not told by older programs."""


class Censused(Contract):
    """What the last census of a project found and did: the counts, and how it ended."""

    source: SourceId
    tracker: Tracker
    project: str
    taken_at: Instant
    """When the tracker was asked for its list, by the tracker's clock."""
    id: str = ""
    """Of this census alone: GitHub's clock tells seconds, and two may be taken in one.
    Records of older programs have none."""
    completed_at: Instant | None = None
    """When the last census that was not stopped was taken; none yet at first."""
    account: str = ""
    """A digest of who we are to the tracker: another one may see less."""
    listed: int = Field(default=0, ge=0)
    """Items that the tracker lists."""
    known: int = Field(default=0, ge=0)
    """Items that we knew there, without those that we knew to be gone."""
    missed: int = Field(default=0, ge=0)
    """Items that should have been with us long ago: read now."""
    stale: int = Field(default=0, ge=0)
    """Items whose last change should have been with us long ago: read now."""
    moved: int = Field(default=0, ge=0)
    """Items that have another key than we knew: read now."""
    returned: int = Field(default=0, ge=0)
    """Items that we knew to be gone, and that are there again."""
    deleted: int = Field(default=0, ge=0)
    moved_out: int = Field(default=0, ge=0)
    not_visible: int = Field(default=0, ge=0)
    still_there: int = Field(default=0, ge=0)
    """Items that the list left out although they are there."""
    unreadable: int = Field(default=0, ge=0)
    """Items that could not be told, now in the dead letters."""
    restated: int = Field(default=0, ge=0)
    """Items that showed a milestone or a version otherwise than it is: read now."""
    silenced: int = Field(default=0, ge=0)
    """Items that had marked lines of comments that are not there any more."""
    relisted: int = Field(default=0, ge=0)
    """Items that a release names, or names no longer, otherwise than we knew; or that a
    pull request names no longer."""
    stopped_because: str = ""
    """The code of what ended it before any removal; empty when it came to its end."""
    heard: str = ""
    """The last item, by its id, that was to be looked at for its comments with marked
    lines: the next census goes on after it."""
