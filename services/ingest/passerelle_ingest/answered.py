"""What the status of an answer means to us. Pure: it and the time come in."""

from collections.abc import Mapping
from datetime import datetime

from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    MovedError,
    NotVisibleError,
    TrackerAwayError,
    TrackerBusyError,
)
from passerelle_ingest.waiting import is_limited, seconds_to_wait
from passerelle_schemas.text import cleaned

OK = 200
UNCHANGED = 304
"""Answers If-None-Match, and nothing else; GitHub counts no request then."""
UNAUTHORISED = 401
FORBIDDEN = 403
_TAKEN = frozenset({OK, 201, 202, 204, UNCHANGED})
_REDIRECTS = range(300, 400)
_FAULTS = range(500, 600)
_AGAIN = frozenset({408, 425})
_UNKNOWN_TO_THEM = frozenset({UNAUTHORISED, FORBIDDEN})
_NOT_FOUND = 404
_GONE = 410
_NEEDED = "x-accepted-github-permissions"
"""With what GitHub answers 403: the permissions that would have been enough."""


def check(
    status: int, headers: Mapping[str, str], body: bytes, *, where: str, now: datetime
) -> None:
    """Return when an answer is what was asked for, else raise what it is instead."""
    if status in _TAKEN:
        if _is_anonymous(headers):
            raise CredentialsRefusedError(where, status)
        return
    if is_limited(status, headers, body):
        raise TrackerBusyError(where, seconds_to_wait(headers, now))
    if status in _FAULTS or status in _AGAIN:
        raise TrackerAwayError(where, f"status {status}")
    if status in _REDIRECTS:
        raise MovedError(where, status, headers.get("location", ""))
    if status in _UNKNOWN_TO_THEM:
        needs = cleaned(headers.get(_NEEDED, ""), limit=200)
        raise CredentialsRefusedError(where, status, needs)
    if status == _NOT_FOUND:
        raise NotVisibleError(where)
    if status == _GONE:
        raise EndpointGoneError(where)
    why = f"it has status {status}"
    raise AnswerRefusedError(where, why)


def _is_anonymous(headers: Mapping[str, str]) -> bool:
    """Whether Jira answers as it would answer anybody: fewer issues, and no error."""
    refused = headers.get("x-seraph-loginreason", "").upper()
    named = headers.get("x-ausername", "").lower()
    return named == "anonymous" or "AUTHENTICATED_FAILED" in refused
