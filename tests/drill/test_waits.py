"""How long refusals have ingest wait: alone to the second, together in bounds."""

import pytest

from tests.drill.waits import UNSAID_SECONDS, Bounds, Refusal, refusal, waits

NOTHING = Bounds()


def told(at: float, status: int = 429, **headers: str) -> Refusal | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return refusal(at, status, named, ())


def some(*found: Refusal | None) -> list[Refusal]:
    return [one for one in found if one is not None]


def test_what_stands_alone_is_waited_for_to_the_second() -> None:
    met = some(told(0, Retry_After="1"), told(10, 503, Retry_After="1"), told(20, 403))
    unsaid = Bounds((1, 1), (UNSAID_SECONDS, UNSAID_SECONDS))
    once = Bounds((1, 1), (1.0, 1.0))
    assert waits(met) == {
        "": once + once + unsaid,
        "secondary": once + unsaid,
        "unavailable": once,
    }


def test_a_fault_of_the_tracker_that_says_no_time_has_nobody_wait() -> None:
    assert told(0, 503) is None
    assert waits([]) == {"": NOTHING}


def test_a_date_may_have_passed_before_it_is_heard() -> None:
    dated = told(0, Retry_After="Mon, 23 Nov 2026 09:00:00 GMT")
    reset = told(10, X_RateLimit_Reset="2026-11-23T09:00:00Z")
    assert waits(some(dated, reset))[""].seconds == (0.0, 4.0)


def test_who_is_told_again_and_again_and_never_when_waits_twice_as_long() -> None:
    first = told(0)
    assert first is not None
    again = refusal(5, 429, {}, [first])
    assert again is not None
    assert (again.least, again.most) == (UNSAID_SECONDS, 2 * UNSAID_SECONDS)
    later = refusal(60, 429, {}, [first, again])
    assert later is not None
    assert later.most == UNSAID_SECONDS


def test_of_what_comes_within_one_wait_the_longest_is_waited_for_at_the_least() -> None:
    met = some(told(0, Retry_After="1"), told(0.1), told(0.2, 503, Retry_After="1"))
    found = waits(met)
    assert found["secondary"] == Bounds((1, 2), (1.0, 2.0))
    assert found["unavailable"] == Bounds((1, 1), (1.0, 1.0))
    assert found[""] == Bounds((1, 3), (1.0, 3.0))


@pytest.mark.parametrize("seconds", ["1", "3"])
def test_bounds_add_up(seconds: str) -> None:
    one = waits(some(told(0, Retry_After=seconds)))[""]
    assert one + NOTHING == one
    assert (one + one).times == (2, 2)


def test_what_may_be_unheard_need_not_be_waited_for() -> None:
    met = some(told(0, Retry_After="1"), told(10, Retry_After="1"))
    found = waits(met, lambda at: at > 5)
    assert found["secondary"] == Bounds((1, 2), (1.0, 2.0))
