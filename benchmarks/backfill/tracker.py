"""A simulated GitHub and Jira Cloud that are fast: every answer comes 50 ms later.

`python -m benchmarks.backfill.tracker ITEMS LATENCY_MS` prints its port. A protocol of
its own instead of an ASGI server, so that it is not what is measured; answers are
rendered once and kept, as far as they are small.
"""

import asyncio
import json
import re
import selectors
import sys
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from benchmarks.backfill import rendering
from benchmarks.backfill.rendering import BEGIN, PAGE, PROJECT, as_bytes

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_REPO = f"/repos/{PROJECT}"
_OF_ONE = re.compile(rf"{re.escape(_REPO)}/issues/(\d+)(/timeline)?$")
_KEPT = 40_000
Answer = tuple[int, dict[str, str], bytes]
Asked = dict[str, str]
_NOT_FOUND: Answer = (HTTPStatus.NOT_FOUND, {}, b'{"message":"Not Found"}')


class Trackers:
    """What is answered; pure but for what it remembers of its own answers."""

    def __init__(self, items: int, home: str = "") -> None:
        self.items = items
        self.home = home
        self.asked = 0
        self.issue = lru_cache(_KEPT)(
            lambda n: as_bytes(rendering.github_issue(n, self.home))
        )
        self.timeline = lru_cache(_KEPT)(
            lambda n: as_bytes(rendering.github_timeline(n, self.home))
        )
        self.jira = lru_cache(_KEPT)(lambda n: as_bytes(rendering.jira_issue(n)))
        self.histories = lru_cache(_KEPT)(
            lambda n: as_bytes(rendering.jira_histories(n))
        )

    def warm(self) -> None:
        """Render everything once, before anybody measures."""
        for number in range(1, self.items + 1):
            self.issue(number)
            self.timeline(number)
            self.jira(number)
            if number % rendering.EVENTFUL == 0:
                self.histories(number)

    def answer(self, method: str, target: str, body: bytes) -> Answer:
        """Answer a request; 404 for what neither tracker is asked here."""
        url = urlsplit(target)
        self.asked += url.path != "/asked"
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if method == "POST" and body:
            asked |= {k: json.dumps(v) for k, v in json.loads(body).items()}
        if url.path.startswith("/rest/"):
            return self._jira(url.path.rpartition("/rest/api/3/")[2], asked)
        return self._github(url.path, asked)

    def _github(self, path: str, asked: Asked) -> Answer:
        if one := _OF_ONE.match(path):
            number = int(one[1])
            return _ok(self.timeline(number) if one[2] else self.issue(number))
        match path.removeprefix(_REPO):
            case "/issues":
                return self._issues(asked)
            case "/issues/events" | "/issues/comments":
                return self._of_all(path, asked)
        plain = {
            _REPO: as_bytes(rendering.github_repository(self.home)),
            f"{_REPO}/milestones": b"[]",
            f"{_REPO}/releases": b"[]",
            "/asked": str(self.asked).encode(),
            "/graphql": as_bytes(rendering.GRAPHQL),  # the Singer tap begins with it
        }
        found = plain.get(path)
        return _ok(found) if found is not None else _NOT_FOUND

    def _issues(self, asked: Asked) -> Answer:
        """By last change, from `since` on; the next page is after the last row."""
        since, after = asked.get("since", ""), asked.get("after", "0")
        first = max(int(after) + 1, _seconds(since) if since else 1)
        last = min(self.items, first + PAGE - 1)
        body = b"[" + b",".join(map(self.issue, range(first, last + 1))) + b"]"
        told = {"ETag": f'W/"{first}-{last}"'}
        if last == self.items:
            return _ok(body, told)
        link = _link(f"{self.home}{_REPO}/issues", asked, after=last)
        return _ok(body, told | link)

    def _of_all(self, path: str, asked: Asked) -> Answer:
        """Events, or comments, of all issues in one list; for the Singer tap."""
        wanted = path.endswith("/comments")
        each = 2 if wanted else rendering.EVENTS - 2
        page = int(asked.get("page", "1"))
        first = (page - 1) * PAGE // each + 1
        last = min(self.items, first + PAGE // each - 1)
        rows = [
            event
            | {"issue": {"number": n, "url": f"{self.home}{_REPO}/issues/{n}"}}
            | {"issue_url": f"{self.home}{_REPO}/issues/{n}"}
            for n in range(first, last + 1)
            for event in json.loads(self.timeline(n))
            if (event["event"] == "commented") is wanted
        ]
        more = last < self.items
        link = _link(f"{self.home}{path}", asked, page=page + 1) if more else None
        return _ok(as_bytes(rows), link)

    def _jira(self, what: str, asked: Asked) -> Answer:
        match what:
            case "search/jql":
                return self._search(asked)
            case "status":
                return _ok(as_bytes(rendering.STATUSES))
            case "search/approximate-count":
                return _ok(as_bytes({"count": self.items}))
            case "changelog/bulkfetch":
                return self._bulk(asked)
        return _NOT_FOUND

    def _search(self, asked: Asked) -> Answer:
        token = asked.get("nextPageToken", "").strip('"')
        first = int(token or "1")
        last = min(self.items, first + PAGE - 1)
        rows = b",".join(map(self.jira, range(first, last + 1)))
        more = last < self.items
        end = b'"nextPageToken":"%d","isLast":false' % (last + 1)
        return _ok(
            b'{"issues":[' + rows + b"]," + (end if more else b'"isLast":true') + b"}"
        )

    def _bulk(self, asked: Asked) -> Answer:
        numbers = [int(one) - 10_000 for one in json.loads(asked["issueIdsOrKeys"])]
        return _ok(
            b'{"issueChangeLogs":[' + b",".join(map(self.histories, numbers)) + b"]}"
        )


def _ok(body: bytes, headers: dict[str, str] | None = None) -> Answer:
    return HTTPStatus.OK, headers or {}, body


def _seconds(instant: str) -> int:
    return int((BEGIN.fromisoformat(instant) - BEGIN).total_seconds())


def _link(address: str, asked: Asked, **where: int) -> dict[str, str]:
    query = "&".join(f"{name}={value}" for name, value in {**asked, **where}.items())
    return {"Link": f'<{address}?{query}>; rel="next"'}


class Protocol(asyncio.Protocol):
    """HTTP/1.1 as far as a client of an API speaks it."""

    def __init__(self, trackers: Trackers, latency: float) -> None:
        self._trackers = trackers
        self._latency = latency
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for mypy
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._received) < whole:
                return
            body = self._received[end + 4 : whole]
            self._received = self._received[whole:]
            method, target, _ = head.split(b"\r\n", 1)[0].decode("ascii").split(" ")
            loop = asyncio.get_running_loop()
            began = loop.time()
            status, headers, answer = self._trackers.answer(method, target, body)
            told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            written = (
                f"HTTP/1.1 {int(status)} OK\r\nContent-Type: application/json\r\n"
                f"{told}Content-Length: {len(answer)}\r\n\r\n"
            ).encode("ascii") + answer
            loop.call_at(began + self._latency, self._write, written)

    def _write(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)


async def serve(items: int, latency: float) -> None:
    """Serve until ended; prints the port once everything is rendered."""
    trackers = Trackers(items)
    server = await asyncio.get_running_loop().create_server(
        lambda: Protocol(trackers, latency), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]
    trackers.home = f"http://127.0.0.1:{port}"
    trackers.warm()
    print(port, flush=True)
    await server.serve_forever()


def exact() -> asyncio.AbstractEventLoop:
    """Make a loop that wakes up to the microsecond.

    epoll and poll count whole milliseconds, so that each answer would come late by half
    of one, which the bound knows nothing of.
    """
    return asyncio.SelectorEventLoop(selectors.SelectSelector())


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=exact) as runner:
        runner.run(serve(int(sys.argv[1]), float(sys.argv[2]) / 1000))
