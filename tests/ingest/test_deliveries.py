"""Each fixture is a webhook; the file beside it says all that we make of it.

The event's header is the beginning of the file's name. `PASSERELLE_ACCEPT=1` rewrites
the expectations; read the difference as code.
"""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.errors import UnreadableDeliveryError
from passerelle_ingest.outcomes import Silence, Told
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.delivery import opened as github_opened
from passerelle_ingest.trackers.github.normalise.silences import SILENCES as GH_SILENT
from passerelle_ingest.trackers.github.normalise.webhooks import HANDLERS as GH_TOLD
from passerelle_ingest.trackers.jira.delivery import opened as jira_opened
from passerelle_ingest.trackers.jira.normalise.silences import SILENCES as JIRA_SILENT
from passerelle_ingest.trackers.jira.normalise.webhooks import HANDLERS as JIRA_TOLD
from passerelle_ingest.trackers.table import normalised
from tests.ingest.sources import GITHUB, GITHUB_SITE, JIRA, JIRA_SITE, NOW

FIXTURES = Path(__file__).parent / "fixtures"
DELIVERIES = sorted(
    path
    for path in FIXTURES.glob("*/*.json")
    if not path.name.endswith(".expected.json")
)


def opened(path: Path) -> tuple[Delivery, Site]:
    body = path.read_bytes()
    event = path.name.partition("__")[0]
    if path.parent.name == "github":
        headers = {"x-github-event": event, "x-github-delivery": "0b1f"}
        return github_opened(GITHUB.id, headers, body, NOW), GITHUB_SITE
    headers = {"x-atlassian-webhook-identifier": "0b1f"}
    return jira_opened(JIRA.id, headers, body, NOW), JIRA_SITE


def written(delivery: Delivery, site: Site) -> dict[str, Any]:
    try:
        outcome = normalised(delivery, site)
    except UnreadableDeliveryError as error:
        return {"unreadable": str(error)}
    if isinstance(outcome, Silence):
        return {"silence": outcome.reason.value}
    return {
        "facts": [told.model_dump(mode="json") for told in outcome.facts],
        "needs_refetch": list(outcome.needs_refetch),
    }


@pytest.mark.parametrize("path", DELIVERIES, ids=lambda path: path.stem)
def test_a_delivery_says_what_stands_beside_it(path: Path) -> None:
    expected = path.with_name(f"{path.stem}.expected.json")
    found = json.dumps(written(*opened(path)), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("PASSERELLE_ACCEPT"):
        expected.write_text(found, encoding="utf-8")
    assert json.loads(found) == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", DELIVERIES, ids=lambda path: path.stem)
def test_a_delivery_says_the_same_when_it_is_sent_again(path: Path) -> None:
    assert written(*opened(path)) == written(*opened(path))


@pytest.mark.parametrize("path", DELIVERIES, ids=lambda path: path.stem)
def test_no_person_stands_in_what_is_told(path: Path) -> None:
    told = json.dumps(written(*opened(path)))
    assert "someone" not in told.replace("someone/else", "")
    assert "A Person" not in told


def test_every_expectation_has_its_delivery() -> None:
    expected = {p.name for p in FIXTURES.glob("*/*.expected.json")}
    assert expected == {f"{path.stem}.expected.json" for path in DELIVERIES}


@pytest.mark.parametrize(
    ("told", "silent"), [(GH_TOLD, GH_SILENT), (JIRA_TOLD, JIRA_SILENT)]
)
def test_an_event_is_told_or_silent_never_both(
    told: dict[str, object], silent: dict[str, object]
) -> None:
    assert not set(told) & set(silent)


@pytest.mark.parametrize("event", [*GH_TOLD, *JIRA_TOLD])
def test_every_event_that_is_told_has_a_fixture(event: str) -> None:
    names = {path.name.partition("__")[0] for path in DELIVERIES}
    assert event.replace(":", "_") in names


def test_a_comment_without_its_issue_tells_all_where_every_project_is_followed() -> (
    None
):
    delivery, site = opened(FIXTURES / "jira/comment_created__without_issue.json")
    every = site.source.model_copy(update={"projects": ()})
    outcome = normalised(delivery, replace(site, source=every))
    assert isinstance(outcome, Told)
    (told,) = outcome.facts
    assert [fact.type for fact in told.facts] == ["work.notes_written", "work.touched"]
    assert outcome.needs_refetch == (told.item,)
