"""Jira's bodies, as version 3 (Cloud) and version 2 (Data Center, webhooks) write them.

Cloud: https://developer.atlassian.com/cloud/jira/platform/rest/v3/
Data Center: https://developer.atlassian.com/server/jira/platform/rest/
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from tests.drill.jira.catalogue import (
    COMPONENTS,
    EPIC_LINK,
    OPTION,
    OPTIONS,
    RANK,
    SUBTASK,
    TYPES,
)
from tests.drill.jira.records import Comment, History, Issue, Item
from tests.drill.jira.texts import MENTION, WHO
from tests.drill.jira.world import World

Json = dict[str, Any]
MILLISECOND = timedelta(milliseconds=1)
_TYPES = {kind.id: kind for kind in TYPES}
_CATEGORIES = {"new": (2, "À faire"), "indeterminate": (4, "En cours")}
_DONE = (3, "Terminé")
_SUMMER, _WINTER = timedelta(hours=2), timedelta(hours=1)
_ELSEWHERE = timezone(timedelta(hours=-6))
"""Some instants of a site are told with another offset than the rest."""
_AGILE = "com.pyxis.greenhopper.jira"
_SERVER_NAMES = {
    "fixVersions": "Fix Version",
    "components": "Component",
    "issuekey": "Key",
    "issuelinks": "Link",
    "comment": "Comment",
    EPIC_LINK: "Epic Link",
    OPTION: "Gravité client",
    RANK: "Rank",
}
"""Data Center tells no ids of fields; its own fields have English names."""


@dataclass
class Zone:
    """The account's time zone, in which Jira writes: its clocks may change."""

    winter_from: datetime = field(
        default_factory=lambda: datetime.max.replace(tzinfo=UTC)
    )

    def written(self, at: datetime) -> str:
        """Write an instant as Jira does, milliseconds and an offset without colon."""
        zone = timezone(_WINTER if at >= self.winter_from else _SUMMER)
        if at.microsecond // 1000 % 7 == 0:
            zone = _ELSEWHERE
        local = at.astimezone(zone)
        fraction = f"{local.microsecond // 1000:03d}"
        return f"{local:%Y-%m-%dT%H:%M:%S}.{fraction}{local:%z}"

    def read(self, local: datetime) -> datetime:
        """Read a local time of the account."""
        summer = local.replace(tzinfo=timezone(_SUMMER))
        if summer < self.winter_from:
            return summer
        return local.replace(tzinfo=timezone(_WINTER))


