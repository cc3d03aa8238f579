"""A reader adds up: within a page, between two pages, and from week to week."""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_report.adding_up import adding_up
from passerelle_report.budget import Budget
from passerelle_report.contents import (
    DeliveredCounts,
    Edition,
    RiskTold,
    WeeklyReport,
)
from passerelle_report.numbers import contradictions
from passerelle_report.wording.compose import compose, texts
from passerelle_report.wording.view import PageView
from passerelle_schemas.business import BusinessItem, RiskKind, Severity, Stage
from passerelle_schemas.business import WorkKind as Work
from passerelle_schemas.facts import Language, RemovalReason
from tests.report import company, edges
from tests.report.company import (
    RECORD,
    REPLY,
    WEEK,
    at,
    begun,
    dates,
    done,
    item,
    note,
    report,
    risk,
    rules,
    stages,
    usable,
)

FIX = {"work": Work.SECURITY, "capability": "messages"}
STEP = {"objective": RECORD.id, "capability": "order-search"}
Change = Callable[[WeeklyReport], WeeklyReport]


def _view(told: WeeklyReport, language: str = "en", risks: int = 3) -> PageView:
    edition = Edition(language=language, edition=1, content_hash="a" * 64, report=told)
    return compose(edition, Budget(4, 0, words=True, risks=risks))


def _plain(part: object) -> str:
    text = " ".join(texts(part))
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()


def _decided(items: list[BusinessItem]) -> WeeklyReport:
    told = report(items, rules((RECORD,)))
    assert contradictions(told) == []
    return told


# What a week finished, and what came into use in it


def _shipped(key: str, **fields: object) -> BusinessItem:
    """Finished two weeks ago, and in use since this one."""
    return item(
        key, stages=stages((Stage.FINISHED, 15), (Stage.AVAILABLE, 2)), **fields
    )


def _week_of_steps() -> WeeklyReport:
    return _decided(
        [
            usable("CRM-10", 2, **STEP),
            done("CRM-11", 2, **STEP),
            *[_shipped(f"CRM-{n}", **STEP) for n in range(20, 24)],
            _shipped("SC-77", capability="messages"),
            begun("CRM-30", 3, **STEP),
        ]
    )


def test_finished_and_come_into_use_are_two_sets_each_with_its_count() -> None:
    told = _week_of_steps()
    assert told.delivered.counts == DeliveredCounts(
        finished_and_used=1, used_only=5, finished_only=1
    )
    view, french = _view(told).delivered, _view(told, "fr").delivered
    assert view is not None
    assert french is not None
    assert view.title == "Finished or put into use this week"
    assert _plain(view.counts) == (
        "In all this week: 1 finished and put into use; "
        "5 put into use, finished earlier; 1 finished, not yet in use."
    )
    assert _plain(french.counts) == (
        "En tout cette semaine : 1 tâche terminée et mise en service ; "
        "5 mises en service, terminées plus tôt ; 1 terminée, pas encore en service."
    )


def test_an_objective_finishes_as_much_on_page_two_as_on_page_one() -> None:
    told = _week_of_steps()
    view, french = _view(told), _view(told, "fr")
    assert told.objectives[0].progress.finished_this_week == 2
    (one,) = view.objectives.full
    assert _plain((one.progress, one.compare)).startswith(
        "6 of 7 tasks finished This week: 2 finished, none added. "
    )
    assert view.delivered is not None
    assert french.delivered is not None
    assert _plain(view.delivered.steps[0].title) == (
        "Steps towards the single customer record (objective not reached yet): "
        "2 finished this week; 4 put into use, finished earlier"
    )
    assert _plain(french.delivered.steps[0].title) == (
        "Étapes vers la fiche client unique (objectif pas encore atteint) : "
        "2 terminées cette semaine ; "
        "4 mises en service, terminées plus tôt"
    )


def test_what_the_minute_counts_it_calls_by_its_name() -> None:
    told = _decided([_shipped(f"SC-{n}", capability=c) for n, c in _places()])
    more = _plain(_view(told).minute.forward[-1])
    assert more == "And one other task, finished or put into use."
    assert _plain(_view(told, "fr").minute.forward[-1]) == (
        "Et une autre tâche, terminée ou mise en service."
    )


