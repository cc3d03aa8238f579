"""The peers' own virtual environments, from pins with hashes, made once."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PINS = Path(__file__).parent / "peers"


def environment(name: str) -> Path:
    """Return the folder of programs of the peer *name*; installs what changed."""
    pins = PINS / f"{name}.txt"
    folder = ROOT / "build" / "bench" / name
    done = folder / "installed.txt"
    programs = folder / "bin"
    if done.exists() and done.read_bytes() == pins.read_bytes():
        return programs
    print(f"· the environment of {name}, into {folder.relative_to(ROOT)}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(folder))
    pip = (str(programs / "python"), "-m", "pip", "install", "--quiet")
    _run(*pip, "--disable-pip-version-check", "--require-hashes", "-r", str(pins))
    done.write_bytes(pins.read_bytes())
    return programs


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
