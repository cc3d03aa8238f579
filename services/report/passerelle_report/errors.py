"""What can go wrong while making an edition.

UnprocessableError
├── ForeignAddressError       a page asked for something that we do not ship
└── LayoutError               a page could not be laid out, not even plainly
FatalError                    refuse to start
├── WeekInvalidError          what was given is no ISO week
├── DepartmentUnknownError    the rule set knows no such department
├── RulesMissingError         no rule set was published yet
└── ArchiveError              the edition could not be written where it belongs
"""

import difflib
from collections.abc import Sequence
from pathlib import Path

from passerelle_schemas.errors import FatalError, UnprocessableError


class LayoutError(UnprocessableError):
    """A page could not be laid out, not even with the plain style."""

    code = "layout"

    def __init__(self, edition: str, cause: str) -> None:
        self.edition = edition
        super().__init__(
            f"The edition {edition} could not be laid out ({cause}). "
            "The other editions are not concerned; send this message to us."
        )


class ForeignAddressError(UnprocessableError):
    """A page asked for something that we do not ship; nothing was fetched."""

    code = "foreign-address"

    def __init__(self, said: str) -> None:
        super().__init__(
            f"A page asked for an address of others ({said[:120]}). Nothing was "
            "fetched, and the page is set plainly; send this message to us."
        )


class WeekInvalidError(FatalError):
    """What was given is no ISO week."""

    code = "week-invalid"

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(
            f"{given[:40]!r} is no ISO week. "
            "Write the year, W and two digits, for example 2026-W47."
        )


class DepartmentUnknownError(FatalError):
    """The rule set knows no such department."""

    code = "department-unknown"

    def __init__(self, given: str, known: Sequence[str]) -> None:
        self.given = given
        self.known = tuple(known)
        near = difflib.get_close_matches(given, known, n=1)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(
            f"The rule set knows no department {given[:40]!r}.{meant} "
            f"Known departments: {', '.join(known)}."
        )


class RulesMissingError(FatalError):
    """No rule set was published yet."""

    code = "rules-missing"

    def __init__(self, topic: str) -> None:
        self.topic = topic
        super().__init__(
            f"No rule set stands on {topic}, so nothing says who reads what. "
            "Start `passerelle translate` with your rules folder; it publishes them."
        )


class ArchiveError(FatalError):
    """The edition could not be written where it belongs."""

    code = "archive"

    def __init__(self, path: Path, cause: str) -> None:
        self.path = path
        super().__init__(
            f"Cannot write {path} ({cause}). "
            "Give a folder that this program may write to, with --out."
        )
