"""What an issue shows of its sprints, and when it went into one or out of it.

Cloud shows objects, Data Center the text of its own objects. An issue shows the sprint
it stands in, and each that was closed while it stood there.
https://developer.atlassian.com/cloud/jira/software/rest/api-group-sprint/
"""

import re
from collections.abc import Iterator
from typing import Any

from passerelle_ingest.people import cleaned_of_people
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.payloads import Change, ShownSprint
from passerelle_schemas.facts import Sprint
from passerelle_schemas.identity import ItemId, jira_sprint, jira_version

_MOST = 100
"""Sprints of one issue; who is carried over for years shows the last ones."""
_NAME = 100
_WRITTEN = re.compile(r"[\w.]*Sprint@\w+\[(?P<fields>.*)\]", re.DOTALL)
# Names and goals hold commas, too: a field begins where a known name stands.
_FIELD = re.compile(
    r"(?:^|,)(id|rapidViewId|state|name|goal|startDate|endDate|completeDate|"
    r"activatedDate|sequence|synced|autoStartStop|incompleteIssuesDestinationId)="
)
_NOTHING = frozenset({"", "<null>"})
_BEGUN = frozenset({"active", "closed"})


def sprints_of(site: Site, told: Any) -> tuple[Sprint, ...]:  # noqa: ANN401 - of a custom field
    """Say the sprints in a custom field; what cannot be read as one is left out."""
    rows = told if isinstance(told, list) else ()
    shown = {one.id: one for one in _read(rows)}
    last = sorted(shown.values(), key=lambda one: int(one.id))[-_MOST:]
    return tuple(_sprint(site, one) for one in last)


def _read(rows: Any) -> Iterator[ShownSprint]:  # noqa: ANN401 - of a custom field
    for row in rows:
        try:
            one = ShownSprint.model_validate(
                _fields(row) if isinstance(row, str) else row
            )
        except (ValueError, OverflowError):
            continue  # An issue is not unreadable because of a field that we add.
        if one.id.isdecimal():
            yield one


def _fields(written: str) -> dict[str, str]:
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return {}
    parts = _FIELD.split(found["fields"])[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: value for name, value in pairs if value not in _NOTHING}


def _sprint(site: Site, shown: ShownSprint) -> Sprint:
    begun = shown.state.casefold() in _BEGUN
    return Sprint(
        id=jira_sprint(site.source.id, shown.id),
        name=cleaned_of_people(shown.name, limit=_NAME),
        started_at=(shown.activated_at or shown.starts_at) if begun else None,
        ends_at=shown.ends_at,
    )


def versions_moved(
    site: Site, change: Change
) -> tuple[frozenset[ItemId], frozenset[ItemId]]:
    """The version that was taken away, and the one that was added: one at a time."""
    before, after = (_ids(told) for told in (change.before, change.after))
    source = site.source.id
    return (
        frozenset(jira_version(source, one) for one in before - after),
        frozenset(jira_version(source, one) for one in after - before),
    )


def sprints_moved(
    site: Site, change: Change
) -> tuple[frozenset[ItemId], frozenset[ItemId]]:
    """The sprints that it went out of, and those that it went into.

    A change tells all of them before and after, with commas.
    """
    before, after = (_ids(told) for told in (change.before, change.after))
    source = site.source.id
    return (
        frozenset(jira_sprint(source, one) for one in before - after),
        frozenset(jira_sprint(source, one) for one in after - before),
    )


def _ids(told: str | None) -> frozenset[str]:
    found = (part.strip() for part in (told or "").split(","))
    return frozenset(part for part in found if part.isdecimal() and len(part) < _NAME)
