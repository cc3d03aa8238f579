"""What the way to a tracker spoils, and what it leaves as it is."""

from starlette.types import Message, Scope

from tests.drill.book import Book, Kind
from tests.drill.tally import Tally
from tests.drill.way import ANONYMOUS, OK, Passing

BODY = b'{"issues": [], "total": 0}'


async def _passed(headers: list[tuple[bytes, bytes]], tally: Tally) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    passing = Passing(send, Book(1, {Kind.HALF_BODY: 1.0}), "jira", tally)
    start: Scope = {"type": "http.response.start", "status": OK, "headers": headers}
    await passing(start)
    await passing({"type": "http.response.body", "body": BODY})
    return sent


async def test_an_answer_to_nobody_is_whole_and_no_answer_to_us() -> None:
    tally = Tally()
    _, body = await _passed([ANONYMOUS], tally)
    assert body["body"] == BODY
    assert tally.troubles == {"200": 1}


async def test_half_an_answer_to_us_counts_as_half() -> None:
    tally = Tally()
    _, body = await _passed([], tally)
    assert body["body"] == BODY[: len(BODY) // 2]
    assert tally.troubles == {"half-answer": 1}
