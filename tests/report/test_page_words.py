"""Sentences that readers stumbled over, as they must read now, in both languages."""

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from passerelle_report.budget import budgets
from passerelle_report.charts.ranges import Axis, RangeChart, draw
from passerelle_report.contents import (
    Bound,
    Chance,
    Comparison,
    Edition,
    Outcome,
    Refusal,
    RefusedBecause,
    Shift,
    TeamWord,
    Trend,
    UnknownKind,
    WeeklyReport,
)
from passerelle_report.numbers import contradictions
from passerelle_report.wording.compose import compose, texts
from passerelle_report.wording.names import Names
from passerelle_report.wording.say import Voice
from passerelle_report.wording.typography import tied
from passerelle_report.wording.view import PageView
from passerelle_schemas.business import (
    BusinessItem,
    Decision,
    RiskKind,
    Severity,
    Stage,
    WorkKind,
)
from passerelle_schemas.facts import Language
from tests.report import company, edges
from tests.report.company import (
    RECORD,
    REPLY,
    at,
    begun,
    dates,
    done,
    epic,
    item,
    note,
    paced,
    report,
    risk,
    rules,
    stages,
    usable,
)


def _view(told: WeeklyReport, language: str = "en") -> PageView:
    edition = Edition(language=language, edition=1, content_hash="a" * 64, report=told)
    return compose(edition, next(budgets(told)))


def _plain(part: object) -> str:
    text = " ".join(texts(part))
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()


@pytest.mark.parametrize(
    ("edge", "english", "french"),
    [
        (
            "fourteen_months",
            (
                "Better than last week: the four-hour reply is expected 4 weeks sooner "
                "and the refund without a call went from “At risk” to “On course”."
            ),
            (
                "Mieux que la semaine dernière : on attend la réponse en quatre heures "
                "4 semaines plus tôt ; le remboursement sans appel passe de "
                "« Menacé » à « Dans les temps »."
            ),
        ),
        (
            "everything",
            "Worse than last week: the four-hour reply is expected 7 days later.",
            (
                "Moins bien que la semaine dernière : "
                "on attend la réponse en quatre heures 7 jours plus tard."
            ),
        ),
        (
            "nine_objectives",
            (
                "Better than last week: 9 objectives are expected sooner, "
                "by 14 days at most."
            ),
            (
                "Mieux que la semaine dernière : "
                "on attend 9 objectifs plus tôt, de 14 jours au plus."
            ),
        ),
        (
            "nothing",
            "Nothing to compare: no objective is written down.",
            "Rien à comparer : aucun objectif n’est inscrit.",
        ),
    ],
)
def test_the_comparison_names_who_lost_or_gained(
    edge: str, english: str, french: str
) -> None:
    told = edges.EDGES[edge]()
    assert _plain(_view(told).masthead.because) == english
    assert _plain(_view(told, "fr").masthead.because) == french


def test_the_headline_the_objective_and_the_risk_are_equally_sure() -> None:
    view = _view(edges.everything())
    assert _plain(view.masthead.headline) == (
        "The four-hour reply: 18 December will almost certainly be missed"
    )
    assert "fewer than 5 chances in 100" in _plain(view.objectives.full[0].reason)
    assert view.risks is not None
    first = view.risks.risks[0]
    assert _plain(first.title) == f"{_plain(view.masthead.headline)}."
    assert _plain((first.odds, first.range)) == (
        "More than 95 chances in 100 of missing 18 December"
    )
    french = _view(edges.everything(), "fr")
    assert _plain(french.masthead.headline) == (
        "La réponse en quatre heures : le 18 décembre sera presque certainement manqué"
    )
    assert french.risks is not None
    une = french.risks.risks[0]
    assert _plain((une.odds, une.range)) == (
        "Plus de 95 chances sur 100 de manquer le 18 décembre"
    )
    assert _plain(une.word) == "presque certain : plus de 95 %"


