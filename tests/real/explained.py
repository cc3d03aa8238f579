"""Every known difference from DevLake's answers, with who is right and why.

A difference is explained when exactly one entry recognises it; the entry says how many
it recognises, so that one more is a difference that nobody has looked at.
`docs/compared-with-devlake.md` tells the same in prose.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from tests.real.data import Json
from tests.real.devlake import NOTHING, Told, instant

ABSENT = ""
"""What a side says that says nothing at all of a field."""


@dataclass(frozen=True)
class Difference:
    """One field of one item, told in two ways."""

    item: str
    field: str
    ours: str
    theirs: str

    @property
    def kind(self) -> str:
        """The field without the instant or the day that it is about."""
        return self.field.partition(" at 2")[0].partition(" on 2")[0]

    @property
    def at(self) -> str:
        """The instant or the day that it is about."""
        return self.field.removeprefix(self.kind)[4:]

    @property
    def seconds_apart(self) -> float:
        """How far apart two instants are."""
        ours, theirs = map(datetime.fromisoformat, (self.ours, self.theirs))
        return abs((ours - theirs) / timedelta(seconds=1))


def differences(ours: Told, theirs: Told) -> tuple[Difference, ...]:
    """Every field that the two tell differently.

    A field that a table of theirs does not have at all for an item is no answer; a
    moment of its history that only one side tells is a difference.
    """
    histories = (" at 2", " on 2", "named by", "item")
    asked = {key for key in ours if any(part in key[1] for part in histories)}
    return tuple(
        Difference(*key, ours.get(key, ABSENT), theirs.get(key, ABSENT))
        for key in sorted(theirs.keys() | asked)
        if ours.get(key) != theirs.get(key)
    )


class Right(StrEnum):
    """Who says what the raw row says."""

    WE = "we"
    THEY = "they"
    BOTH = "both"


@dataclass(frozen=True)
class Explanation:
    """Why a kind of difference is there, how often, and who is right."""

    name: str
    right: Right
    times: int
    recognises: Callable[[Difference, "Raw"], bool]


class Raw:
    """The raw issues, to look up who is right."""

    def __init__(self, issues: Iterable[Json]) -> None:
        self.issues = {issue["key"]: issue for issue in issues}

    def category(self, key: str) -> str:
        """The category that the row shows."""
        return str(self.issues[key]["fields"]["status"]["statusCategory"]["key"])

    def created(self, key: str) -> str:
        """When the row says that it was created."""
        return instant(self.issues[key]["fields"]["created"])

    def updated(self, key: str) -> str:
        """When the row says that it was last updated."""
        return instant(self.issues[key]["fields"]["updated"])

    def labels(self, key: str) -> set[str]:
        """The labels that the row shows."""
        return set(self.issues[key]["fields"]["labels"])

    @cached_property
    def changes(self) -> dict[tuple[str, str], list[Json]]:
        """The changes of each issue by their instant."""
        found: dict[tuple[str, str], list[Json]] = {}
        for key, issue in self.issues.items():
            for history in issue["changelog"]["histories"]:
                at = instant(history["created"])
                found.setdefault((key, at), []).extend(history["items"])
        return found

    def fields_of_day(self, key: str, day: str) -> set[str]:
        """Which fields changed on a day."""
        return {
            str(item["field"])
            for (whose, at), items in self.changes.items()
            for item in items
            if whose == key and at.startswith(day)
        }

    def names(self, key: str, at: str) -> set[str]:
        """The names that a change of status was recorded with."""
        return {
            f"{item['fromString']} > {item['toString']}"
            for item in self.changes.get((key, at), [])
            if item["field"] == "status"
        }


_BY_ITSELF = frozenset({"RemoteIssueLink", "Workflow", "Rank"})
_IN_WORDS = frozenset({"hello world", "你好世界", "恩底滴梯欸夫典亢姆"})
_IN_NUMBERS = "110 100 100 116 102 46 99 111 109"

JIRA = (
    Explanation(
        "category-named-by-their-settings",
        Right.WE,
        20,
        lambda d, raw: (
            d.kind == "category"
            and d.theirs in _IN_WORDS | {_IN_NUMBERS}
            and d.ours == raw.category(d.item)
        ),
    ),
    Explanation(
        "category-of-a-status-they-do-not-map",
        Right.WE,
        30,
        lambda d, _: (
            d.kind == "category" and d.ours == "done > done" and d.theirs == "done > -"
        ),
    ),
    Explanation(
        "begun-with",
        Right.WE,
        99,
        lambda d, raw: (
            d.kind in {"status", "status name", "category"}
            and d.at == raw.created(d.item)
            and d.theirs == ABSENT
            and d.ours.startswith(f"{NOTHING} > ")
        ),
    ),
    Explanation(
        "name-of-that-time",
        Right.BOTH,
        76,
        lambda d, raw: d.kind == "status name" and raw.names(d.item, d.at) == {d.ours},
    ),
    Explanation(
        "nobody-moved-it",
        Right.BOTH,
        99,
        lambda d, raw: (
            d.kind == "changed"
            and d.ours == ABSENT
            and raw.fields_of_day(d.item, d.at) <= _BY_ITSELF
        ),
    ),
    Explanation(
        "outside-their-table-of-changes",
        Right.WE,
        7,
        lambda d, raw: (
            d.kind in {"parent", "changed"}
            and d.theirs == ABSENT
            and d.item.startswith("K5-")
            and bool(raw.fields_of_day(d.item, d.at[:10]))
        ),
    ),
    Explanation(
        "day-taken-for-an-instant",
        Right.WE,
        2,
        lambda d, _: (
            d.kind in {"due", "due by a custom field"} and d.seconds_apart == 24 * 3600
        ),
    ),
    Explanation(
        "labels-of-another-board",
        Right.WE,
        2,
        lambda d, raw: (
            d.kind == "labels"
            and d.theirs == NOTHING
            and set(d.ours.split(", ")) == raw.labels(d.item)
        ),
    ),
    Explanation(
        "parent-gone-without-a-change",
        Right.WE,
        14,
        lambda d, raw: (
            d.kind == "parent"
            and (d.ours, d.theirs) == (NOTHING, ABSENT)
            and d.at == raw.updated(d.item)
        ),
    ),
    Explanation(
        "resolution-before-its-change",
        Right.BOTH,
        30,
        lambda d, _: d.kind == "resolved" and 0 < d.seconds_apart < 0.2,
    ),
)

GITHUB = (
    Explanation(
        "merged-is-not-in-the-list",
        Right.WE,
        26,
        lambda d, _: d.field == "merged, in their tool layer" and d.ours == "yes",
    ),
    Explanation(
        "merged-then-closed",
        Right.BOTH,
        1,
        lambda d, _: d.kind == "closed" and d.seconds_apart == 1,
    ),
)
