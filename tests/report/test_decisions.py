"""A decision is found wherever it is written, and no more is claimed than was read."""

from datetime import date

import pytest

from passerelle_report.budget import Budget
from passerelle_report.contents import (
    CauseKind,
    Edition,
    UnknownKind,
    WeeklyReport,
)
from passerelle_report.numbers import contradictions
from passerelle_report.wording.compose import compose, texts
from passerelle_report.wording.view import PageView
from passerelle_schemas.business import BusinessItem, Decision, Stage, State
from passerelle_schemas.facts import Language, RemovalReason
from tests.report.company import (
    REFUND,
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
    rules,
    stages,
)

FRENCH = "La sûreté des dossiers passe avant la réponse en quatre heures."
ENGLISH = "Protecting the files comes before answering within four hours."
STOPPED = 28
"""For so many days no task has progressed."""


def _said(text: str, language: Language, ago: float) -> Decision:
    return Decision(language=language, text=text, taken_at=at(ago), learned_at=at(ago))


def _both(ago: float) -> tuple[Decision, ...]:
    return _said(FRENCH, Language.FRENCH, ago), _said(ENGLISH, Language.ENGLISH, ago)


def _stalled(*others: BusinessItem, **carrier: object) -> WeeklyReport:
    """An objective that stands still, and what else the company has."""
    items = [
        epic("SC-1", REPLY.id, promises=dates((date(2026, 12, 4), 80)), **carrier),
        *[
            task.model_copy(update={"created_at": at(60)})
            for task in paced(
                "SC", REPLY.id, weekly=(2, 3, 2, 2, 1, 3, 2, 2, 0, 0, 0, 0), left=0
            )
        ],
        *[
            begun(f"SC-{n}", STOPPED + n - 800, objective=REPLY.id, created_at=at(60))
            for n in range(800, 806)
        ],
        *others,
    ]
    told = report(items, rules((REPLY,)))
    assert contradictions(told) == []
    assert told.objectives[0].still_days == STOPPED
    return told


def _elsewhere(ago: float = 14, **fields: object) -> BusinessItem:
    """Other work, of another objective or none, on which a decision is written."""
    return begun("OPS-40", 16, **({"decisions": _both(ago)} | fields))


def _view(told: WeeklyReport, language: str = "en") -> PageView:
    edition = Edition(language=language, edition=1, content_hash="a" * 64, report=told)
    return compose(edition, Budget(4, 0, words=True))


def _plain(part: object) -> str:
    text = " ".join(texts(part))
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()


def _why(told: WeeklyReport, language: str = "en") -> str:
    view = _view(told, language).risks
    assert view is not None
    return _plain(view.risks[0].why.text)


def _unknown(told: WeeklyReport, language: str = "en") -> list[str]:
    return [_plain(one.text) for one in _view(told, language).unknown]


def test_a_decision_written_elsewhere_that_names_the_objective_is_quoted() -> None:
    """Its French words name the objective; its English words are the same decision."""
    told = _stalled(_elsewhere(capability="complaints"))
    assert _why(told).startswith(f"A decision of 9 November names it: “{ENGLISH}” ")
    assert _why(told, "fr").startswith(
        f"Une décision du 9 novembre en parle : « {FRENCH} » "
    )
    keys = {
        key.key
        for entry in told.evidence
        if entry.id in told.risks.shown[0].refs
        for key in entry.items
    }
    assert "OPS-40" in keys


def test_what_came_before_a_late_decision_stays_unknown() -> None:
    told = _stalled(_elsewhere())
    assert _unknown(told)[0] == (
        "The four-hour reply: why no task progressed before the decision of "
        "9 November. We read no line of the team on it "
        "and no earlier decision that names it."
    )
    assert _unknown(told, "fr")[0].startswith(
        "La réponse en quatre heures : pourquoi aucune tâche n’avançait avant la "
        "décision du 9 novembre. Nous n’avons lu ni mot de l’équipe"
    )


def test_a_decision_at_the_beginning_of_a_standstill_leaves_nothing_unknown() -> None:
    told = _stalled(_elsewhere(STOPPED + 3))
    assert UnknownKind.STOOD_STILL not in {one.kind for one in told.unknowns}
    decided = told.objectives[0].decided
    assert decided is not None
    changed = told.objectives[0].model_copy(
        update={"decided": decided.model_copy(update={"since_stop": True})}
    )
    late = _stalled(_elsewhere())
    wrong = late.model_copy(update={"objectives": (changed,)})
    assert any("said not to be known" in one for one in contradictions(wrong))


def test_without_any_decision_the_page_claims_what_was_looked_at() -> None:
    told = _stalled()
    assert _unknown(told)[0] == (
        "The four-hour reply: why no task has progressed for 4 weeks. Since then, "
        "we read no line of the team on it and no decision that names it."
    )
    assert _unknown(told, "fr")[0] == (
        "La réponse en quatre heures : pourquoi aucune tâche n’a avancé depuis "
        "4 semaines. Depuis, nous n’avons lu ni mot de l’équipe à ce sujet "
        "ni décision qui en parle"
    )
    for language in ("en", "fr"):
        said = _plain(_view(told, language))
        assert "give no reason" not in said
        assert "donnent pas la raison" not in said


