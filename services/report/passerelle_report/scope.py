"""Which items a statement counts: whose they are, and what is a task."""

from collections.abc import Sequence
from dataclasses import dataclass

from passerelle_report.known import KnownItem
from passerelle_schemas.business import State
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.tasks import TaskTest


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
    is_task = TaskTest((k.item for k in known), rules)
    there = [k for k in known if k.item.state is not State.EXCLUDED]
    tasks = tuple(k for k in there if not k.gone and is_task(k.item))
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
