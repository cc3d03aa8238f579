"""What is known of each source: how fresh, how complete, and what went wrong.

Figures are cumulative from the first record that was counted. What stands in Kafka is
counted from Kafka, so that a crash neither loses a figure nor counts one twice; what
leaves no trace there (refusals, waiting) is witnessed by the process that met it.
Nothing here tells of a person, of a secret or of a single work item.
"""

from datetime import date

from pydantic import Field

from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.editions import TopicRead
from passerelle_schemas.identity import Tracker

NO_SOURCE = "-"
"""In place of a source, for what came to the door and named none of ours."""


class CameBy(Contract):
    """What came by one way: `webhook`, `poll`, `backfill` or `census`."""

    deliveries: int = Field(default=0, ge=0)
    """Records on `work.raw.v1`: webhooks that were taken, or answers that were kept.
    One that is sent twice counts twice."""
    facts: int = Field(default=0, ge=0)
    """Facts on `work.facts.v1`, whether or not they had been told before."""
    first_told: int | None = Field(default=0, ge=0)
    """Those of them that no record before them told. None once there are more facts
    than can be remembered in bounded memory, or than whoever answers read again."""
    delivered_at: Instant | None = None
    """When we received the newest delivery."""
    changed_at: Instant | None = None
    """The newest change that came, in the tracker's time, but not after we heard."""


class Stop(Contract):
    """A time during which the census of a project went no further."""

    because: str
    """The code of the reason, as in `Censused.stopped_because`; the last one."""
    since: Instant
    """When the first census that was stopped was taken."""
    until: Instant | None = None
    """When one came to its end again; none while none has."""


class Failing(Contract):
    """A project could not be read, the last times that it was tried."""

    because: str
    """The code of the error; the last one."""
    since: Instant
    """When it first failed, after the last time that whoever tries it read it."""
    tried_at: Instant | None = None
    """When it last failed; not told by older programs."""


class ProjectHealth(Contract):
    """How far one project is read, and when it was last held against its tracker."""

    project: str
    complete_until: Instant | None = None
    """In the tracker's time, of the newest watermark; none when it was never read to
    its end."""
    read_at: Instant | None = None
    """When that reading ended, in our time."""
    items: int | None = Field(default=None, ge=0)
    """How many work items that reading saw."""
    reading: int | None = Field(default=None, ge=0)
    """How many items a whole reading that is under way saw up to its last checkpoint;
    none when none is under way."""
    failing: Failing | None = None
    """Why it is not read now; none when it is, or when nobody tried."""
    census_at: Instant | None = None
    """When the last census was taken, stopped or not; none before the first."""
    census_complete_at: Instant | None = None
    """When the last one that came to its end was taken."""
    stops: tuple[Stop, ...] = ()
    """When its census was stopped, oldest first; the newest ten."""

    @property
    def stopped(self) -> Stop | None:
        """The stop that lasts; none when the last census came to its end."""
        return self.stops[-1] if self.stops and not self.stops[-1].until else None


class Repaired(Contract):
    """What the censuses found and did, summed over all that were counted."""

    censuses: int = Field(default=0, ge=0)
    """How many came to their end."""
    stopped: int = Field(default=0, ge=0)
    """How many did not."""
    missed: int = Field(default=0, ge=0)
    """Items that should have been with us long ago, and were not."""
    stale: int = Field(default=0, ge=0)
    """Items whose last change should have been with us long ago, and was not."""
    moved: int = Field(default=0, ge=0)
    """Items that had another key than we knew."""
    returned: int = Field(default=0, ge=0)
    """Items that we knew to be gone, and that were there again."""
    deleted: int = Field(default=0, ge=0)
    moved_out: int = Field(default=0, ge=0)
    not_visible: int = Field(default=0, ge=0)
    still_there: int = Field(default=0, ge=0)
    """Items that the tracker's list left out although they were there."""
    unreadable: int = Field(default=0, ge=0)
    """Items that could not be told; they are among those set aside."""
    restated: int = Field(default=0, ge=0)
    """Items that showed a milestone or a version otherwise than it is."""
    silenced: int = Field(default=0, ge=0)
    """Items that had marked lines of comments that are not there any more."""
    relisted: int = Field(default=0, ge=0)
    """Items that a release names, or names no longer, otherwise than we knew; or that a
    pull request names no longer."""


class Waited(Contract):
    """How often and how long a source could not be asked, for one reason.

    Everybody who asks a source waits together: that is one wait.
    """

    times: int = Field(default=0, ge=0)
    seconds: float = Field(default=0, ge=0)
    """In all, each counted when it was begun. Where several workers waited at the same
    time, that time counts once."""


class Span(Contract):
    """From when to when something lasted."""

    begin: Instant
    end: Instant


class Upkeep(Contract):
    """How it stands with the webhooks that the tracker shall send."""

    kept_at: Instant | None = None
    """When they were last seen to."""
    failed: str = ""
    """The code of what kept us from it the last time; empty when nothing did."""
    expires_at: Instant | None = None
    """When the webhook that we registered ends, unless it is refreshed."""
    redelivered: int = Field(default=0, ge=0)
    """Failed deliveries that we asked the tracker to send again."""
    left: int = Field(default=0, ge=0)
    """Failed deliveries that were too many for the last round."""