def test_work_at_a_standstill_stands_in_the_headline_and_beside_the_odds() -> None:
    view = _view(edges.still())
    assert _plain(view.masthead.headline).startswith(
        "The four-hour reply: no progress recorded for 3 weeks; 4 December "
    )
    assert view.risks is not None
    assert _plain(view.risks.risks[0].range) == (
        "of missing 4 December if work resumes now; more otherwise"
    )
    french = _plain(_view(edges.still(), "fr").masthead.headline)
    assert "aucun avancement noté depuis 3 semaines, le 4 décembre " in french


@pytest.mark.parametrize(
    ("chance", "kept", "missed"),
    [
        (Chance(percent=43), "4 chances in 10", "6 chances in 10"),
        (Chance(percent=50), "1 chance in 2", "1 chance in 2"),
        (Chance(percent=7), "less than 1 chance in 10", "more than 9 chances in 10"),
        (Chance(percent=93), "9 chances in 10", "1 chance in 10"),
        (
            Chance(percent=5, bound=Bound.LESS),
            "fewer than 5 chances in 100",
            "more than 95 chances in 100",
        ),
        (
            Chance(percent=95, bound=Bound.MORE),
            "more than 95 chances in 100",
            "fewer than 5 chances in 100",
        ),
    ],
)
def test_what_is_met_and_what_is_missed_add_up(
    chance: Chance, kept: str, missed: str
) -> None:
    told = edges.everything()
    names = Names(Voice(Language.ENGLISH, told.sunday, ZoneInfo("Europe/Paris")), told)
    assert _plain(names.chance(chance)) == kept
    assert _plain(names.missed(chance)) == missed


def test_a_risk_has_the_chance_of_page_one() -> None:
    told = edges.across_its_flag()
    (risky,) = [risk for risk in told.risks.shown if risk.odds]
    assert risky.chance == told.objectives[0].chance
    other = risky.model_copy(update={"chance": Chance(percent=90)})
    risks = told.risks.model_copy(update={"shown": (other,)})
    said = contradictions(told.model_copy(update={"risks": risks}))
    assert any("another chance than page one" in one for one in said)


def test_status_words_are_explained_where_they_appear_and_only_there() -> None:
    told = edges.across_its_flag()
    words = {term.word: _plain(term.means) for term in _view(told).words}
    assert words["At risk"] == (
        "33 to 84 chances in 100 of meeting the date, or a serious risk."
    )
    assert "Behind" not in words


def test_one_risk_has_no_rank() -> None:
    view = _view(edges.across_its_flag())
    assert view.risks is not None
    assert (len(view.risks.risks), view.risks.note) == (1, "")
    many = _view(edges.everything()).risks
    assert many is not None
    assert many.note.startswith("Most serious first.")


def test_no_risk_is_said_where_somebody_looked() -> None:
    view = _view(edges.no_news())
    assert view.risks is not None
    assert view.risks.risks == ()
    assert view.risks.note.startswith("None of the risks we watch for was found")
    assert _view(edges.nothing()).risks is None


def test_a_finished_objective_says_when_and_late_ones_have_no_disc() -> None:
    late, early = _view(edges.finished_late()).objectives.full
    assert (
        _plain((late.tag.word, late.reason)) == "Finished on 20 November, 14 days late."
    )
    assert _plain((early.tag.word, early.reason)) == (
        "Finished on 20 November, 7 days early."
    )
    assert (late.tag.shape, early.tag.shape) == ("finished", "finished")
    assert (late.tag.joint, early.tag.joint) == ("", "")


def test_a_stall_stands_on_page_one_with_its_condition_beside_the_dates() -> None:
    (one,) = _view(edges.still()).objectives.full
    assert _plain(one.reason).endswith(
        "if work resumes now; no task has progressed for 3 weeks."
    )
    assert ", if work resumes at the pace of the last 12 weeks: 17 tasks" in _plain(
        one.text
    )
    (row,) = _view(edges.still()).promises.rows
    assert _plain(row.outcome) == "Not due yet; expected 10 February if work resumes"


