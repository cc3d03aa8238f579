"""How headlines are broken into lines."""

from hypothesis import given
from hypothesis import strategies as st

from passerelle_report.balance import even
from passerelle_report.fonts import SERIF_SEMIBOLD, width

SIZE, ROOM, LAST = 22.0, 490.0, 0.6
WORDS = st.lists(st.text("aeimnt-'1", min_size=1, max_size=14), min_size=1, max_size=30)


def lines(text: str, *, last: float = LAST) -> list[str]:
    return even(text, size=SIZE, face=SERIF_SEMIBOLD, room=ROOM, last=last)


def test_a_last_line_of_one_word_takes_others_along() -> None:
    text = (
        "Le paiement en trois fois\u00a0: aucun avancement noté depuis 3 semaines, "
        "le 18 décembre est menacé"
    )
    greedy = lines(text, last=0.0)
    assert greedy[-1] == "menacé"
    broken = lines(text)
    assert len(broken) == len(greedy)
    assert len(broken[-1].split()) > 1


def test_a_line_is_broken_between_words_alone() -> None:
    text = "Instalment payment is expected later than last week; one-tap payment sooner"
    words = [word for line in lines(text) for word in line.split(" ")]
    assert "one-tap" in words


def test_what_fits_is_one_line() -> None:
    assert lines("All is well") == ["All is well"]
    assert lines("") == [""]


@given(WORDS)
def test_no_word_is_lost_and_no_line_is_wider_than_the_room(words: list[str]) -> None:
    broken = lines(" ".join(words))
    assert " ".join(broken) == " ".join(words)
    for line in broken:
        fits = width(line, SIZE, SERIF_SEMIBOLD) <= ROOM + 0.001
        assert fits or " " not in line


@given(WORDS)
def test_no_line_more_than_the_room_needs(words: list[str]) -> None:
    text = " ".join(words)
    assert len(lines(text)) == len(lines(text, last=0.0))
