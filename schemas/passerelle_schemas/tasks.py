"""What is a task: a piece of work that is counted once. The same for all who count."""

from collections.abc import Iterable
from typing import Protocol

from passerelle_schemas.business import ChangeSeen
from passerelle_schemas.identity import ItemKind, ItemRef
from passerelle_schemas.rules import RuleSet


class Shown(Protocol):
    """What tells whether an item is a task."""

    @property
    def id(self) -> str:
        """Its identity."""

    @property
    def key(self) -> str:
        """What people know it by."""

    @property
    def kind_of_item(self) -> ItemKind:
        """What it is in its tracker."""

    @property
    def type_name(self) -> str:
        """Its type there."""

    @property
    def ancestor(self) -> ItemRef | None:
        """What holds it."""

    @property
    def changes(self) -> tuple[ChangeSeen, ...]:
        """The pull requests behind it."""


class TaskTest:
    """Whether an item is a piece of work, counted once.

    An epic, a milestone, a version, a release holds work and is none itself; a pull
    request behind an issue is a part of that issue.
    """

    def __init__(self, items: Iterable[Shown], rules: RuleSet) -> None:
        items = tuple(items)
        self.holders = {item.ancestor.id for item in items if item.ancestor}
        self.parts = {
            change.pull_request.id
            for item in items
            if item.kind_of_item is ItemKind.ISSUE
            for change in item.changes
        }
        self.holding_types = {name.casefold() for name in rules.promise_types}
        self.promised = {o.promised_by for o in rules.objectives if o.promised_by}

    def __call__(self, item: Shown) -> bool:
        """Say so for one item."""
        if item.kind_of_item is ItemKind.PULL_REQUEST:
            return item.id not in self.parts
        return (
            item.kind_of_item is ItemKind.ISSUE
            and item.id not in self.holders
            and item.key not in self.promised
            and item.type_name.casefold() not in self.holding_types
        )
