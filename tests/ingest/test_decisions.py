"""Every event that the vendors publish was decided about, one way, in writing."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from passerelle_ingest.outcomes import Quiet
from passerelle_ingest.trackers.github.normalise.silences import (
    SILENCES as GITHUB_SILENT,
)
from passerelle_ingest.trackers.github.normalise.silences import SILENT_ACTIONS
from passerelle_ingest.trackers.github.normalise.webhooks import ACTIONS
from passerelle_ingest.trackers.github.normalise.webhooks import HANDLERS as GITHUB_TOLD
from passerelle_ingest.trackers.jira.normalise.silences import SILENCES as JIRA_SILENT
from passerelle_ingest.trackers.jira.normalise.webhooks import HANDLERS as JIRA_TOLD
from tests.brokers import ROOT
from tests.ingest.vendor.extract import HERE

PAGE = ROOT / "docs" / "webhooks.md"
AGAIN = "PASSERELLE_ACCEPT=1 pytest tests/ingest/test_decisions.py"
ASKS = {
    event
    for event in JIRA_TOLD
    if event.startswith(("issuelink_", "jira:version_", "sprint_"))
}
OLDER = {
    "custom_property_promoted_to_enterprise",
    "entity_property_deleted",
    "entity_property_set",
}
"""Events that the vendors published once, and that an old site may still send."""


def published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return found


def github_events() -> dict[str, list[str]]:
    events: dict[str, list[str]] = published("github.json")["events"]
    return events


def jira_events() -> set[str]:
    told = published("jira.json")
    return {*told["registrable"], *told["documented"]["events"]}


def undecided(events: Mapping[str, list[str]]) -> Iterator[str]:
    """The events and actions of GitHub that nobody decided about."""
    for event, actions in events.items():
        if event in GITHUB_SILENT:
            continue
        decided = {*ACTIONS.get(event, ())}
        decided |= {action for of, action in SILENT_ACTIONS if of == event}
        yield from (f"{event} {action}" for action in actions if action not in decided)


def test_every_event_and_action_of_github_was_decided_about() -> None:
    assert len(github_events()) > 80
    assert list(undecided(github_events())) == []


def test_a_new_event_or_action_of_github_asks_for_a_decision() -> None:
    events = github_events()
    new = {**events, "tea_time": ["served"], "issues": [*events["issues"], "steeped"]}
    assert list(undecided(new)) == ["issues steeped", "tea_time served"]


def test_what_was_decided_of_github_is_still_published() -> None:
    events = github_events()
    assert set(ACTIONS) == set(GITHUB_TOLD)
    decided = {(event, action) for event, all_ in ACTIONS.items() for action in all_}
    known = {(event, action) for event, all_ in events.items() for action in all_}
    assert decided | set(SILENT_ACTIONS) <= known
    assert not decided & set(SILENT_ACTIONS)
    assert set(GITHUB_SILENT) - set(events) <= OLDER


def test_every_event_of_jira_was_decided_about_and_is_still_published() -> None:
    assert len(jira_events()) > 50
    decided = {*JIRA_TOLD, *JIRA_SILENT}
    assert jira_events() - decided == set()
    assert decided - jira_events() <= OLDER


def test_a_new_event_of_jira_asks_for_a_decision() -> None:
    new = {*jira_events(), "tea_served"}
    assert new - {*JIRA_TOLD, *JIRA_SILENT} == {"tea_served"}


@pytest.mark.parametrize(
    "quiet", [*GITHUB_SILENT.values(), *SILENT_ACTIONS.values(), *JIRA_SILENT.values()]
)
def test_every_silence_gives_its_reason(quiet: Quiet) -> None:
    assert len(quiet.why.split()) > 2
    assert not quiet.why.endswith(".")


def test_the_page_shows_every_decision() -> None:
    found = page()
    if os.environ.get("PASSERELLE_ACCEPT"):
        PAGE.write_text(found, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == found


def page() -> str:
    """What docs/webhooks.md says: made from the tables that decide."""
    github = published("github.json")
    servers = ", ".join(e[5:] for e in github["editions"] if e.startswith("ghes"))
    lines = [
        "# Which webhooks say what",
        "",
        "Every event that the trackers publish becomes facts, or is silent on purpose.",
        f"This page is made from the tables that decide; `{AGAIN}` writes it again.",
        "A name that a tracker publishes and no table holds makes that test fail.",
        "",
        "## GitHub",
        "",
        f"After `{github['name']}` {github['version']}, GitHub's own description.",
        f"It covers github.com, Enterprise Cloud and Enterprise Server {servers}.",
        "",
        "| event | actions that are told |",
        "|---|---|",
        *(f"| `{e}` | {', '.join(sorted(a))} |" for e, a in sorted(ACTIONS.items())),
        "",
        *_silent({f"{e}` `{a}": q for (e, a), q in SILENT_ACTIONS.items()}),
        *_silent(GITHUB_SILENT),
        "## Jira",
        "",
        "After Atlassian's description of what an app can register,",
        "and its documentation of Cloud and of Data Center.",
        "",
        f"Told: {_listed(JIRA_TOLD.keys() - ASKS)}.",
        f"Asked for again, since they bring no issue: {_listed(ASKS)}.",
        "",
        *_silent(JIRA_SILENT),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _listed(events: Iterable[str]) -> str:
    return ", ".join(f"`{event}`" for event in sorted(events))


def _silent(silences: Mapping[str, Quiet]) -> list[str]:
    of_one: dict[Quiet, list[str]] = {}
    for event, quiet in sorted(silences.items()):
        of_one.setdefault(quiet, []).append(f"`{event}`")
    rows = sorted(of_one.items(), key=lambda row: (row[0].reason, row[1]))
    return [
        "| silent | because | counted as |",
        "|---|---|---|",
        *(f"| {', '.join(n)} | {q.why}. | {q.reason.value} |" for q, n in rows),
        "",
    ]