def test_what_a_forecast_was_drawn_from_stands_beside_its_dates() -> None:
    told = edges.everything()
    given = next(o.forecast for o in told.objectives if o.forecast)
    drawn = "at the pace of the last 12 weeks: {} tasks finished, {} added."
    view = _view(told)
    assert drawn.format(given.finished, given.added or "none") in _plain(
        view.objectives
    )
    for part in (view.objectives.legend, view.words):
        assert "if work goes on as in the last 12 weeks." in _plain(part)
    assert "si le travail continue comme ces 12 dernières semaines." in _plain(
        _view(told, "fr").objectives.legend
    )


def test_a_date_that_growth_forbids_is_refused_with_both_numbers() -> None:
    given = Refusal(
        because=RefusedBecause.GROWING, finished=20, added=21, least=8, weeks=12
    )
    told = edges.everything()
    first = told.objectives[0].model_copy(update={"forecast": None, "refusal": given})
    grown = told.model_copy(update={"objectives": (first, *told.objectives[1:])})
    assert (
        "No date can be given: at least as much is added as is finished "
        "(20 finished, 21 added in 12 weeks)." in _plain(_view(grown).objectives)
    )
    assert (
        "Aucune date ne peut être donnée : il s’ajoute au moins autant de tâches "
        "qu’il s’en termine (20 terminées, 21 ajoutées en 12 semaines)."
        in _plain(_view(grown, "fr").objectives)
    )


def test_a_promise_that_nobody_can_judge_is_told_as_a_risk() -> None:
    few = [
        epic("CRM-1", RECORD.id, promises=dates((date(2027, 6, 1), 70))),
        *paced("CRM", RECORD.id, weekly=(1, 0, 1), left=6),
    ]
    told = report(few, rules((RECORD,)))
    english, french = _view(told).risks, _view(told, "fr").risks
    assert english is not None
    assert french is not None
    (one,), (une,) = english.risks, french.risks
    assert _plain(one.title) == (
        "The single customer record: too few finished tasks to forecast 1 June."
    )
    assert _plain(one.why.text).startswith("6 tasks remain; 2 finished, none added in")
    assert _plain((one.odds, one.range)) == "No forecast is possible yet."
    assert "trop peu de tâches terminées pour se prononcer sur le 1ᵉʳ juin" in _plain(
        une.title
    )
    (row,) = _view(told).promises.rows
    assert _plain(row.outcome) == "Not due yet; no date can be given"
    assert _plain(_view(told).masthead.headline) == (
        "The single customer record: too few finished tasks to forecast 1 June"
    )
    assert _plain(_view(told, "fr").masthead.headline).endswith(
        " : trop peu de tâches terminées pour se prononcer sur le 1ᵉʳ juin"
    )
    assert "a forecast needs at least" in _plain(_view(told).objectives.full[0].reason)
    assert (
        "Meeting 1 June takes 6 tasks in 27 weeks; 2 were finished in the last 12."
        in _plain(_view(told).objectives.full[0].text)
    )
    assert (
        "Tenir le 1ᵉʳ juin demande de terminer 6 tâches en 27 semaines ; "
        "2 l’ont été ces 12 dernières semaines."
        in _plain(_view(told, "fr").objectives.full[0].text)
    )
    assert "une prévision demande au moins 8 tâches terminées" in _plain(
        _view(told, "fr").objectives.full[0].reason
    )


def test_what_a_date_takes_agrees_with_what_is_open_and_with_the_calendar() -> None:
    few = [
        epic("CRM-1", RECORD.id, promises=dates((date(2026, 11, 25), 70))),
        *paced("CRM", RECORD.id, weekly=(1, 0, 1), left=6),
    ]
    told = report(few, rules((RECORD,)))
    (one,) = told.objectives
    assert one.need is not None
    assert (one.need.tasks, one.need.weeks) == (6, 1)
    assert contradictions(told) == []
    for wrong, complaint in (
        ({"weeks": 2}, "weeks left are not those"),
        ({"tasks": 7}, "other tasks or another date"),
        ({"finished": 7}, "another pace"),
    ):
        need = one.need.model_copy(update=wrong)
        changed = told.model_copy(
            update={"objectives": (one.model_copy(update={"need": need}),)}
        )
        assert any(complaint in said for said in contradictions(changed))


