"""What a person at a terminal is told of the sources, and what needs that person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from passerelle_ingest.asking import patience_of
from passerelle_ingest.attention import (
    CENSUS_OLD,
    CENSUS_STOPPED,
    FAILING,
    LATE,
    NEVER_READ,
    SET_ASIDE,
    WEBHOOKS_UNKEPT,
    Need,
    Patience,
    needs,
)
from passerelle_ingest.settings import IngestSettings
from passerelle_ingest.statement import statement
from passerelle_schemas.health import (
    NO_SOURCE,
    CameBy,
    Day,
    Failing,
    ProjectHealth,
    Repaired,
    SourceHealth,
    Stop,
    Upkeep,
    Waited,
)
from passerelle_schemas.identity import Tracker
from tests.ingest.test_metrics import HEALTH
from tests.schemas.strategies import messages

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
PATIENCE = Patience(late=2 * HOUR, census=timedelta(days=3))
WELL = ProjectHealth(
    project="PAY", complete_until=NOW - HOUR, census_complete_at=NOW - HOUR
)


def a_health(project: ProjectHealth | None = WELL, **told: object) -> SourceHealth:
    known = {"source": "jira", "tracker": Tracker.JIRA, "said_at": NOW, "said_by": "a"}
    projects = {"projects": (project,) if project else ()}
    return SourceHealth.model_validate({**known, **projects, **told})


def of(project: ProjectHealth = WELL, **told: object) -> list[Need]:
    changed = project.model_copy(update=told)
    return needs(a_health(changed), NOW, PATIENCE)


def test_what_is_well_needs_nobody() -> None:
    assert of() == []


def test_what_mends_itself_needs_nobody() -> None:
    busy = a_health(
        waits={"primary": Waited(times=9, seconds=9999)},
        waiting_until=NOW + HOUR,
        silences={"no-work": 100},
        twice=4,
        troubles={"429": 30},
        refused={"signature-refused": 3},
        repaired=Repaired(censuses=2, missed=3),
        set_aside={"old": 5},
    )
    assert needs(busy, NOW, PATIENCE) == []


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        ({"complete_until": NOW - 3 * HOUR}, LATE, "2026-11-23 06:00 UTC only"),
        ({"complete_until": None}, NEVER_READ, "passerelle ingest backfill"),
        (
            {"failing": Failing(because="credentials-refused", since=NOW - HOUR)},
            FAILING,
            "credentials-refused",
        ),
        (
            {"stops": (Stop(because="permission-lost", since=NOW - HOUR),)},
            CENSUS_STOPPED,
            "give it the permission",
        ),
        (
            {"stops": (Stop(because="tracker-away", since=NOW - HOUR),)},
            CENSUS_STOPPED,
            "passerelle doctor",
        ),
        ({"census_complete_at": NOW - timedelta(days=4)}, CENSUS_OLD, "2026-11-19"),
    ],
)
def test_what_does_not_mend_itself_is_said_with_the_way_out(
    told: dict[str, object], code: str, words: str
) -> None:
    (need,) = of(WELL, **told)
    assert (need.code, need.where) == (code, "jira/PAY")
    assert words in need.words


@pytest.mark.parametrize(
    "told",
    [
        {"complete_until": None, "reading": 200},
        {"stops": (Stop(because="x", since=NOW - HOUR, until=NOW),)},
        {"census_complete_at": None},
        {"complete_until": NOW - 2 * HOUR},
    ],
)
def test_what_is_under_way_or_over_needs_nobody(told: dict[str, object]) -> None:
    assert of(WELL, **told) == []


@pytest.mark.parametrize(
    ("ago", "count", "words"),
    [
        (0, 1, "1 message was set"),
        (7, 2, "2 messages were set"),
        (8, 2, ""),
        (0, 0, ""),
    ],
)
def test_dead_letters_of_a_week_are_news(ago: int, count: int, words: str) -> None:
    day = Day(day=date(2026, 11, 23) - timedelta(days=ago), set_aside=count)
    found = needs(a_health(days=(day,)), NOW, PATIENCE)
    assert [need.code for need in found] == ([SET_ASIDE] if words else [])
    assert all(words in need.words for need in found)


def test_webhooks_that_cannot_be_kept_need_somebody() -> None:
    unkept = a_health(upkeep=Upkeep(failed="registration-refused"))
    (need,) = needs(unkept, NOW, PATIENCE)
    assert (need.code, need.where) == (WEBHOOKS_UNKEPT, "jira")


def test_who_takes_no_census_is_never_told_that_it_is_old() -> None:
    assert patience_of(IngestSettings(census_hours=0)).census is None
    assert patience_of(IngestSettings()).census == timedelta(days=3)
    assert patience_of(IngestSettings()).late == 2 * HOUR
    assert patience_of(IngestSettings(poll_minutes=60)).late == 4.5 * HOUR


TABLES = [
    "jira-verdier (Jira)",
    "PROJECT COMPLETE UNTIL ITEMS LAST CENSUS STATE",
    (
        "PAY 2026-11-23 08:00 (60 min ago) 12 2026-11-20 09:00 (3 d ago) "
        "census stopped (permission-lost)"
    ),
    (
        "WEB never read whole not known never "
        "400 items of a whole reading so far; not read now (credentials-refused)"
    ),
    "",
    "WAY DELIVERIES FACTS FIRST TOLD NEWEST DELIVERY NEWEST CHANGE",
    "webhook 10 30 28 2026-11-23 09:00 (just now) 2026-11-23 08:00 (60 min ago)",
    "poll 0 0 0 none none",
    "backfill 0 0 0 none none",
    "census 2 6 not known none none",
    "",
]


def test_a_source_is_told_in_two_tables_and_a_few_lines() -> None:
    lines = statement([HEALTH], [], NOW)
    told = "\n".join(lines)
    assert [" ".join(line.split()) for line in lines[: len(TABLES)]] == TABLES
    for line in (
        "found by the trailing pass 2 items",
        "gone, by reason 1 deleted, 2 not_visible",
        "silent on purpose 5 not-followed",
        "told otherwise by history 3 fields",
        "refused at the door 7 signature-refused, 1 broker-away",
        "waited for the tracker 62 s in 3 (429), 0 s in 1 (no-answer)",
        "waiting now 60 min more (429)",
        "not counted 3 records of all sources were deleted before",
    ):
        assert line in " ".join(told.split()), line
    assert lines[-1] == "Nothing needs a person."


def test_what_never_happened_is_left_out_and_what_is_not_known_is_not_a_zero() -> None:
    quiet = "\n".join(statement([a_health()], [], NOW))
    assert "refused" not in quiet
    assert "not known" in quiet, "how many items a project has that was never read"
    lost = a_health(
        late=None,
        removed=None,
        disagreements=None,
        ways={"poll": CameBy(first_told=None)},
    )
    told = " ".join("\n".join(statement([lost], [], NOW)).split())
    assert "found by the trailing pass not known" in told
    assert "gone, by reason not known" in told


def test_what_came_to_the_door_and_named_nobody_is_told_apart() -> None:
    strange = a_health(None, source=NO_SOURCE, refused={"unknown-source": 4})
    assert statement([strange], [], NOW)[:2] == [
        "Requests that named no source of ours",
        "  refused                    4 unknown-source",
    ]


def test_what_needs_a_person_stands_at_the_end() -> None:
    wanted = [Need("late", "jira/PAY", "complete until then only")]
    assert statement([a_health()], wanted, NOW)[-2:] == [
        "1 thing needs a person:",
        "  jira/PAY: complete until then only [late]",
    ]


@given(messages(SourceHealth))
def test_any_health_can_be_told(health: SourceHealth) -> None:
    found = needs(health, NOW, PATIENCE)
    told = statement([health], found, NOW)
    assert told[-1].endswith((".", "]"))
