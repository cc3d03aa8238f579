"""What can go wrong while translating.

UnprocessableError        set the message aside, carry on
└── MisaddressedError     a record's key is not the id of the item it tells about
FatalError                refuse to start, or exit before acknowledging
├── RulesInvalidError     rules/*.yaml contradict themselves, or cannot be read
├── RulesContestedError   somebody else goes on publishing other rules
└── MostlyDeadError       so many messages were set aside that we are the broken part
"""

from collections.abc import Sequence
from dataclasses import dataclass

from passerelle_schemas.errors import FatalError, UnprocessableError


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


class RulesContestedError(FatalError):
    """Other rules were published each time that we published ours."""

    code = "rules-contested"

    def __init__(self, attempts: int) -> None:
        super().__init__(
            f"Other rules were published {attempts} times while these were. "
            "Give every worker the same rules folder, then start again."
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
