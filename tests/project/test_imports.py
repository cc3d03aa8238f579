"""Who may import whom, and who may ask the world."""

import sys
import tomllib

import pytest
from importlinter.cli import lint_imports

from tests.project.tree import (
    PACKAGES,
    ROOT,
    SERVICES,
    called,
    imported,
    modules,
    named,
)

SHELLS: dict[str, str] = {
    "passerelle_ingest": "",
    "passerelle_translate": "",
    "passerelle_report": "",
}
"""Modules of each service that meet the world: a socket, a file, a broker, a log."""

READ_THE_ENVIRONMENT = {
    "passerelle.settings": "fills every setting",
    "passerelle.processes": "hands its own environment on to the worker it starts",
}
CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today")
CLOCKS_OF_OURS = {"passerelle.context": "the one clock, handed to the services"}


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


def test_the_import_contracts_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("service", SERVICES)
def test_every_module_of_a_service_is_pure_or_a_shell(service: str) -> None:
    pure = _pure_core()
    shells = {f"{service}.{name}" for name in SHELLS[service].split()}
    others = {
        module
        for module in modules(service)
        if module != service and not any(_covers(p, module) for p in pure)
    }
    assert others == shells, "name it in [tool.importlinter] pure-core, or in SHELLS"


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
            asks = [n for n in named(file) if n.endswith(CLOCKS)]
            assert not asks, module


def test_the_pure_core_opens_no_file() -> None:
    pure = _pure_core()
    for package in (*SERVICES, "passerelle_schemas"):
        for module, file in modules(package).items():
            if any(_covers(p, module) for p in pure):
                assert not {"open"} & set(called(file)), module
                files = (".open", ".read_text", ".read_bytes", ".write_text")
                assert not [n for n in called(file) if n.endswith(files)], module
