"""What the effort goes to: new capability, repair, upkeep, security, incidents."""

from collections.abc import Mapping

from passerelle_schemas.business import WorkKind
from passerelle_schemas.rules import MappingRule, RuleSet
from passerelle_schemas.work import WorkItem
from passerelle_translate.mapping import Subject, first_failed, folded

_USUAL: Mapping[WorkKind, frozenset[str]] = {
    WorkKind.INCIDENT: frozenset({"incident", "outage", "panne"}),
    WorkKind.SECURITY: frozenset({"security", "vulnerability", "sécurité"}),
    WorkKind.REPAIR: frozenset({"bug", "defect", "regression", "bogue", "anomalie"}),
    WorkKind.UPKEEP: frozenset(
        {
            "maintenance",
            "chore",
            "dependencies",
            "refactoring",
            "technical debt",
            "tech debt",
            "technical-debt",
            "tech-debt",
            "dette technique",
        }
    ),
}
"""Types and labels that mean the same everywhere; the first line that fits wins."""


def kind_of_work(
    item: WorkItem, rule: MappingRule | None, rules: RuleSet
) -> tuple[WorkKind, str]:
    """Say what the effort goes to, and why."""
    if rule is not None and rule.work is not None:
        return rule.work, f"mapping rule {rule.name!r}"
    subject = Subject.of(item)
    for number, kind in enumerate(rules.kinds, start=1):
        if first_failed(kind.match, subject) is None:
            return kind.work, f"kind rule {number}"
    if item.observed is not None:
        shown = item.observed.snapshot
        words = {folded(word) for word in (shown.type_name, *shown.labels)}
        for work, usual in _USUAL.items():
            if words & usual:
                return work, f"type or label {min(words & usual)!r}"
    return WorkKind.NEW, "nothing says otherwise"
