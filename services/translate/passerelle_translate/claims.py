"""What the tracker's status claims: which stage it is, and by which rule.

A claim is not yet the truth; `stages` holds it against changes and releases.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from passerelle_schemas.business import Stage
from passerelle_schemas.facts import StatusCategory, StatusRef
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.rules import RuleSet, StageRule
from passerelle_schemas.work import WorkItem
from passerelle_translate.histories import categories_of, statuses_of
from passerelle_translate.ready import ready

_GITHUB_ISSUE = {
    "open": Stage.PLANNED,
    "closed:completed": Stage.FINISHED,
    "closed:not_planned": Stage.DROPPED,
    "closed:duplicate": Stage.DROPPED,
}
_GITHUB_PULL_REQUEST = {
    "draft": Stage.STARTED,
    "open": Stage.IN_REVIEW,
    "merged": Stage.FINISHED,
    "closed": Stage.DROPPED,
}
_JIRA_BUILT_IN = {
    # The ids that every Jira comes with; all others are a site's own.
    "1": Stage.PLANNED,
    "3": Stage.STARTED,
    "4": Stage.PLANNED,
    "5": Stage.FINISHED,
    "6": Stage.FINISHED,
}
_BY_CATEGORY = {
    StatusCategory.NEW: Stage.PLANNED,
    StatusCategory.IN_PROGRESS: Stage.STARTED,
    StatusCategory.DONE: Stage.FINISHED,
}


@dataclass(frozen=True, slots=True)
class StageSaid:
    """What the tracker's status claims, and which rule read it so."""

    status: StatusRef
    stage: Stage | None
    """None when nothing says what the status means: the stage before goes on."""
    because: str
    at: datetime
    learned_at: datetime


def claims_of(item: WorkItem, rules: RuleSet) -> tuple[StageSaid, ...]:
    """Say how each status was read, and by which rule."""
    if item.observed is None:
        return ()
    categories = categories_of(item)
    kind = item.observed.snapshot.kind
    said = []
    for held in statuses_of(item):
        category = held.status.category or categories.get(held.status.id)
        status = held.status
        if status.category is not category:
            status = status.model_copy(update={"category": category})
        stage, because = stage_of_status(item, kind, status, rules)
        said.append(StageSaid(status, stage, because, held.at, held.learned_at))
    return tuple(said)


def stage_of_status(
    item: WorkItem, kind: ItemKind, status: StatusRef, rules: RuleSet
) -> tuple[Stage | None, str]:
    """Say which stage a status is, and why: the first stage rule, else what we know."""
    answered = ready(rules).stages
    asked = item.tracker, item.source, kind, status.id, status.category
    if (answer := answered.get(asked)) is None:
        answer = answered[asked] = _read(item, kind, status, rules)
    return answer


def _read(
    item: WorkItem, kind: ItemKind, status: StatusRef, rules: RuleSet
) -> tuple[Stage | None, str]:
    for number, rule in enumerate(rules.stages, start=1):
        if fits(rule, item, kind, status):
            return rule.stage, f"stage rule {number}"
    by_category = _by_category(kind, status)
    match item.tracker:
        case Tracker.GITHUB:
            said = _by_github(kind, status) or by_category
        case Tracker.JIRA:
            said = by_category or _by_jira(status)
        case never:
            assert_never(never)
    return said or (None, "nothing says what this status means")


def _by_github(kind: ItemKind, status: StatusRef) -> tuple[Stage, str] | None:
    pull = kind is ItemKind.PULL_REQUEST
    stage = (_GITHUB_PULL_REQUEST if pull else _GITHUB_ISSUE).get(status.id)
    return (stage, f"GitHub's own state {status.id}") if stage else None


def _by_jira(status: StatusRef) -> tuple[Stage, str] | None:
    stage = _JIRA_BUILT_IN.get(status.id)
    return (stage, f"Jira's built-in status {status.id}") if stage else None


def _by_category(kind: ItemKind, status: StatusRef) -> tuple[Stage, str] | None:
    if status.category is not None:
        done = status.category is StatusCategory.DONE
        if done and kind in {ItemKind.VERSION, ItemKind.RELEASE}:
            return Stage.AVAILABLE, "it is released"
        return _BY_CATEGORY[status.category], f"category {status.category.value}"
    return None


def fits(rule: StageRule, item: WorkItem, kind: ItemKind, status: StatusRef) -> bool:
    """Whether *rule* names *status*, of an item of *kind*."""
    return (
        (not rule.tracker or item.tracker in rule.tracker)
        and (not rule.source or item.source in rule.source)
        and (not rule.kind or kind in rule.kind)
        and (not rule.status or status.id in rule.status)
        and (not rule.category or status.category in rule.category)
    )
