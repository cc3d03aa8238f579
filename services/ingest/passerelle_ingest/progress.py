"""Words for how far a reading is, with an estimate where there is one. Pure."""

from datetime import timedelta

_ENOUGH = timedelta(seconds=5)
"""Before that, how fast it goes says nothing."""
_MINUTES = 90


def how_far(items: int, total: int | None, pages: int, spent: timedelta) -> str:
    """Say how many items are read of how many, and how long the rest may take."""
    if total is None:
        return f"{items} items read, from {pages} answers"
    if items > total:
        return f"{items} items read"
    told = f"{items} of about {total} items read"
    if not items or spent < _ENOUGH:
        return told
    return f"{told}, {_lasting(spent / items * (total - items))} left"


def _lasting(left: timedelta) -> str:
    minutes = left.total_seconds() / 60
    if minutes < 1:
        return "less than a minute"
    if minutes < _MINUTES:
        return f"about {minutes:.0f} min"
    return f"about {minutes / 60:.1f} h"