@pytest.mark.parametrize(("days", "printed"), [(27, True), (29, False)])
def test_a_teams_word_is_dated_and_not_older_than_four_weeks(
    days: int, *, printed: bool
) -> None:
    word = note("We do the hard part first.", Language.ENGLISH, days)
    items = [
        epic("CRM-1", RECORD.id, promises=dates((date(2027, 6, 1), 70)), notes=(word,)),
        *paced("CRM", RECORD.id, weekly=(3, 2, 3, 2), left=6),
    ]
    (one,) = _view(report(items, rules((RECORD,)))).objectives.full
    assert (one.said is not None) is printed
    if one.said:
        assert _plain(one.said.text).startswith("The team, on 27 October: “We do")


def test_a_date_of_the_rule_set_claims_no_day() -> None:
    dated = RECORD.model_copy(
        update={"promised_by": None, "target_date": date(2027, 3, 31)}
    )
    few = [begun("CRM-10", 40, objective=RECORD.id, capability="messages")]
    view = _view(report(few, rules((dated,))))
    entries = [_plain((e.lead, e.rest)).strip() for e in view.evidence]
    assert "promised date 31 Mar, from the rule set" in entries
    (one,) = view.objectives.full
    assert _plain(one.compare) == (
        "This week: none finished, none added. "
        "Promised for 31 March. Last week, no date could be given either."
    )


def test_evidence_counts_the_tasks_of_page_one_and_names_the_promise_apart() -> None:
    items = [
        epic("CRM-1", RECORD.id, promises=dates((date(2027, 6, 1), 70))),
        *paced("CRM", RECORD.id, weekly=(3, 2, 3, 2), left=6),
        item("CRM-99", objective=RECORD.id, stages=stages((Stage.DROPPED, 9))),
    ]
    view = _view(report(items, rules((RECORD,))))
    assert _plain(view.objectives.full[0].progress).startswith(
        "10 of 16 tasks finished"
    )
    (entry,) = [e for e in view.evidence if "tasks" in e.lead]
    assert _plain(entry.lead) == "16 tasks and"
    assert entry.carrier is not None
    assert entry.carrier[0] == "CRM-1"
    assert "one dropped task is not counted" in _plain(entry.rest)
    assert "CRM-99" not in [key for key, _ in entry.keys]


def test_a_part_of_an_unfinished_objective_is_told_as_a_step() -> None:
    items = [
        *paced("CRM", RECORD.id, weekly=(3, 2, 3, 2), left=6),
        usable(
            "CRM-98",
            2,
            objective=RECORD.id,
            capability="messages",
            notes=(note("Agents see every call.", Language.ENGLISH),),
        ),
        usable("SC-77", 2, capability="messages", work=WorkKind.REPAIR),
    ]
    view = _view(report(items, rules((RECORD,))))
    assert (
        "Agents see every call (a step towards the single customer record, in use)."
        in (_plain(view.minute))
    )
    assert view.delivered is not None
    assert view.delivered.usable is not None
    assert len(view.delivered.usable.lines) == 1
    (steps,) = view.delivered.steps
    assert _plain(steps.title) == (
        "Steps towards the single customer record "
        "(objective not reached yet): 3 finished this week"
    )
    assert "Agents see every call (in use)." in _plain(steps.lines)
    assert "not yet in use." in _plain(steps.lines[1:])


def test_upkeep_is_one_line_that_asks_nothing_of_the_reader() -> None:
    worn = {"work": WorkKind.UPKEEP, "capability": "messages"}
    said = (note("The till starts faster.", Language.ENGLISH),)
    items = [
        usable("SC-71", 2, **worn),
        done("SC-72", 2, **worn),
        done("SC-73", 2, **{**worn, "capability": "complaints"}),
        usable("SC-74", 2, **worn, notes=said),
    ]
    told = report(items, rules((REPLY,)))
    view = _view(told)
    assert view.delivered is not None
    assert _plain(view.delivered.upkeep).startswith(
        "Upkeep: 3 tasks (Messages, Complaints); nothing for you to do."
    )
    assert view.delivered.usable is not None
    assert _plain(view.delivered.usable.lines).startswith("The till starts faster.")
    assert contradictions(told) == []
    alone = _view(report(items[:2], rules((REPLY,))), "fr")
    assert _plain(alone.minute.forward).startswith(
        "Entretien : 2 tâches (Messagerie) ; rien à faire de votre côté"
    )


