"""How long a tracker asks us to wait. Pure: headers and the time come in.

Seconds or a date in `Retry-After`; else the instant at which the limit is lifted, which
GitHub writes as epoch seconds and Jira as ISO text.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LIMITED = frozenset({403, 429, 503})
_RESETS = ("x-ratelimit-reset", "x-beta-ratelimit-reset")


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
    ours, when it tells none. An instant that has passed tells nothing.
    """
    told = headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told[:9]) or None
    until = _http_date(told) or _reset(headers)
    if until is None:
        return None
    seconds = (until - (http_date(headers) or now)).total_seconds()
    return seconds if seconds > 0 else None


def http_date(headers: Mapping[str, str]) -> datetime | None:
    """The tracker's own time, by the `Date` of its answer."""
    return _http_date(headers.get("date", ""))


def _http_date(told: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(told)
    except (ValueError, TypeError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _reset(headers: Mapping[str, str]) -> datetime | None:
    told = next((headers[name] for name in _RESETS if headers.get(name)), "")
    try:
        if told.isdecimal():
            return datetime.fromtimestamp(int(told[:12]), UTC)
        found = datetime.fromisoformat(told)
    except (ValueError, OverflowError, OSError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
