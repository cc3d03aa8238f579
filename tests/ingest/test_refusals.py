"""What is not taken at the door is counted by why, once for each request."""

from collections.abc import Mapping

import pytest

from passerelle_ingest.health import Health
from passerelle_ingest.witness import Waits, Witness
from passerelle_kafka.publisher import Publishes, TooLargeError
from passerelle_schemas.health import NO_SOURCE, Witnessed
from tests.ingest.edges import edge, reachable
from tests.ingest.sources import GITHUB, NOW, RecordingPublisher, clock, signed

PATH = f"/webhooks/{GITHUB.id}"
GOOD = signed(b"{}", event="push")


class Full(RecordingPublisher):
    """A broker that takes no record of that size."""

    async def publish(self, _records: object) -> None:
        raise TooLargeError("work.raw.v1", 2)


def refused(witness: Witness) -> dict[str, dict[str, int]]:
    """By source, what was refused by reason."""
    found = {}
    for source in witness.sources:
        blank = Witnessed(source=source, worker="test", said_at=NOW)
        found[source] = witness.said(blank, None, Waits(), NOW).refused
    return found


@pytest.mark.parametrize(
    ("publisher", "path", "headers", "body", "status", "counted"),
    [
        (RecordingPublisher(), PATH, GOOD, b"{}", 202, {}),
        (
            RecordingPublisher(),
            PATH,
            {},
            b"{}",
            401,
            {GITHUB.id: {"signature-refused": 1}},
        ),
        (
            RecordingPublisher(),
            PATH,
            GOOD,
            b"x" * 2000,
            413,
            {GITHUB.id: {"body-too-large": 1}},
        ),
        (
            RecordingPublisher(),
            "/webhooks/nobody",
            GOOD,
            b"{}",
            404,
            {NO_SOURCE: {"unknown-source": 1}},
        ),
        (
            RecordingPublisher(fails_after=0),
            PATH,
            GOOD,
            b"{}",
            503,
            {GITHUB.id: {"broker-away": 1}},
        ),
        (Full(), PATH, GOOD, b"{}", 413, {GITHUB.id: {"too-large": 1}}),
        # Its signature is right: it is not refused, it is set aside.
        (
            RecordingPublisher(),
            PATH,
            signed(b"[]", event="issues"),
            b"[]",
            400,
            {},
        ),
    ],
)
async def test_a_request_is_refused_for_one_reason(  # noqa: PLR0913, PLR0917 - a table
    publisher: Publishes,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    status: int,
    counted: Mapping[str, Mapping[str, int]],
) -> None:
    witness = Witness()
    health = Health(reachable, clock, witness)
    async with edge(publisher, body_limit=1024, health=health) as tracker:
        answer = await tracker.post(path, content=body, headers=headers)
    assert answer.status_code == status
    assert refused(witness) == counted


async def test_no_room_is_counted_as_such() -> None:
    witness = Witness()
    health = Health(reachable, clock, witness)
    async with edge(RecordingPublisher(), room=1, health=health) as tracker:
        answer = await tracker.post(PATH, content=b"{}", headers=GOOD)
    assert answer.status_code == 503
    assert refused(witness) == {GITHUB.id: {"no-room": 1}}