def _places() -> list[tuple[int, str | None]]:
    return [(1, "complaints"), (2, "order-search"), (3, "messages"), (4, None)]


def test_no_heading_says_nothing_above_lines_that_say_something() -> None:
    told = _decided([done("CRM-11", 2, **STEP), begun("CRM-30", 3, **STEP)])
    for language in ("en", "fr"):
        view = _view(told, language).delivered
        assert view is not None
        assert (view.usable, view.finished) == (None, None)
        assert len(view.steps) == 1
        said = _plain(view)
        assert "Nothing" not in said
        assert "Rien" not in said
        assert "announce" not in said
        assert "annoncer" not in said


@pytest.mark.parametrize("work", [kind for kind in Work if kind is not Work.SECURITY])
@pytest.mark.parametrize("own", [True, False], ids=["own words", "ours"])
def test_what_is_only_finished_is_never_told_without_its_reservation(
    work: Work, *, own: bool
) -> None:
    said = (
        note("A refund is made item by item.", Language.ENGLISH),
        note("Un remboursement se fait article par article.", Language.FRENCH),
    )
    waiting = done("A-1", 2, work=work, capability="messages", notes=said * own)
    told = _decided([waiting])
    lines = told.minute.forward or told.minute.incidents
    if not lines:
        assert told.delivered.upkeep
        return
    for language, reserves in (
        ("en", ("not in use yet", "not yet in use", "not yet in place")),
        ("fr", ("pas encore en service", "pas encore en place")),
    ):
        minute = _view(told, language).minute
        part = minute.forward if told.minute.forward else minute.incidents
        assert any(words in _plain(part) for words in reserves)


# Last week's numbers and this week's changes


def test_reopened_work_is_said_and_the_two_weeks_add_up() -> None:
    back = stages((Stage.FINISHED, 12), (Stage.STARTED, 4))
    items = [
        *[done(f"CRM-{n}", 20, **STEP) for n in range(10, 20)],
        done("CRM-20", 2, **STEP),
        item("CRM-21", stages=back, **STEP),
        begun("CRM-30", 3, **STEP),
    ]
    before = report(items, rules((RECORD,)), week=WEEK.previous())
    told = _decided(items)
    assert before.objectives[0].progress.finished == 11
    now = told.objectives[0].progress
    assert (now.finished, now.finished_this_week, now.reopened_this_week) == (11, 1, 1)
    view, french = _view(told), _view(told, "fr")
    assert _plain(view.objectives.full[0].progress) == "11 of 13 tasks finished"
    assert _plain(view.objectives.full[0].compare).startswith(
        "This week: 1 finished, 1 opened again, none added. "
    )
    assert _plain(french.objectives.full[0].compare).startswith(
        "Cette semaine : 1 terminée, 1 rouverte, aucune ajoutée. "
    )
    assert view.delivered is not None
    assert french.delivered is not None
    assert _plain(view.delivered.reopened).startswith(
        "Opened again this week: one task that had been finished "
        "(the single customer record)."
    )
    assert _plain(french.delivered.reopened).startswith(
        "Rouverte cette semaine : une tâche qui avait été terminée "
        "(la fiche client unique)"
    )
    assert told.delivered.reopened is not None
    (entry,) = [e for e in told.evidence if e.id in told.delivered.reopened.refs]
    assert [one.key for one in entry.items] == ["CRM-21"]


def test_what_was_opened_again_and_finished_again_counts_in_both() -> None:
    again = stages((Stage.FINISHED, 12), (Stage.STARTED, 4), (Stage.FINISHED, 1))
    told = _decided([item("CRM-21", stages=again, **STEP), begun("CRM-30", 3, **STEP)])
    now = told.objectives[0].progress
    assert (now.finished_before, now.reopened_this_week) == (1, 1)
    assert (now.finished_this_week, now.finished) == (1, 1)


