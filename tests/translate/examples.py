"""Items, facts and rules of an invented company, made in a line."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import (
    ChangeLinked,
    ChangeState,
    DueDateMoved,
    Fact,
    Facts,
    MarkedLine,
    NotesListed,
    NotesWritten,
    PlanChanged,
    ReleaseIncluded,
    ReleaseWithdrawn,
    RemovalReason,
    SignChanged,
    Snapshot,
    StatusCategory,
    StatusChanged,
    StatusRef,
    Touch,
    WorkObserved,
    WorkRemoved,
    WorkReturned,
    WorkTouched,
)
from passerelle_schemas.identity import ItemKind, ItemRef, Tracker, fact_id
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import (
    Bilingual,
    Capability,
    Company,
    Department,
    DepartmentLimits,
    Desk,
    MappingRule,
    Match,
    Objective,
    RuleSet,
)
from passerelle_schemas.work import WorkItem
from passerelle_translate.rules.draft import RuleDraft, published
from tests.translate.folding import fold_all

SOURCE = "jira-verdier"
ITEM = f"{SOURCE}:10001"
CREATED = datetime(2026, 1, 1, 9, tzinfo=UTC)
SOON = timedelta(minutes=5)
"""How long after it happened we learn of a thing, unless a test says otherwise."""

TO_DO = StatusRef(id="10000", name="À faire", category=StatusCategory.NEW)
DOING = StatusRef(id="10001", name="En cours", category=StatusCategory.IN_PROGRESS)
REVIEW = StatusRef(id="10105", name="Relecture", category=StatusCategory.IN_PROGRESS)
DONE = StatusRef(id="10002", name="Terminé", category=StatusCategory.DONE)


def on(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """An instant of 2026, UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def snapshot(**fields: Any) -> Snapshot:  # noqa: ANN401 - any field of a snapshot
    """A Jira epic of the payments team, unless *fields* say otherwise."""
    usual: dict[str, Any] = {
        "kind": ItemKind.ISSUE,
        "key": "PAY-1",
        "url": "https://verdier.example/browse/PAY-1",
        "project": "PAY",
        "type_id": "10",
        "type_name": "Epic",
        "title": "Pay in three instalments",
        "status": TO_DO,
        "created_at": CREATED,
    }
    return Snapshot(**usual | fields)


def _id(kind: str, at: datetime, *content: object) -> str:
    return fact_id(ITEM, kind, at, *content)


def observed(at: datetime = CREATED, **fields: Any) -> WorkObserved:  # noqa: ANN401
    shown = snapshot(**fields)
    return WorkObserved(
        id=_id("observed", at, shown), happened_at=at, snapshot=shown, rank=1
    )


def status(at: datetime, was: StatusRef | None, now: StatusRef) -> StatusChanged:
    return StatusChanged(id=_id("status", at, now.id), happened_at=at, was=was, now=now)


def due(at: datetime, was: date | None, now: date | None) -> DueDateMoved:
    return DueDateMoved(id=_id("due", at, now), happened_at=at, was=was, now=now)


def plan(at: datetime, target: str, *, planned: bool = True) -> PlanChanged:
    """It went into a version or a sprint, or out of it."""
    return PlanChanged(
        id=_id("plan", at, target, planned),
        happened_at=at,
        target=target,
        planned=planned,
    )


def sign(at: datetime, value: str, *, shown: bool) -> SignChanged:
    """A label that was put on, or taken off."""
    name = _id("sign", at, value, shown)
    return SignChanged(
        id=name, happened_at=at, field="labels", value=value, shown=shown
    )


def touch(at: datetime, how: Touch = Touch.CODE) -> WorkTouched:
    return WorkTouched(id=_id("touched", at, how), happened_at=at, touch=how)


