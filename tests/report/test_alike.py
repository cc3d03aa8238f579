"""No sentence stands twice in a list; both languages tell the same work in order."""

import pytest

from passerelle_report.alike import USABLE, merged
from passerelle_report.budget import Budget
from passerelle_report.contents import Edition
from passerelle_report.numbers import contradictions
from passerelle_report.wording.compose import compose
from passerelle_report.wording.view import PageView
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.facts import Language
from tests.report.company import done, note, report, usable

PAGE = Budget(full=4, listed=0, words=True)
FALLBACK = "Réclamations : {} améliorations sont en service."


def _page(items: list[BusinessItem], language: Language) -> PageView:
    told = report(items)
    assert contradictions(told) == []
    edition = Edition(
        language=language.value, edition=1, content_hash="a" * 64, report=told
    )
    return compose(edition, PAGE)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _lists(items: list[BusinessItem], language: Language) -> tuple[list[str], ...]:
    """The minute and the list of what can be used."""
    page = _page(items, language)
    assert page.delivered
    assert page.delivered.usable
    return (
        [_plain(one.text + one.stop) for one in page.minute.forward],
        [_plain(one.text + one.stop) for one in page.delivered.usable.lines],
    )


def _english(count: int) -> list[BusinessItem]:
    """Issues whose teams wrote in English only."""
    return [
        usable(
            f"A-{n}",
            2,
            capability="complaints",
            notes=(note(f"complaints have {n} new photos.", Language.ENGLISH),),
        )
        for n in range(2, count + 2)
    ]


METIER = usable(
    "Z-1",
    2,
    capability="messages",
    notes=(note("les messages partent aussitôt.", Language.FRENCH),),
)
BOTH = usable(
    "Z-2",
    2,
    capability="order-search",
    notes=(
        note("Une commande se trouve par son numéro.", Language.FRENCH),
        note("An order is found by its number.", Language.ENGLISH),
    ),
)


def test_what_reads_the_same_is_one_line_with_all_its_evidence() -> None:
    minute, listed = _lists([*_english(4), METIER], Language.FRENCH)
    assert minute == [FALLBACK.format(4), "Les messages partent aussitôt."]
    assert listed == minute
    page = _page([*_english(4), METIER], Language.FRENCH)
    assert page.minute.forward[0].refs == (1, 2, 3, 4)


def test_the_language_of_the_words_tells_each_and_counts_the_rest() -> None:
    minute, listed = _lists([*_english(4), METIER], Language.ENGLISH)
    assert [line.startswith("Complaints have") for line in minute] == [
        *[True] * 3,
        False,
    ]
    assert minute[-1] == "And 2 other tasks, finished or put into use."
    assert len(listed) == 5


def test_work_without_words_is_merged_with_what_reads_like_it() -> None:
    plain = usable("P-1", 2, capability="complaints")
    _, listed = _lists([*_english(1), METIER, plain], Language.FRENCH)
    assert listed == [FALLBACK.format(2), "Les messages partent aussitôt."]


def test_words_in_both_languages_come_first() -> None:
    items = [*_english(4), METIER, BOTH]
    assert _lists(items, Language.FRENCH)[0][0].startswith("Une commande")
    assert _lists(items, Language.ENGLISH)[0][0].startswith("An order")


@pytest.mark.parametrize("language", Language)
def test_a_long_list_is_cut_after_it_was_merged(language: Language) -> None:
    items = [*_english(30), METIER, done("D-1", 2, capability="messages")]
    told = report(items).delivered
    assert told.usable_shown <= 2 * USABLE
    page = _page(items, language)
    assert page.delivered
    assert page.delivered.usable
    lines = [one.text for one in page.delivered.usable.lines]
    assert len(lines) <= USABLE
    assert len(set(lines)) == len(lines)
    printed = merged(told.usable[: told.usable_shown], language)[:USABLE]
    more = 32 - 1 - sum(one.count for one in printed)
    assert page.delivered.note
    assert str(more) in page.delivered.note
