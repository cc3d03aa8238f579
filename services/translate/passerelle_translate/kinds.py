"""What the effort goes to: new capability, repair, upkeep, security, incidents."""

from collections.abc import Mapping

from passerelle_schemas.business import WorkKind
from passerelle_schemas.rules import MappingRule, RuleSet
from passerelle_translate.mapping import Subject, folded
from passerelle_translate.ready import ready

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
    subject: Subject, rule: MappingRule | None, rules: RuleSet
) -> tuple[WorkKind, str]:
    """Say what the effort goes to, and why."""
    if rule is not None and rule.work is not None:
        return rule.work, f"mapping rule {rule.name!r}"
    if (number := ready(rules).kinds.first(subject)) is not None:
        return rules.kinds[number].work, f"kind rule {number + 1}"
    if (shown := subject.shown) is not None:
        words = subject.labels | {folded(shown.type_name)}
        for work, usual in _USUAL.items():
            if meant := words & usual:
                return work, f"type or label {min(meant)!r}"
    return WorkKind.NEW, "nothing says otherwise"
