"""Tells which mapping rules were tried before the one that matched, and why not."""

from collections.abc import Callable, Iterator, Sequence

from passerelle_translate.mapping import Tried

Failures = Callable[[Sequence[Tried]], Iterator[str]]
"""How the rules that do not match are told."""
_NAMED = 3
"""Rules of one kind that are named; the others are counted."""


def each_failure(tried: Sequence[Tried]) -> Iterator[str]:
    """Tell every rule in a line of its own, in written order."""
    for one in tried:
        yield f"  - {one.rule}: no, `{one.failed}` does not hold"


def failures_together(tried: Sequence[Tried]) -> Iterator[str]:
    """Tell those together that fail by one condition, and name a few.

    The conditions of a rule are tried in one order, from the coarsest to the finest; so
    what failed by a later one was nearer to matching, and is told last.
    """
    groups: dict[str, list[str]] = {}
    for one in tried:
        groups.setdefault(one.failed, []).append(one.rule)
    for failed, names in sorted(groups.items(), key=lambda group: -len(group[1])):
        if len(names) == 1:
            yield f"  - {names[0]}: no, `{failed}` does not hold"
            continue
        more = len(names) - _NAMED
        shown = ", ".join(names[:_NAMED])
        others = f" and {more} more" if more > 0 else ""
        count = f"{len(names)} rules"
        yield f"  - {count}: no, `{failed}` does not hold ({shown}{others})"
