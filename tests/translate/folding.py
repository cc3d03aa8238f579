"""All tellings of one item, folded at once."""

from collections.abc import Iterable
from functools import reduce

from passerelle_schemas.facts import Facts
from passerelle_schemas.work import WorkItem
from passerelle_translate.fold import fold


def fold_all(tellings: Iterable[Facts]) -> WorkItem | None:
    """Fold every telling of one item; None when there is none."""
    return reduce(fold, tellings, None)
