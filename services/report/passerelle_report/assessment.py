"""How every objective of a department stands at the end of one week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from passerelle_report.contents import (
    DateSaid,
    Forecast,
    Freshness,
    Outcome,
    Progress,
    Promise,
    Reason,
    Refusal,
    RefusedBecause,
    Status,
    Subject,
    Words,
)
from passerelle_report.forecast import Basis, forecast
from passerelle_report.freshness import never_read, too_old
from passerelle_report.known import KnownItem
from passerelle_report.objective_dates import dates_of
from passerelle_report.progress import last_progress, measure, pace
from passerelle_report.promises import Given, given_with, promise
from passerelle_report.risks import held
from passerelle_report.scope import Scope
from passerelle_report.status import Evidence, HeldRisk, decide_status
from passerelle_report.week import Week
from passerelle_report.wholes import Whole, Wholes
from passerelle_schemas.business import Stage
from passerelle_schemas.rules import Objective, RuleSet
from passerelle_schemas.targets import Carried, carried_by

_STANDING = frozenset({Outcome.NOT_DUE, Outcome.POSTPONED, Outcome.POSTPONED_PAST})


@dataclass(frozen=True, slots=True)
class Assessed:
    """One objective at the end of one week."""

    rule: Objective
    tasks: tuple[KnownItem, ...]
    carrier: KnownItem | None
    """The item whose due date is the promise."""
    dates: tuple[DateSaid, ...]
    progress: Progress
    promise: Promise | None
    outlook: Forecast | Refusal
    still_days: int
    status: Status
    reason: Reason
    wholes: Wholes = field(default_factory=Wholes)
    """The risks over it as a whole that are told of it."""

    @property
    def items(self) -> tuple[KnownItem, ...]:
        """Its tasks, and the item that carries its promise."""
        return (*self.tasks, self.carrier) if self.carrier else self.tasks

    @property
    def forecast(self) -> Forecast | None:
        """The forecast, where one is given."""
        return self.outlook if isinstance(self.outlook, Forecast) else None

    @property
    def refusal(self) -> Refusal | None:
        """Why none is given."""
        return self.outlook if isinstance(self.outlook, Refusal) else None

    @property
    def unknown(self) -> bool:
        """Whether nothing at all was known of it."""
        return not self.tasks and self.carrier is None


def _held(whole: Whole) -> HeldRisk:
    return HeldRisk(
        kind=whole.risk.kind,
        severity=whole.risk.severity,
        count=whole.count,
        days=whole.risk.days or 0,
        total=whole.total,
        percent=whole.percent,
        other=whole.other,
    )


def subject(rule: Objective) -> Subject:
    """Name an objective."""
    return Subject(id=f"objective:{rule.id}", name=rule.name, short=rule.short)


@dataclass(frozen=True, slots=True)
class Assessor:
    """Judges objectives at one cut."""

    known: Sequence[KnownItem]
    scope: Scope
    rules: RuleSet
    department: str
    week: Week
    zone: ZoneInfo
    fresh: Freshness
    keys: frozenset[str]
    """Of every item that is known, also of those created after the cut."""
    history: Sequence[RuleSet] = ()
    """Every rule set that was published; without it, only `rules` are known."""
    wholes: Mapping[str, Wholes] = field(default_factory=dict)
    """The risks over each objective of the company, by its name."""

    @property
    def start(self) -> datetime:
        """The week's first instant."""
        return self.week.start(self.zone)

    @property
    def end(self) -> datetime:
        """The cut."""
        return self.week.end(self.zone)

    def assess(self, rule: Objective) -> Assessed:
        """Say how one objective stands, and why."""
        tasks = self.scope.of_objective(rule.id)
        carrier = self._carrier(rule)
        progress = measure(tasks, self.start, self.end)
        given = self._given(rule, carrier, tasks, progress)
        told = promise(given, self.week) if given else None
        items = (*tasks, carrier) if carrier else tasks
        old = too_old(items, self.fresh)
        never = never_read(items, self.fresh)
        basis = self._basis(rule, tasks, progress, told)
        outlook = forecast(replace(basis, too_old=old, never_read=never))
        if carrier and carrier.done and not progress.total:
            outlook = Refusal(because=RefusedBecause.NOTHING_REMAINS)
        still = self._still_days(rule, tasks, carrier)
        chance = outlook.chance is not None
        wholes = self.wholes.get(rule.id, Wholes()).beside(chance=chance)
        deciding = [_held(whole) for whole in wholes.deciding(chance=chance)]
        status, reason = decide_status(
            Evidence(
                progress=progress,
                promise=told,
                carried_by=carrier.stage if carrier else None,
                outlook=outlook,
                risks=(*held(items), *deciding),
                still_days=still,
                too_old=old,
                never_read=never,
                unseen=told is None and self._is_unseen(rule),
            )
        )
        return Assessed(
            rule=rule,
            tasks=tasks,
            carrier=carrier,
            dates=given.dates if given else (),
            progress=progress,
            promise=told,
            outlook=outlook,
            still_days=still,
            status=status,
            reason=reason,
            wholes=wholes,
        )

    def _carrier(self, rule: Objective) -> KnownItem | None:
        if not rule.promised_by:
            return None
        return next((k for k in self.known if k.item.key == rule.promised_by), None)

    def _is_unseen(self, rule: Objective) -> bool:
        """Whether its promise stands on an item that no tracker ever showed."""
        return bool(rule.promised_by) and rule.promised_by not in self.keys

    def _given(
        self,
        rule: Objective,
        carrier: KnownItem | None,
        tasks: Sequence[KnownItem],
        progress: Progress,
    ) -> Given | None:
        """The objective's promise. Done only when its tasks are, whatever is said."""
        dates = dates_of(self.carried(rule), self._by_key(), self.zone)
        if carrier:
            given = given_with(dates, carrier, subject(rule), Words(), self.zone)
            return replace(given, done_on=None) if given and progress.open else given
        unseen = rule.promised_by and rule.target_date is None
        if unseen or not any(said.due for said in dates):
            return None
        return Given(
            id=f"objective:{rule.id}",
            subject=subject(rule),
            words=Words(),
            dates=dates,
            done_on=self._all_done_on(tasks, progress),
            usable=bool(tasks) and all(t.usable_at or not t.done for t in tasks),
            dropped_on=None,
            gone_on=None,
        )

    def carried(self, rule: Objective) -> tuple[Carried, ...]:
        """What promised the objective its date until the cut, one after the other."""
        found = carried_by(self.history, rule.id, self.end)
        last = (found[-1].promised_by, found[-1].target_date) if found else None
        if last != (rule.promised_by, rule.target_date):
            return carried_by((self.rules,), rule.id, self.end)
        return found

    def _by_key(self) -> dict[str, KnownItem]:
        return {known.item.key: known for known in self.known}

    def _all_done_on(
        self, tasks: Sequence[KnownItem], progress: Progress
    ) -> date | None:
        if progress.open or not progress.total:
            return None
        last = max(task.done_at for task in tasks if task.done_at)
        return last.astimezone(self.zone).date()

    def _basis(
        self,
        rule: Objective,
        tasks: Sequence[KnownItem],
        progress: Progress,
        told: Promise | None,
    ) -> Basis:
        limits = self.rules.limits_of(self.department, rule.id)
        standing = told is not None and told.outcome in _STANDING
        return Basis(
            seed=f"{self.department}/{rule.id}/{self.week}",
            pace=pace(tasks, self.end, limits.forecast_weeks),
            open=progress.open,
            total=progress.total,
            least_finished=limits.forecast_least_finished,
            today=self.week.last_day,
            promised=told.latest if told and standing else None,
        )

    def _still_days(
        self,
        rule: Objective,
        tasks: Sequence[KnownItem],
        carrier: KnownItem | None,
    ) -> int:
        """Days without progress once they exceed the limit, where work had begun."""
        begun = any(task.stage is not Stage.PLANNED for task in tasks)
        said = carrier is not None and carrier.stage is not Stage.PLANNED
        last = last_progress(tasks)
        if last is None or not (begun or said):
            return 0
        still = (self.end - last) // timedelta(days=1)
        limit = self.rules.limits_of(self.department, rule.id).stalled_after_days
        return still if still > limit else 0