def test_what_can_be_used_stands_in_the_minute_before_a_mere_step() -> None:
    items = [
        *paced("CRM", RECORD.id, weekly=(3, 2, 3, 2), left=6),
        usable(
            "CRM-98",
            2,
            objective=RECORD.id,
            capability="messages",
            notes=(note("Agents see every call.", Language.ENGLISH),),
        ),
        done("SC-77", 2, capability="messages", work=WorkKind.REPAIR),
    ]
    first, second, *_ = _view(report(items, rules((RECORD,)))).minute.forward
    assert _plain(first.text) == (
        "Messages: the fix of one fault is finished, not yet in use."
    )
    assert "a step towards the single customer record" in _plain(second.text)


def test_a_promise_kept_this_week_comes_first_and_the_rest_is_in_the_data() -> None:
    told = edges.crowded()
    view = _view(told)
    assert "(promised for 20 November, kept 1 day early)" in _plain(
        view.minute.forward[0]
    )
    assert "smaller" not in _plain(view)
    everything = sum(one.count for one in told.delivered.every)
    minute = told.minute
    shown = sum(one.count for one in (*minute.forward, *minute.incidents))
    assert everything == shown + minute.forward_more + minute.incidents_more
    more = everything - sum(one.count for one in told.delivered.shown)
    assert more > 0
    assert view.delivered is not None
    assert _plain(view.delivered.note) == (
        f"{more} of them are only in the data attached to this file."
    )


def test_the_strip_says_what_became_of_each_and_what_is_not_counted() -> None:
    given = [
        ("A-1", ((date(2026, 11, 13), 60),), (Stage.AVAILABLE, 4.5)),
        ("A-2", ((date(2026, 11, 27), 60),), (Stage.AVAILABLE, 4.5)),
        ("A-3", ((date(2026, 11, 27), 60),), (Stage.DROPPED, 4.5)),
        ("A-4", ((date(2026, 11, 13), 60),), (Stage.STARTED, 40)),
        ("A-5", ((date(2026, 11, 20), 60), (date(2026, 12, 1), 9)), (Stage.STARTED, 9)),
        ("A-6", ((date(2026, 11, 27), 60), (date(2026, 12, 1), 9)), (Stage.STARTED, 9)),
    ]
    items = [
        item(key, type_name="Epic", promises=dates(*due), stages=stages(reached))
        for key, due, reached in given
    ]
    told = report(items, rules(()))
    kept = told.ledger.kept
    assert (kept.kept, kept.due, kept.open) == (1, 5, 1)
    assert [one.outcome for one in kept.missed] == [
        Outcome.LATE,
        Outcome.PASSED,
        Outcome.POSTPONED_PAST,
        Outcome.DROPPED,
    ]
    view = _view(told).promises
    assert view.chart is not None
    assert view.chart.missed_label == (
        "1 finished late, 2 still awaited, 1 dropped"
    ).replace("1 ", "1\u00a0").replace("2 ", "2\u00a0")
    assert _plain(view.kept).startswith(
        "Over twelve weeks, 1 of 5 promises was kept on its first date. "
        "One other is not due yet, but already postponed."
    )
    assert [row.first for row in view.rows] == [
        f"{day}\u00a0November" for day in (13, 13, 20, 27, 27, 27)
    ]


def _dropped(**more: object) -> BusinessItem:
    return item(
        "A-1",
        type_name="Epic",
        capability="messages",
        promises=dates((date(2026, 11, 27), 60)),
        stages=stages((Stage.DROPPED, 4.5)),
        **more,
    )


