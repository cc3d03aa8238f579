"""The company's trackers in a process: `python -m passerelle_demo serve` and `send`."""

import argparse
import asyncio
import contextlib
import signal
import sys
import urllib.error
import urllib.request

from passerelle_demo.live import live_deliveries
from passerelle_demo.serving import create_apps, create_clock_app
from passerelle_demo.sockets import served
from passerelle_demo.world import this_morning

ACCEPTED = 202


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    asked = _parser().parse_args(arguments)
    if asked.command == "send":
        return send(asked.ingest, asked.trackers)
    ports = (asked.jira_port, asked.github_port, asked.clock_port)
    asyncio.run(serve(asked.host, ports))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="passerelle_demo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="answer as the two trackers")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--jira-port", type=int, default=8471)
    serving.add_argument("--github-port", type=int, default=8472)
    serving.add_argument("--clock-port", type=int, default=8473)
    sending = commands.add_parser("send", help="post this morning's webhooks")
    sending.add_argument("--ingest", required=True, help="where Passerelle listens")
    sending.add_argument(
        "--trackers",
        default="",
        help="the clock of a running `serve`, so that this morning happens there too",
    )
    return parser


async def serve(host: str, ports: tuple[int, int, int]) -> None:
    """Answer until told to stop: Jira, GitHub and the clock, in this order of ports."""
    world, stop = this_morning(), asyncio.Event()
    for told in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(told, stop.set)
    apps = (*create_apps(world), create_clock_app(world))
    async with contextlib.AsyncExitStack() as opened:
        for app, port in zip(apps, ports, strict=True):
            await opened.enter_async_context(served(app, host, port))
        await stop.wait()


def send(ingest: str, trackers: str) -> int:
    """Post this morning's webhooks; 1 when any was refused.

    The bytes are those that the serving process would post: two worlds are equal.
    """
    if trackers:
        _post(f"{trackers.rstrip('/')}/this-morning", b"", {})
    statuses = [
        _post(f"{ingest.rstrip('/')}/webhooks/{d.source}", d.body, d.headers)
        for d in live_deliveries(this_morning())
    ]
    refused = [status for status in statuses if status != ACCEPTED]
    sys.stdout.write(f"{len(statuses)} webhooks sent, {len(refused)} refused.\n")
    return 1 if refused else 0


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - your own address
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - the same
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


if __name__ == "__main__":
    sys.exit(main())