@pytest.mark.parametrize(
    "other",
    [
        _elsewhere(state=State.EXCLUDED),
        _elsewhere(removed=RemovalReason.DELETED, removed_at=at(5)),
        _elsewhere(STOPPED + 20),
        _elsewhere(-2),
        _elsewhere(
            decisions=(_said("The reply in German waits.", Language.ENGLISH, 14),)
        ),
    ],
    ids=["left out", "removed", "long before", "after the week", "of something else"],
)
def test_what_does_not_concern_it_is_not_its_reason(other: BusinessItem) -> None:
    told = _stalled(other)
    assert told.objectives[0].decided is None
    assert UnknownKind.STOOD_STILL in {one.kind for one in told.unknowns}


def test_a_name_of_one_word_names_too_much() -> None:
    short = REPLY.short.model_copy(update={"fr": "la messagerie", "en": "the messages"})
    name = REPLY.name.model_copy(update={"fr": "Répondre", "en": "Answer"})
    rule = REPLY.model_copy(update={"short": short, "name": name})
    said = _said("The messages of the strike come first.", Language.ENGLISH, 14)
    told = report(
        [
            begun("SC-2", 40, objective=REPLY.id, created_at=at(60)),
            begun("OPS-40", 16, decisions=(said,)),
        ],
        rules((rule,)),
    )
    assert told.objectives[0].still_days > 0
    assert told.objectives[0].decided is None


def test_a_decision_on_the_work_itself_needs_no_name() -> None:
    said = _said("The peak of the season comes first.", Language.ENGLISH, STOPPED)
    told = _stalled(decisions=(said,))
    assert _why(told).startswith(
        "Decision of 26 October: “The peak of the season comes first.” "
    )
    assert UnknownKind.STOOD_STILL not in {one.kind for one in told.unknowns}
    assert _why(told, "fr").startswith(
        "Une décision du 26 octobre à ce sujet est dans les outils de suivi. "
    )


def test_a_decision_in_words_of_engineers_is_named_and_not_quoted() -> None:
    said = _said("SC-1 waits for the API migration.", Language.ENGLISH, 14)
    told = _stalled(_elsewhere(decisions=(said,)))
    assert told.objectives[0].decided is not None
    assert _why(told).startswith("A decision of 9 November in the trackers names it. ")
    assert "API" not in _plain(_view(told))


def test_a_line_of_the_team_since_then_is_a_word_on_it() -> None:
    told = _stalled(notes=(note("We wait for the season.", Language.ENGLISH, 10),))
    assert UnknownKind.STOOD_STILL not in {one.kind for one in told.unknowns}


def _broken(**fields: object) -> WeeklyReport:
    """A promise that passed, or was dropped, with or without a decision."""
    made: dict[str, object] = {
        "type_name": "Epic",
        "capability": "messages",
        "promises": dates((date(2026, 11, 13), 60)),
        "stages": stages((Stage.STARTED, 40)),
    }
    return report([item("A-1", **(made | fields))], rules(()))


def test_a_passed_promise_quotes_its_decision_or_says_what_was_read() -> None:
    silent = _broken()
    assert _why(silent) == "Its entry in the tracker holds no decision."
    assert _why(silent, "fr") == (
        "Sa fiche dans l’outil de suivi ne porte aucune décision"
    )
    said = _said("Messages wait for the new provider.", Language.ENGLISH, 8)
    told = _broken(decisions=(said,))
    assert _why(told) == (
        "Decision of 15 November: “Messages wait for the new provider.”"
    )
    assert [cause.kind for cause in told.risks.shown[0].causes] == [
        CauseKind.DECIDED,
        CauseKind.PASSED,
    ]


def test_a_dropped_promise_with_an_unprintable_decision_is_no_unknown() -> None:
    said = _said("Dropped, see SC-1.", Language.ENGLISH, 5)
    told = _broken(stages=stages((Stage.DROPPED, 4.5)), decisions=(said,))
    assert UnknownKind.DROPPED not in {one.kind for one in told.unknowns}
    (row,) = _view(told).promises.rows
    assert _plain(row.outcome) == (
        "Dropped on 18 November. A decision of 18 November about it is in the trackers."
    )
    silent = _broken(stages=stages((Stage.DROPPED, 4.5)))
    assert (
        "Messages: why this promise was dropped. "
        "Its entry in the tracker holds no decision." in _unknown(silent)
    )


def test_a_decision_about_one_objective_is_not_told_of_another() -> None:
    told = report(
        [
            begun("SC-2", 40, objective=REPLY.id, created_at=at(60)),
            begun("REF-2", 40, objective=REFUND.id, created_at=at(60)),
            done("OPS-40", 12, decisions=_both(14)),
        ],
        rules((REPLY, REFUND)),
    )
    found = {o.subject.id: o.decided is not None for o in told.objectives}
    assert found == {"objective:four-hour-reply": True, "objective:refund": False}
