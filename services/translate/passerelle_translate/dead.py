"""Setting a message aside: the untouched bytes, with why and where from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from passerelle_kafka.records import Incoming, Outgoing
from passerelle_schemas.dead_letters import DeadLetter, own_headers
from passerelle_schemas.errors import UnprocessableError
from passerelle_translate.errors import MostlyDeadError

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message that cannot be understood, and the error that says so."""

    record: Incoming
    error: Exception

    @property
    def reason(self) -> str:
        """The stable code of the error; `unexpected` when it is a bug of ours."""
        known = isinstance(self.error, UnprocessableError)
        return self.error.code if known else "unexpected"  # type: ignore[attr-defined] # it is one

    def letter(self, at: datetime, by: str) -> Outgoing:
        """Write the dead letter: same key, same bytes, own headers kept."""
        # What an unexpected error says may quote the payload: only its type is told.
        told = str(self.error) if self.reason != "unexpected" else ""
        letter = DeadLetter(
            reason=self.reason,
            detail=told or type(self.error).__name__,
            topic=self.record.topic,
            partition=self.record.partition,
            offset=self.record.offset,
            set_aside_at=at,
            set_aside_by=by,
        )
        return Outgoing(
            topic=f"{self.record.topic}.dead-letters",
            key=self.record.key or b"",
            value=self.record.value,
            headers=own_headers(self.record.headers) + letter.to_headers(),
        )


@dataclass(frozen=True, slots=True)
class DeadLetterLimit:
    """How large a share of the stream may be set aside before we stop instead.

    A single message cannot stop the bridge; a stream of them means that the broken
    part is us. Old messages weigh less and less: both counts are halved together.
    """

    most: float
    why: str
    least: int = 50
    """Fewer dead letters than this never stop the stream."""
    window: int = 2000
    seen: float = 0
    dead: float = 0

    def after(self, seen: int, dead: int) -> "DeadLetterLimit":
        """Count what one step saw and set aside."""
        total, lost = self.seen + seen, self.dead + dead
        while total > self.window:
            total, lost = total / 2, lost / 2
        return replace(self, seen=total, dead=lost)

    def judge(self, seen: int, dead: int) -> "DeadLetterLimit":
        """Count one step; raise MostlyDeadError when that is too much."""
        total, lost = self.seen + seen, self.dead + dead
        if lost >= self.least and lost > self.most * total:
            raise MostlyDeadError(round(lost), round(total), self.why)
        return self.after(seen, dead)


NOT_UNDERSTOOD = DeadLetterLimit(most=0.5, why="they break the contract")
UNEXPECTED = DeadLetterLimit(most=0.05, why="of unexpected errors, see the log")
