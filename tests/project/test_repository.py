"""What the files of the repository keep to."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from passerelle_schemas.topics import TOPICS
from tests.project.tree import PACKAGES, ROOT, imported, tracked

TEXTS = tuple(f for f in tracked() if f.suffix not in {".png", ".pdf", ".xz", ".woff2"})
PINS = sorted((ROOT / "requirements").glob("*.txt"))
_HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "maven" + ".org",
    "repo.maven" + ".apache.org",
    "deb." + "debian.org",
)
FORBIDDEN = re.compile("|".join(map(re.escape, _HOSTS)))
MACHINE = re.compile(r"(^|[^\w.$}])/(work|farm|root|home/\w+)/", re.MULTILINE)


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    for file in TEXTS:
        text = file.read_text(encoding="utf-8")
        assert not FORBIDDEN.search(text), _name(file)
        assert not MACHINE.search(text), _name(file)


def test_no_test_mocks() -> None:
    for file in tracked():
        if file.suffix == ".py":
            assert not {"unittest.mock", "mock", "pretend"} & set(imported(file)), file


def test_every_package_says_that_it_is_typed() -> None:
    for folder in PACKAGES.values():
        assert (folder / "py.typed").is_file(), folder


@pytest.mark.parametrize("pins", PINS, ids=[p.name for p in PINS])
def test_every_pin_has_its_hashes_and_names_no_index(pins: Path) -> None:
    text = pins.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9._-]+(\[[\w,]+\])?==\S+ .*--hash=sha256:", line), line


def test_what_every_file_pins_together_agrees() -> None:
    """One version of a library for each Python, whichever file names it."""
    found: dict[tuple[str, str], set[str]] = {}
    for pins in PINS:
        text = pins.read_text(encoding="utf-8").replace("\\\n", " ")
        for name, version, marker in re.findall(
            r"^([\w.-]+)==(\S+) *(;[^-]*?)? *--hash", text, re.MULTILINE
        ):
            found.setdefault((name, marker.strip()), set()).add(version)
    assert not {name: v for name, v in found.items() if len(v) > 1}


def test_the_readme_shows_both_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^make demo\b", readme, re.MULTILINE)
    assert re.search(r"^make test\b", readme, re.MULTILINE)


def test_make_prints_its_verbs_and_they_are_few() -> None:
    ours = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    printed = subprocess.run(
        ["make"], cwd=ROOT, env=ours, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    helpers = {"help", "ready"}
    verbs = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) - helpers
    assert {line.split()[1] for line in printed} == verbs
    assert 2 <= len(verbs) <= 10
    for line in printed:
        assert re.fullmatch(r"make [a-z-]+ +[A-Z].*\.", line), line


def test_each_topic_is_declared_once() -> None:
    names = [topic.name for topic in TOPICS]
    assert len(set(names)) == len(names)
    spelled = re.compile("|".join(rf'"{re.escape(name)}"' for name in names))
    for folder in PACKAGES.values():
        for file in folder.rglob("*.py"):
            if file.name != "topics.py":
                found = spelled.search(file.read_text(encoding="utf-8"))
                assert not found, f"{file}: import the topic in place of its name"


def test_every_json_file_is_json() -> None:
    for file in tracked():
        if file.suffix == ".json":
            json.loads(file.read_text(encoding="utf-8"))
