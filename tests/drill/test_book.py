"""A fault is counted when it meets its victim, and never before."""

from tests.drill.book import Book, Kind


def test_a_fault_that_strikes_is_counted_by_kind_and_place() -> None:
    book = Book(7, {Kind.DROPPED: 1.0})
    assert book.strikes(Kind.DROPPED, "jira")
    assert not book.strikes(Kind.AWAY, "jira")
    assert book.struck[Kind.DROPPED] == book.struck_at(Kind.DROPPED, "jira") == 1
    assert book.struck[Kind.AWAY] == 0
    assert book.total == 1


def test_a_fault_that_lasts_counts_once_it_met_somebody() -> None:
    book = Book(7, {})
    book.begin(Kind.PERMISSION_LOST, "git")
    book.end(Kind.PERMISSION_LOST, "git")
    assert book.total == 0
    book.begin(Kind.PERMISSION_LOST, "git")
    assert book.holds(Kind.PERMISSION_LOST, "git")
    assert book.holds(Kind.PERMISSION_LOST, "git")
    assert not book.holds(Kind.PERMISSION_LOST, "jira")
    assert book.total == 1


def test_no_more_than_the_most_strike_and_none_once_it_is_closed() -> None:
    book = Book(7, {Kind.TIMEOUT: 1.0, Kind.AWAY: 1.0}, {Kind.TIMEOUT: 2})
    met = [book.strikes(Kind.TIMEOUT, "git") for _ in range(5)]
    assert met == [True, True, False, False, False]
    book.begin(Kind.PERMISSION_LOST, "git")
    book.close()
    assert not book.strikes(Kind.AWAY, "git")
    assert not book.holds(Kind.PERMISSION_LOST, "git")


def test_the_same_seed_throws_the_same_dice() -> None:
    def thrown(seed: int) -> list[bool]:
        book = Book(seed, {Kind.DROPPED: 0.5})
        return [book.strikes(Kind.DROPPED, "git") for _ in range(50)]

    assert thrown(3) == thrown(3)
    assert thrown(3) != thrown(4)
