"""The reference validator of PDF/A and PDF/UA, asked in one go for many files."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
JARS = ROOT / "build" / "verapdf" / "lib"
FLAVOURS = ("3a", "ua1")
NO_VERAPDF = (
    "veraPDF is not here: it needs Java 17 and Maven (apt-get install "
    "default-jdk-headless maven, then make test)"
)


def verapdf_is_here() -> bool:
    """Whether Java and the jars are."""
    return shutil.which("java") is not None and any(JARS.glob("greenfield-apps*.jar"))


def verdicts(files: Sequence[Path]) -> dict[tuple[Path, str], str]:
    """Say PASS, or what veraPDF said instead, for each file and each flavour."""
    return {
        (file, flavour): told
        for flavour in FLAVOURS
        for file, told in _asked(files, flavour).items()
    }


def failures(files: Sequence[Path]) -> list[str]:
    """Name each file that does not pass, with the flavour; none when all do."""
    return [
        f"{file.name} {flavour}: {told}"
        for (file, flavour), told in verdicts(files).items()
        if told != "PASS"
    ]


def _asked(files: Sequence[Path], flavour: str) -> dict[Path, str]:
    command = ["java", "-cp", f"{JARS}/*", "org.verapdf.apps.GreenfieldCliWrapper"]
    asked = subprocess.run(
        [*command, "--format", "text", "-f", flavour, *map(str, files)],
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    lines = asked.stdout.splitlines()
    return {
        file: next(
            (line.split()[0] for line in lines if str(file) in line),
            f"no verdict: {asked.stderr[-300:]}",
        )
        for file in files
    }