def test_dropped_and_removed_tasks_are_said_beside_the_total() -> None:
    gone = {"removed": RemovalReason.DELETED, "removed_at": at(2)}
    items = [
        item("CRM-20", stages=stages((Stage.FINISHED, 9), (Stage.DROPPED, 2)), **STEP),
        begun("CRM-21", 9, **STEP, **gone),
        item("CRM-22", stages=stages((Stage.DROPPED, 9), (Stage.STARTED, 2)), **STEP),
        begun("CRM-30", 3, **STEP),
    ]
    told = _decided(items)
    now = told.objectives[0].progress
    assert (now.total_before, now.total, now.withdrawn_this_week) == (3, 2, 2)
    assert (now.withdrawn_finished, now.taken_up_this_week) == (1, 1)
    assert _plain(_view(told).objectives.full[0].compare).startswith(
        "This week: none finished, none added, 1 taken up again, "
        "2 dropped or removed (1 of them finished before). "
    )
    assert _plain(_view(told, "fr").objectives.full[0].compare).startswith(
        "Cette semaine : aucune terminée, aucune ajoutée, 1 reprise, "
        "2 abandonnées ou retirées (dont 1 déjà terminée). "
    )


DAYS = st.floats(0, 40, allow_nan=False).map(lambda n: round(n, 2))


@st.composite
def histories(draw: st.DrawFn) -> list[BusinessItem]:
    """Tasks that went anywhere, whenever they were created and removed."""
    made = []
    for number in range(draw(st.integers(1, 8))):
        reached = draw(st.lists(st.tuples(st.sampled_from(Stage), DAYS), max_size=5))
        removed = draw(st.none() | DAYS)
        gone = {"removed": RemovalReason.DELETED, "removed_at": at(removed or 0)}
        made.append(
            item(
                f"CRM-{number}",
                created_at=at(draw(DAYS)),
                work=draw(st.sampled_from(Work)),
                stages=stages(*sorted(reached, key=lambda one: -one[1])),
                **STEP,
                **(gone if removed is not None else {}),
            )
        )
    return made


@given(histories())
@settings(max_examples=150, deadline=None)
def test_two_editions_in_a_row_add_up_whatever_happened(
    items: list[BusinessItem],
) -> None:
    was = report(items, rules((RECORD,)), week=WEEK.previous()).objectives[0].progress
    now = _decided(items).objectives[0].progress
    assert (now.finished_before, now.total_before) == (was.finished, was.total)


# Security fixes that are not in place


def _weak() -> list[BusinessItem]:
    stalled = (risk(RiskKind.STALLED, Severity.MEDIUM, 3, days=14),)
    return [
        done("OPS-40", 10, created_at=at(16.2), **FIX),
        done("OPS-41", 6, **FIX, created_at=at(16)),
        done("OPS-42", 4, **FIX, created_at=at(16)),
        begun("OPS-43", 10, **FIX, created_at=at(16), risks=stalled),
        usable("OPS-44", 10, **FIX),
        item("OPS-45", stages=stages((Stage.DROPPED, 10)), **FIX),
    ]


def test_security_fixes_are_told_until_they_are_in_place() -> None:
    told = _decided(_weak())
    weak = told.minute.security
    assert weak is not None
    assert (weak.ready, weak.ready_this_week, weak.open) == (3, 2, 1)
    view, french = _view(told), _view(told, "fr")
    assert _plain(view.minute.security).startswith(
        "3 fixes are ready, not yet in place; one more is not finished (Messages)."
    )
    assert _plain(french.minute.security).startswith(
        "3 corrections sont prêtes, pas encore en place ; "
        "une autre n’est pas terminée (Messagerie)"
    )
    assert "security" not in _plain(view.minute.forward)
    assert view.risks is not None
    (one,) = view.risks.risks
    assert view.risks.note == ""
    assert _plain(one.title) == "Messages: 4 security fixes are not in place."
    assert _plain(one.why.text) == (
        "3 fixes are ready, not yet in place (2 of them finished this week); "
        "one is not finished, without a change for more than 14 days; "
        "the oldest was written down on 6 November."
    )
    assert _plain(one.for_you) == (
        "Until then, what they close stays open; "
        "whether anyone has used it, the trackers do not show."
    )
    assert french.risks is not None
    (une,) = french.risks.risks
    assert _plain(une.title) == ("Messagerie : 4 corrections de sécurité en attente.")
    assert "(dont 2 terminées cette semaine)" in _plain(une.why)
    keys = [k.key for e in told.evidence if e.id in weak.refs for k in e.items]
    assert keys == ["OPS-40", "OPS-41", "OPS-42", "OPS-43"]


