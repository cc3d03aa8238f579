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
    """Every module that *file* imports, and every name out of one."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(file: Path) -> Iterator[str]:
    """Every dotted name that *file* uses: as written, and as what it was imported as.

    `d.now` is also `datetime.datetime.now` where `d` stands for `datetime.datetime`.
    """
    aliases = _aliases(parsed(file))
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Attribute | ast.Name):
            yield from _spelled(ast.unparse(node), aliases)


def called(file: Path) -> Iterator[str]:
    """Every dotted name that *file* calls, such as `open`; spelled like `named`."""
    aliases = _aliases(parsed(file))
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Call):
            yield from _spelled(ast.unparse(node.func), aliases)


def _aliases(tree: ast.Module) -> dict[str, str]:
    """What each name of a file stands for: by its imports, or by a plain assignment."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            found |= {a.asname: a.name for a in node.names if a.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            stands_for = found.get(node.value.id)
            names = [t.id for t in node.targets if isinstance(t, ast.Name)]
            found |= {name: stands_for for name in names if stands_for}
    return found


def _spelled(name: str, aliases: dict[str, str]) -> Iterator[str]:
    yield name
    head, dot, rest = name.partition(".")
    if head in aliases:
        yield f"{aliases[head]}{dot}{rest}"
