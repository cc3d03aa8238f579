"""Where the real data lies, and how to read it. It never enters the repository."""

import csv
import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.brokers import ROOT

REAL = ROOT.parent / "shared" / "real"
NO_REAL_DATA = (
    "The real tracker data is not here: it is expected in ../shared/real, "
    "beside the checkout (github-secp256k1.jsonl.xz, jira-apache.jsonl.xz and more)"
)

Json = dict[str, Any]
"""A tracker's own JSON: only the tests handle it raw."""


def real(name: str) -> Path:
    """Where *name* is; skips the test, saying why, when there is no real data."""
    found = REAL / name
    if not found.exists():
        pytest.skip(NO_REAL_DATA)
    return found


def lines(name: str, *, every: int = 1) -> list[Json]:
    """The lines of an archive of JSON lines: all, or each so-manieth."""
    with lzma.open(real(name), "rt", encoding="utf-8") as opened:
        return [json.loads(line) for line in islice(opened, 0, None, every)]


def rows(folder: str, table: str) -> list[dict[str, str]]:
    """Every row of a table as text; an empty or `NULL` value is an empty text."""
    # One row holds a whole answer of an API: beyond what csv allows on its own.
    csv.field_size_limit(16 * 1024 * 1024)
    with (real(folder) / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return [
            {
                name: "" if value in (None, "NULL") else value
                for name, value in row.items()
            }
            for row in csv.DictReader(opened)
        ]


def people_in(payload: object) -> Iterator[str]:
    """Every login, account, name and address of a person that a payload holds."""
    if isinstance(payload, dict):
        yield from _named(payload)
        for value in payload.values():
            yield from people_in(value)
    elif isinstance(payload, list):
        for value in payload:
            yield from people_in(value)


def _named(part: Json) -> Iterator[str]:
    """GitHub's users and committers, and Jira's users, by all that names them."""
    wanted = {"login", "email", "username", "emailAddress", "displayName"}
    if "email" in part:
        wanted |= {"name"}
    if "displayName" in part:
        wanted |= {"name", "key", "accountId"}
    for key in wanted & part.keys():
        if isinstance(part[key], str) and part[key]:
            yield part[key]
