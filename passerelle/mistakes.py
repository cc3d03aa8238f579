"""Says a mistake in the settings in the words of whoever writes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

Place = Sequence[int | str]
_LONGEST = 40
"""Letters of an id; the rest of a longer one says nothing more."""
_NUMBER = "must be a number"
_WORDS = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "enum": "must be {expected}",
    "finite_number": _NUMBER,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "missing": "must be given",
    "path_type": "must be a path in quotes",
    "string_pattern_mismatch": "is not written as it must be: {pattern}",
    "string_too_long": "is too long: {max_length} letters at most",
    "string_too_short": "is too short: {min_length} letters at least",
    "string_type": "must be a text in quotes",
    "tuple_type": "must be a list, in brackets",
}
"""What pydantic calls each mistake, and what we say; its own words are for who
programs."""


def in_plain_words(fault: ErrorDetails) -> str:
    """Say what is wrong with a value, without the value: it may be a secret."""
    if fault["type"] == "value_error":  # our own words already
        return fault["msg"].removeprefix("Value error, ")
    words = _WORDS.get(fault["type"])
    return words.format(**fault.get("ctx", {})) if words else fault["msg"]


def in_the_file(place: Place, told: Mapping[str, Any]) -> str:
    """Name *place* as the file of *told* shows it: a source by its id, not its row."""
    if tuple(place[:2]) == ("ingest", "sources") and len(place) > 2:  # noqa: PLR2004 - of a source
        inner = ".".join(map(str, place[3:]))
        row = f"[[ingest.sources]] {_source(place[2], told)}"
        return f"{row}: {inner}" if inner else row
    return ".".join(map(str, place))


def _source(row: int | str, told: Mapping[str, Any]) -> str:
    """Give the id of a source; its number, where it has none that is a text."""
    try:
        name = told["ingest"]["sources"][row]["id"]
    except (KeyError, IndexError, TypeError):
        name = None
    if isinstance(name, str) and name.isprintable() and name:
        return name[:_LONGEST]
    return f"number {row + 1}" if isinstance(row, int) else row