@dataclass(frozen=True)
class Shapes:
    """How one kind of Jira writes what is in the world."""

    world: World
    zone: Zone
    home: str
    cloud: bool = True

    def user(self) -> Json:
        """Whoever did it: one person does everything here."""
        if self.cloud:
            return {"accountId": WHO, "displayName": "Léa Verdier", "active": True}
        return {
            "name": "lverdier",
            "key": "JIRAUSER10100",
            "displayName": "Léa Verdier",
        }

    def status(self, status_id: str) -> Json:
        """A status, by its name of now."""
        shown = self.world.statuses[status_id]
        number, name = _CATEGORIES.get(shown.category, _DONE)
        return {
            "id": shown.id,
            "name": shown.name,
            "statusCategory": {"id": number, "key": shown.category, "name": name},
        }

    def type(self, type_id: str) -> Json:
        """An issue type."""
        shown = _TYPES[type_id]
        return {
            "id": shown.id,
            "name": shown.name,
            "subtask": type_id == SUBTASK,
            "hierarchyLevel": shown.level,
        }

    def project(self, key: str) -> Json:
        """A project."""
        shown = self.world.projects[key]
        return {"id": str(shown.id), "key": shown.key, "name": shown.name}

    def field(self, field_id: str) -> Json:
        """A field, by its name of now."""
        name = self.world.field_names[field_id]
        if not self.cloud:
            name = _SERVER_NAMES.get(field_id, field_id)
        custom = {RANK: f"{_AGILE}:gh-lexo-rank", EPIC_LINK: f"{_AGILE}:gh-epic-link"}
        schema = {"custom": custom[field_id]} if field_id in custom else {}
        told = {"id": field_id, "name": name, "schema": schema}
        return told | {"custom": field_id.startswith("customfield_")}

    def version(self, version_id: str) -> Json:
        """A version."""
        shown = self.world.versions[version_id]
        day = {"releaseDate": shown.day.isoformat()} if shown.day else {}
        return {"id": shown.id, "name": shown.name, "released": shown.released, **day}

    def text(self, written: str, *, plain: bool) -> Any:  # noqa: ANN401 - text or document
        """A text: wiki markup, or a document of Cloud's version 3."""
        if plain or not self.cloud:
            someone = f"[~accountid:{WHO}]" if self.cloud else "[~lverdier]"
            return written.replace(MENTION, someone) or None
        if not written:
            return None
        lines = [_paragraph(line) for line in written.splitlines() if line]
        return {"type": "doc", "version": 1, "content": lines}

    def item(self, shown: Item) -> Json:
        """One field of a change; only Cloud tells the field's id."""
        custom = shown.field_id.startswith("customfield_")
        body: Json = {
            "field": _SERVER_NAMES.get(shown.field_id, shown.field_id),
            "fieldtype": "custom" if custom else "jira",
            "from": shown.was,
            "fromString": shown.was_said,
            "to": shown.now,
            "toString": shown.now_said,
        }
        if self.cloud:
            name = self.world.field_names.get(shown.field_id, shown.field_id)
            body |= {"field": name, "fieldId": shown.field_id}
        return body

    def history(self, shown: History, *, as_number: bool = False) -> Json:
        """One change; some answers tell its time as a number."""
        at: object = self.zone.written(shown.at)
        if as_number:
            at = milliseconds(shown.at)
        items = [self.item(one) for one in shown.items]
        return {
            "id": str(shown.id),
            "author": self.user(),
            "created": at,
            "items": items,
        }

    def comment(self, issue: Issue, shown: Comment, *, plain: bool = False) -> Json:
        """A comment."""
        version = "2" if plain or not self.cloud else "3"
        address = f"{self.home}/rest/api/{version}/issue/{issue.id}/comment/{shown.id}"
        return {
            "self": address,
            "id": str(shown.id),
            "author": self.user(),
            "body": self.text(shown.text, plain=plain),
            "created": self.zone.written(shown.created),
            "updated": self.zone.written(shown.updated),
        }

    def fields(self, issue: Issue, *, plain: bool = False) -> Json:
        """Every field of an issue but its comments."""
        shown: Json = {
            "summary": issue.title,
            "status": self.status(issue.status),
            "issuetype": self.type(issue.type),
            "project": self.project(issue.project),
            "created": self.zone.written(issue.created),
            "updated": self.zone.written(issue.updated),
            "labels": list(issue.labels),
            "components": [_component(name) for name in issue.components],
            "duedate": issue.due.isoformat() if issue.due else None,
            "fixVersions": [self.version(one) for one in issue.versions],
            "description": self.text(issue.description, plain=plain),
            "reporter": self.user(),
            RANK: f"0|i{issue.id:05x}:",
            OPTION: None,
        }
        if issue.option:
            number = 10900 + OPTIONS.index(issue.option)
            shown[OPTION] = {"id": str(number), "value": issue.option}
        return shown | self._parent(issue)

    def _parent(self, issue: Issue) -> Json:
        by_link = self.world.projects[issue.project].by_epic_link
        parent = self.world.issues.get(issue.parent) if issue.parent else None
        if by_link:
            return {EPIC_LINK: parent.key if parent else None}
        if parent is None:
            return {EPIC_LINK: None}
        fields = {"summary": parent.title, "issuetype": self.type(parent.type)}
        told = {"id": str(parent.id), "key": parent.key, "fields": fields}
        return {"parent": told, EPIC_LINK: None}

    def comments(self, issue: Issue, most: int) -> Json:
        """The comments as an issue shows them: the first, and how many there are."""
        shown = [self.comment(issue, one) for one in issue.comments[:most]]
        total = len(issue.comments)
        return {"comments": shown, "maxResults": most, "total": total, "startAt": 0}

    def issue(self, issue: Issue, names: Iterable[str], most_comments: int) -> Json:
        """An issue with the fields that are asked for."""
        shown = self.fields(issue) | {"comment": self.comments(issue, most_comments)}
        wanted = set(names)
        every = not wanted or "*all" in wanted
        return {
            "id": str(issue.id),
            "self": f"{self.home}/rest/api/{3 if self.cloud else 2}/issue/{issue.id}",
            "key": issue.key,
            "fields": {n: v for n, v in shown.items() if every or n in wanted},
        }


def milliseconds(at: datetime) -> int:
    """Epoch milliseconds, exactly."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // MILLISECOND


def _component(name: str) -> Json:
    return {"id": str(7000 + COMPONENTS.index(name)), "name": name}


def _paragraph(line: str) -> Json:
    pieces: list[Json] = []
    before, found, after = line.partition(MENTION)
    if before:
        pieces.append({"type": "text", "text": before})
    if found:
        mention = {"id": WHO, "text": "@Léa Verdier"}
        pieces.append({"type": "mention", "attrs": mention})
    if after:
        pieces.append({"type": "text", "text": after})
    return {"type": "paragraph", "content": pieces}
