"""A preview as one self-contained page; a home of Jinja2, beside the edition's."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from passerelle.preview_told import (
    PreviewTold,
    alone,
    counted_items,
    same,
)

LISTED = 6
"""Items of a group that are seen at once; the others unfold."""
MOST = 200
"""Items of a group that the page holds: more are in the JSON."""
MOST_GROUPS = 60
"""Groups on the page, the largest ones."""
_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a sentence, and whether the other side has them as well."""

    text: str
    is_changed: bool


def preview_page(preview: PreviewTold) -> str:
    """Write the HTML; every text in it is escaped, and it loads nothing."""
    return _environment().get_template("preview.html.jinja").render(preview=preview)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("passerelle"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        alone=alone,
        counted_items=counted_items,
        listed=LISTED,
        most=MOST,
        most_groups=MOST_GROUPS,
        runs=runs,
        safe_address=safe_address,
        same=same,
    )
    return environment


def safe_address(address: str) -> str:
    """Give an address that a reader may follow; empty for any other scheme."""
    return address if address.startswith(("https://", "http://")) else ""


def runs(one: str | None, other: str | None) -> tuple[Run, ...]:
    """Cut *one* where it differs from the *other*, at whole words.

    Two sentences that have little in common are not cut: nobody reads a mosaic.
    """
    if not one or not other:
        return (Run(one, is_changed=False),) if one else ()
    mine, theirs = _WORDS.findall(one), _WORDS.findall(other)
    matcher = difflib.SequenceMatcher(None, mine, theirs, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (Run(one, is_changed=False),)
    return tuple(_cut(mine, matcher))


_ALIKE = 0.5


def _cut(mine: list[str], matcher: difflib.SequenceMatcher[str]) -> Iterator[Run]:
    for tag, a, b, _, _ in matcher.get_opcodes():
        if a != b:
            yield Run("".join(mine[a:b]), is_changed=tag != "equal")
