"""What happened after the cut is not there."""

from datetime import date

from passerelle_report.known import cut
from passerelle_report.scope import sort_out
from passerelle_schemas.business import (
    ChangeSeen,
    RiskKind,
    Severity,
    Stage,
    State,
)
from passerelle_schemas.facts import ChangeState, RemovalReason
from passerelle_schemas.identity import ItemKind, ItemRef
from tests.report.company import (
    END,
    at,
    begun,
    dates,
    epic,
    item,
    risk,
    rules,
    stages,
)


def test_the_stage_is_the_one_of_the_cut() -> None:
    later = item("A-1", stages=stages((Stage.STARTED, 9), (Stage.FINISHED, -2)))
    (known,) = cut([later], END)
    assert known.stage is Stage.STARTED
    (known,) = cut([later], at(-3))
    assert known.done


def test_an_item_of_tomorrow_is_not_there() -> None:
    assert cut([item("A-1", created_at=at(-0.1))], END) == ()


def test_reopened_work_is_not_finished() -> None:
    again = item(
        "A-1",
        stages=stages(
            (Stage.FINISHED, 9),
            (Stage.STARTED, 5),
            (Stage.FINISHED, 3),
            (Stage.AVAILABLE, 1),
        ),
    )
    assert cut([again], at(4))[0].done_at is None
    (known,) = cut([again], END)
    assert (known.done_at, known.usable_at) == (at(3), at(1))


def test_a_promise_said_later_is_not_known_yet() -> None:
    moved = item("A-1", promises=dates((date(2026, 12, 1), 9), (date(2027, 1, 1), -1)))
    assert [p.due for p in cut([moved], END)[0].promises] == [date(2026, 12, 1)]


def test_a_risk_holds_between_its_instants() -> None:
    held = risk(RiskKind.STALLED, Severity.MEDIUM, 10, until=at(3))
    risky = item("A-1", risks=(held,))
    assert [len(cut([risky], at(ago))[0].risks) for ago in (11, 5, 2)] == [0, 1, 0]


def test_an_item_removed_later_was_still_there() -> None:
    gone = item("A-1", removed=RemovalReason.DELETED, removed_at=at(2))
    assert not cut([gone], at(3))[0].gone
    assert cut([gone], END)[0].gone


def test_only_work_that_is_no_holder_of_work_counts_as_a_task() -> None:
    reference = ItemRef(id="jira-verdier:PULL-1", key="PULL-1")
    pull = {"kind_of_item": ItemKind.PULL_REQUEST, "type_name": "Pull request"}
    known = cut(
        [
            epic("E-1", None),
            item("S-1"),
            begun("T-1", 3, ancestor=ItemRef(id="jira-verdier:S-1", key="S-1")),
            begun(
                "T-2",
                3,
                changes=(ChangeSeen(pull_request=reference, state=ChangeState.MERGED),),
            ),
            item("PULL-1", **pull),
            item("PULL-2", **pull),
            item("V-1", kind_of_item=ItemKind.VERSION),
            item("X-1", state=State.EXCLUDED),
            item("U-1", state=State.UNMAPPED, department=None),
            item("D-1", removed=RemovalReason.DELETED, removed_at=at(2)),
            item("O-1", department="logistics", also=("customer-service",)),
            item("L-1", department="logistics"),
        ],
        END,
    )
    scope = sort_out(known, rules(), "customer-service")
    assert [k.item.key for k in scope.tasks] == ["O-1", "PULL-2", "T-1", "T-2"]
    assert {k.item.key for k in scope.company} - {k.item.key for k in scope.tasks} == {
        "L-1",
        "U-1",
    }
