"""Who may import whom, and who may ask the world."""

import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from grimp import build_graph

from passerelle_schemas import topics
from passerelle_schemas.flows import INGEST, REPORT, TRANSLATE, Flow
from passerelle_schemas.topics import Topic
from tests.project.tree import (
    PACKAGES,
    ROOT,
    SERVICES,
    called,
    imported,
    modules,
    named,
)

SHELLS = {
    "passerelle_ingest": """
        asking awaiting backfill censuses credentials examine health http known_items
        knowing lanes mentions project refetch rounds saying service serving
        side_by_side taking trackers.github.auth trackers.jira.asking
        trackers.jira.chain turns upkeep watermarks web witnessing working
    """,
    "passerelle_translate": """
        answers facts_read following health lookup objectives_said partition partitions
        rules.loading rules.composing rules_topic service standing stream
    """,
    "passerelle_report": """
        archive health make page pdf press reader service wording.say
    """,
}
"""The modules of each service that meet the world; all others are functions of what
they are given."""

WORLD = {
    "aiokafka",
    "asyncio",
    "concurrent",
    "faust",
    "http",
    "httpx",
    "jinja2",
    "logging",
    "mode",
    "multiprocessing",
    "os",
    "pikepdf",
    "random",
    "signal",
    "smtplib",
    "socket",
    "stamina",
    "starlette",
    "structlog",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
    "uvicorn",
    "weasyprint",
    "passerelle_kafka.connection",
    "passerelle_kafka.following",
    "passerelle_kafka.groups",
    "passerelle_kafka.publisher",
    "passerelle_kafka.reader",
    "passerelle_kafka.topics",
}
_OF_A_PATH = """
    chmod exists expanduser glob is_dir is_file iterdir lstat mkdir open read_bytes
    read_text rename rglob rmdir stat symlink_to touch unlink write_bytes write_text
"""
FILES = tuple(f".{name}" for name in _OF_A_PATH.split())
COMPOSED = {
    "passerelle_ingest": """
        beside censuses known_items project reading refetch replay rounds saying
        taking trackers.github.app trackers.github.client trackers.github.counted
        trackers.github.examining trackers.github.judging
        trackers.github.keeper trackers.github.lists trackers.github.looks
        trackers.github.repositories trackers.jira.answers
        trackers.jira.auth trackers.jira.client trackers.jira.cloud
        trackers.jira.data_center trackers.jira.examining trackers.jira.judging
        trackers.jira.keeper trackers.jira.keys trackers.jira.oauth
        trackers.jira.projects trackers.jira.registration trackers.jira.wholes
        trackers.table understanding
    """,
    "passerelle_translate": "",
    "passerelle_report": "manifests printing",
}
"""The modules that meet the world through a shell that they import."""

READ_THE_ENVIRONMENT = {
    "passerelle.settings": "fills every setting",
    "passerelle.processes": "hands its own environment on to the worker it starts",
}
CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today")
CLOCKS_OF_OURS = {
    "passerelle.context": "the one clock, handed to the services",
    "passerelle_ingest.examine": "what it takes when none is given",
    "passerelle_translate.service": "where the worker's process begins",
    "passerelle_translate.stream": "the same",
}


def _pure_core() -> tuple[str, ...]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (pure,) = (c for c in contracts if c["id"] == "pure-core")
    return tuple(pure["source_modules"])


def _covers(pattern: str, module: str) -> bool:
    """Whether *module* is, or is inside, what import-linter's *pattern* names."""
    wanted, steps = pattern.split("."), module.split(".")
    return len(steps) >= len(wanted) and all(
        w in ("*", s) for w, s in zip(wanted, steps, strict=False)
    )