def test_what_nobody_wrote_is_told_as_unknown_and_what_somebody_wrote_is_not() -> None:
    passed = item(
        "A-2",
        type_name="Epic",
        capability="complaints",
        promises=dates((date(2026, 11, 13), 60)),
        stages=stages((Stage.STARTED, 40)),
        risks=(
            risk(RiskKind.PROMISE_PASSED, Severity.HIGH, 8, now=date(2026, 11, 13)),
        ),
    )
    told = report([_dropped(), passed], rules(()))
    assert [u.kind for u in told.unknowns] == [
        UnknownKind.PASSED,
        UnknownKind.DROPPED,
        UnknownKind.COST,
    ]
    assert [row.latest for row in _view(told).promises.rows] == ["none", "–"]
    risky = _view(told).risks
    assert risky is not None
    assert _plain(risky.risks[0].title) == (
        "Complaints: the 13 November date was missed."
    )
    said = [_plain(one.text) for one in _view(told).unknown]
    assert said[0] == (
        "Complaints: when this will be ready. "
        "13 November has passed, and no new date is given."
    )
    why = Decision(
        language=Language.ENGLISH,
        text="The single screen comes first.",
        taken_at=at(4.6),
        learned_at=at(4.6),
    )
    explained = report([_dropped(decisions=(why,))], rules(()))
    assert UnknownKind.DROPPED not in {u.kind for u in explained.unknowns}
    (row,) = _view(explained).promises.rows
    assert _plain(row.outcome) == (
        "Dropped on 18 November. "
        "Decision of 18 November: “The single screen comes first.”"
    )
    assert row.latest == "–"


def test_a_word_written_before_work_stopped_says_so() -> None:
    told = edges.everything()
    word = TeamWord(
        language=Language.ENGLISH,
        text="Ready for Christmas.",
        on=date(2026, 10, 30),
        before_stop=True,
    )
    first = told.objectives[0].model_copy(update={"said": (word,), "still_days": 23})
    view = _view(told.model_copy(update={"objectives": (first, *told.objectives[1:])}))
    said = view.objectives.full[0].said
    assert said is not None
    assert _plain(said.text) == (
        "The team, on 30 October: “Ready for Christmas.” (before these 3 weeks)"
    )


def test_unmapped_work_is_named_plainly_in_both_languages() -> None:
    told = edges.everything()
    assert (
        "4 of the company’s 26 tasks that changed this week could not be assigned "
        "to an objective or a part of the business; some may concern you."
        in _plain(_view(told).masthead)
    )
    assert (
        "4 des 26 tâches de l’entreprise qui ont changé cette semaine n’ont pu être "
        "rattachées à aucun objectif ni à aucune activité ; "
        "certaines vous concernent peut-être." in _plain(_view(told, "fr").masthead)
    )


def test_the_legend_explains_the_signs_of_the_page_and_no_other() -> None:
    assert _view(edges.finished_late()).objectives.legend == "Full flag: date promised."
    legend = _view(edges.everything()).objectives.legend
    assert legend is not None
    for sign in ("Full flag", "Hollow flag", "Wedge", "Small bar", "Dashed", "Hatched"):
        assert sign in legend


def test_french_notes_stand_before_the_full_stop() -> None:
    reason = _view(edges.everything(), "fr").objectives.full[0].reason
    assert (reason.stop, reason.text[-4:]) == (".", "ient")
    assert _view(edges.everything()).objectives.full[0].reason.text[-1] == "."


def test_the_last_two_short_words_stay_together() -> None:
    assert (
        tied("Until then, each costs a call.") == "Until then, each costs a\u00a0call."
    )
    assert tied("Nothing") == "Nothing"
    long = "of extraordinarily incomprehensible"
    assert tied(long) == long


def test_a_finished_task_that_fulfils_a_promise_late_says_so() -> None:
    late = done(
        "A-1",
        4.5,
        capability="messages",
        type_name="Epic",
        promises=dates((date(2026, 11, 13), 60)),
    )
    view = _view(report([late], rules((REPLY,))))
    assert (
        "finished, not yet in use (promised for 13 November, finished 5 days later)."
        in _plain(view.minute)
    )
    assert company.WEEK.sunday == date(2026, 11, 22)


