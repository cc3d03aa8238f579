"""The project as its tests read it: tracked files, modules, and what they import."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "passerelle_schemas": ROOT / "schemas" / "passerelle_schemas",
    "passerelle_kafka": ROOT / "kafka" / "passerelle_kafka",
    "passerelle_ingest": ROOT / "services" / "ingest" / "passerelle_ingest",
    "passerelle_translate": ROOT / "services" / "translate" / "passerelle_translate",
    "passerelle_report": ROOT / "services" / "report" / "passerelle_report",
    "passerelle_demo": ROOT / "demo" / "passerelle_demo",
    "passerelle": ROOT / "passerelle",
}
SERVICES = ("passerelle_ingest", "passerelle_translate", "passerelle_report")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows and that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    found = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(file for file in found if file.is_file())


@cache
def modules(package: str) -> dict[str, Path]:
    """Every module of *package* by its import name."""
    folder = PACKAGES[package]
    return {
        ".".join(file.relative_to(folder.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): file
        for file in sorted(folder.rglob("*.py"))
    }


@cache
def parsed(file: Path) -> ast.Module:
    """The syntax of *file*."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imported(file: Path) -> Iterator[str]:
    """Every module that *file* imports, wherever in the file it does."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def named(file: Path) -> Iterator[str]:
    """Every dotted name that *file* uses, such as `datetime.now`."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)
        elif isinstance(node, ast.Name):
            yield node.id


def called(file: Path) -> Iterator[str]:
    """Every dotted name that *file* calls, such as `open`."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)