def test_the_import_contracts_are_kept() -> None:
    # In this process it would silence every logger that there is.
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [linter, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("service", SERVICES)
def test_only_the_named_shells_of_a_service_meet_the_world(service: str) -> None:
    found = {m for m, file in modules(service).items() if _meets_the_world(file)}
    assert found == _listed(SHELLS, service) & set(modules(service))


@pytest.mark.parametrize("service", SERVICES)
def test_every_other_module_is_pure_in_all_that_it_imports(service: str) -> None:
    graph = build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    allowed = _listed(SHELLS, service) | _listed(COMPOSED, service)
    found = {
        module: graph.find_upstream_modules(module) & WORLD
        for module in modules(service)
        if module not in allowed
    }
    assert {m: sorted(world) for m, world in found.items() if world} == {}


def _listed(lists: Mapping[str, str], service: str) -> set[str]:
    return {f"{service}.{name}" for name in lists[service].split()}


def _meets_the_world(file: Path) -> bool:
    return bool(_parents(imported(file)) & WORLD) or any(
        call == "open" or call.endswith(FILES) or call.startswith("pathlib.Path.")
        for call in called(file)
    )


def _asks_a_clock(file: Path) -> list[str]:
    return [name for name in named(file) if name.endswith(CLOCKS)]


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime as d\nd.now()",
        "import datetime as dt\ndt.datetime.utcnow()",
        "from datetime import date\nday = date\nday.today()",
        "from datetime import datetime\nclock = datetime.now",
    ],
)
def test_a_clock_is_a_clock_by_any_name(code: str, tmp_path: Path) -> None:
    file = tmp_path / "asks.py"
    file.write_text(code)
    assert _asks_a_clock(file)


@pytest.mark.parametrize(
    "code",
    [
        "from pathlib import Path\nPath('/').iterdir()",
        "from pathlib import Path as P\nP.cwd()",
        "import pathlib\nlist(pathlib.Path('.').rglob('*'))",
        "def away(path):\n    path.unlink()",
        "from io import open as o\no('x')",
        "from os import scandir",
        "import os.path as where",
        "from passerelle_kafka import reader",
    ],
)
def test_the_world_is_the_world_by_any_name(code: str, tmp_path: Path) -> None:
    file = tmp_path / "meets.py"
    file.write_text(code)
    assert _meets_the_world(file)


def test_a_function_of_what_it_is_given_is_pure(tmp_path: Path) -> None:
    file = tmp_path / "pure.py"
    file.write_text("from datetime import time, datetime\ndatetime.combine(1, time())")
    assert not _meets_the_world(file)
    assert not _asks_a_clock(file)


def _parents(names: Iterable[str]) -> set[str]:
    """Each name and what it is inside of: a.b.c, a.b, a."""
    return {
        ".".join(steps[: n + 1])
        for steps in (name.split(".") for name in names)
        for n in range(len(steps))
    }


def test_the_pure_core_of_the_contract_is_no_shell() -> None:
    shells = [f"{s}.{name}" for s in SERVICES for name in SHELLS[s].split()]
    for pattern in _pure_core():
        assert not [shell for shell in shells if _covers(pattern, shell)], pattern


def test_the_contracts_import_pydantic_and_nothing_else() -> None:
    allowed = sys.stdlib_module_names | {
        "passerelle_schemas",
        "pydantic",
        "pydantic_core",
    }
    for file in modules("passerelle_schemas").values():
        assert {name.split(".")[0] for name in imported(file)} <= allowed, file


@pytest.mark.parametrize("package", PACKAGES)
def test_only_settings_read_the_environment(package: str) -> None:
    for module, file in modules(package).items():
        if module not in READ_THE_ENVIRONMENT:
            asks = {"os.environ", "os.getenv", "environ", "getenv"} & set(named(file))
            assert not asks, module


@pytest.mark.parametrize("package", PACKAGES)
def test_nobody_asks_a_clock_but_the_one_that_is_handed_around(package: str) -> None:
    for module, file in modules(package).items():
        if module not in CLOCKS_OF_OURS:
            assert not _asks_a_clock(file), module


@pytest.mark.parametrize("flow", [INGEST, TRANSLATE, REPORT], ids=lambda f: f.service)
def test_a_service_names_the_topics_of_its_flow_and_no_others(flow: Flow) -> None:
    names = {
        topic: name for name, topic in vars(topics).items() if isinstance(topic, Topic)
    }
    told = {names[t] for t in (*flow.sends, *flow.receives) if t in names}
    used = {
        name
        for file in modules(f"passerelle_{flow.service}").values()
        for name in named(file)
        if name in names.values()
    }
    dead = {name for name in names.values() if name.endswith("_DEAD")}
    assert used - dead == told - dead
