"""Each metric of the sources: its name, what it says, its labels, its samples."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from passerelle_ingest.attention import waiting_letters
from passerelle_ingest.tally import FOUND, SEEN
from passerelle_schemas.health import ProjectHealth, SourceHealth

Value = float | datetime | None
Samples = Iterable[tuple[tuple[str, ...], Value]]


def _by_way(field: str) -> Callable[[SourceHealth], Samples]:
    def samples(one: SourceHealth) -> Samples:
        for way, came in one.ways.items():
            yield (way,), getattr(came, field)

    return samples


def _by_name(field: str) -> Callable[[SourceHealth], Samples]:
    def samples(one: SourceHealth) -> Samples:
        counted: Mapping[str, int] | None = getattr(one, field)
        for name, count in (counted or {}).items():
            yield (name,), count

    return samples


def _plain(field: str) -> Callable[[SourceHealth], Samples]:
    return lambda one: [((), getattr(one, field))]


def _waits(field: str) -> Callable[[SourceHealth], Samples]:
    def samples(one: SourceHealth) -> Samples:
        for reason, waited in one.waits.items():
            yield (reason,), getattr(waited, field)

    return samples


def _by_project(
    of: Callable[[ProjectHealth], Value],
) -> Callable[[SourceHealth], Samples]:
    def samples(one: SourceHealth) -> Samples:
        for project in one.projects:
            yield (project.project,), of(project)

    return samples


def _failing(one: SourceHealth) -> Samples:
    for project in one.projects:
        if project.failing:
            yield (project.project, project.failing.because), project.failing.since


def _stopped(one: SourceHealth) -> Samples:
    for project in one.projects:
        if project.stopped:
            yield (project.project, project.stopped.because), project.stopped.since


def _censuses(one: SourceHealth) -> Samples:
    yield ("completed",), one.repaired.censuses
    yield ("stopped",), one.repaired.stopped


def _repaired(one: SourceHealth) -> Samples:
    for name in (*FOUND, *SEEN):
        yield (name,), getattr(one.repaired, name)


def _waiting_letters(one: SourceHealth) -> Samples:
    yield (), waiting_letters(one)


def _upkeep(field: str) -> Callable[[SourceHealth], Samples]:
    return lambda one: [((), getattr(one.upkeep, field))] if one.upkeep else []


def _unkept(one: SourceHealth) -> Samples:
    if one.upkeep and one.upkeep.failed:
        yield (one.upkeep.failed,), 1


_S, _P = ("source",), ("source", "project")
_WAY, _REASON = (*_S, "way"), (*_S, "reason")
Row = tuple[str, str, tuple[str, ...], Callable[[SourceHealth], Samples]]
COUNTERS: tuple[Row, ...] = (
    ("source_deliveries", "Webhooks or answers kept.", _WAY, _by_way("deliveries")),
    ("source_facts", "Facts told, the repeated too.", _WAY, _by_way("facts")),
    (
        "source_facts_first_told",
        "Facts that no delivery told before.",
        _WAY,
        _by_way("first_told"),
    ),
    ("source_webhooks_twice", "Webhooks that came again.", _S, _plain("twice")),
    ("source_items_late", "Items that were shown too late.", _S, _plain("late")),
    ("source_removals", "Items that went.", _REASON, _by_name("removed")),
    (
        "source_disagreements",
        "Fields shown other than their history tells.",
        _S,
        _plain("disagreements"),
    ),
    (
        "source_silences",
        "Webhooks that mean nothing to us, on purpose.",
        _REASON,
        _by_name("silences"),
    ),
    ("source_items_asked_again", "Items shown in part.", _S, _plain("asked_again")),
    ("source_set_aside", "Dead letters of ingest.", _REASON, _by_name("set_aside")),
    (
        "source_set_aside_later",
        "Dead letters of the services after ingest.",
        _REASON,
        _by_name("set_aside_later"),
    ),
    ("source_said_again", "Dead letters replayed.", _S, _plain("said_again")),
    ("source_refused", "Requests not taken at the door.", _REASON, _by_name("refused")),
    (
        "source_troubles",
        "Answers of the tracker that were none.",
        (*_S, "kind"),
        _by_name("troubles"),
    ),
    ("source_waits", "Times that we had to wait.", _REASON, _waits("times")),
    ("source_wait_seconds", "Seconds of waiting.", _REASON, _waits("seconds")),
    ("source_censuses", "Censuses.", (*_S, "end"), _censuses),
    ("source_census_items", "What censuses found.", (*_S, "what"), _repaired),
    (
        "source_webhooks_redelivered",
        "Webhooks that we asked the tracker to send again.",
        _S,
        _upkeep("redelivered"),
    ),
    (
        "source_records_uncounted",
        "Records of all sources that were deleted before they were counted.",
        _S,
        _plain("uncounted"),
    ),
)
GAUGES: tuple[Row, ...] = (
    (
        "source_delivered_timestamp_seconds",
        "When the newest delivery came.",
        _WAY,
        _by_way("delivered_at"),
    ),
    (
        "source_changed_timestamp_seconds",
        "The newest change that came.",
        _WAY,
        _by_way("changed_at"),
    ),
    ("source_health_timestamp_seconds", "As of when.", _S, _plain("said_at")),
    ("source_dead_letters", "Dead letters that wait.", _S, _waiting_letters),
    (
        "source_webhooks_expire_timestamp_seconds",
        "When the webhook that we registered ends.",
        _S,
        _upkeep("expires_at"),
    ),
    ("source_webhooks_unkept", "1 where webhooks cannot be kept.", _REASON, _unkept),
    (
        "project_complete_until_timestamp_seconds",
        "Everything before is with us.",
        _P,
        _by_project(lambda one: one.complete_until),
    ),
    (
        "project_read_timestamp_seconds",
        "When it was last read to its end.",
        _P,
        _by_project(lambda one: one.read_at),
    ),
    (
        "project_reading_items",
        "Items of a whole reading that is under way.",
        _P,
        _by_project(lambda one: one.reading),
    ),
    (
        "project_census_timestamp_seconds",
        "When the last census was taken.",
        _P,
        _by_project(lambda one: one.census_at),
    ),
    (
        "project_census_complete_timestamp_seconds",
        "When the last census that came to its end was taken.",
        _P,
        _by_project(lambda one: one.census_complete_at),
    ),
    (
        "project_failing_since_timestamp_seconds",
        "Since when it cannot be read.",
        (*_P, "reason"),
        _failing,
    ),
    (
        "project_census_stopped_since_timestamp_seconds",
        "Since when its census is stopped.",
        (*_P, "reason"),
        _stopped,
    ),
)
