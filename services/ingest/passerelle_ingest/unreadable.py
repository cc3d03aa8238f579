"""Says what cannot be read, and nothing of the text of it. Pure."""

from pydantic import ValidationError


def why(error: ValueError | OverflowError) -> str:
    """Name what is wrong and where, and nothing of the payload's text."""
    if not isinstance(error, ValidationError):
        return type(error).__name__
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    told = (f"{'.'.join(map(str, f['loc']))[:80]}: {f['type']}" for f in faults[:3])
    return "; ".join(told)


def numbered(what: str, entry: object) -> str:
    """Name an entry of an answer by its number, where it has one."""
    number = entry.get("id") if isinstance(entry, dict) else None
    told = str(number)
    is_one = isinstance(number, int | str) and told.isdecimal()
    return f"{what} {told[:40]}" if is_one else f"{what} without a number"
