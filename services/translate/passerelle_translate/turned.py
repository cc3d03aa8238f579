"""What an item means otherwise by other rules, from what to what, and why: pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from passerelle_schemas.business import (
    BusinessItem,
    PromisedDate,
    RiskEpisode,
    StageReached,
    State,
)
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.work import WorkItem
from passerelle_translate.claims import claims_of
from passerelle_translate.clocks import righted
from passerelle_translate.kinds import kind_of_work
from passerelle_translate.mapping import Subject
from passerelle_translate.ready import rule_of


class What(StrEnum):
    """What of an item's meaning rules can change."""

    STATE = "counts as"
    DEPARTMENT = "department"
    ALSO = "also concerns"
    OBJECTIVE = "objective"
    CAPABILITY = "capability"
    WORK = "kind of work"
    STAGE = "stage"
    PROMISE = "promise"
    RISK = "risk"
    OTHER = "other"


NOTHING = "none"
"""Stands where one of both sides says nothing."""
_MOST = 4
"""Entries of a history that are told one by one."""


@dataclass(frozen=True, slots=True)
class Turned:
    """One thing that an item means otherwise."""

    what: What
    old: str
    new: str
    why: str = ""
    """What decided it, where that is not the mapping rule."""
    when: str = ""
    """The instants of it, which differ from item to item."""


Side = tuple[BusinessItem, RuleSet]
"""What an item means, and by which rules."""


def turned(item: WorkItem, old: Side, new: Side) -> tuple[Turned, ...]:
    """Say all that *item* means otherwise; nothing where only the rule's name differs.

    Both meanings are those of *item*, by their rules.
    """
    return tuple(
        told
        for each in (_mapping, _work, _stage, _promise, _risks, _other)
        for told in each(righted(item), old, new)
    )


def _mapping(_item: WorkItem, old: Side, new: Side) -> Iterator[Turned]:
    before, after = old[0], new[0]
    for what, was, now in (
        (What.STATE, before.state.value, after.state.value),
        (What.DEPARTMENT, before.department, after.department),
        (What.ALSO, ", ".join(before.also), ", ".join(after.also)),
        (What.OBJECTIVE, before.objective, after.objective),
        (What.CAPABILITY, before.capability, after.capability),
    ):
        if was != now:
            yield Turned(what, was or NOTHING, now or NOTHING)


def _work(item: WorkItem, old: Side, new: Side) -> Iterator[Turned]:
    before, after = old[0].work, new[0].work
    if before is not after:
        why = _from_to(_kind(item, old[1]), _kind(item, new[1]))
        yield Turned(What.WORK, before.value, after.value, why)


def _kind(item: WorkItem, rules: RuleSet) -> str:
    subject = Subject.of(item)
    return kind_of_work(subject, rule_of(subject, rules), rules)[1]


def _stage(item: WorkItem, old: Side, new: Side) -> Iterator[Turned]:
    before = [s for s in old[0].stages if s not in new[0].stages]
    after = [s for s in new[0].stages if s not in old[0].stages]
    if not (before or after):
        return
    was, now = _stages(before), _stages(after)
    if was == now:  # the same stages at other times
        was, now = _stages(before, dated=True), _stages(after, dated=True)
    when = _day((after or before)[-1].at)
    yield Turned(What.STAGE, was, now, _by_claims(item, old[1], new[1]), when)


def _stages(reached: Sequence[StageReached], *, dated: bool = False) -> str:
    told = [
        f"{each.stage.value.replace('_', ' ')}{f' {_day(each.at)}' if dated else ''}"
        for each in reached
    ]
    return _listed(list(dict.fromkeys(told)))


def _by_claims(item: WorkItem, old: RuleSet, new: RuleSet) -> str:
    """Say by which rule the newest status that is read otherwise was read."""
    pairs = zip(claims_of(item, old), claims_of(item, new), strict=True)
    differ = [(one, two) for one, two in pairs if one.stage is not two.stage]
    if not differ:
        return ""
    one, two = differ[-1]
    return f"status {one.status.id}: {_from_to(one.because, two.because)}"


def _promise(_item: WorkItem, old: Side, new: Side) -> Iterator[Turned]:
    before, after = _days(old[0].promises), _days(new[0].promises)
    if old[0].promises != new[0].promises:
        yield Turned(What.PROMISE, before, after)


def _days(promises: Sequence[PromisedDate]) -> str:
    return _listed([str(p.due) if p.due else "taken back" for p in promises])


def _risks(_item: WorkItem, old: Side, new: Side) -> Iterator[Turned]:
    before = [r for r in old[0].risks if r not in new[0].risks]
    after = [r for r in new[0].risks if r not in old[0].risks]
    for kind in dict.fromkeys(risk.kind for risk in (*before, *after)):
        was = [risk for risk in before if risk.kind is kind]
        now = [risk for risk in after if risk.kind is kind]
        one, two = _severities(was), _severities(now)
        if one == two:
            one, two = _severities(was, dated=True), _severities(now, dated=True)
        when = _day((now or was)[-1].since)
        yield Turned(What.RISK, one, two, _why(now or was, old, new), when)


def _severities(risks: Sequence[RiskEpisode], *, dated: bool = False) -> str:
    told = [
        f"{risk.kind.value.replace('_', ' ')} ({risk.severity.value})"
        f"{f' {_span(risk)}' if dated else ''}"
        for risk in risks
    ]
    return _listed(list(dict.fromkeys(told)))


def _span(risk: RiskEpisode) -> str:
    until = f" until {_day(risk.until)}" if risk.until else ""
    days = f", {risk.days} days" if risk.days is not None else ""
    return f"from {_day(risk.since)}{until}{days}"


def _why(risks: Sequence[RiskEpisode], old: Side, new: Side) -> str:
    """Say what lets a risk be another: a limit, what was excluded, a stage, a promise.

    The first of them that differs; signs are what is left.
    """
    (before, by_old), (after, by_new) = old, new
    limits = (
        by_old.limits_of(before.department, before.objective),
        by_new.limits_of(after.department, after.objective),
    )
    for name in dict.fromkeys(risk.limit for risk in risks if risk.limit):
        was, now = (getattr(limit, name, None) for limit in limits)
        if was != now:
            return f"limit {name} {was} → {now}"
    for meaning, when in ((before, "was"), (after, "is now")):
        if meaning.state is State.EXCLUDED:
            return f"what is excluded endangers nobody, and it {when}"
    if before.stages != after.stages:
        return "its stages differ"
    if before.promises != after.promises:
        return "its promises differ"
    return "what the rules count as a sign or a promise differs"


_TOLD = {
    "rule_set",
    "rule",
    "inherited_from",
    "state",
    "department",
    "also",
    "objective",
    "capability",
    "work",
    "stages",
    "promises",
    "risks",
}
"""What is told above, or is how it came about."""


def _other(_item: WorkItem, old: Side, new: Side) -> Iterator[Turned]:
    """Say what no other line tells, so that nothing that changes is left out."""
    for name in type(old[0]).model_fields:
        was, now = getattr(old[0], name), getattr(new[0], name)
        if name not in _TOLD and was != now:
            yield Turned(What.OTHER, f"{name} {was}"[:80], f"{name} {now}"[:80])


def _from_to(was: str, now: str) -> str:
    return was if was == now else f"{was} → {now}"


def _listed(told: Sequence[str]) -> str:
    more = len(told) - _MOST
    shown = ", ".join(told[:_MOST]) or NOTHING
    return f"{shown} and {more} more" if more > 0 else shown


def _day(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d}"
