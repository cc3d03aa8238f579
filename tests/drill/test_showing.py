"""What was shown first by a list of the past alone came late."""

from datetime import UTC, datetime, timedelta

from tests.drill.showing import By, Showings

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = AT + timedelta(seconds=20)


def test_what_only_a_list_of_the_past_shows_is_late() -> None:
    seen = Showings()
    seen.show("1", AT, By.LIST)
    seen.show("1", AT, By.PAST)
    seen.show("2", AT, By.PAST)
    seen.show("2", AT, By.PAST)
    assert seen.late(calm=True) == (1, 1)


def test_what_somebody_else_may_have_told_need_not_be_late() -> None:
    seen = Showings()
    for item, by in (("1", By.ITEM), ("2", By.OLD), ("3", By.PAST), ("4", By.PAST)):
        seen.show(item, AT, by)
    seen.speak("3", LATER)
    seen.show("4", AT, By.ITEM)
    assert seen.late(calm=True) == (0, 3)
    assert seen.late(calm=False) == (0, 4)


def test_a_second_look_at_what_was_shown_late_changes_nothing() -> None:
    now = [0.0]
    seen = Showings(clock=lambda: now[0])
    seen.show("1", AT, By.PAST)
    now[0] = 2.0
    seen.show("1", AT, By.ITEM)
    assert seen.late(calm=True) == (1, 1)


def test_a_webhook_of_before_tells_nothing_of_a_change() -> None:
    seen = Showings()
    seen.speak("1", AT)
    seen.show("1", LATER, By.PAST)
    assert seen.late(calm=True) == (1, 1)