class Day(Contract):
    """The figures of one day (UTC) by which a week can be told of."""

    day: date
    first_told: dict[str, int] | None = Field(default_factory=dict)
    """By way, of the facts that were learned on that day. None as `first_told` of a
    way."""
    set_aside: int = Field(default=0, ge=0)
    """Messages that went to the dead letters on that day, and wait there still."""
    repaired: int = Field(default=0, ge=0)
    """Items that censuses taken on that day found otherwise than we knew, as
    `Repaired` tells them kind by kind; without those still there or unreadable."""
    missed: int = Field(default=0, ge=0)
    """Of these, items that should have been with us long ago, or whose last change."""
    waited_seconds: float = Field(default=0, ge=0)
    """Of waiting that began on that day because the tracker had us wait, for any reason
    of its own; not `reserved` and `paced`. An instant counts once, whoever waited."""


class SourceHealth(Contract):
    """What is known of one source; the newest record of a source says it all."""

    source: str
    """Its id; `-` for what came to the door and named no source of ours."""
    tracker: Tracker | None = None
    said_at: Instant
    said_by: str
    """The worker that said it; see `ingest.worker`."""
    read: tuple[TopicRead, ...] = ()
    """Up to where the topics were counted: everything below."""
    uncounted: int = Field(default=0, ge=0)
    """Records of all sources that the broker had deleted before they were counted."""
    projects: tuple[ProjectHealth, ...] = ()
    """Those that were ever read, tried or counted, in order of their names."""
    ways: dict[str, CameBy] = Field(default_factory=dict)
    """What came, by way."""
    twice: int = Field(default=0, ge=0)
    """Webhooks that were taken although one with the same delivery id stood among the
    4,096 webhooks before it in its partition of `work.raw.v1`."""
    late: int | None = Field(default=0, ge=0)
    """Records of items of which the trailing pass of a poll was the first to tell the
    last change: the tracker had shown it too late for the poll before. None as
    `first_told`."""
    removed: dict[str, int] | None = Field(default_factory=dict)
    """Removals by reason, each told for the first time, by any way. None as
    `first_told`."""
    disagreements: int | None = Field(default=0, ge=0)
    """Fields that a snapshot showed other than the replayed history says, of snapshots
    that were told for the first time. None as `first_told`."""
    silences: dict[str, int] = Field(default_factory=dict)
    """Webhooks that were taken and mean nothing to us, on purpose; by reason."""
    asked_again: int = Field(default=0, ge=0)
    """Items that a delivery showed only in part, or other than their history tells, so
    that they were asked for again; counted for each delivery that did."""
    set_aside: dict[str, int] = Field(default_factory=dict)
    """Deliveries and items of ingest that went to the dead letters, by reason; also a
    signed delivery that was answered 400 because it is not from that tracker."""
    set_aside_later: dict[str, int] = Field(default_factory=dict)
    """What the services after ingest set aside of this source's, by reason."""
    said_again: int = Field(default=0, ge=0)
    """How many of all these were said again by an operator, and wait no longer; told of
    the newest 2,000 that wait, of all sources."""
    repaired: Repaired = Repaired()
    refused: dict[str, int] = Field(default_factory=dict)
    """Requests that were not taken at the door, by the code of the reason."""
    waits: dict[str, Waited] = Field(default_factory=dict)
    """By reason: `primary`, `secondary`, `unavailable` as the tracker told us, or
    `reserved` and `paced`, by which we spare what it allows."""
    troubles: dict[str, int] = Field(default_factory=dict)
    """Answers of the tracker that were not what was asked for: by status (`429`, `403`,
    `503`, `401` …, but not 404 and 410, by which it says that an item is gone),
    `no-answer` (none, or none in time) or `half-answer` (cut short, or no JSON)."""
    waiting_until: Instant | None = None
    """Until when the tracker makes us wait; in the past when it does not now."""
    waiting_because: str = ""
    upkeep: Upkeep | None = None
    """None when nobody sees to the webhooks of this source."""
    days: tuple[Day, ...] = ()
    """The newest 60 days that have anything to tell, oldest first."""


class Witnessed(Contract):
    """What one worker met that leaves no trace in Kafka, of one source.

    Cumulative over all runs of that worker: it goes on from its last record.
    """

    source: str
    tracker: Tracker | None = None
    worker: str
    said_at: Instant
    refused: dict[str, int] = Field(default_factory=dict)
    waits: dict[str, Waited] = Field(default_factory=dict)
    troubles: dict[str, int] = Field(default_factory=dict)
    waited_on: dict[str, float] = Field(default_factory=dict)
    """Seconds of waiting that began on a day (UTC, ISO) because the tracker had us
    wait, an instant once whatever its reasons; not `reserved` and `paced`. The newest
    60 days."""
    spans: dict[str, tuple[Span, ...]] = Field(default_factory=dict)
    """When the waits were, by reason, and as `held` those of which `waited_on` tells:
    the 200 longest of each in the last 60 days. Others waited at the same time."""
    waiting_until: Instant | None = None
    waiting_because: str = ""
    failing: dict[str, Failing] = Field(default_factory=dict)
    """By project; those that could not be read the last time."""
    upkeep: Upkeep | None = None


class Counted(Contract):
    """How far Kafka was counted, what came out, and what it takes to go on.

    A function of the topics and of `read` alone: whoever counts further from here
    comes to the same figures.
    """

    read: tuple[TopicRead, ...] = ()
    said_at: Instant
    said_by: str
    sources: tuple[SourceHealth, ...] = ()
    """Without what workers witnessed."""
    newest_webhooks: dict[str, str] = Field(default_factory=dict)
    """By partition of `work.raw.v1`: digests of the ids of its newest webhooks."""
    waiting_letters: dict[str, str] = Field(default_factory=dict)
    """Source and day of the newest 2,000 dead letters that wait, by their place."""
    newest_censuses: dict[str, str] = Field(default_factory=dict)
    """By source/project: the id of the census that was counted last."""
