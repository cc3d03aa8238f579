"""A dead letter: the untouched bytes of a message, with why and where from.

The value and the key are those of the message. What is told here stands in headers
that begin with `dead-letter-`; the message's own headers are kept beside them.
"""

from passerelle_schemas.contract import Contract, Instant

_PREFIX = "dead-letter-"
REPLAYED = "dead-letter-replayed"
"""The header that marks a dead letter as said again; its value is that one's place."""


def header_of(field: str) -> str:
    """Name the header that tells *field* of a dead letter."""
    return _PREFIX + field.replace("_", "-")


class DeadLetter(Contract):
    """Why a message was set aside, and where it came from."""

    reason: str
    """The stable code of the error; `unexpected` when it is a bug of ours."""
    detail: str
    """What the error said; bounded, and never the payload."""
    topic: str
    """The topic it was read from, or would have been written to."""
    partition: int = -1
    """-1 for what never was on a topic: a delivery that came over HTTP."""
    offset: int = -1
    set_aside_at: Instant
    set_aside_by: str
    """Service and version, for example `translate 0.1.0`."""

    def to_headers(self) -> tuple[tuple[str, bytes], ...]:
        """Write the reason and origin as Kafka headers."""
        written = self.model_dump(mode="json")
        return tuple(
            (header_of(name), str(value)[:1000].encode())
            for name, value in written.items()
        )

    @classmethod
    def from_headers(cls, headers: tuple[tuple[str, bytes], ...]) -> "DeadLetter":
        """Read it back; raises pydantic's ValidationError when it is not one."""
        return cls.model_validate(
            {
                name.removeprefix(_PREFIX).replace("-", "_"): value.decode()
                for name, value in headers
                if name.startswith(_PREFIX)
            }
        )


def own_headers(
    headers: tuple[tuple[str, bytes], ...],
) -> tuple[tuple[str, bytes], ...]:
    """The headers that the message had before it was set aside."""
    return tuple(header for header in headers if not header[0].startswith(_PREFIX))
