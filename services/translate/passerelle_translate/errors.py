"""What can go wrong while translating.

UnprocessableError        set the message aside, carry on
└── MisaddressedError     a record's key is not the id of the item it tells about
RetryableError            the world was not ready
└── RulesOvertakenError   somebody else published at the same moment
FatalError                refuse to start, or exit before acknowledging
├── RulesInvalidError     rules/*.yaml contradict themselves, or cannot be read
├── RulesLostError        the rule set that was published is not there
├── RulesUnchangedError   the newest rule set says the same
├── RulesUnexpectedError  the rules are not the ones that were to be published
├── VersionUnknownError   no rule set has this version
├── NewerFormError        a rule set says more than this program knows
└── MostlyDeadError       so many messages were set aside that we are the broken part
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from passerelle_schemas.errors import FatalError, RetryableError, UnprocessableError


class MisaddressedError(UnprocessableError):
    """A record's key differs from the item that it tells about."""

    code = "misaddressed"

    def __init__(self, topic: str, item: str) -> None:
        self.item = item
        super().__init__(
            f"A record on {topic} tells about {item} under another key, so it may lie "
            "in a partition of another worker. Publish it again under the item's id."
        )


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing that is wrong in a rule file, and the way out."""

    file: str
    line: int
    column: int
    what: str
    way_out: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}. {self.way_out}"


class RulesInvalidError(FatalError):
    """The rule files cannot be used; says every mistake at once."""

    code = "rules-invalid"

    def __init__(
        self,
        mistakes: Sequence[Mistake],
        unread: Sequence[str] = (),
        folder: str = "",
    ) -> None:
        self.mistakes = tuple(mistakes)
        self.unread = tuple(unread)
        more = f"More may follow once {', '.join(unread)} can be read.\n"
        told = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        count = len(self.mistakes)
        things = "one mistake" if count == 1 else f"{count} mistakes"
        super().__init__(
            f"The rules hold {things}; nothing was published:\n{told}\n"
            f"{more if unread else ''}"
            f"Mend them and check again with: passerelle rules check {folder}".rstrip()
        )


class RulesOvertakenError(RetryableError):
    """Somebody else's rule set has the version that ours was to have."""

    code = "rules-overtaken"

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(
            f"Somebody else published version {version} at the same moment, so nothing "
            "of yours was published. See what it changed with `passerelle rules diff`, "
            "then publish again."
        )


class RulesLostError(FatalError):
    """The topic holds no rule set although one was just published to it."""

    code = "rules-lost"

    def __init__(self) -> None:
        super().__init__(
            "The rules were published and are not on business.rules.v1. That topic "
            "must keep the newest record of each key for ever: see its cleanup.policy."
        )


class RulesUnchangedError(FatalError):
    """The newest rule set says the same, from the same instant on or earlier."""

    code = "rules-unchanged"

    def __init__(self, version: int, effective_from: datetime) -> None:
        self.version = version
        super().__init__(
            f"Version {version} says the same, and counts from "
            f"{effective_from:%Y-%m-%d %H:%M}Z on: nothing was published. A rule set "
            "that is planned can be brought forward; to put it off, roll back to the "
            "one before it and publish again."
        )


class RulesUnexpectedError(FatalError):
    """The content of the rules differs from what was to be published."""

    code = "rules-unexpected"

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(
            f"The rules are not those that you expect: their content is {found[:12]}, "
            f"not {expected[:12]}; nothing was published. Somebody changed a file "
            "since: see what with `passerelle rules diff`."
        )


class VersionUnknownError(FatalError):
    """No published rule set has this version."""

    code = "version-unknown"

    def __init__(self, version: int, newest: int | None) -> None:
        self.version = version
        there = (
            "No rule set is published yet"
            if newest is None
            else f"The newest rule set is version {newest}"
        )
        super().__init__(
            f"No rule set has version {version}. {there}; `passerelle rules history` "
            "tells them all."
        )


class NewerFormError(FatalError):
    """A rule set says things that this program cannot read, and so not say again."""

    code = "newer-form"

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(
            f"Version {version} was published by a Passerelle that knows more than "
            "this one, which would leave some of it out. Upgrade this one first."
        )


class MostlyDeadError(FatalError):
    """Too large a share of the stream cannot be understood."""

    code = "mostly-dead"

    def __init__(self, dead: int, seen: int, why: str) -> None:
        super().__init__(
            f"{dead} of the last {seen} messages would be set aside ({why}). "
            "Then this program is the broken part: nothing was acknowledged. Look at "
            "the log, mend the program or its producer, and start again."
        )