def linked(
    at: datetime, state: ChangeState, number: int = 7, *, came: bool = False
) -> ChangeLinked:
    """A pull request that names the item, seen in a state, or when it *came* to it."""
    return ChangeLinked(
        id=_id("linked", at, state, number),
        happened_at=at,
        pull_request=ItemRef(id=f"github-verdier:9#{number}", key=f"shop#{number}"),
        state=state,
        came=came,
    )


RELEASE = ItemRef(id="github-verdier:9/release/3", key="shop v3")


def included(at: datetime) -> ReleaseIncluded:
    return ReleaseIncluded(id=_id("in", at), happened_at=at, release=RELEASE)


def withdrawn(at: datetime) -> ReleaseWithdrawn:
    return ReleaseWithdrawn(id=_id("out", at), happened_at=at, release=RELEASE)


def notes(at: datetime, origin: str, *lines: MarkedLine) -> NotesWritten:
    return NotesWritten(
        id=_id("notes", at, origin, *lines), happened_at=at, origin=origin, lines=lines
    )


def listed(at: datetime, *origins: str, family: str = "") -> NotesListed:
    """All comments of a family were read."""
    name = _id("listed", at, family, *origins)
    return NotesListed(id=name, happened_at=at, family=family, origins=origins)


def removed(at: datetime, reason: RemovalReason = RemovalReason.DELETED) -> WorkRemoved:
    return WorkRemoved(
        id=_id("removed", at, reason.value), happened_at=at, reason=reason
    )


def returned(at: datetime) -> WorkReturned:
    return WorkReturned(id=_id("returned", at), happened_at=at)


def telling(
    *facts: Fact,
    item: str = ITEM,
    learned_at: datetime | None = None,
    tracker: Tracker = Tracker.JIRA,
) -> Facts:
    """One delivery that tells *facts*, a little after the last of them."""
    told: Any = facts
    return Facts(
        item=item,
        source=item.partition(":")[0],
        tracker=tracker,
        project="PAY",
        way=Way.WEBHOOK,
        delivery="delivery-1",
        learned_at=learned_at or max(f.happened_at for f in facts) + SOON,
        facts=told,
    )


def folded(
    *facts: Fact, tracker: Tracker = Tracker.JIRA, learned_at: datetime | None = None
) -> WorkItem:
    """The item that *facts* make, each told by a delivery of its own."""
    tellings = (telling(f, tracker=tracker, learned_at=learned_at) for f in facts)
    item = fold_all(tellings)
    assert item is not None
    return item


def both(text: str) -> Bilingual:
    return Bilingual(fr=text, en=text)


PAYMENTS = MappingRule(
    name="Instalments", match=Match(project=("PAY",)), objective="pay-in-three"
)


def rules(
    *mapping: MappingRule,
    limits: Limits | None = None,
    payments: Limits | None = None,
    **fields: Any,  # noqa: ANN401 - any field of a draft
) -> RuleSet:
    """Version 1 of the rules: payments and finance, one objective, *mapping*."""
    own = DepartmentLimits(department="payments", limits=payments) if payments else None
    usual: dict[str, Any] = {
        "company": Company(
            name="Verdier", desk=Desk(name=both("Desk"), address="desk@verdier.example")
        ),
        "departments": tuple(
            Department(id=name, name=both(name), addressed=both(name))
            for name in ("payments", "finance")
        ),
        "objectives": (
            Objective(
                id="pay-in-three",
                department="payments",
                name=both("Pay in three"),
                short=both("paying in three"),
            ),
        ),
        "capabilities": (
            Capability(id="checkout", name=both("Checkout"), department="payments"),
        ),
        "mapping": mapping or (PAYMENTS,),
        "limits": limits or Limits(),
        "department_limits": (own,) if own else (),
    }
    return published(
        RuleDraft(**usual | fields),
        None,
        author="CTO",
        reason="test",
        effective_from=CREATED,
    )


def stages_as_text(reached: Sequence[Any]) -> list[tuple[str, datetime]]:
    """Stages with their instants, as a test writes them."""
    return [(each.stage.value, each.at) for each in reached]
