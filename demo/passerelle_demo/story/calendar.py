"""Instants of the story, written as people of Paris say them."""

import hashlib
from datetime import UTC, date, datetime, timedelta

from passerelle_demo.company import ZONE

YEAR = 2026
THIS_WEEK = 47


def paris(said: str) -> datetime:
    """Read `2026-11-17 14:32`, Paris time, as an instant in UTC."""
    return datetime.fromisoformat(said).replace(tzinfo=ZONE).astimezone(UTC)


def day(said: str) -> date:
    """Read `2026-11-27`."""
    return date.fromisoformat(said)


def dice(sides: int, *words: object) -> int:
    """Throw a die that falls the same way for the same words, on every machine."""
    thrown = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return int.from_bytes(thrown[:6], "big") % sides


def working_hour(week: int, weekday: int, *words: object) -> datetime:
    """Return a moment of that working day (0 is Monday), between 9 and 18 o'clock."""
    noon = date.fromisocalendar(YEAR, week, weekday + 1)
    minutes = 9 * 60 + dice(9 * 60, *words)
    local = datetime(noon.year, noon.month, noon.day, tzinfo=ZONE)
    moment = local + timedelta(minutes=minutes, seconds=dice(60, "s", *words))
    return moment.astimezone(UTC)


def on_a_working_day(moment: datetime) -> datetime:
    """Move what would fall on a Saturday or Sunday back to the Friday."""
    late = max(0, moment.astimezone(ZONE).weekday() - 4)
    return moment - timedelta(days=late)
