"""Releases: what was merged or closed in a repository since the release before."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from passerelle_demo.story.calendar import paris
from passerelle_demo.story.events import (
    Event,
    IssueClosed,
    IssueOpened,
    IssueReopened,
    Merged,
    PullOpened,
    Released,
)

BOUTIQUE = tuple(
    paris(f"{said} 18:20")
    for said in (
        "2026-08-06",
        "2026-08-27",
        "2026-09-10",
        "2026-09-24",
        "2026-10-08",
        "2026-10-22",
        "2026-10-29",
        "2026-11-12",
    )
)
ENTREPOT = tuple(
    paris(f"{said} 07:15")
    for said in (
        "2026-08-12",
        "2026-09-02",
        "2026-09-23",
        "2026-10-14",
        "2026-10-28",
        "2026-11-04",
        "2026-11-18",
    )
)
CONSEILLER = tuple(
    paris(f"{said} 07:40")
    for said in ("2026-08-20", "2026-09-17", "2026-10-15", "2026-11-12")
)
SCHEDULE = {"boutique": BOUTIQUE, "entrepot": ENTREPOT, "espace-conseiller": CONSEILLER}


def releases_of(told: Iterable[Event]) -> list[Event]:
    """Return the releases of all repositories, each with what it brings."""
    happened = sorted(told, key=lambda event: event.at)
    return [
        Released(
            moment,
            f"{repository}-{moment:%Y%m%d}",
            repository,
            tag=f"v{moment:%Y.%m.%d}",
            notes=notes_of(happened, repository, after=before, until=moment),
        )
        for repository, moments in SCHEDULE.items()
        for before, moment in zip((None, *moments), moments, strict=False)
    ]


def notes_of(
    happened: Iterable[Event],
    repository: str,
    *,
    after: datetime | None,
    until: datetime,
) -> str:
    """Write release notes as teams do: a line for each change with its number.

    *happened* is in order. What a pull request fixes comes with its merge, not with a
    closing by hand; what was opened again before the release is not in it.
    """
    known: dict[str, IssueOpened | PullOpened] = {
        event.item: event
        for event in happened
        if isinstance(event, IssueOpened | PullOpened)
        and event.repository == repository
    }
    waiting = {p.fixes for p in known.values() if isinstance(p, PullOpened)}
    brought: dict[str, str] = {}
    for event in happened:
        if event.item not in known or event.at > until or event.item in waiting:
            continue
        if isinstance(event, IssueReopened):
            brought.pop(event.item, None)
        elif after is None or event.at > after:
            brought.update(_brought(event, known[event.item]))
    return "\n".join(["## Changements", "", *brought.values()])


def _brought(
    event: Event, opened: IssueOpened | PullOpened
) -> Iterator[tuple[str, str]]:
    if isinstance(event, Merged) and isinstance(opened, PullOpened):
        fixed = f", fixes {{{opened.fixes}}}" if opened.fixes else ""
        yield event.item, f"- {opened.title} ({{{event.item}}}{fixed})"
    elif isinstance(event, IssueClosed) and event.reason == "completed":
        yield event.item, f"- {opened.title} ({{{event.item}}})"
