"""What can go wrong while making an edition.

UnprocessableError
├── ForeignAddressError       a page asked for something that we do not ship
├── LayoutError               a page could not be laid out, not even plainly
├── PrintingEndedError        the process that printed was ended, and again alone
└── EditionsLostError         some editions could not be printed; the others are there
FatalError                    refuse to start
├── WeekInvalidError          what was given is no ISO week
├── WeekNotBegunError         a week that is still to come was asked for
├── DepartmentUnknownError    the rule set knows no such department
├── RulesMissingError         no rule set was published yet
├── KnowsLessError            nothing is known, and an edition would be lost
└── ArchiveError              the edition could not be written where it belongs
"""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from passerelle_schemas.errors import FatalError, UnprocessableError


class LayoutError(UnprocessableError):
    """A page could not be laid out, not even with the plain style."""

    code = "layout"

    def __init__(self, edition: str, cause: str) -> None:
        self.edition = edition
        self.cause = cause
        super().__init__(
            f"The edition {edition} could not be laid out ({cause}). "
            "The other editions are not concerned; send this message to us."
        )


class PrintingEndedError(UnprocessableError):
    """The process that printed an edition was ended, and again when it was alone."""

    code = "printing-ended"

    def __init__(self, edition: str, memory_mb: int, slow: float | None = None) -> None:
        self.edition = edition
        why = "its process was ended, as a machine does that runs out of memory"
        way_out = (
            f"Give the machine room: a process may take {memory_mb} MB "
            "(report.print_memory_mb)."
        )
        if slow is not None:
            why = f"it was not done after {slow:g} s"
            way_out = "Give it more time (report.print_seconds)."
        super().__init__(
            f"The edition {edition} could not be printed, tried twice: {why}. "
            f"The other editions are not concerned. {way_out}"
        )


class EditionsLostError(UnprocessableError):
    """Some editions could not be printed; the others were, and are in the archive."""

    code = "editions-lost"

    def __init__(
        self, lost: Sequence[UnprocessableError], made: Mapping[str, Path]
    ) -> None:
        self.lost = tuple(lost)
        self.made = dict(made)
        """Where the others stand, by their keys."""
        super().__init__(" ".join(str(error) for error in lost))


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

    def __init__(self, given: str, *, year: int = 0, weeks: int = 0) -> None:
        self.given = given
        way_out = "Write the year, W and two digits, for example 2026-W47."
        if weeks:
            way_out = f"{year} has {weeks} weeks, {year}-W01 to {year}-W{weeks}."
        super().__init__(f"{given[:40]!r} is no ISO week. {way_out}")


class WeekNotBegunError(FatalError):
    """A week that is still to come was asked for."""

    code = "week-not-begun"

    def __init__(self, given: str, last: str) -> None:
        self.given = given
        self.last = last
        super().__init__(
            f"The week {given} has not begun; the last one that is over is {last}."
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


class KnowsLessError(FatalError):
    """Nothing is known, and an edition that may tell more would be overwritten."""

    code = "knows-less"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"No source has told anything on this broker, and {path} is there: it was "
            "left as it is. Read the trackers first (`passerelle ingest backfill`), or "
            "give another folder (--out)."
        )


class ArchiveError(FatalError):
    """The edition could not be written where it belongs."""

    code = "archive"

    def __init__(self, path: Path, cause: str) -> None:
        self.path = path
        super().__init__(
            f"Cannot write {path} ({cause}). Set report.archive to a folder that this "
            "program may write to; `report make` takes --out as well."
        )
