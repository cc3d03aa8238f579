"""Minutes and a container engine: these tests run when they are asked for by name."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from passerelle.embedded import free_port
from tests.stack.compose import ROOT, Stack

HERE = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark."""
    config.addinivalue_line("markers", "stack: starts the containers; make stack-test")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave the stack out of a run that did not name it."""
    asked = "stack" in config.option.markexpr or any(
        HERE in (named := Path(argument.split("::")[0]).resolve(), *named.parents)
        for argument in config.args
    )
    if asked:
        return
    ours = [item for item in items if HERE in item.path.parents]
    config.hook.pytest_deselected(items=ours)
    items[:] = [item for item in items if item not in ours]


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tell where we are while it takes minutes."""
    capture = request.config.pluginmanager.get_plugin("capturemanager")

    def tell(line: str) -> None:
        with capture.global_and_fixture_disabled() if capture else nullcontext():
            sys.stdout.write(f"\n· {line}")
            sys.stdout.flush()

    return tell


@pytest.fixture(scope="session")
def engine() -> None:
    """A container engine that answers."""
    if not shutil.which("docker"):
        pytest.fail("There is no `docker` here: install Docker with Compose v2.")
    for command in (["docker", "version"], ["docker", "compose", "version"]):
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode:
            pytest.fail(f"{' '.join(command)}: {answer.stderr.strip()}")


@pytest.fixture(scope="session")
def images(engine: None, say: Callable[[str], None]) -> None:
    """The images, built from this checkout."""
    del engine
    Stack("passerelle-test", {}, say).build()


@pytest.fixture
def stack(images: None, say: Callable[[str], None], tmp_path: Path) -> Iterator[Stack]:
    """A stack of our own on a free port, with nothing in it; gone afterwards."""
    del images
    reports = tmp_path / "reports"
    reports.mkdir()
    stack = Stack(
        f"passerelle-test-{os.getpid()}",
        {
            "PASSERELLE_PORT": str(free_port()),
            "PASSERELLE_REPORTS": str(reports),
        },
        say,
    )
    assert (ROOT / "docker-compose.yml").is_file()
    try:
        yield stack
    finally:
        stack.down()