@pytest.mark.parametrize("stage", [Stage.PLANNED, Stage.STARTED, Stage.FINISHED])
def test_one_fix_that_nobody_touched_for_weeks_is_still_a_risk(stage: Stage) -> None:
    told = _decided([item("OPS-40", stages=stages((stage, 60)), **FIX)])
    assert told.minute.security is not None
    assert [one.told for one in told.risks.shown] == [RiskTold.NOT_PROTECTED]
    view = _view(told)
    assert view.risks is not None
    assert "None of the risks" not in _plain(view.risks)
    assert (
        _plain(view.risks.risks[0].range) == "We do not know when it will be in place."
    )


def test_a_fix_that_was_promised_counts_as_one_of_them() -> None:
    """An epic with a date is no task, and is told as finished all the same."""
    promised = done(
        "OPS-39", 2, type_name="Epic", promises=dates((date(2026, 12, 1), 30)), **FIX
    )
    told = _decided([promised, *_weak()])
    assert told.minute.security is not None
    assert told.minute.security.ready_this_week == 3


def test_no_number_of_objectives_in_danger_hides_a_weakness() -> None:
    many = [edges.objective(n, promised_by=None) for n in range(1, 7)]
    items = [
        begun(f"G-{n}", 40, objective=f"objective-{n}", created_at=at(60))
        for n in range(1, 7)
    ]
    told = report([*items, *_weak()], rules(many))
    assert contradictions(told) == []
    assert told.risks.shown[-1].told is RiskTold.NOT_PROTECTED
    assert len(told.risks.shown) + told.risks.more == 7
    view = _view(told, risks=2)
    assert view.risks is not None
    assert "security fixes are not in place" in _plain(view.risks.risks[-1].title)
    assert "5 other risks are not shown." in _plain(view.risks.note)


# One thing changed, one complaint


@cache
def _true() -> WeeklyReport:
    told = report([*company.story(), *_weak()])
    assert list(adding_up(told)) == []
    return told


def _progress(**update: object) -> Change:
    def change(told: WeeklyReport) -> WeeklyReport:
        first, *rest = told.objectives
        progress = first.progress.model_copy(update=update)
        changed = first.model_copy(update={"progress": progress})
        return told.model_copy(update={"objectives": (changed, *rest)})

    return change


def _delivered(**update: object) -> Change:
    return lambda told: told.model_copy(
        update={"delivered": told.delivered.model_copy(update=update)}
    )


def _minute(**update: object) -> Change:
    return lambda told: told.model_copy(
        update={"minute": told.minute.model_copy(update=update)}
    )


def _no_risks(told: WeeklyReport) -> WeeklyReport:
    return told.model_copy(
        update={"risks": told.risks.model_copy(update={"shown": ()})}
    )


def _one_fix_fewer(told: WeeklyReport) -> WeeklyReport:
    assert told.minute.security
    less = told.minute.security.model_copy(update={"ready": 2})
    return _minute(security=less)(told)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (_progress(finished_before=99), "last week's finished tasks"),
        (_progress(total_before=99), "last week's tasks and the changes"),
        (_progress(reopened_this_week=1), "more was opened again on page one"),
        (_progress(finished_this_week=99), "the list finishes other tasks"),
        (_delivered(counts=DeliveredCounts()), "counts are not those of its lines"),
        (_minute(security=None), "became ready in the list than in the minute"),
        (_no_risks, "the risks and the minute count other security fixes"),
        (_one_fix_fewer, "the risk counts other fixes"),
    ],
)
def test_what_does_not_add_up_is_caught(change: Change, complaint: str) -> None:
    found = contradictions(change(_true()))
    assert any(complaint in one for one in found), found


def test_an_item_is_not_finished_before_it_was_there() -> None:
    early = done("CRM-10", 30, created_at=at(3), **STEP)
    told = _decided([early, begun("CRM-30", 3, **STEP)])
    assert told.objectives[0].progress.finished_this_week == 1
    assert told.delivered.counts.finished_only == 1


def test_nothing_was_ready_means_no_line_of_security() -> None:
    told = _decided([usable("OPS-44", 10, **FIX), begun("A-1", 3, objective=REPLY.id)])
    assert told.minute.security is None
    assert _view(told).minute.security is None
