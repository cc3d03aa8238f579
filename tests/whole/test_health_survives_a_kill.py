"""Figures of an ingest that is killed again and again are those of what it was sent."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from passerelle.embedded import free_port
from passerelle_ingest.witnessing import read_witnessed
from passerelle_kafka.settings import KafkaSettings
from tests.brokers import ROOT
from tests.ingest.sources import SECRET, signed

pytestmark = [pytest.mark.kafka, pytest.mark.tansu, pytest.mark.timeout(300)]

ISSUE = ROOT / "tests" / "ingest" / "fixtures" / "github" / "issues__opened.json"
ROUNDS = 3


def settings(folder: Path, kafka: KafkaSettings, port: int) -> Path:
    """Write the settings of an ingest that hears webhooks, and asks nobody."""
    config = folder / "passerelle.toml"
    config.write_text(f"""
[kafka]
bootstrap = "{kafka.bootstrap}"
topic_prefix = "{kafka.topic_prefix}"
idempotent = {str(kafka.idempotent).lower()}
exact_ends = {str(kafka.exact_ends).lower()}

[ingest]
port = {port}
poll_minutes = 0
census_hours = 0

[[ingest.sources]]
id = "github-verdier"
tracker = "github"
api_url = "http://127.0.0.1:9"
projects = ["verdier/boutique"]
webhook_secrets = ["{SECRET}"]
""")
    return config


async def run(config: Path, *words: str) -> asyncio.subprocess.Process:
    """Start a verb in a process of its own."""
    command = [sys.executable, "-m", "passerelle", "-c", str(config), "ingest", *words]
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=config.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )


@asynccontextmanager
async def killed_at_the_end(
    config: Path, port: int
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve until the block ends, then as in a power cut."""
    process = await run(config, "serve")
    address = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=address, timeout=60) as tracker:
            async with asyncio.timeout(60):
                while not await well(tracker):
                    assert process.returncode is None, "it ended by itself"
                    await asyncio.sleep(0.1)
            yield tracker
    finally:
        process.kill()
        await process.wait()


async def well(tracker: httpx.AsyncClient) -> bool:
    """Whether webhooks are answered with more than 503."""
    try:
        return (await tracker.get("/health")).status_code == 200
    except httpx.TransportError:
        return False


async def post(tracker: httpx.AsyncClient, event: str, name: str) -> None:
    """Send a webhook of GitHub under a delivery id, and see it acknowledged."""
    body = ISSUE.read_bytes() if event == "issues" else b"{}"
    headers = signed(body, event=event) | {"x-github-delivery": name}
    answer = await tracker.post(
        "/webhooks/github-verdier", content=body, headers=headers
    )
    assert answer.status_code == 202, answer.text


async def witnessed(kafka: KafkaSettings, refused: int) -> None:
    """Return once so many refusals were said."""
    async with asyncio.timeout(60):
        while (
            sum(sum(one.refused.values()) for one in await read_witnessed(kafka))
            < refused
        ):
            pass  # reading takes its time


async def test_the_figures_are_those_of_an_ingest_that_lived(
    any_broker: KafkaSettings, tmp_path: Path
) -> None:
    port = free_port()
    config = settings(tmp_path, any_broker, port)
    for turn in range(ROUNDS):
        async with killed_at_the_end(config, port) as tracker:
            for number in range(5):
                await post(tracker, "issues", f"issue-{turn}-{number}")
            await post(tracker, "issues", "issue-0-0")
            await post(tracker, "push", f"push-{turn}")
            refused = await tracker.post("/webhooks/github-verdier", content=b"{}")
            assert refused.status_code == 401
            nobody = await tracker.post("/webhooks/nobody", content=b"{}")
            assert nobody.status_code == 404
            await witnessed(any_broker, 2 * (turn + 1))
    process = await run(config, "status", "--json")
    written, _ = await process.communicate()
    told = json.loads(written)
    assert process.returncode == 1, "the project was never read"
    assert "never-read" in {need["code"] for need in told["needs"]}
    health = {one["source"]: one for one in told["sources"]}
    github = health["github-verdier"]
    webhooks = github["ways"]["webhook"]
    assert webhooks["deliveries"] == ROUNDS * 7
    assert webhooks["facts"] == ROUNDS * 6 * webhooks["first_told"]
    assert github["twice"] == ROUNDS
    assert github["silences"] == {"no-work": ROUNDS}
    assert github["refused"] == {"signature-refused": ROUNDS}
    assert health["-"]["refused"] == {"unknown-source": ROUNDS}
    assert github["uncounted"] == 0
