"""A week that is not over: told as far as it has come, and nothing is late early."""

from datetime import UTC, date, datetime

import pytest

from passerelle_report.budget import budgets
from passerelle_report.contents import Outcome, UnknownKind, WeeklyReport
from passerelle_report.manifests import edition_of
from passerelle_report.numbers import contradictions
from passerelle_report.wording.compose import compose, texts
from passerelle_report.wording.front import masthead
from passerelle_report.wording.names import Names
from passerelle_report.wording.say import Voice
from passerelle_schemas.facts import Language
from tests.report import company
from tests.report.company import REPLY, WEEK, at, dates, epic, report, rules

WEDNESDAY = datetime(2026, 11, 18, 13, 5, tzinfo=UTC)
PARIS = Voice(Language.ENGLISH, WEEK.sunday, company.PARIS)
IN_FRENCH = Voice(Language.FRENCH, WEEK.sunday, company.PARIS)


def _on(now: datetime, due: date = date(2026, 11, 18)) -> WeeklyReport:
    """One promise in the middle of the week, told at an instant."""
    items = [epic("SC-1", REPLY.id, promises=dates((due, 40)))]
    marks = company.watermarks(items, now)
    week = WEEK.so_far(now, company.PARIS)
    return report(items, rules((REPLY,)), watermarks=marks, week=week)


def test_what_is_due_today_or_later_is_not_late() -> None:
    (today,) = _on(WEDNESDAY).ledger.promises
    assert today.outcome is Outcome.NOT_DUE
    (friday,) = _on(WEDNESDAY, date(2026, 11, 20)).ledger.promises
    assert friday.outcome is Outcome.NOT_DUE
    assert not _on(WEDNESDAY).minute.slips


def test_what_was_due_yesterday_is() -> None:
    (promise,) = _on(WEDNESDAY, date(2026, 11, 17)).ledger.promises
    assert (promise.outcome, promise.days) == (Outcome.PASSED, 0)


def test_sources_are_late_by_the_instant_and_not_by_sunday() -> None:
    told = _on(WEDNESDAY)
    assert (told.freshness.late, told.ends_at) == ((), WEDNESDAY)
    assert UnknownKind.LATE not in {one.kind for one in told.unknowns}


@pytest.mark.parametrize(
    ("voice", "words"),
    [
        (
            PARIS,
            "is not over: this page tells it until Wednesday 18 November, 14:05.",
        ),
        (
            IN_FRENCH,
            "n’est pas terminée : cette page la raconte jusqu’au mercredi 18 novembre",
        ),
    ],
    ids=["en", "fr"],
)
def test_page_one_says_that_the_week_is_not_over(voice: Voice, words: str) -> None:
    told = " ".join(texts(masthead(Names(voice, _on(WEDNESDAY)))))
    assert words in told.replace("\u00a0", " ").replace("\u202f", " ")
    assert "end of" not in told
    over = masthead(Names(voice, _on(company.END)))
    assert over.running is None


@pytest.mark.parametrize("days_ago", [6.9, 6, 5, 4.5, 3, 2, 1, 0.01, 0, -3])
def test_it_agrees_with_itself_on_every_day(days_ago: float) -> None:
    items, now = company.story(), at(days_ago)
    week = WEEK.so_far(now, company.PARIS)
    told = report(items, watermarks=company.watermarks(items, now), week=week)
    assert contradictions(told) == []
    assert told.running is (days_ago > 0)


@pytest.mark.parametrize(("language", "word"), [("en", "draft"), ("fr", "ébauche")])
def test_each_of_its_pages_is_called_a_draft(language: str, word: str) -> None:
    told = _on(WEDNESDAY)
    for decided, there in ((told, True), (_on(company.END), False)):
        edition = edition_of(decided, Language(language), ())
        (budget, *_) = budgets(decided)
        assert (f"· {word} ·" in compose(edition, budget).foot) is there


def test_once_it_is_over_it_is_the_edition_itself() -> None:
    items = company.story()
    later = WEEK.so_far(at(-2), company.PARIS)
    assert report(items, week=later).model_dump_json() == (
        report(items).model_dump_json()
    )
