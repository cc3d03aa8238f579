"""The peers' own virtual environments, from pins with hashes, made once."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def environment(pins: Path) -> Path:
    """Return the folder of programs that *pins* name; installs what changed."""
    folder = ROOT / "build" / "bench" / pins.stem
    done = folder / "installed.txt"
    programs = folder / "bin"
    if done.exists() and done.read_bytes() == pins.read_bytes():
        return programs
    where = folder.relative_to(ROOT)
    print(f"· the environment of {pins.stem}, into {where}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(folder))
    pip = (str(programs / "python"), "-m", "pip", "install", "--quiet")
    _run(*pip, "--disable-pip-version-check", "--require-hashes", "-r", str(pins))
    done.write_bytes(pins.read_bytes())
    return programs


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
