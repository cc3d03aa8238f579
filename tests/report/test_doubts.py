"""What the health of the sources leaves in doubt is said; nothing when all is well."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_report.budget import budgets
from passerelle_report.contents import Edition, Unknown, UnknownKind, WeeklyReport
from passerelle_report.doubts import Doubts, doubts
from passerelle_report.gate import passed
from passerelle_report.numbers import contradictions
from passerelle_report.wording.compose import compose, texts
from passerelle_schemas.health import Day, ProjectHealth, SourceHealth, Stop
from passerelle_schemas.identity import Tracker
from tests.report import company
from tests.report.company import END, WEEK, at, report
from tests.schemas.strategies import messages

SOURCE = "jira-verdier"
DOUBTS = {UnknownKind.SET_ASIDE, UnknownKind.UNCOMPARED, UnknownKind.MISSED}


def project(name: str, *stops: Stop) -> ProjectHealth:
    return ProjectHealth(project=name, complete_until=END, stops=stops)


def source(*projects: ProjectHealth, days: tuple[Day, ...] = ()) -> SourceHealth:
    return SourceHealth(
        source=SOURCE,
        tracker=Tracker.JIRA,
        said_at=END,
        said_by="test",
        projects=projects,
        days=days,
    )


def stop(since: float, until: float | None = None) -> Stop:
    """A stop, in days before the end of the week."""
    ended = at(until) if until is not None else None
    return Stop(because="permission-lost", since=at(since), until=ended)


def told(*health: SourceHealth) -> WeeklyReport:
    return report(health=health)


def kinds(of: WeeklyReport) -> set[UnknownKind]:
    return {one.kind for one in of.unknowns} & DOUBTS


def one(of: WeeklyReport, kind: UnknownKind) -> Unknown:
    (found,) = [one for one in of.unknowns if one.kind is kind]
    return found


def page(of: WeeklyReport, language: str) -> str:
    edition = Edition(language=language, edition=1, content_hash="a" * 64, report=of)
    view = compose(edition, next(budgets(of)))
    plain = "\n".join(texts(view))
    return plain.replace("\u00a0", " ").replace("\u202f", " ")


WELL = source(project("SC"), project("CRM"), days=(Day(day=WEEK.monday),))


def test_nothing_is_said_when_all_is_well() -> None:
    assert told(WELL) == report()
    assert told(source(project("SC", stop(9, 5)))) == report()
    assert told(source(project("SC", stop(0.5)))) == report(), "the next one may do"
    assert told(source(days=(Day(day=WEEK.monday, repaired=9),))) == report()
    waited = Day(day=WEEK.monday, waited_seconds=99999)
    assert told(source(days=(waited,))) == report(), "nothing is late for it"


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (Day(day=WEEK.monday, set_aside=1), UnknownKind.SET_ASIDE),
        (Day(day=WEEK.sunday, missed=1, repaired=1), UnknownKind.MISSED),
    ],
)
def test_only_the_days_of_the_week_count(day: Day, kind: UnknownKind) -> None:
    assert kinds(told(source(days=(day,)))) == {kind}
    for other in (WEEK.monday - timedelta(days=1), WEEK.sunday + timedelta(days=1)):
        moved = day.model_copy(update={"day": other})
        assert kinds(told(source(days=(moved,)))) == set()


def test_a_comparison_that_was_stopped_at_the_end_of_the_week_stays_said() -> None:
    lasting = told(source(project("SC", stop(2.5))))
    assert one(lasting, UnknownKind.UNCOMPARED).count == 1
    mended_later = told(source(project("SC", stop(2.5, -3))))
    assert mended_later == lasting, "the edition of that week may be printed again"
    assert kinds(told(source(project("SC", stop(-1))))) == set(), "after the week"


def test_projects_that_were_never_read_are_told_as_such_and_not_again() -> None:
    never = source(project("NEW", stop(9)))
    assert kinds(told(never)) == set()


SENTENCES = [
    (
        source(days=(Day(day=WEEK.monday, set_aside=1),)),
        (
            "What one message of the trackers says that came this week: it "
            "could not be read, and waits for the operator."
        ),
        (
            "Ce que dit un message des outils de suivi arrivé cette semaine : "
            "il est illisible et attend l’exploitant."
        ),
    ),
    (
        source(days=(Day(day=WEEK.monday, set_aside=3),)),
        (
            "What 3 messages of the trackers say that came this week: they "
            "could not be read, and wait for the operator."
        ),
        (
            "Ce que disent 3 messages des outils de suivi arrivés cette semaine"
            " : ils sont illisibles et attendent l’exploitant."
        ),
    ),
    (
        source(days=(Day(day=WEEK.monday, missed=2),)),
        (
            "Whether earlier editions were right about 2 tasks: they were "
            "missing or out of date until we compared everything with the "
            "trackers this week."
        ),
        (
            "Si les éditions précédentes disaient juste de 2 tâches : elles "
            "manquaient ou n’étaient pas à jour avant notre comparaison "
            "complète"
        ),
    ),
    (
        source(project("SC", stop(2.5))),
        (
            "projects still exists: since Friday 20 November it could not be "
            "compared with its tracker."
        ),
        (
            "existent encore : depuis le vendredi 20 novembre, il n’a pas pu "
            "être comparé à son outil de suivi."
        ),
    ),
    (
        source(project("SC", stop(2.5)), project("CRM", stop(4.5))),
        (
            "still exists: since Wednesday 18 November, for the first of them, "
            "they could not be compared with their trackers."
        ),
        (
            "existent encore : depuis le mercredi 18 novembre pour le premier, "
            "ils n’ont pas pu être comparés à leurs outils de suivi."
        ),
    ),
]


@pytest.mark.parametrize(("health", "english", "french"), SENTENCES)
def test_each_doubt_is_said_in_plain_words(
    health: SourceHealth, english: str, french: str
) -> None:
    of = told(health)
    for language, whole in (("en", english), ("fr", french)):
        text = page(of, language)
        words = whole.removesuffix(".")  # it may stand behind the reference
        assert words in text, text
        (line,) = [line for line in text.splitlines() if words in line]
        assert all(passed(part) for part in line.split(": ") if len(part) > 8), line
    assert contradictions(of) == []


@pytest.mark.parametrize(
    ("health", "warned"),
    [
        (WELL, False),
        (source(days=(Day(day=WEEK.monday, set_aside=1),)), True),
        (source(project("SC", stop(2.5))), True),
        # What is right now needs no warning on page one.
        (source(days=(Day(day=WEEK.monday, missed=1),)), False),
    ],
)
def test_page_one_points_to_gaps_that_are_there_still(
    health: SourceHealth,
    warned: bool,  # noqa: FBT001 - a table
) -> None:
    words = "could not be read or compared"
    assert (words in page(told(health), "en")) is warned
    french = "n’a pas pu être lue ou comparée"
    assert (french in page(told(health), "fr")) is warned


def test_the_trackers_that_made_us_wait_are_told_with_what_is_late_for_it() -> None:
    items = company.story()
    marks = company.watermarks(items, at(3))
    days = (
        Day(day=WEEK.monday, waited_seconds=5000),
        Day(day=WEEK.sunday, waited_seconds=9000),
    )
    late = report(items, watermarks=marks, health=[source(days=days)])
    assert one(late, UnknownKind.LATE).hours == 3
    assert "made us wait 3 hours in all" in page(late, "en")
    assert "fait attendre 3 heures en tout" in page(late, "fr")
    short = source(days=(Day(day=WEEK.monday, waited_seconds=3000),))
    quick = report(items, watermarks=marks, health=[short])
    assert quick == report(items, watermarks=marks)


@settings(max_examples=40)
@given(st.lists(messages(SourceHealth), max_size=2))
def test_any_health_leaves_a_page_that_contradicts_nothing(
    health: list[SourceHealth],
) -> None:
    assert contradictions(told(*health)) == []


def test_without_any_health_there_is_no_doubt() -> None:
    days = date(2026, 11, 16), date(2026, 11, 22)
    assert doubts((), (), (), days, datetime(2026, 11, 23, tzinfo=UTC)) == Doubts()
