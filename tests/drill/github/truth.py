"""What is true of the drill's GitHub, from its own log and state alone."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime

from tests.drill.github.ledger import PAST_NOTES
from tests.drill.github.records import WEB, Milestone, Numbered, Release, Said, Text
from tests.drill.github.world import World
from tests.drill.seams import Link, Step, TrueItem

_CATEGORIES = {
    ("issue", "open"): "new",
    ("pull_request", "open"): "indeterminate",
    ("pull_request", "draft"): "indeterminate",
    ("milestone", "open"): "new",
    ("release", "draft"): "new",
    ("release", "prerelease"): "indeterminate",
}
"""All other statuses are done."""
_UNLISTED = frozenset({"deleted", "not_visible"})
"""Why a milestone or a release may be said to be gone: of these GitHub answers 404,
whatever became of them, and only a webhook says that they were deleted."""


def truth(world: World) -> Iterator[TrueItem]:
    """Say what is true of every item that ever was where we look."""
    links = _links(world)
    included = _included(world)
    moved = _moved(world)
    told = world.told
    for item in (*world.items(), *world.gone_items):
        if item.repo is not world.away:
            yield _numbered(item, links, included, moved, told)
    for repo in world.repos:
        for found in repo.milestones.values():
            yield _milestone(found, told)
        for release in repo.releases.values():
            yield _release(release, told)


def mentions(world: World) -> Mapping[str, frozenset[Link]]:
    """Say which links go to keys of another tracker."""
    found: dict[str, set[Link]] = {}
    for item in (*world.items(), *world.gone_items):
        if item.pull is not None:
            for key in item.pull.mentions:
                found.setdefault(key, set()).update(_lived(item))
    return {key: frozenset(links) for key, links in found.items()}


def worked(world: World) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Say by key of another tracker when pull requests that name it were worked on."""
    found: dict[str, set[tuple[str, str]]] = {}
    for item in (*world.items(), *world.gone_items):
        if item.pull is not None:
            for key in item.pull.mentions:
                found.setdefault(key, set()).update(_work(item))
    return {key: frozenset(days) for key, days in found.items()}


def _numbered(
    item: Numbered,
    links: Mapping[str, set[Link]],
    included: Mapping[str, set[str]],
    moved: Mapping[str, set[tuple[str, str]]],
    told: set[str],
) -> TrueItem:
    kind = "pull_request" if item.pull else "issue"
    path = "pull" if item.pull else "issues"
    sure, perhaps = _parts(item.log, told)
    past = {("notes", was) for part, was in perhaps if part == PAST_NOTES}
    texts = {"description": item.text}
    for event in item.timeline:
        if event.text is not None:
            origin = "review/" if event.kind == "reviewed" else ""
            texts[f"{origin}{event.id}"] = event.text
    return TrueItem(
        id=item.id,
        gone=item.gone,
        whole=not item.gone,
        fields=_fields(
            kind,
            f"{item.repo.full_name}#{item.number}",
            f"{path}/{item.number}",
            item.repo.full_name,
            item.title,
            item.status,
            item.created,
            item.updated,
        )
        | {
            "type_id": "pull_request" if item.pull else "issue",
            "type_name": "Pull request" if item.pull else "Issue",
            "labels": tuple(sorted(item.labels)),
            "parent": item.parent.id if item.parent else None,
            "targets": (item.milestone.id,) if item.milestone else (),
            "plans": ((_day(item.milestone.due), False),) if item.milestone else (),
        },
        statuses=_steps(sure, "statuses"),
        due_dates=(),
        parents=_steps(sure, "parents"),
        keys=(),
        notes=_notes(texts),
        changes=frozenset(links.get(item.id, ())),
        releases=frozenset(included.get(item.id, ())),
        touched=_days(sure) | _spoken(item) | moved.get(item.id, set()),
        perhaps=frozenset(perhaps | past if item.gone else perhaps),
    )


def _milestone(found: Milestone, told: set[str]) -> TrueItem:
    sure, perhaps = _parts(found.log, told)
    statuses = list(_steps(sure, "statuses"))
    if found.closed_at is not None:
        closed = Step(found.closed_at, "open", "closed")
        statuses += [] if closed in statuses else [closed]
        perhaps.discard(("statuses", closed))
    days = {found.created.date(), found.updated.date()}
    perhaps |= {
        ("touched", (step.at.date().isoformat(), "field"))
        for said in found.log
        if isinstance(step := said.entry, Step) and step.at
    }
    status = "open" if found.closed_at is None else "closed"
    return TrueItem(
        id=found.id,
        gone=_UNLISTED if found.gone else frozenset(),
        whole=not found.gone,
        fields=_fields(
            "milestone",
            f"{found.repo.full_name}/milestone/{found.number}",
            f"milestone/{found.number}",
            found.repo.full_name,
            found.title,
            status,
            found.created,
            found.updated,
        )
        | {"type_id": "milestone", "due": _day(found.due)},
        statuses=tuple(statuses),
        due_dates=_steps(sure, "due_dates"),
        parents=(),
        keys=(),
        notes=_notes({"description": found.text}),
        changes=frozenset(),
        releases=frozenset(),
        touched=frozenset({(found.updated.date().isoformat(), "field")}),
        perhaps=frozenset(
            perhaps | {("touched", (day.isoformat(), "field")) for day in days}
        ),
    )


