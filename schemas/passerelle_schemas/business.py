"""What a work item means for a department.

A business item holds whole histories with their instants, and no word about "now":
it changes only when a fact or the rule set does, and a report can cut it at any week.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.facts import ChangeState, Language, RemovalReason
from passerelle_schemas.identity import (
    FactId,
    ItemId,
    ItemKind,
    ItemRef,
    SourceId,
    Tracker,
)


class Stage(StrEnum):
    """How far the work is. Finished is not available to users."""

    PLANNED = "planned"
    STARTED = "started"
    IN_REVIEW = "in_review"
    FINISHED = "finished"
    AVAILABLE = "available"
    DROPPED = "dropped"


class WorkKind(StrEnum):
    """What the effort goes to."""

    NEW = "new"
    REPAIR = "repair"
    UPKEEP = "upkeep"
    SECURITY = "security"
    INCIDENT = "incident"


class Severity(StrEnum):
    """How much a risk endangers."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class RiskKind(StrEnum):
    """The risks that the translator can see; one file each in its `risks/`."""

    PROMISE_MOVED = "promise_moved"
    PROMISE_PASSED = "promise_passed"
    STALLED = "stalled"
    REOPENED_AGAIN = "reopened_again"
    PILING_UP_IN_REVIEW = "piling_up_in_review"
    DECLARED_AGAINST_EVIDENCE = "declared_against_evidence"
    BLOCKED = "blocked"
    SCOPE_GROWING = "scope_growing"
    TOO_LITTLE_PROGRESS = "too_little_progress"
    DEPENDS_ON_LATE_WORK = "depends_on_late_work"
    SINGLE_POINT_OF_FAILURE = "single_point_of_failure"


class State(StrEnum):
    """Whether a rule says what the item means. Together they are all items."""

    MAPPED = "mapped"
    UNMAPPED = "unmapped"
    EXCLUDED = "excluded"


class StageReached(Contract):
    """The item came to a stage and stayed there until the next entry."""

    stage: Stage
    at: Instant
    learned_at: Instant


class PromiseOrigin(StrEnum):
    """What says the day that a department was given."""

    DUE = "due"
    """The item's own due date."""
    MILESTONE = "milestone"
    VERSION = "version"
    SPRINT = "sprint"
    """The end of the sprint in which the item stood when the sprint was started."""


class PromisedDate(Contract):
    """A day that the department was given; none when the promise was taken back."""

    due: date | None
    said_at: Instant
    learned_at: Instant
    said_by: FactId | None = None
    """The fact that told it; not told by older programs."""
    # Left out where it is as it always was, so that no item is said again for it.
    origin: PromiseOrigin = Field(
        default=PromiseOrigin.DUE, exclude_if=lambda told: told == "due"
    )
    carrier: str | None = Field(default=None, exclude_if=lambda told: told is None)
    """The id of the milestone, version or sprint that it is the day of, if any."""


class Evidence(Contract):
    """What a risk stands on: a fact of the item, or a work item beside it."""

    at: Instant
    """When it happened; midnight (UTC) where only the day was kept."""
    fact: FactId | None = None
    item: ItemRef | None = None
    """The pull request, release or other work that it is about; none for its own."""


class RiskEpisode(Contract):
    """A risk held from `since` until `until`, or holds still.

    `until` is not "now": an episode that no fact has ended yet has none, and the
    report, which knows its week, decides whether `since` has come.
    """

    kind: RiskKind
    severity: Severity
    since: Instant
    until: Instant | None = None
    learned_at: Instant
    was: date | None = None
    """The promised day before, where a promise is concerned."""
    now: date | None = None
    """The promised day that was moved to, or that passed."""
    days: int | None = None
    """The slip in days, or the limit in days that was exceeded."""
    limit: str | None = None
    """The limit that was exceeded, by its name in the rule set; some have none."""
    evidence: tuple[Evidence, ...] = ()
    """What it stands on, the oldest first; not told by older programs."""


class Figures(Contract):
    """What a risk over an objective counts, from an instant until the next entry.

    The last of a day (in the company's time zone) stands for that day.
    """

    at: Instant
    count: int
    total: int = 0
    """What it is counted against; docs/risks.md says what of each risk."""


class ObjectiveRisk(RiskEpisode):
    """A risk that no single item can tell."""

    figures: tuple[Figures, ...] = ()
    """The oldest first; the first as it begins."""
    counted_from: Instant | None = None
    """From when the time towards the promised day is counted."""
    endangers: tuple[str, ...] = ()
    """The other objectives that the same situation endangers."""
    waits_for: str | None = None
    """The department that is accountable for what the objective waits for."""
    part: str | None = None
    """The component or repository on which several objectives wait."""


class Untold(StrEnum):
    """Why nobody can say whether an objective makes enough progress."""

    NO_PROMISE = "no_promise"
    TOO_FEW_TASKS = "too_few_tasks"
    NOT_BEGUN = "not_begun"


class BusinessObjective(Contract):
    """What all items of one objective mean together, by one rule set."""

    objective: str
    rule_set: int
    """The version of the rule set by which they were gathered."""
    tasks: int = 0
    """How many there are now, without those that were dropped or removed."""
    risks: tuple[ObjectiveRisk, ...] = ()
    untold: Untold | None = None
    """Why its progress is not held against its date."""


class SaidOnCourse(Contract):
    """A sign said so long that all is well."""

    since: Instant
    until: Instant | None = None


class BusinessNote(Contract):
    """The team's own words, in one language."""

    language: Language
    text: str
    written_at: Instant
    learned_at: Instant


class Decision(Contract):
    """A decision that a tracker records."""

    language: Language
    text: str
    taken_at: Instant
    learned_at: Instant


class ChangeSeen(Contract):
    """A pull request behind the item."""

    pull_request: ItemRef
    state: ChangeState


class BusinessItem(Contract):
    """What one work item means, by one rule set."""

    id: ItemId
    key: str
    url: str
    source: SourceId
    tracker: Tracker
    project: str
    kind_of_item: ItemKind
    type_name: str
    rule_set: int
    """The version of the rule set that made this meaning."""
    state: State
    rule: str | None = None
    """The name of the mapping rule that matched, its own or the ancestor's."""
    inherited_from: ItemRef | None = None
    """The nearest ancestor that a rule maps, where none speaks of the item itself."""
    department: str | None = None
    """The department that is accountable."""
    also: tuple[str, ...] = ()
    """Other departments that the item concerns."""
    objective: str | None = None
    capability: str | None = None
    work: WorkKind = WorkKind.NEW
    created_at: Instant
    learned_at: Instant
    """When we first knew of the item."""
    touched_until: date | None = None
    """The last day (UTC) on which something moved."""
    stages: tuple[StageReached, ...] = ()
    promises: tuple[PromisedDate, ...] = ()
    """Every date that was given, the first one first and for ever."""
    risks: tuple[RiskEpisode, ...] = ()
    notes: tuple[BusinessNote, ...] = ()
    decisions: tuple[Decision, ...] = ()
    changes: tuple[ChangeSeen, ...] = ()
    ancestor: ItemRef | None = None
    components: tuple[str, ...] = ()
    """The parts of the software that it touches, as its tracker names them."""
    blocked_by: tuple[ItemRef, ...] = ()
    """What it waits for, where its tracker links them so."""
    on_course: tuple[SaidOnCourse, ...] = ()
    """When a sign said that all is well with what it holds: of an epic, a milestone."""
    removed: RemovalReason | None = None
    removed_at: Instant | None = None
