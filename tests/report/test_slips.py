"""What slipped: each kind in its own words, nothing of this week left out."""

from collections.abc import Sequence
from datetime import date

import pytest

from passerelle_report.budget import budgets
from passerelle_report.contents import Edition, SlipKind, WeeklyReport
from passerelle_report.wording.compose import compose
from passerelle_schemas.business import BusinessItem, Stage, StageReached
from passerelle_schemas.facts import RemovalReason
from tests.report import company, edges
from tests.report.company import REPLY, at, dates, epic, item, paced, report, rules
from tests.report.company import stages as reached

DUE = date(2026, 11, 27)
PAST = date(2026, 11, 13)
LATER = date(2026, 12, 4)
OPEN = reached((Stage.STARTED, 40))
Given = Sequence[tuple[date | None, float]]


def promised(
    given: Given, stages: tuple[StageReached, ...] = OPEN, **more: object
) -> BusinessItem:
    """A promise on a capability."""
    return item(
        "SC-1",
        type_name="Epic",
        capability="messages",
        promises=dates(*given),
        stages=stages,
        **more,
    )


def said(told: WeeklyReport, language: str) -> str:
    """The slips of a report in words, with plain spaces."""
    edition = Edition(language=language, edition=1, content_hash="a" * 64, report=told)
    view = compose(edition, next(budgets(told)))
    text = " ".join(f"{one.text}{one.stop}" for one in view.minute.slipped)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("made", "kind", "english", "french"),
    [
        (
            promised(((DUE, 60), (LATER, 2))),
            SlipKind.POSTPONED,
            "promised for 27 November, postponed this week by 7 days, to 4 December.",
            (
                "échéance du 27 novembre, reportée cette semaine de 7 jours, "
                "au 4 décembre."
            ),
        ),
        (
            promised(((DUE, 60), (LATER, 20))),
            SlipKind.POSTPONED,
            "promised for 27 November, postponed by 7 days, to 4 December.",
            "échéance du 27 novembre, reportée de 7 jours, au 4 décembre.",
        ),
        (
            promised(((PAST, 60), (DUE, 30), (LATER, 2))),
            SlipKind.POSTPONED,
            (
                "promised for 13 November, postponed again this week to 4 December, "
                "3 weeks after the first date."
            ),
            (
                "échéance du 13 novembre, reportée encore cette semaine au 4 décembre, "
                "3 semaines après la première date."
            ),
        ),
        (
            promised(((PAST, 60),)),
            SlipKind.PASSED,
            "promised for 13 November, 9 days late so far.",
            "échéance du 13 novembre, 9 jours de retard à ce jour.",
        ),
        (
            promised(((PAST, 60),), reached((Stage.AVAILABLE, 4.5))),
            SlipKind.LATE,
            "promised for 13 November, finished on 18 November, 5 days late.",
            "échéance du 13 novembre, fin le 18 novembre, 5 jours de retard.",
        ),
        (
            promised(((PAST, 60),), reached((Stage.FINISHED, 4.5))),
            SlipKind.LATE,
            (
                "promised for 13 November, finished on 18 November, 5 days late, "
                "not yet in use."
            ),
            (
                "échéance du 13 novembre, fin le 18 novembre, 5 jours de retard, "
                "pas encore en service."
            ),
        ),
        (
            promised(((DUE, 60),), reached((Stage.DROPPED, 4.5))),
            SlipKind.DROPPED,
            "promised for 27 November, dropped on 18 November.",
            "échéance du 27 novembre, abandon le 18 novembre.",
        ),
        (
            promised(((DUE, 60), (None, 4.5))),
            SlipKind.TAKEN_BACK,
            "promised for 27 November, date taken back on 18 November.",
            "échéance du 27 novembre, date retirée le 18 novembre.",
        ),
        (
            promised(((DUE, 60),), removed=RemovalReason.DELETED, removed_at=at(4.5)),
            SlipKind.GONE,
            "promised for 27 November, no longer in the tracker since 18 November.",
            (
                "échéance du 27 novembre, plus rien dans l’outil de suivi "
                "depuis le 18 novembre."
            ),
        ),
        (
            promised(((company.WEEK.sunday, 60),)),
            SlipKind.PASSED,
            "promised for 22 November, not finished.",
            "échéance du 22 novembre, travail non terminé.",
        ),
    ],
)
def test_each_kind_of_slip_has_its_words(
    made: BusinessItem, kind: SlipKind, english: str, french: str
) -> None:
    told = report([made], rules(()))
    (slip,) = told.minute.slips
    assert slip.kind is kind
    assert said(told, "en") == f"Messages: {english}"
    assert said(told, "fr") == f"Messagerie : {french}"


