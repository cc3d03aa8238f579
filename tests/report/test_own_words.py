"""What the CTO says of objectives, parts of the business and fixed lines is printed."""

import re
from importlib.resources import files

import pytest
from fluent.runtime import FluentResource
from fluent.syntax.ast import Message, TextElement

from passerelle_report.budget import budgets
from passerelle_report.contents import Edition, WeeklyReport
from passerelle_report.page import page
from passerelle_report.wording.compose import compose, texts
from passerelle_report.wording.replaceable import REPLACEABLE
from passerelle_report.wording.view import PageView
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import RuleSet, Wording
from tests.report import company
from tests.report.company import both, report, rules

LINES = (
    Wording(id="sender", fr="de la DSI", en="from the IT department"),
    Wording(id="h-risks", fr="Ce qui menace", en="What may go wrong"),
)


def _view(of: RuleSet, language: Language) -> PageView:
    told = report(of=of)
    edition = Edition(
        language=language.value, edition=1, content_hash="a" * 64, report=told
    )
    return compose(edition, next(budgets(told)))


def _said(of: RuleSet, language: Language = Language.ENGLISH) -> str:
    return " ".join(texts(_view(of, language))).replace("\u202f", " ")


def _meant(**fields: object) -> RuleSet:
    return rules([company.REPLY.model_copy(update=fields)])


def test_a_page_says_what_an_objective_is_for_and_who_asked() -> None:
    told = _meant(
        why=both("Calls cost time.", "Chaque appel coûte du temps."),
        success=both("nobody calls twice", "personne ne rappelle"),
        sponsor="logistics",
    )
    (english,) = _view(told, Language.ENGLISH).purposes
    assert english.means == (
        "Calls cost time. It is reached when this holds: nobody calls twice. "
        "Asked for by: Logistics."
    )
    (french,) = _view(told, Language.FRENCH).purposes
    assert french.means.replace("\u202f", " ").replace("\u00a0", " ") == (
        "Chaque appel coûte du temps. L’objectif est atteint quand : personne ne "
        "rappelle. À la demande de : Logistique."
    )


def test_a_department_is_not_told_that_it_asked_itself() -> None:
    told = _meant(sponsor="customer-service")
    assert _view(told, Language.ENGLISH).purposes == ()
    assert "What your objectives are for" not in page(_view(told, Language.ENGLISH))


def test_a_part_of_the_business_is_explained_where_a_page_names_it() -> None:
    serves = both("what a customer writes to us", "ce qu’un client nous écrit")
    explained = [
        c.model_copy(update={"serves": serves}) if c.id == "messages" else c
        for c in company.CAPABILITIES
    ]
    told = _view(rules(capabilities=tuple(explained)), Language.ENGLISH)
    means = [term.means for term in told.words]
    named = company.CAPABILITIES[[c.id for c in company.CAPABILITIES].index("messages")]
    used = named.name.en.casefold() in _said(rules()).casefold()
    assert used
    assert "what a customer writes to us." in means


@pytest.mark.parametrize("language", Language)
def test_a_fixed_line_is_said_in_the_companys_words(language: Language) -> None:
    said = _said(rules(wording=LINES), language)
    plain = _said(rules(), language)
    for line in LINES:
        assert line.in_(language) in said
        assert line.in_(language) not in plain


def test_nothing_that_judges_and_nothing_too_long_is_replaced() -> None:
    lines = (
        Wording(id="status-behind", fr="Tout va bien", en="All is well"),
        Wording(id="h-risks", fr="x" * 41, en="x" * 41),
        Wording(id="of-tomorrow", fr="y", en="y"),
    )
    told = rules(wording=lines)
    assert _said(told).replace("  ", " ") == _said(rules()).replace("  ", " ")


@pytest.mark.parametrize("language", Language)
def test_a_line_that_may_be_replaced_has_no_figure_and_is_quoted_nowhere(
    language: Language,
) -> None:
    path = files("passerelle_report.wording") / f"{language.value}.ftl"
    source = path.read_text(encoding="utf-8")
    parsed = FluentResource(source)
    messages = {e.id.name: e for e in parsed.body if isinstance(e, Message)}
    for name, most in REPLACEABLE.items():
        pattern = messages[name].value
        assert pattern is not None
        (text,) = pattern.elements
        assert isinstance(text, TextElement)
        assert len(text.value) <= most
        assert not re.search(rf"[“«]\s*{re.escape(text.value)}\s*[”»]", source)


def test_a_report_without_such_words_says_none() -> None:
    told: WeeklyReport = report()
    assert told.wording == ()
    assert {(o.why, o.success, o.sponsor) for o in told.objectives} == {
        (None, None, None)
    }
