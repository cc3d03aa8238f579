"""Which items a statement counts: whose they are, and what is a task."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelle_report.known import KnownItem
from passerelle_schemas.business import State
from passerelle_schemas.identity import ItemKind
from passerelle_schemas.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Scope:
    """The known items of a company, sorted out once for one department."""

    company: tuple[KnownItem, ...]
    """Every task of the company, mapped or not, except what is left out on purpose."""
    mine: tuple[KnownItem, ...]
    """Every item that concerns the department, containers and gone ones as well."""
    tasks: tuple[KnownItem, ...]
    """The tasks that concern the department."""

    def of_objective(self, objective: str) -> tuple[KnownItem, ...]:
        """The tasks of one objective."""
        return tuple(t for t in self.tasks if t.item.objective == objective)


def sort_out(known: Sequence[KnownItem], rules: RuleSet, department: str) -> Scope:
    """Tell tasks from what holds them, and the department's from the company's."""
    is_task = TaskTest(known, rules)
    there = [k for k in known if k.item.state is not State.EXCLUDED]
    tasks = tuple(k for k in there if not k.gone and is_task(k))
    return Scope(
        company=tasks,
        mine=tuple(k for k in there if concerns(k, department)),
        tasks=tuple(k for k in tasks if concerns(k, department)),
    )


def concerns(known: KnownItem, department: str) -> bool:
    """Whether *department* is accountable for the item or touched by it."""
    item = known.item
    if item.state is not State.MAPPED:
        return False
    return item.department == department or department in item.also


class TaskTest:
    """Whether an item is a piece of work, counted once.

    An epic, a milestone, a version, a release holds work and is none itself; a pull
    request behind an issue is a part of that issue.
    """

    def __init__(self, known: Iterable[KnownItem], rules: RuleSet) -> None:
        known = tuple(known)
        self.holders = {k.item.ancestor.id for k in known if k.item.ancestor}
        self.parts = {
            change.pull_request.id
            for k in known
            if k.item.kind_of_item is ItemKind.ISSUE
            for change in k.item.changes
        }
        self.holding_types = {name.casefold() for name in rules.promise_types}
        self.promised = {o.promised_by for o in rules.objectives if o.promised_by}

    def __call__(self, known: KnownItem) -> bool:
        """Say so for one item."""
        item = known.item
        if item.kind_of_item is ItemKind.PULL_REQUEST:
            return item.id not in self.parts
        return (
            item.kind_of_item is ItemKind.ISSUE
            and item.id not in self.holders
            and item.key not in self.promised
            and item.type_name.casefold() not in self.holding_types
        )