@pytest.mark.parametrize(
    "made",
    [
        promised(((DUE, 60),)),
        promised(((LATER, 60), (DUE, 2))),
        promised(((PAST, 60),), reached((Stage.AVAILABLE, 11))),
        promised(((PAST, 60),), reached((Stage.AVAILABLE, 8))),
        promised(((PAST, 60),), reached((Stage.DROPPED, 8))),
    ],
    ids=["not due", "brought forward", "kept", "late last week", "dropped before"],
)
def test_what_did_not_slip_this_week_or_at_all_is_not_told(
    made: BusinessItem,
) -> None:
    assert report([made], rules(())).minute.slips == ()


def test_a_forecast_after_the_promise_is_said_as_a_forecast() -> None:
    told = edges.across_its_flag()
    assert said(told, "en") == (
        "The four-hour reply: promised for 8 January, expected 18 January "
        "(10 days late), cautious date 12 February (5 weeks late)."
    )
    assert said(told, "fr") == (
        "La réponse en quatre heures : échéance du 8 janvier, fin attendue "
        "le 18 janvier (10 jours de retard), "
        "date prudente le 12 février (5 semaines de retard)."
    )


def test_a_forecast_of_work_that_stands_still_has_its_condition_beside_it() -> None:
    told = edges.still()
    (slip,) = told.minute.slips
    assert slip.if_resumed
    assert said(told, "en").endswith("(23 weeks late), if work resumes.")
    assert said(told, "fr").endswith("de retard), si le travail reprend.")


def test_a_date_moved_this_week_says_so_beside_its_forecast() -> None:
    given = dates((date(2026, 10, 30), 90), (DUE, 30), (date(2026, 12, 18), 5))
    items = [
        epic("SC-1", REPLY.id, promises=given),
        *paced("SC", REPLY.id, weekly=(1,) * 12, left=20),
    ]
    told = report(items, rules((REPLY,)))
    assert said(told, "en").startswith(
        "The four-hour reply: promised for 30 October, postponed again this week "
        "to 18 December, expected "
    )
    assert "weeks after the first date)" in said(told, "en")
    edition = Edition(language="en", edition=1, content_hash="a" * 64, report=told)
    view = compose(edition, next(budgets(told))).objectives.full[0]
    small = view.compare.replace("\u00a0", " ")
    assert "Postponed again on 18 November, this week, from 27 November" in small
    reason = view.reason.text.replace("\u00a0", " ")
    assert "that date was promised on 18 November, this week." in reason


def test_many_slips_leave_out_none_of_this_week() -> None:
    old = [
        item(
            f"SC-{n}",
            type_name="Epic",
            capability="messages",
            stages=OPEN,
            promises=dates((date(2026, 9, 1), 90), (date(2027, 1, 4 + n), 40)),
        )
        for n in range(1, 9)
    ]
    dropped = promised(((DUE, 60),), reached((Stage.DROPPED, 4.5))).model_copy(
        update={"id": "jira-verdier:SC-99", "key": "SC-99"}
    )
    told = report([*old, dropped], rules(())).minute
    assert told.slips[-1].kind is SlipKind.DROPPED
    assert (len(told.slips), told.slips_more) == (6, 3)
