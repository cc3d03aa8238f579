"""What no page prints is taken out of a rule set, however it was published."""

import pytest

from passerelle_report.gate import betrayed, passed
from passerelle_report.plain_rules import printable, terms_of
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import Bilingual, GlossaryTerm
from tests.report.company import both, rules

BAD = "Refunds v1.2.3 (PAY-123), ask john@x.example or parse_order"


def test_plain_rules_stay_as_they_are() -> None:
    assert printable(rules()) == rules()


def test_a_name_has_an_ellipsis_for_what_no_page_prints() -> None:
    told = rules()
    renamed = [
        o.model_copy(update={"name": both("PAY-49 for refunds", "Payer (v2)")})
        for o in told.objectives
    ]
    names = {o.name for o in printable(rules(renamed)).objectives}
    assert names == {both("… for refunds", "Payer (…)")}


def test_a_sentence_with_a_hole_is_left_out_whole() -> None:
    (first, *_) = rules().objectives
    costs = both("Each week costs a call.", "Depuis v1.2.3, tout plante.")
    sentences = ("lateness_costs", "why", "success")
    spoilt = first.model_copy(update=dict.fromkeys(sentences, costs))
    (told,) = printable(rules([spoilt])).objectives
    assert [getattr(told, name) for name in sentences] == [None, None, None]
    plain = first.model_copy(update=dict.fromkeys(sentences, first.name))
    assert printable(rules([plain])).objectives == (plain,)


def test_a_word_that_the_glossary_explains_stays() -> None:
    term = GlossaryTerm(word=both("COVID-19", "COVID-19"), means=both("It.", "Cela."))
    (first, *_) = rules().objectives
    name = both("Sell after COVID-19", "Vendre après COVID-19")
    named = first.model_copy(update={"name": name})
    told = printable(rules([named], glossary=(term,)))
    assert told.objectives[0].name == name
    assert told.glossary == (term,)


def test_an_address_cannot_be_explained() -> None:
    term = GlossaryTerm(
        word=both("a@x.example", "a@x.example"), means=both("It.", "Cela.")
    )
    assert printable(rules(glossary=(term,))).glossary == ()


def test_lines_may_name_departments_and_the_company() -> None:
    told = rules()
    named = told.model_copy(
        update={
            "company": told.company.model_copy(update={"name": "Yves Verdier"}),
            "departments": tuple(
                d.model_copy(update={"name": both("HR", "DRH")})
                for d in told.departments
            ),
        }
    )
    line = "Yves Verdier pays HR on Fridays."
    assert passed(line) is None
    assert passed(line, terms_of(named, Language.ENGLISH)) == line
    assert passed(line, terms_of(told, Language.ENGLISH)) is None


@pytest.mark.parametrize("where", ["departments", "capabilities", "company"])
def test_nothing_of_it_is_left_in_any_text(where: str) -> None:
    told = rules()
    bad = Bilingual(fr=BAD, en=BAD)
    desk = told.company.desk.model_copy(update={"name": bad})
    spoilt = {
        "departments": tuple(
            d.model_copy(update={"name": bad, "addressed": bad})
            for d in told.departments
        ),
        "capabilities": tuple(
            c.model_copy(update={"name": bad, "serves": bad}) for c in told.capabilities
        ),
        "company": told.company.model_copy(update={"name": BAD, "desk": desk}),
    }
    mended = printable(told.model_copy(update={where: spoilt[where]}))
    texts = {
        "departments": [d.name.en + d.addressed.fr for d in mended.departments],
        "capabilities": [f"{c.name.en}{c.serves or ''}" for c in mended.capabilities],
        "company": [mended.company.name, mended.company.desk.name.fr],
    }[where]
    assert texts
    assert [text for text in texts if betrayed(text)] == []
    assert mended.company.desk.address == told.company.desk.address
