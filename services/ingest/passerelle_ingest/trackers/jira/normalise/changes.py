"""What a change of Jira's history says: one fact for each field that we follow.

Fields are known by `fieldId`; Data Center tells none, and leaves its own English name
in `field`. Names that an administrator or a translation changed are not looked at.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from passerelle_ingest.people import cleaned_label, cleaned_of_people
from passerelle_ingest.site import Site
from passerelle_ingest.telling import LABELS, Teller
from passerelle_ingest.trackers.jira.normalise.issues import NAME, VALUE, status_of
from passerelle_ingest.trackers.jira.normalise.sprints import (
    sprints_moved,
    versions_moved,
)
from passerelle_ingest.trackers.jira.payloads import Change, History, Status
from passerelle_schemas.contract import Instant
from passerelle_schemas.facts import AnyFact, StatusRef, Touch
from passerelle_schemas.identity import ItemRef, jira_issue
from passerelle_schemas.text import cleaned

STATUS = "status"
DUE = "duedate"
PARENT = "parent"
KEY = "issuekey"
DESCRIPTION = "description"
VERSION = "version"
SPRINT = "sprint"
_MOVED = Touch.FIELD
_OPTIONS = re.compile(r"\[?\d{1,18}(, ?\d{1,18})*\]?")
"""The ids of options, as Cloud tells them; an account's id has letters."""
_NOISE = frozenset(
    {"lexorank", "rank", "workflow", "projectimport", "remoteissuelink", "remotelink"}
)
"""What Jira does by itself, or what only orders a list: nobody moved the item."""
_QUIET = _NOISE | {"comment"}
_KNOWN = {
    "status": STATUS,
    "duedate": DUE,
    "parent": PARENT,
    "issueparentassociation": PARENT,
    "epic link": PARENT,
    "key": KEY,
    "issuekey": KEY,
    "description": DESCRIPTION,
    LABELS: LABELS,
    "fix version": VERSION,
    "fixversions": VERSION,
}


_PLANS = {VERSION: versions_moved, SPRINT: sprints_moved}


def field_of(site: Site, change: Change) -> str:
    """Name the field in our words; empty for one that we do not follow."""
    told = change.field_id or change.field
    if told and told == site.source.epic_link_field:
        return PARENT
    if site.source.sprint_field and _is_sprint(site, change, told):
        return SPRINT
    if told in site.source.fields:
        return told
    known = _KNOWN.get(told.lower(), "")
    # Only the epic link is a custom field; others of a known name merely share it.
    return known if change.kind != "custom" or known == PARENT else ""


def _is_sprint(site: Site, change: Change, told: str) -> bool:
    """Whether it is the field of sprints; Data Center tells the field's name alone."""
    if told == site.source.sprint_field:
        return True
    named = change.kind == "custom" and told.casefold() == SPRINT
    return named and not change.field_id


def told_by(
    site: Site, teller: Teller, history: History, at: Instant
) -> Iterator[AnyFact]:
    """Say every fact of one change that took place at *at*."""
    for change in history.items:
        yield from _fact(site, teller, change, history.id, at)
    if any(_moves(site, change) for change in history.items):
        yield teller.touched(at, _MOVED)


def _fact(
    site: Site, teller: Teller, change: Change, history: str, at: Instant
) -> Iterator[AnyFact]:
    field = field_of(site, change)
    name = f"{history}/{field}"
    if field == STATUS and change.after:
        before, after = statuses(site, change)
        if after is not None:
            yield teller.status(at, before, after, change=name)
    elif field == DUE:
        yield teller.due(at, _day(change.before), _day(change.after), change=name)
    elif field == PARENT:
        before_ref, after_ref = parents(site, change)
        yield teller.parent(at, before_ref, after_ref, change=name)
    elif field in _PLANS:
        left, joined = _PLANS[field](site, change)
        for target in sorted(left | joined):
            planned = target in joined
            yield teller.plan(at, target, planned=planned, change=name)
    elif field == LABELS or field in site.source.fields:
        left, put = signs(field, change)
        for value in sorted(left ^ put):
            shown = value in put
            yield teller.sign(at, field, value, shown=shown, change=name)
    elif field == KEY:
        yield from _key(site, teller, change, name, at)


def _key(
    site: Site, teller: Teller, change: Change, name: str, at: Instant
) -> Iterator[AnyFact]:
    was = cleaned(change.before_text or change.before or "", limit=NAME)
    now = cleaned(change.after_text or change.after or "", limit=NAME)
    yield teller.key(at, was, now, change=name)
    if follows_key(site, now) and not follows_key(site, was):
        yield teller.returned(at, change=name)


def follows_key(site: Site, key: str) -> bool:
    """Whether the source follows the project of an issue's key."""
    return site.follows(key.rpartition("-")[0])


def statuses(site: Site, change: Change) -> tuple[StatusRef | None, StatusRef | None]:
    """The status before and after."""
    before = _end(site, change.before, change.before_text)
    return before, _end(site, change.after, change.after_text)


def _end(site: Site, told: str | None, name: str | None) -> StatusRef | None:
    return status_of(site, _status(told, name or "")) if told else None


@lru_cache(maxsize=1024)
def _status(told: str, name: str) -> Status:
    return Status(id=told, name=name)


def parents(site: Site, change: Change) -> tuple[ItemRef | None, ItemRef | None]:
    """The parent before and after; histories tell its id and its key."""
    ends = ((change.before, change.before_text), (change.after, change.after_text))
    before, after = (
        ItemRef(
            id=jira_issue(site.source.id, told), key=cleaned(text or told, limit=NAME)
        )
        if told
        else None
        for told, text in ends
    )
    return before, after


def signs(field: str, change: Change) -> tuple[frozenset[str], frozenset[str]]:
    """The labels, or the value of a custom field, before and after.

    Of a custom field options alone are told: another text may be somebody's name.
    """
    ends = (change.before, change.before_text), (change.after, change.after_text)
    read = _labels if field == LABELS else _option
    before, after = (frozenset(read(told, text or "")) for told, text in ends)
    return before - {""}, after - {""}


def _labels(_told: str | None, text: str) -> Iterator[str]:
    return (cleaned_label(one, limit=NAME) for one in text.split())


def _option(told: str | None, text: str) -> Iterator[str]:
    if told and _OPTIONS.fullmatch(told):
        yield cleaned_of_people(", ".join(map(str.strip, text.split(","))), limit=VALUE)


def days(change: Change) -> tuple[date | None, date | None]:
    """The promised day before and after."""
    return _day(change.before), _day(change.after)


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told[:10]) if told else None


def _moves(site: Site, change: Change) -> bool:
    """Whether somebody worked on the item; two fields may share one name.

    So a field that tells its id is known by it. The name of a custom one counts beside
    it, for we may not know yet what the site's fields are.
    """
    told = change.field_id or change.field
    if told in site.ranks or _only_orders(change):
        return False
    is_custom = change.kind == "custom" or told.startswith("customfield_")
    by_name = not change.field_id or is_custom
    return told.lower() not in _QUIET and not (
        by_name and change.field.lower() in _NOISE
    )


def _only_orders(change: Change) -> bool:
    """Whether it has the look of a new rank: from nothing to nothing, in words alone.

    A webhook may come before we know what the site's fields are.
    """
    ends = (change.before, change.before_text, change.after)
    return change.kind == "custom" and ends == ("", "", "")