def _compared(trend: Trend, lost: tuple[int, ...], gained: tuple[int, ...]) -> PageView:
    told = edges.everything()
    subjects = iter([o.subject for o in told.objectives])
    shifts = [
        tuple(Shift(subject=next(subjects), days=days) for days in way)
        for way in (lost, gained)
    ]
    comparison = Comparison(
        trend=trend,
        status_before=told.status,
        lost=shifts[0],
        gained=shifts[1],
        objectives=2,
    )
    return _view(told.model_copy(update={"comparison": comparison}))


@pytest.mark.parametrize(
    ("lost", "gained", "said"),
    [
        (
            (10, 5),
            (),
            (
                "Worse than last week: the four-hour reply is expected 10 days later "
                "and the refund without a call 5 days later."
            ),
        ),
        (
            (11,),
            (5,),
            (
                "The four-hour reply is expected 11 days later than last week; "
                "the refund without a call, 5 days sooner."
            ),
        ),
        ((3, 3), (), "Worse than last week: both are expected 3 days later."),
    ],
)
def test_two_shifts_are_told_in_one_breath(
    lost: tuple[int, ...], gained: tuple[int, ...], said: str
) -> None:
    view = _compared(Trend.MIXED if gained else Trend.WORSE, lost, gained)
    assert _plain(view.masthead.because) == said


def _refused(key: str, **more: object) -> BusinessItem:
    said = (
        note("One payment in five was refused.", Language.ENGLISH),
        note("Un paiement sur cinq a été refusé.", Language.FRENCH),
    )
    work = {"work": WorkKind.INCIDENT, "capability": "messages", "notes": said}
    return usable(key, 3, **(work | more))


def test_an_incident_is_no_advance_and_page_one_tells_it() -> None:
    told = report(
        [
            usable("SC-77", 2, capability="messages", work=WorkKind.REPAIR),
            _refused("SC-78"),
            _refused("SC-79", notes=(), objective=RECORD.id),
            *paced("CRM", RECORD.id, weekly=(3, 2, 3, 2), left=6),
        ],
        rules((RECORD,)),
    )
    assert contradictions(told) == []
    view, french = _view(told), _view(told, "fr")
    assert "refused" not in _plain(view.minute.forward)
    assert view.minute.incidents_label == "Incidents:"
    assert _plain(french.minute.incidents).startswith(
        "Un paiement sur cinq a été refusé"
    )
    assert view.delivered is not None
    assert view.delivered.incidents is not None
    assert view.delivered.incidents.title == "Incidents"
    assert _plain(view.delivered.incidents.lines).startswith(
        "One payment in five was refused."
    )
    assert "refused" not in _plain(view.delivered.usable)


def test_more_than_two_incidents_are_counted_apart() -> None:
    made = [
        _refused(
            f"SC-8{n}", notes=(note(f"Fault {n} is fixed now.", Language.ENGLISH),)
        )
        for n in range(7)
    ]
    told = report(made, rules((REPLY,)))
    assert contradictions(told) == []
    view = _view(told)
    assert _plain(view.minute.incidents).endswith("And 5 more incidents.")
    assert _plain(view.minute.forward) == "Nothing, apart from work on incidents."
    assert view.delivered is not None
    assert _plain(view.delivered.note).startswith("2 of them are only in the data")


