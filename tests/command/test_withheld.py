"""The CTO's list: what is withheld, why, how often, on which item, never by whom."""

from datetime import timedelta

from passerelle.withheld import CtoList, cto_lines, cto_list
from passerelle_schemas.business import BusinessItem, BusinessNote, Decision, State
from passerelle_schemas.facts import Language, RemovalReason
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.rules import GlossaryTerm
from tests.translate.examples import CREATED, both, rules

FR, EN = Language.FRENCH, Language.ENGLISH


def _note(text: str, language: Language = EN, days: int = 0) -> BusinessNote:
    at = CREATED + timedelta(days=days)
    return BusinessNote(language=language, text=text, written_at=at, learned_at=at)


def _item(
    number: int, *notes: BusinessNote, decisions: tuple[Decision, ...] = ()
) -> BusinessItem:
    return BusinessItem(
        id=f"jira-verdier:{number}",
        key=f"PAY-{number}",
        url="",
        source="jira-verdier",
        tracker=Tracker.JIRA,
        project="PAY",
        kind_of_item=ItemKind.ISSUE,
        type_name="Story",
        rule_set=1,
        state=State.MAPPED,
        created_at=CREATED,
        learned_at=CREATED,
        notes=notes,
        decisions=decisions,
    )


GOOD = "Customers pay in three parts."
BON = "Les clients paient en trois fois."


def _told(*items: BusinessItem) -> CtoList:
    return cto_list(items, rules())


def test_reasons_are_counted_and_the_most_frequent_comes_first() -> None:
    decision = Decision(
        language=FR,
        text="On garde le LTV ainsi.",
        taken_at=CREATED,
        learned_at=CREATED,
    )
    found = _told(
        _item(1, _note("The LTV is shown to buyers.")),
        _item(2, _note("The LTV grows each week."), decisions=(decision,)),
        _item(3, _note("See PAY-12 for the rest.")),
        _item(4, _note(GOOD)),
    )
    assert (found.written, found.count) == (5, 4)
    assert list(cto_lines(found))[:5] == [
        (
            "4 of 5 lines and decisions written by teams are on no page. "
            "Explain a word in the glossary, or have the line said in the reader's "
            "words."
        ),
        (
            "  3 (2 business lines and 1 decision, French and English): "
            "the glossary does not explain `LTV`"
        ),
        "      PAY-1, PAY-2",
        "  1 (1 business line, English): `PAY-12` looks like the key of a work item",
        "      PAY-3",
    ]


def test_whom_a_line_names_is_not_told_again() -> None:
    lines = "\n".join(
        cto_lines(
            _told(
                _item(1, _note("Thanks to Marie for the help.")),
                _item(2, _note("Write to anna@v.example about it.")),
            )
        )
    )
    assert "it seems to name a person" in lines
    assert "it holds an address" in lines
    for word in ("Marie", "anna", "v.example"):
        assert word not in lines


def test_only_the_newest_line_of_a_language_counts() -> None:
    found = _told(_item(1, _note("The LTV is shown.", days=0), _note(GOOD, days=3)))
    assert (found.written, found.count) == (1, 0)
    (line, alone) = cto_lines(found)
    assert line == "1 line written by teams; pages print them all."
    assert alone.startswith("In English alone: 1 item, which a page in French tells")


def test_a_line_in_one_language_is_counted_where_the_other_lacks_it() -> None:
    found = _told(
        _item(1, _note(GOOD), _note(BON, FR)),
        _item(2, _note(BON, FR)),
        _item(3, _note(BON, FR), _note("The LTV is shown.")),
        _item(4, _note(GOOD)),
    )
    assert found.alone == {FR: ("PAY-2", "PAY-3"), EN: ("PAY-4",)}


def test_what_is_excluded_or_removed_is_not_on_the_list() -> None:
    bad = _item(1, _note("The LTV is shown."))
    excluded = bad.model_copy(update={"state": State.EXCLUDED})
    gone = bad.model_copy(update={"removed": RemovalReason.DELETED})
    assert list(cto_lines(_told(excluded, gone))) == [
        "No team has written a business line or a decision yet."
    ]


def test_what_the_glossary_explains_is_not_withheld() -> None:
    term = GlossaryTerm(word=both("LTV"), means=both("What a customer brings."))
    item = _item(1, _note("The LTV is shown to buyers."))
    assert cto_list([item], rules(glossary=(term,))).count == 0
