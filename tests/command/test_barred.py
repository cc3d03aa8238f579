"""What teams wrote is explained as the pages may print it."""

import pytest

from passerelle.barred import barred_by
from passerelle_schemas.facts import Language, MarkedLine, NoteKind
from passerelle_translate.explain import explain, render_explanation
from tests.report.company import rules as company
from tests.translate.examples import PAYMENTS, folded, notes, observed, on, rules


def _line(text: str, kind: NoteKind = NoteKind.BUSINESS) -> MarkedLine:
    return MarkedLine(kind=kind, language=Language.ENGLISH, text=text)


def _explained(*lines: MarkedLine) -> str:
    item = folded(observed(on(1, 5)), notes(on(1, 6), "description", *lines))
    told = rules(PAYMENTS)
    return render_explanation(explain(item, told), barred=barred_by(told))


def test_a_line_and_a_decision_are_told_as_they_are() -> None:
    text = _explained(
        _line("Customers pay in three instalments."),
        _line("Refunds come first.", NoteKind.DECISION),
    )
    assert "lines for the business:\n  2026-01-06 12:00Z  en: Customers pay" in text
    assert "decisions:\n  2026-01-06 12:00Z  en: Refunds come first." in text


def test_one_that_no_page_prints_is_told_with_its_reason() -> None:
    text = _explained(
        _line("Bump lodash for the shop."),
        _line("Marie Dupont asked for refunds first.", NoteKind.DECISION),
    )
    assert "en: not on any page: `Bump` is a word of engineers" in text
    assert "en: not on any page: it seems to name a person" in text
    assert "Dupont" not in text
    assert "lodash" not in text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("short", "between 8 and 180"),
        ("日本語のメモです、とても長い", "signs"),
        ("Ask marie@x.example about it", "an address"),
        ("The shop answers PAY-49 now", "`PAY-49`"),
        ("The shop of v2 answers now", "`v2`"),
        ("The shop calls parse_order", "`parse_order`"),
        ("The BIC is checked at once", "`BIC`"),
    ],
)
def test_each_reason_has_its_words(text: str, why: str) -> None:
    told = barred_by(company())(text, Language.ENGLISH)
    assert told
    assert why in told
    assert "marie" not in told
