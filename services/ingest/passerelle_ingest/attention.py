"""What of a source's health needs a person, each with its way out. Pure.

What mends itself is not here: waiting, silences, webhooks that came twice, repairs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from passerelle_ingest.census import WAYS_OUT
from passerelle_schemas.health import ProjectHealth, SourceHealth

LATE = "late"
NEVER_READ = "never-read"
FAILING = "failing"
CENSUS_STOPPED = "census-stopped"
CENSUS_OLD = "census-old"
SET_ASIDE = "set-aside"
WEBHOOKS_UNKEPT = "webhooks-unkept"
LETTERS_ARE_NEWS = timedelta(days=7)
"""Dead letters that are older and wait still were seen, and left."""


@dataclass(frozen=True, slots=True)
class Patience:
    """After how long something is late."""

    late: timedelta
    """Since what is known to be complete."""
    census: timedelta | None
    """Since the last census that came to its end; none where none is taken."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a person must see to."""

    code: str
    where: str
    words: str


def needs(health: SourceHealth, now: datetime, patience: Patience) -> list[Need]:
    """List what needs a person, what weighs most first."""
    found = [
        Need(code, f"{health.source}/{project.project}", words)
        for project in health.projects
        for code, words in _of_project(project, now, patience)
    ]
    return [
        *found,
        *(Need(code, health.source, words) for code, words in _of_source(health, now)),
    ]


def waiting_letters(health: SourceHealth) -> int:
    """Count the messages that were set aside and not said again."""
    aside = sum(health.set_aside.values()) + sum(health.set_aside_later.values())
    return max(0, aside - health.said_again)


def _of_project(
    project: ProjectHealth, now: datetime, patience: Patience
) -> Iterator[tuple[str, str]]:
    if failing := project.failing:
        yield (
            FAILING,
            (
                f"failing since {_when(failing.since)} ({failing.because}): "
                "`passerelle doctor` says why"
            ),
        )
    elif project.complete_until is None and project.reading is None:
        yield (
            NEVER_READ,
            (
                "never read to its end: start `passerelle ingest serve`, or run "
                "`passerelle ingest backfill`"
            ),
        )
    elif _is_late(project, now, patience):
        yield (
            LATE,
            (
                f"complete until {_when(project.complete_until)} only: see that "
                "`passerelle ingest serve` runs, and what its log says"
            ),
        )
    if stop := project.stopped:
        way_out = WAYS_OUT.get(stop.because, "`passerelle doctor` says why")
        yield (
            CENSUS_STOPPED,
            (
                f"its census is stopped since {_when(stop.since)} ({stop.because}), so "
                f"nothing is removed: {way_out}"
            ),
        )
    elif _is_uncounted(project, now, patience):
        yield (
            CENSUS_OLD,
            (
                f"last counted {_when(project.census_complete_at)}: see that "
                "`passerelle ingest serve` runs, or run `passerelle ingest census`"
            ),
        )


def _is_late(project: ProjectHealth, now: datetime, patience: Patience) -> bool:
    until = project.complete_until
    return until is not None and now - until > patience.late


def _is_uncounted(project: ProjectHealth, now: datetime, patience: Patience) -> bool:
    counted = project.census_complete_at
    wanted = patience.census
    return counted is not None and wanted is not None and now - counted > wanted


def _of_source(health: SourceHealth, now: datetime) -> Iterator[tuple[str, str]]:
    since = (now - LETTERS_ARE_NEWS).date()
    if waiting := sum(one.set_aside for one in health.days if one.day >= since):
        messages = "message was" if waiting == 1 else "messages were"
        yield (
            SET_ASIDE,
            (
                f"{waiting} {messages} set aside in the last 7 days: "
                "`passerelle dead-letters list` says why"
            ),
        )
    if health.upkeep and health.upkeep.failed:
        yield (
            WEBHOOKS_UNKEPT,
            (
                f"its webhooks cannot be kept ({health.upkeep.failed}): `passerelle "
                "doctor` says why; polls read what they would have told"
            ),
        )


def _when(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "never"
