"""Reads who publishes rules, why, and from when they count, as a person types it."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from passerelle.errors import SaidWrongError
from passerelle_report.people import person_in
from passerelle_schemas.text import cleaned

LONGEST_ROLE = 60
LONGEST_REASON = 500
_SHORTEST_HASH = 12
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(?P<offset>Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_LOGIN = re.compile(r"@\w|\w@")
_SHOWN = 40
"""Letters of a word that are told back."""


def role(told: str) -> str:
    """Read who publishes; raise SaidWrongError for nothing, and for a person."""
    line = cleaned(told, limit=LONGEST_ROLE)
    if not line:
        wrong = "Say by which role: --author CTO, for example."
        raise SaidWrongError(wrong)
    # In small letters a name is a name as well.
    named = person_in(line) or person_in(line.title())
    if named or _LOGIN.search(line):
        wrong = (
            f"--author {line!r} looks like a person; the history names roles only, "
            "such as CTO or payments team."
        )
        raise SaidWrongError(wrong)
    return line


def why(told: str) -> str:
    """Read a reason; raise SaidWrongError for none, and for one that names a person."""
    line = cleaned(told, limit=LONGEST_REASON)
    if not line:
        wrong = (
            'Say why with --reason "…": the history tells it for ever, to whoever '
            "asks why a page changed."
        )
        raise SaidWrongError(wrong)
    if named := person_in(line) or _LOGIN.search(line):
        words = named if isinstance(named, str) else "an address or login"
        wrong = (
            f"The reason seems to name a person ({words}); it is kept for ever, so "
            "name a role or a team."
        )
        raise SaidWrongError(wrong)
    return line


def moment(told: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Read from when rules count: a day, at its midnight in *zone*, or an instant.

    Raises SaidWrongError for what cannot be read, has no offset, or has passed.
    """
    word = told.strip()
    at = instant(word, zone, "--effective")
    if at <= now:
        wrong = (
            f"--effective {word[:_SHOWN]} has passed: it was {shown(at, zone)}. No "
            "rules count in the past; leave it out, and they count at once."
        )
        raise SaidWrongError(wrong)
    return at


def instant(told: str, zone: ZoneInfo, option: str) -> datetime:
    """Read a day, at its midnight in *zone*, or an instant with its offset.

    Raises SaidWrongError, naming the *option*, for anything else.
    """
    word = told.strip()
    at = _day(word, zone) if _DAY.fullmatch(word) else _instant(word, zone, option)
    if at is None:
        wrong = (
            f"{option} {word[:_SHOWN]!r} is no date: write a day (2026-12-01: its "
            f"midnight in {zone}) or an instant (2026-12-01T08:00+01:00)."
        )
        raise SaidWrongError(wrong)
    return at


def _day(word: str, zone: ZoneInfo) -> datetime | None:
    try:
        midnight = datetime.combine(date.fromisoformat(word), time(), zone)
        return midnight.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _instant(word: str, zone: ZoneInfo, option: str) -> datetime | None:
    found = _INSTANT.fullmatch(word)
    try:
        read = datetime.fromisoformat(word) if found else None
        if read is None or found is None:
            return None
        if not found["offset"]:
            meant = read.replace(tzinfo=zone).isoformat(timespec="minutes")
            wrong = (
                f"{option} {word} says no offset, so it is not one instant. In "
                f"{zone} it is {meant}."
            )
            raise SaidWrongError(wrong)
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def beginning_of_hash(told: str) -> str:
    """Read a content hash or its beginning; raise SaidWrongError for anything else."""
    word = told.strip().lower()
    if not re.fullmatch(rf"[0-9a-f]{{{_SHORTEST_HASH},64}}", word):
        wrong = (
            f"--expect {word[:_SHOWN]!r} is no content hash: give at least the first "
            f"{_SHORTEST_HASH} of its 64 digits, as `passerelle rules check` tells."
        )
        raise SaidWrongError(wrong)
    return word


def shown(at: datetime, zone: ZoneInfo) -> str:
    """Say an instant as the company's clock shows it."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} ({zone})"
