"""What `explain` tells of an objective as a whole."""

from passerelle_schemas.business import (
    BusinessObjective,
    Evidence,
    Figures,
    ObjectiveRisk,
    RiskKind,
    Severity,
    Untold,
)
from passerelle_schemas.identity import ItemRef
from passerelle_schemas.limits import Limits
from passerelle_translate.explain import explain, render_explanation
from tests.translate.examples import DOING, folded, observed, on, rules

WAITS = ObjectiveRisk(
    kind=RiskKind.DEPENDS_ON_LATE_WORK,
    severity=Severity.MEDIUM,
    since=on(3, 3),
    learned_at=on(3, 1),
    days=2,
    limit="depends_late_days",
    waits_for="logistics",
    figures=(Figures(at=on(3, 3), count=1, total=2),),
    evidence=tuple(
        Evidence(at=on(3, 1), item=ItemRef(id=f"jira-v:{n}", key=f"LOG-{n}"))
        for n in range(20)
    ),
)
POINT = ObjectiveRisk(
    kind=RiskKind.SINGLE_POINT_OF_FAILURE,
    severity=Severity.MEDIUM,
    since=on(4, 1),
    learned_at=on(4, 1),
    limit="waiting_objectives",
    part="PAY/Caisse",
    endangers=("one-tap", "refunds"),
)


def told(**fields: object) -> str:
    whole = BusinessObjective.model_validate(
        {"objective": "pay-in-three", "rule_set": 1, "tasks": 9, **fields}
    )
    shown = folded(observed(status=DOING, project="PAY"))
    return render_explanation(explain(shown, rules(), {"pay-in-three": whole}))


def test_the_risks_of_its_objective_stand_below_its_own() -> None:
    text = told(risks=(WAITS, POINT))
    assert "its objective pay-in-three as a whole, 9 tasks, by rule set 1:" in text
    assert "depends_on_late_work (medium), 2 days: from 2026-03-03 12:00Z on" in text
    assert f"limit depends_late_days {Limits().depends_late_days}" in text
    assert "counts 1 against 2 since 2026-03-03 12:00Z" in text
    assert "waits for logistics" in text
    assert "in PAY/Caisse" in text
    assert "endangers one-tap, refunds as well" in text


def test_no_more_items_are_listed_than_are_read() -> None:
    text = told(risks=(WAITS,))
    assert text.count("waits for, or waits: LOG-") == 12
    assert "and 8 more" in text


def test_why_nothing_is_said_of_its_progress() -> None:
    text = told(untold=Untold.TOO_FEW_TASKS)
    assert "there are too few tasks (limit least_tasks)" in text
    assert "  no risk" in text


def test_of_an_item_without_an_objective_nothing_is_told() -> None:
    whole = BusinessObjective(objective="pay-in-three", rule_set=1)
    shown = folded(observed(status=DOING, project="X"))
    text = render_explanation(explain(shown, rules(), {"pay-in-three": whole}))
    assert "as a whole" not in text
