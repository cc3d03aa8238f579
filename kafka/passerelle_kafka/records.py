"""A Kafka record as our code sees it: plain, frozen, without a client's object."""

from dataclasses import dataclass

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to be written."""

    topic: str
    key: bytes
    value: bytes | None
    """None deletes the key of a compacted topic."""
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record that was read."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
