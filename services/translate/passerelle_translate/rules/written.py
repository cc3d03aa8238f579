"""Sections that are written in another form than they are published in."""

from passerelle_schemas.business import PromiseOrigin
from passerelle_schemas.contract import Contract
from passerelle_schemas.identity import ItemKind
from passerelle_schemas.rules import Words


class PromisesWritten(Contract):
    """Whose days are promises to a department, and what says them."""

    kinds: tuple[ItemKind, ...] = (ItemKind.MILESTONE, ItemKind.VERSION)
    types: Words = ("Epic",)
    origins: tuple[PromiseOrigin, ...] = (PromiseOrigin.DUE,)
