"""How long a tracker asks us to wait, in each of the ways it can say so."""

from datetime import UTC, datetime, timedelta

import pytest

from passerelle_ingest.errors import (
    CredentialsRefusedError,
    TrackerAwayError,
    TrackerBusyError,
)
from passerelle_ingest.http import wait_for
from passerelle_ingest.keyset import KeySet
from passerelle_ingest.turns import LONGEST_WAIT
from passerelle_ingest.waiting import (
    LONGEST_TOLD,
    allowance,
    is_limited,
    seconds_to_wait,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "Mon, 23 Nov 2026 08:00:30 GMT"}, 30),
        ({"retry-after": "Mon, 23 Nov 2026 07:00:30 GMT"}, None),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "999999999"}, LONGEST_TOLD),
        ({"retry-after": str(int(NOW.timestamp()) + 45)}, 45),
        ({"retry-after": "Tue, 23 Nov 2027 08:00:30 GMT"}, LONGEST_TOLD),
        ({"retry-after": "9" * 30}, None),
        ({"retry-after": f"Mon, 23 Nov {'9' * 20} 08:00:30 GMT"}, None),
        (
            {
                "x-ratelimit-reset": str(int(NOW.timestamp()) - 60),
                "date": "Mon, 23 Nov 2026 07:58:00 GMT",
            },
            60,
        ),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"x-ratelimit-reset": "2026-11-23T08:02:00Z"}, 120),
        ({"x-ratelimit-reset": "2026-11-23T09:02"}, 3720),
        ({"retry-after": "5", "x-ratelimit-reset": "2026-11-23T08:02:00Z"}, 5),
        ({}, None),
        ({"retry-after": "soon", "x-ratelimit-reset": "later"}, None),
        ({"x-ratelimit-reset": "9" * 30}, None),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "1e9"}, None),
        ({"retry-after": "nan"}, None),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) * 1000 + 90_000)}, 90),
        (
            {
                "retry-after": "Mon, 23 Nov 2026 07:00:30 GMT",
                "x-ratelimit-reset": "2026-11-23T08:02:00Z",
            },
            120,
        ),
        # The hour's reset is not that of a secondary limit.
        (
            {
                "x-ratelimit-remaining": "4711",
                "x-ratelimit-reset": "2026-11-23T08:58:00Z",
            },
            None,
        ),
        (
            {
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": "2026-11-23T08:58:00Z",
            },
            3480,
        ),
    ],
)
def test_the_wait_is_read_in_each_form(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert seconds_to_wait(headers, NOW) == seconds


def test_an_allowance_that_is_renewed_in_a_thousand_years_is_asked_for_again() -> None:
    """Else nobody would ever ask again, nor hear that it was nonsense."""
    told = allowance(
        {
            "x-ratelimit-limit": "5000",
            "x-ratelimit-remaining": "0",
            "x-ratelimit-reset": "9999-12-31T23:59:59-14:00",
        },
        NOW,
    )
    assert told is not None
    assert told.seconds == LONGEST_TOLD


@pytest.mark.parametrize(
    ("status", "headers", "body", "limited"),
    [
        (429, {}, b"", True),
        (403, {"retry-after": "1"}, b"", True),
        (403, {"x-ratelimit-remaining": "0"}, b"", True),
        (403, {"x-ratelimit-remaining": "4999"}, b"secondary RATE LIMIT", True),
        (403, {"x-ratelimit-remaining": "4999"}, b"Resource not accessible", False),
        (503, {"retry-after": "1"}, b"", True),
        (503, {}, b"", False),
        (401, {"retry-after": "1"}, b"", False),
    ],
)
def test_later_is_told_from_no(
    status: int,
    headers: dict[str, str],
    body: bytes,
    limited: bool,  # noqa: FBT001 - the expected answer
) -> None:
    assert is_limited(status, headers, body) is limited


def test_what_the_tracker_tells_is_waited_for_within_bounds() -> None:
    # The budget of the source has everybody wait: nobody waits a second time.
    for seconds in (12, LONGEST_WAIT, None):
        again = wait_for(TrackerBusyError("x", seconds))
        assert (again, again is False) == (0.0, False)
    assert wait_for(TrackerBusyError("x", LONGEST_WAIT + 1)) is False
    assert wait_for(TrackerAwayError("x", "ReadTimeout")) is True
    assert wait_for(CredentialsRefusedError("x", 401)) is False
    assert wait_for(KeyError("a bug")) is False


def test_a_walk_goes_on_from_the_last_row_and_leaves_out_what_came() -> None:
    def at(minute: int) -> datetime:
        return NOW + timedelta(minutes=minute)

    keys = KeySet(None, margin=timedelta(seconds=1))
    first = [("1", at(1)), ("2", at(2))]
    assert keys.fresh(first) == set(first)
    assert keys.advances(first)
    assert keys.since == at(2) - timedelta(seconds=1)
    second = [("2", at(2)), ("3", at(2))]
    assert keys.fresh(second) == {("3", at(2))}
    assert not keys.advances(second)
    assert not keys.advances([])
    assert keys.seen == {("2", at(2)), ("3", at(2))}
