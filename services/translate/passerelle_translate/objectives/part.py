"""An item as an objective looks at it: what there is of a business item, and no more.

One worker holds all items of a company so; a part is a fifth of what it was read from.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from pydantic import TypeAdapter, ValidationError

from passerelle_schemas.business import (
    BusinessItem,
    ChangeSeen,
    PromisedDate,
    RiskEpisode,
    SaidOnCourse,
    Stage,
    State,
)
from passerelle_schemas.contract import Instant
from passerelle_schemas.identity import ItemKind, ItemRef, Tracker
from passerelle_translate.periods import Period, spent, united

OPEN = frozenset({Stage.PLANNED, Stage.STARTED, Stage.IN_REVIEW})
DONE = frozenset({Stage.FINISHED, Stage.AVAILABLE})
WORKED_ON = frozenset(Stage) - {Stage.PLANNED, Stage.DROPPED}


@dataclass(frozen=True, slots=True)
class Reached:
    """The item came to a stage."""

    stage: Stage
    at: Instant


@dataclass(frozen=True, slots=True)
class Part:
    """One item; its fields are those of a business item, under the same names."""

    id: str
    key: str
    tracker: Tracker
    project: str
    kind_of_item: ItemKind
    type_name: str
    state: State
    created_at: Instant
    learned_at: Instant
    department: str | None = None
    objective: str | None = None
    touched_until: date | None = None
    stages: tuple[Reached, ...] = ()
    promises: tuple[PromisedDate, ...] = ()
    risks: tuple[RiskEpisode, ...] = ()
    changes: tuple[ChangeSeen, ...] = ()
    ancestor: ItemRef | None = None
    components: tuple[str, ...] = ()
    blocked_by: tuple[ItemRef, ...] = ()
    on_course: tuple[SaidOnCourse, ...] = ()
    removed_at: Instant | None = None

    @property
    def ref(self) -> ItemRef:
        """How others point to it."""
        return ItemRef(id=self.id, key=self.key)

    @property
    def open(self) -> tuple[Period, ...]:
        """When it was neither finished, dropped nor removed, in order."""
        return self.while_in(OPEN)

    @property
    def done(self) -> tuple[Period, ...]:
        """When it was finished or available."""
        return self.while_in(DONE)

    @property
    def there(self) -> tuple[Period, ...]:
        """When it counted: neither dropped nor removed."""
        return self.while_in(OPEN | DONE)

    @property
    def begun_at(self) -> datetime | None:
        """When it was first worked on, or finished without; none while planned."""
        return next((one.at for one in self.stages if one.stage in WORKED_ON), None)

    def while_in(self, stages: frozenset[Stage]) -> tuple[Period, ...]:
        """Say when it was in *stages*, in order and without overlap."""
        entries = ((one.at, one.stage) for one in self.stages)
        return tuple(spent(entries, stages, self.removed_at))

    def troubled(self, kinds: Iterable[str]) -> tuple[Period, ...]:
        """Say when a risk of one of *kinds* held on it, or will unless a fact comes."""
        return united(
            Period(risk.since, risk.until) for risk in self.risks if risk.kind in kinds
        )


_SAME = tuple(f.name for f in fields(Part) if f.name != "stages")
_PART = TypeAdapter(Part)


def part_from(item: BusinessItem) -> Part:
    """Look at *item* as an objective does; the same as `part_of` its record."""
    told = {name: getattr(item, name) for name in _SAME}
    stages = tuple(Reached(one.stage, one.at) for one in item.stages)
    return Part(stages=stages, **told)


def part_of(value: bytes) -> Part | None:
    """Read a record of business.items.v1; None when it breaks its contract.

    The worker that said it knows what it says; one of a newer program may say more.
    """
    try:
        return _PART.validate_json(value)
    except ValidationError:
        return None
