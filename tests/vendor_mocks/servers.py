"""Starts the mocks that others wrote, on free ports of the loopback."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from passerelle.embedded import free_port

ROOT = Path(__file__).parents[2]
HERE = ROOT / "build" / "vendor_mocks"
PRISM = HERE / "node_modules" / ".bin" / "prism"
DESCRIPTION = (
    HERE / "node_modules/@octokit/openapi/generated/api.github.com.json"
).resolve()
JIRA820 = HERE / "jira820" / "bin" / "jira820"
NO_PRISM = (
    "prism is not here: it needs Node.js 20 or newer with npm (apt-get install nodejs "
    "npm on Debian 13), then `sh setup/mocks.sh`"
)
NO_JIRA820 = "jira820 is not here: run `sh setup/mocks.sh`"
OURS = (
    "/repos/{owner}/{repo}",
    "/repos/{owner}/{repo}/issues",
    "/repos/{owner}/{repo}/issues/{issue_number}",
    "/repos/{owner}/{repo}/issues/{issue_number}/timeline",
    "/repos/{owner}/{repo}/milestones",
    "/repos/{owner}/{repo}/pulls",
    "/repos/{owner}/{repo}/pulls/{pull_number}",
    "/repos/{owner}/{repo}/releases",
    "/user",
    "/versions",
)
"""What we ask of GitHub: prism takes a minute for all of its 700 addresses."""


def prism_is_here() -> bool:
    """Whether Node.js, prism and GitHub's description are."""
    return shutil.which("node") is not None and PRISM.exists() and DESCRIPTION.exists()


@contextmanager
def prism(folder: Path) -> Iterator[str]:
    """Serve GitHub's description of our addresses; answers are its own examples."""
    described = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    described["paths"] = {path: described["paths"][path] for path in OURS}
    cut = folder / "api.github.com.json"
    cut.write_text(json.dumps(described), encoding="utf-8")
    port = free_port()
    command = ["node", str(PRISM), "mock", "-h", "127.0.0.1", "-p", str(port), str(cut)]
    with _running(command, port, folder / "prism.log", {}) as address:
        yield address


@contextmanager
def jira820(folder: Path) -> Iterator[str]:
    """Serve an invented Jira Data Center 8.20, the same one every time."""
    port = free_port()
    told = {"JIRA820_PORT": str(port), "JIRA820_DATE": "2026-11-20"}
    with _running([str(JIRA820)], port, folder / "jira820.log", told) as address:
        yield address


@contextmanager
def _running(
    command: Sequence[str], port: int, log: Path, told: Mapping[str, str]
) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    with (
        log.open("wb") as kept,
        subprocess.Popen(
            command, stdout=kept, stderr=kept, env={**os.environ, **told}
        ) as process,
    ):
        try:
            _wait_until_it_answers(address, process, log)
            yield address
        finally:
            process.terminate()


def _wait_until_it_answers(
    address: str, process: "subprocess.Popen[bytes]", log: Path, seconds: float = 90
) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    tail = log.read_text(errors="replace")[-2000:]
    raise RuntimeError(f"it did not answer within {seconds:g} s:\n{tail}")
