"""One budget for everybody who asks a source, decided without a clock or a socket."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_ingest.budget import LONGEST_UNSAID, Budget, Hold, Use
from passerelle_ingest.waiting import Allowance, Reason, allowance, reason_of

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def left(remaining: int, *, limit: int = 5000, seconds: float = 1800) -> Allowance:
    return Allowance("core", limit, remaining, "nine o'clock", seconds)


def test_a_wait_that_was_told_holds_everybody_to_the_second() -> None:
    budget = Budget(8)
    budget.refused(Reason.SECONDARY, 7, now=100)
    for use in Use:
        assert budget.hold(use, 106.999) == Hold(107, Reason.SECONDARY)
        assert budget.hold(use, 107) is None


def test_the_longest_of_several_waits_holds() -> None:
    budget = Budget(8)
    budget.refused(Reason.PRIMARY, 60, now=100)
    budget.refused(Reason.SECONDARY, 5, now=101)
    assert budget.hold(Use.URGENT, 110) == Hold(160, Reason.PRIMARY)


def test_a_wait_that_was_not_told_is_a_minute_and_twice_as_long_each_time() -> None:
    budget = Budget(8)
    now = 0.0
    waits = []
    for _ in range(6):
        waits.append(budget.refused(Reason.SECONDARY, None, now))
        now += waits[-1]
    assert waits == [60, 120, 240, 480, LONGEST_UNSAID, LONGEST_UNSAID]
    budget.went_well(now)
    assert budget.refused(Reason.SECONDARY, None, now) == 60


def test_requests_that_are_refused_together_are_one_refusal() -> None:
    budget = Budget(8)
    waits = [budget.refused(Reason.SECONDARY, None, now) for now in (0, 1, 2)]
    assert waits == [60, 59, 58]
    assert budget.width == 4
    assert budget.waits[Reason.SECONDARY].times == 1
    assert budget.waits[Reason.SECONDARY].seconds == 60


def test_what_went_well_before_the_refusal_was_heard_forgets_no_refusal() -> None:
    budget = Budget(8)
    budget.refused(Reason.SECONDARY, None, now=0)
    budget.went_well(now=1)
    assert budget.refused(Reason.SECONDARY, None, now=60) == 120


def test_fewer_requests_at_a_time_follow_a_burst_and_more_what_goes_well() -> None:
    budget = Budget(8)
    now = 0.0
    for expected in (4, 2, 1, 1):
        now += budget.refused(Reason.SECONDARY, 1, now)
        assert budget.width == expected
    budget.refused(Reason.PRIMARY, 1, now)
    assert budget.width == 1, "that the hour is spent says nothing of bursts"
    for _ in range(8):
        budget.went_well(now + 2)
    assert budget.width == 2
    for _ in range(1000):
        budget.went_well(now + 2)
    assert budget.width == 8


def test_no_more_requests_are_under_way_than_the_source_allows() -> None:
    budget = Budget(2)
    taken = 0
    while budget.has_room(Use.PATIENT, 0):
        budget.take()
        taken += 1
    assert taken == 2
    assert not budget.has_room(Use.URGENT, 0)
    budget.give()
    assert budget.has_room(Use.URGENT, 0)


def test_patient_work_leaves_a_tenth_of_the_hour_to_the_urgent() -> None:
    budget = Budget(8)
    budget.heard(left(501), now=0)
    assert budget.hold(Use.PATIENT, 0) is None
    budget.heard(left(500), now=0)
    assert budget.hold(Use.PATIENT, 0) == Hold(1800, Reason.RESERVED)
    assert budget.hold(Use.URGENT, 0) is None
    budget.heard(left(0), now=0)
    assert budget.hold(Use.URGENT, 0) == Hold(1800, Reason.PRIMARY)
    assert budget.hold(Use.PATIENT, 1800) is None, "the hour is renewed"


def test_requests_under_way_are_spent_before_they_are_answered() -> None:
    budget = Budget(8)
    budget.heard(left(3), now=0)
    for _ in range(3):
        assert budget.has_room(Use.URGENT, 0)
        budget.take()
    assert not budget.has_room(Use.URGENT, 0)


def test_an_older_answer_that_comes_late_gives_nothing_back() -> None:
    budget = Budget(8)
    for remaining in (400, 500, 600):
        budget.heard(left(remaining), now=0)
    assert budget.hold(Use.PATIENT, 0) is not None
    renewed = Allowance("core", 5000, 4999, "ten o'clock", 5400)
    budget.heard(renewed, now=1801)
    assert budget.hold(Use.PATIENT, 1801) is None


def test_pools_are_counted_apart_and_forgotten() -> None:
    budget = Budget(8)
    for hour in range(50):
        told = Allowance("core", 5000, 0, str(hour), hour + 1)
        budget.heard(told, now=0)
    assert budget.hold(Use.URGENT, 50) is None
    assert len(budget._pools) <= 8


def test_another_token_is_held_by_what_is_said_of_us_and_not_by_what_is_spent() -> None:
    budget = Budget(8)
    budget.heard(Allowance("core", 5000, 0, "an hour", 3600), 0)
    budget.refused(Reason.PRIMARY, 3600, 0)
    budget.renew()
    assert budget.hold(Use.PATIENT, 1) is None
    budget.refused(Reason.SECONDARY, 60, 1)
    budget.renew()
    assert budget.hold(Use.URGENT, 2) == Hold(61, Reason.SECONDARY)


def test_no_more_points_a_minute_than_allowed_where_there_is_a_limit() -> None:
    budget = Budget(8, points_a_minute=10)
    for second in range(10):
        budget.spend(second)
    assert budget.hold(Use.URGENT, 9) is None, "nobody told of a limit: none is kept"
    budget.heard(Allowance("core", 100, 90, "later", 3000), now=9)
    assert budget.hold(Use.URGENT, 9) == Hold(60, Reason.PACED)
    assert budget.hold(Use.PATIENT, 9) == Hold(61, Reason.PACED)
    assert budget.hold(Use.URGENT, 60) is None
    assert budget.hold(Use.PATIENT, 60) is not None


def test_who_allows_more_an_hour_is_not_paced_slower_than_that() -> None:
    budget = Budget(8, points_a_minute=10)
    budget.heard(Allowance("core", 6000, 5900, "later", 3000), now=0)
    for _ in range(99):
        budget.spend(0)
    assert budget.hold(Use.URGENT, 0) is None
    budget.spend(0)
    assert budget.hold(Use.URGENT, 0) is not None


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 50)), max_size=30),
)
def test_waits_are_summed_without_counting_an_instant_twice(
    told: list[tuple[float, float]],
) -> None:
    budget = Budget(8)
    for now, seconds in sorted(told):
        budget.note(Hold(now + seconds, Reason.PACED), now)
    covered, end = 0.0, 0.0
    for now, seconds in sorted(told):
        covered += max(0.0, now + seconds - max(now, end))
        end = max(end, now + seconds)
    waited = budget.waits.get(Reason.PACED)
    assert (waited.seconds if waited else 0) == pytest.approx(covered)


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        (403, {"x-ratelimit-remaining": "0"}, Reason.PRIMARY),
        (429, {"x-ratelimit-remaining": "0"}, Reason.PRIMARY),
        (403, {"x-ratelimit-remaining": "4999"}, Reason.SECONDARY),
        (429, {}, Reason.SECONDARY),
        (429, {"ratelimit-reason": "jira-quota-tenant-based"}, Reason.PRIMARY),
        (
            429,
            {"ratelimit-reason": "jira-burst-based", "x-ratelimit-remaining": "0"},
            Reason.SECONDARY,
        ),
        (503, {"retry-after": "5"}, Reason.UNAVAILABLE),
    ],
)
def test_the_reason_is_the_limit_that_was_met(
    status: int, headers: dict[str, str], reason: Reason
) -> None:
    assert reason_of(status, headers) is reason


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"x-ratelimit-reset": "2026-11-23T08:02:00Z"}, 120),
        (
            {
                "x-ratelimit-reset": str(int(NOW.timestamp()) + 90),
                "date": "Mon, 23 Nov 2026 08:01:00 GMT",
            },
            30,
        ),
        ({}, None),
        ({"x-ratelimit-reset": "soon"}, None),
    ],
)
def test_what_is_left_is_read_by_the_trackers_clock(
    headers: dict[str, str], seconds: float | None
) -> None:
    counts = {"x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4321"}
    told = allowance({**counts, **headers}, NOW)
    assert (told.seconds if told else None) == seconds
    assert told is None or (told.limit, told.remaining) == (5000, 4321)


@pytest.mark.parametrize("lacks", ["x-ratelimit-limit", "x-ratelimit-remaining"])
def test_half_of_what_is_left_says_nothing(lacks: str) -> None:
    headers = {
        "x-ratelimit-limit": "5000",
        "x-ratelimit-remaining": "4321",
        "x-ratelimit-reset": "2026-11-23T08:02:00Z",
    }
    assert allowance(headers, NOW)
    del headers[lacks]
    assert allowance(headers, NOW) is None