def test_a_decision_that_postponed_a_date_is_the_cause_of_its_risk() -> None:
    why = Decision(
        language=Language.ENGLISH,
        text="Receipts wait for the new provider.",
        taken_at=at(2),
        learned_at=at(2),
    )
    moved = {
        "promises": dates((date(2026, 11, 27), 60), (date(2026, 12, 4), 2)),
        "decisions": (why,),
        "risks": (
            risk(
                RiskKind.PROMISE_MOVED,
                Severity.MEDIUM,
                2,
                was=date(2026, 11, 27),
                now=date(2026, 12, 4),
                days=7,
            ),
        ),
    }
    told = report([epic("A-1", None, capability="messages", **moved)], rules(()))
    view = _view(told).risks
    assert view is not None
    assert _plain(view.risks[0].why.text) == (
        "Decision of 21 November: “Receipts wait for the new provider.” "
        "Its date was postponed, from 27 November to 4 December."
    )
    assert contradictions(told) == []
    own = [
        epic("CRM-1", RECORD.id, **moved),
        *paced("CRM", RECORD.id, weekly=(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2), left=30),
    ]
    of_objective = _view(report(own, rules((RECORD,)))).risks
    assert of_objective is not None
    assert _plain(of_objective.risks[0].why.text).startswith(
        "Decision of 21 November: “Receipts wait for the new provider.” "
        "The date was postponed once"
    )


def test_the_ledgers_evidence_names_the_weeks_before_that_the_page_tells() -> None:
    items = [
        usable(
            key,
            ago,
            type_name="Epic",
            capability="messages",
            promises=dates((date(2026, month, 13), 150)),
        )
        for key, ago, month in (("A-1", 13, 11), ("A-2", 105, 8))
    ]
    told = report(items, rules(()))
    assert told.ledger.kept.due_before == 1
    (entry,) = [e for e in _view(told).evidence if "came due" in e.rest]
    assert _plain(entry.rest) == (
        "one promise that came due between 31 August and 22 November, "
        "1 in the twelve weeks before"
    )


def _chart(flag: date, today: date) -> str:
    months = ((date(2026, 10, 1), "Oct"), (date(2027, 5, 1), "May"))
    return draw(
        RangeChart(
            axis=Axis(start=date(2026, 10, 1), end=date(2027, 5, 15), months=months),
            today=today,
            today_label="today",
            target=date(2026, 12, 18),
            earlier=(flag, date(2026, 11, 27)),
            target_label="promised",
            range=(date(2027, 4, 1), date(2027, 5, 3)),
            range_label="expected",
            before=None,
            alt="",
        )
    )


def _base_of(picture: str, label: str) -> float:
    (base,) = re.findall(rf'y="([0-9.]+)"[^>]*>{label}<', picture)
    return float(base)


def test_today_names_no_flag_and_the_last_month_has_its_name() -> None:
    crowded = _chart(date(2026, 10, 30), date(2026, 11, 22))
    assert _base_of(crowded, "today") == _base_of(crowded, "May")
    free = _chart(date(2026, 10, 2), date(2026, 11, 22))
    assert _base_of(free, "today") < _base_of(free, "May")


def test_a_gain_elsewhere_is_no_better_week_for_the_headline() -> None:
    told = edges.everything()
    other = told.objectives[1].subject
    comparison = Comparison(
        trend=Trend.MIXED,
        status_before=told.status,
        gained=(Shift(subject=other, days=4),),
        objectives=3,
    )
    first, *rest = told.objectives
    still = first.model_copy(update={"shift_days": 0})
    update = {"comparison": comparison, "objectives": (still, *rest)}
    changed = told.model_copy(update=update)
    assert _plain(_view(changed).masthead.because) == (
        "The four-hour reply: no change. "
        "The refund without a call is expected 4 days sooner than last week."
    )
    assert _plain(_view(changed, "fr").masthead.because) == (
        "La réponse en quatre heures : rien de changé. On attend le remboursement "
        "sans appel 4 jours plus tôt que la semaine dernière."
    )
    better = comparison.model_copy(update={"trend": Trend.BETTER})
    said = contradictions(changed.model_copy(update={"comparison": better}))
    assert "better or worse, and the headline's objective did not move" in said


def test_one_more_item_of_evidence_is_said_as_one() -> None:
    french = Voice(Language.FRENCH, date(2026, 11, 22), ZoneInfo("Europe/Paris"))
    assert _plain(french.say("evidence-more", count=1)) == "et 1 autre"
    assert _plain(french.say("evidence-more", count=2)) == "et 2 autres"
