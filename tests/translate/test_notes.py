"""Marked lines: the newest words count, and those that were taken away do not."""

import itertools

import pytest

from passerelle_schemas.facts import Language, MarkedLine, NoteKind
from passerelle_translate.notes import decisions_of, notes_of
from tests.translate.examples import folded, listed, notes, on, telling
from tests.translate.folding import fold_all


def _line(language: Language, text: str, kind: NoteKind) -> MarkedLine:
    return MarkedLine(kind=kind, language=language, text=text)


def _decision(text: str) -> MarkedLine:
    return _line(Language.ENGLISH, text, NoteKind.DECISION)


def test_the_newest_words_of_each_language_count() -> None:
    business = NoteKind.BUSINESS
    item = folded(
        notes(on(1, 2), "description", _line(Language.FRENCH, "Ancien.", business)),
        notes(on(1, 5), "7", _line(Language.FRENCH, "Nouveau.", business)),
        notes(on(1, 3), "8", _line(Language.ENGLISH, "Said once.", business)),
        notes(on(1, 4), "8"),
    )
    assert [(n.language, n.text) for n in notes_of(item)] == [("fr", "Nouveau.")]


def test_decisions_are_told_in_the_order_they_were_taken() -> None:
    item = folded(
        notes(on(1, 5), "1", _decision("Second.")),
        notes(on(1, 2), "2", _decision("First.")),
    )
    assert [d.text for d in decisions_of(item)] == ["First.", "Second."]


@pytest.mark.parametrize(
    ("read", "left"),
    [
        (listed(on(1, 9), "1"), ["Kept.", "Review.", "Text."]),
        (listed(on(1, 5), "1"), ["Kept.", "Review.", "Text."]),
        (listed(on(1, 4), "1"), ["Kept.", "Gone.", "Review.", "Text."]),
        (listed(on(1, 9), "1", "2"), ["Kept.", "Gone.", "Review.", "Text."]),
        (listed(on(1, 9), family="review"), ["Kept.", "Gone.", "Text."]),
    ],
    ids=["gone", "of that instant", "read before", "there", "of another family"],
)
def test_a_comment_that_a_whole_reading_did_not_show_says_nothing_any_more(
    read: object, left: list[str]
) -> None:
    told = [
        notes(on(1, 3), "1", _decision("Kept.")),
        notes(on(1, 5), "2", _decision("Gone.")),
        notes(on(1, 6), "review/3", _decision("Review.")),
        notes(on(1, 7), "description", _decision("Text.")),
        read,
    ]
    for order in itertools.permutations(told):
        item = folded(*order)  # type: ignore[arg-type] # each is a fact
        assert [d.text for d in decisions_of(item)] == left


def test_what_a_comment_says_after_the_reading_counts() -> None:
    item = folded(
        notes(on(1, 3), "1", _decision("Old.")),
        listed(on(1, 4)),
        notes(on(1, 5), "1", _decision("New.")),
    )
    assert [d.text for d in decisions_of(item)] == ["New."]


def test_of_two_texts_of_one_instant_the_one_that_was_read_last_counts() -> None:
    """A tracker that counts seconds dates two edits alike."""
    first = telling(notes(on(1, 3), "1", _decision("Zwei.")), learned_at=on(1, 4))
    last = telling(notes(on(1, 3), "1", _decision("Eins.")), learned_at=on(1, 5))
    for order in itertools.permutations([first, last, first]):
        item = fold_all(order)
        assert item is not None
        assert [d.text for d in decisions_of(item)] == ["Eins."]
        assert item.notes[0].learned_at == on(1, 4)