def _release(found: Release, told: set[str]) -> TrueItem:
    sure, perhaps = _parts(found.log, told)
    status = "prerelease" if found.prerelease else "published"
    now = Step(found.published, None, status)
    statuses = [*_steps(sure, "statuses")]
    statuses += [] if now in statuses else [now]
    perhaps.discard(("statuses", now))
    since = found.published or found.created
    return TrueItem(
        id=found.id,
        gone=_UNLISTED if found.gone else frozenset(),
        whole=not found.gone,
        fields=_fields(
            "release",
            f"{found.repo.full_name}/releases/tag/{found.tag}",
            f"releases/tag/{found.tag}",
            found.repo.full_name,
            found.tag,
            status,
            since,
            found.updated,
        )
        | {"type_id": "release"},
        statuses=tuple(statuses),
        due_dates=(),
        parents=(),
        keys=(),
        notes={},
        changes=frozenset(),
        releases=frozenset(),
        touched=frozenset({(since.date().isoformat(), "field")}),
        perhaps=frozenset(perhaps),
    )


def _fields(  # noqa: PLR0913, PLR0917 - what every kind of item shows
    kind: str,
    key: str,
    path: str,
    project: str,
    title: str,
    status: str,
    created: datetime,
    updated: datetime,
) -> dict[str, object]:
    return {
        "kind": kind,
        "key": key,
        "url": f"{WEB}/{project}/{path}",
        "project": project,
        "title": title,
        "status": status,
        "category": _CATEGORIES.get((kind, status), "done"),
        "created_at": created,
        "updated_at": updated,
        "labels": (),
        "components": (),
        "due": None,
        "parent": None,
        "targets": (),
        "custom": (),
    }


def _parts(
    log: Iterable[Said], told: set[str]
) -> tuple[dict[str, list[Hashable]], set[tuple[str, Hashable]]]:
    """Say what must be known of each part, and what only a lost webhook told."""
    sure: dict[str, list[Hashable]] = {}
    perhaps: set[tuple[str, Hashable]] = set()
    for said in log:
        if said.delivery and said.delivery not in told:
            perhaps.add((said.part, said.entry))
        elif said.entry not in sure.setdefault(said.part, []):
            sure[said.part].append(said.entry)
    return sure, perhaps


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _steps(sure: Mapping[str, list[Hashable]], part: str) -> tuple[Step, ...]:
    return tuple(entry for entry in sure.get(part, ()) if isinstance(entry, Step))


def _days(sure: Mapping[str, list[Hashable]]) -> frozenset[tuple[str, str]]:
    found = [entry for entry in sure.get("touched", ()) if isinstance(entry, tuple)]
    return frozenset((day, touch) for day, touch in found)


def _spoken(item: Numbered) -> frozenset[tuple[str, str]]:
    """Say the days of the comments that are still there."""
    said = [event for event in item.timeline if event.kind == "commented"]
    return frozenset((event.at.date().isoformat(), "discussion") for event in said)


def _notes(texts: Mapping[str, Text]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    return {origin: text.plain for origin, text in texts.items() if text.lines}


def _lived(item: Numbered) -> set[Link]:
    """Say each state of a pull request; all ways agree on the time of an end alone."""
    found: dict[str, datetime | None] = {}
    for said in item.log:
        step = said.entry
        if said.part == "statuses" and isinstance(step, Step) and step.now:
            found[step.now] = step.at if step.now in {"merged", "closed"} else None
    return {Link(item.id, state, at) for state, at in found.items()}


def _links(world: World) -> dict[str, set[Link]]:
    links: dict[str, set[Link]] = {}
    for item in (*world.items(), *world.gone_items):
        if item.pull is not None:
            for other in item.pull.fixes:
                links.setdefault(other.id, set()).update(_lived(item))
    return links


def _work(item: Numbered) -> set[tuple[str, str]]:
    """Say the days of a pull request's code and reviews."""
    touched = [said.entry for said in item.log if said.part == "touched"]
    pairs = [entry for entry in touched if isinstance(entry, tuple)]
    return {(day, touch) for day, touch in pairs if touch in {"code", "review"}}


def _moved(world: World) -> dict[str, set[tuple[str, str]]]:
    """Say on which days of which work each issue moved by its pull requests."""
    moved: dict[str, set[tuple[str, str]]] = {}
    for item in (*world.items(), *world.gone_items):
        if item.pull is not None:
            for other in item.pull.fixes:
                moved.setdefault(other.id, set()).update(_work(item))
    return moved


def _included(world: World) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for repo in world.repos:
        for release in repo.releases.values():
            if release.includes:
                for item in release.named:
                    found.setdefault(item.id, set()).add(release.id)
    return found
