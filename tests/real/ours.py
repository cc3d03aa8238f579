"""What Passerelle made of the same raw rows, in the words of `devlake`."""

from collections.abc import Iterable
from datetime import UTC, datetime

from passerelle_schemas.business import Stage
from passerelle_schemas.facts import StatusRef
from passerelle_schemas.identity import ItemKind
from passerelle_schemas.rules import Bilingual, Company, Department, Desk, RuleSet
from passerelle_schemas.work import WorkItem
from passerelle_translate.histories import ancestor_of, categories_of
from passerelle_translate.stages import stages_of
from tests.real.devlake import NOTHING, Told, instant, listed

_WORDS = Bilingual(fr="Essai", en="Trial")
NO_RULES = RuleSet(
    version=1,
    content_hash="0" * 64,
    effective_from=datetime(2010, 1, 1, tzinfo=UTC),
    company=Company(name="Trial", desk=Desk(name=_WORDS, address="-")),
    departments=(Department(id="trial", name=_WORDS, addressed=_WORDS),),
)
"""Stages as they are where nobody said anything of them."""
_OVER = frozenset({Stage.FINISHED, Stage.AVAILABLE, Stage.DROPPED})


def over_since(item: WorkItem) -> datetime | None:
    """Since when it has been finished or dropped without a break, if it is."""
    since = None
    for reached in stages_of(item, NO_RULES):
        if reached.stage not in _OVER:
            since = None
        elif since is None:
            since = reached.at
    return since


def _category(item: WorkItem, status: StatusRef | None) -> str:
    if status is None:
        return NOTHING
    told = status.category or categories_of(item).get(status.id)
    return told.value if told else NOTHING


def jira(items: Iterable[WorkItem]) -> Told:
    """Say Jira issues as the other product's tables do."""
    told: Told = {}
    for item in items:
        assert item.observed is not None
        shown = item.observed.snapshot
        key, parent = shown.key, ancestor_of(item)
        told |= {
            (key, "item"): "yes",
            (key, "status"): shown.status.name,
            (key, "category"): _category(item, shown.status),
            (key, "type"): shown.type_name,
            (key, "created"): instant(shown.created_at),
            (key, "resolved"): instant(over_since(item)),
            (key, "due"): str(shown.due or NOTHING),
            (key, "parent"): parent.id.partition(":")[2] if parent else NOTHING,
            (key, "fix versions"): listed(target.name for target in shown.targets),
            (key, "labels"): listed(shown.labels),
        }
        for entry in item.statuses:
            at = instant(entry.happened_at)
            was = (entry.was.id, entry.was.name) if entry.was else (NOTHING, NOTHING)
            categories = (_category(item, entry.was), _category(item, entry.now))
            told |= {
                (key, f"status at {at}"): f"{was[0]} > {entry.now.id}",
                (key, f"status name at {at}"): f"{was[1]} > {entry.now.name}",
                (key, f"category at {at}"): " > ".join(categories),
            }
        for change in item.parents:
            at = instant(change.happened_at)
            told[key, f"parent at {at}"] = change.now.key if change.now else NOTHING
        for day in item.touched:
            told[key, f"changed on {day.day}"] = "yes"
    return told


def custom_field(item: WorkItem) -> Told:
    """Say the day that stands in a custom field."""
    assert item.observed is not None
    shown = item.observed.snapshot
    (field,) = shown.custom
    return {(shown.key, "due by a custom field"): field.value}


def github(items: Iterable[WorkItem]) -> Told:
    """Say GitHub's issues and pull requests as the other product's tables do."""
    told: Told = {}
    for item in items:
        if item.observed is None:
            continue
        shown = item.observed.snapshot
        if shown.kind not in {ItemKind.ISSUE, ItemKind.PULL_REQUEST}:
            continue
        key = "#" + shown.key.rpartition("#")[2]
        pull = shown.kind is ItemKind.PULL_REQUEST
        state, _, _reason = shown.status.id.partition(":")
        targets = [target.name for target in shown.targets]
        told |= {
            (key, "item"): shown.kind.value.replace("_", " "),
            (key, "state"): state,
            (key, "created"): instant(shown.created_at),
            (key, "closed"): instant(over_since(item)),
            (key, "labels"): listed(shown.labels),
        }
        if pull:
            merged = instant(over_since(item)) if state == "merged" else NOTHING
            told[key, "merged at"] = merged
            yes = "yes" if state == "merged" else "no"
            told[key, "merged, in their tool layer"] = yes
        else:
            told[key, "category"] = _category(item, shown.status)
            told[key, "milestone"] = listed(targets)
        for change in item.changes:
            number = change.pull_request.key.rpartition("#")[2]
            told[key, f"named by #{number}"] = "yes"
    return told
