"""How long a tracker asks us to wait. Pure: headers and the time come in.

Seconds or a date in `Retry-After`; else the instant at which the limit is lifted, which
GitHub writes as epoch seconds and Jira as ISO text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

_LIMITED = frozenset({403, 429, 503})
_UNAVAILABLE = 503
_RESETS = ("x-ratelimit-reset", "x-beta-ratelimit-reset")
_SECONDS = re.compile(r"[0-9]{1,9}(?:[.][0-9]*)?")
"""With ten digits it is an instant: as seconds they would be thirty years."""
_MILLISECONDS = 10**11
"""As seconds, such an instant lies three thousand years ahead."""
LONGEST_TOLD = 4 * 3600.0
"""Seconds. Limits are lifted within the hour; a proxy may say anything."""


class Reason(StrEnum):
    """Why a tracker is not asked now."""

    PRIMARY = "primary"
    """The requests or points of the hour are spent."""
    SECONDARY = "secondary"
    """Too many at a time or in a burst, whatever is left of the hour."""
    UNAVAILABLE = "unavailable"
    """It answered 503 and said when to come again."""
    RESERVED = "reserved"
    """Our own: what is left of the hour is kept for what is urgent."""
    PACED = "paced"
    """Our own: as many points as a minute allows are spent."""

    @property
    def is_ours(self) -> bool:
        """Whether we wait to spare what the tracker allows, without being told to."""
        return self in {Reason.RESERVED, Reason.PACED}


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a tracker says is left of the requests that it allows for a while."""

    pool: str
    """What the requests are counted for; empty where the tracker has one pool."""
    limit: int
    remaining: int
    renewed: str
    """When all of them are there again, as the tracker wrote it: names the while."""
    seconds: float
    """Until then, or for as long as anybody is told to wait."""


def is_limited(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether an answer means "later", and not "no".

    GitHub answers its secondary limits with 403 or 429, with or without headers.
    """
    if status not in _LIMITED:
        return False
    if status == 429 or "retry-after" in headers:  # noqa: PLR2004 - Too Many Requests
        return True
    spent = headers.get("x-ratelimit-remaining") == "0"
    said = body[:2000].lower()
    limited = b"rate limit" in said or b"abuse detection" in said
    return status == 403 and (spent or limited)  # noqa: PLR2004 - Forbidden


def seconds_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Say for how many seconds to wait; None when the tracker does not tell.

    An instant is held against the tracker's own clock, and against *now*, which is
    ours, when it tells none. An instant that has passed tells nothing, nor does the
    reset of requests of which some are left. Nobody is told to wait for longer than
    LONGEST_TOLD: we ask again then.
    """
    told = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(told):
        return min(float(told), LONGEST_TOLD) or None
    reset = None if _are_left(headers) else _reset(headers)
    here = http_date(headers) or now
    for until in (_http_date(told) or _instant(told), reset):
        seconds = (until - here).total_seconds() if until else 0.0
        if seconds > 0:
            return min(seconds, LONGEST_TOLD)
    return None


def reason_of(status: int, headers: Mapping[str, str]) -> Reason:
    """Say which limit an answer is about that `is_limited`.

    Jira names it: a quota of points, or a burst. GitHub leaves requests over where it
    is not the hour's.
    """
    named = headers.get("ratelimit-reason", "").lower()
    if status == _UNAVAILABLE:
        return Reason.UNAVAILABLE
    if "quota" in named:
        return Reason.PRIMARY
    if not named and headers.get("x-ratelimit-remaining") == "0":
        return Reason.PRIMARY
    return Reason.SECONDARY


def allowance(headers: Mapping[str, str], now: datetime) -> Allowance | None:
    """Say what is left, where the tracker tells it whole.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
    """
    limit = headers.get("x-ratelimit-limit", "")
    remaining = headers.get("x-ratelimit-remaining", "")
    until = _reset(headers)
    if not (limit.isdecimal() and remaining.isdecimal()) or until is None:
        return None
    seconds = (until - (http_date(headers) or now)).total_seconds()
    return Allowance(
        pool=headers.get("x-ratelimit-resource", ""),
        limit=int(limit[:9]),
        remaining=int(remaining[:9]),
        renewed=until.isoformat(),
        seconds=min(seconds, LONGEST_TOLD),
    )


def http_date(headers: Mapping[str, str]) -> datetime | None:
    """The tracker's own time, by the `Date` of its answer."""
    return _http_date(headers.get("date", ""))


def _http_date(told: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(told)
    except (ValueError, TypeError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _are_left(headers: Mapping[str, str]) -> bool:
    """Whether requests are left of the hour, so that something else is the limit.

    GitHub tells the hour's reset with every answer, also with its secondary limits.
    """
    remaining = headers.get("x-ratelimit-remaining", "")
    return remaining.isdecimal() and int(remaining[:9]) > 0


def _reset(headers: Mapping[str, str]) -> datetime | None:
    return _instant(next((headers[n] for n in _RESETS if headers.get(n)), ""))


def _instant(told: str) -> datetime | None:
    """Read epoch seconds, epoch milliseconds or ISO text."""
    try:
        if told.isdecimal():
            epoch = int(told[:16])
            seconds = epoch / 1000 if epoch >= _MILLISECONDS else epoch
            return datetime.fromtimestamp(seconds, UTC)
        found = datetime.fromisoformat(told)
    except (ValueError, OverflowError, OSError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
