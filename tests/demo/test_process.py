"""The simulators as a process of their own, on real sockets, and what they post."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest

from passerelle.embedded import free_port
from passerelle_demo.__main__ import main
from passerelle_demo.config import GITHUB_TOKEN, JIRA_EMAIL, JIRA_TOKEN
from passerelle_demo.serving import create_apps
from passerelle_demo.sockets import served
from passerelle_demo.world import World

Ports = tuple[int, int, int]


@pytest.fixture
def ports() -> Iterator[Ports]:
    """The ports of a running `serve`: Jira, GitHub, the clock."""
    taken = (free_port(), free_port(), free_port())
    names = ("--jira-port", "--github-port", "--clock-port")
    options = [w for pair in zip(names, map(str, taken), strict=True) for w in pair]
    command = [sys.executable, "-m", "passerelle_demo", "serve", *options]
    process = subprocess.Popen(command)
    try:
        for port in taken:
            listening(port, process)
        yield taken
    finally:
        process.terminate()
        code = process.wait(timeout=20)
    assert code == 0, "told to stop, it ends well"


def listening(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once somebody listens there."""
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail(f"nobody listens on port {port}")


class Ingest(BaseHTTPRequestHandler):
    """Accepts every webhook, except on a path that asks to be refused."""

    paths: list[str]

    def do_POST(self) -> None:
        """Answer 202, as Passerelle does once the broker has acknowledged."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.paths.append(self.path)
        self.send_response(401 if self.path.startswith("/refusing") else 202)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def ingest() -> Iterator[tuple[str, list[str]]]:
    """Where webhooks may be sent, and the paths to which they came."""
    came: list[str] = []
    handler = type("Listening", (Ingest,), {"paths": came})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", came
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_serve_answers_and_this_morning_comes_into_it(
    ports: Ports, ingest: tuple[str, list[str]]
) -> None:
    jira, github, clock = (f"http://127.0.0.1:{port}" for port in ports)
    me = httpx.get(f"{jira}/rest/api/3/myself", auth=(JIRA_EMAIL, JIRA_TOKEN))
    assert me.json()["timeZone"] == "Europe/Paris"
    releases = f"{github}/repos/malleposte/boutique/releases"
    token = {"Authorization": f"Bearer {GITHUB_TOKEN}"}
    before = httpx.get(releases, headers=token).json()[0]["tag_name"]
    where, came = ingest
    assert main(["send", "--ingest", where, "--trackers", clock]) == 0
    after = httpx.get(releases, headers=token).json()[0]["tag_name"]
    assert (before, after) == ("v2026.11.12", "v2026.11.22")
    assert came.count("/webhooks/jira-malleposte") == 5
    assert came.count("/webhooks/github-malleposte") == 6


def test_a_refused_webhook_is_said(
    ingest: tuple[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    where, _ = ingest
    assert main(["send", "--ingest", f"{where}/refusing"]) == 1
    assert capsys.readouterr().out == "11 webhooks sent, 11 refused.\n"


async def test_every_answer_is_dated_by_the_story_and_once(world: World) -> None:
    """A second `Date`, of this machine, would make each day's demo another one."""
    async with AsyncExitStack() as opened:
        for app in create_apps(world):
            address = await opened.enter_async_context(served(app))
            client = await opened.enter_async_context(httpx.AsyncClient())
            answer = await client.get(address)
            assert answer.headers.get_list("Date") == ["Mon, 23 Nov 2026 05:00:00 GMT"]


async def test_a_taken_port_is_said(world: World) -> None:
    app, _ = create_apps(world)
    async with served(app) as address:
        with pytest.raises(OSError, match="in use"):
            await served(app, port=int(address.rpartition(":")[2])).__aenter__()
