"""Parents: nothing is its own, and a circle of three ends nowhere."""

import json
from typing import Any

import pytest

from passerelle_ingest.outcomes import Told
from passerelle_ingest.trackers.github.normalise.items import issue_shown
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import Issue, Repository
from passerelle_ingest.trackers.jira.normalise.issues import parent_of
from passerelle_ingest.trackers.jira.payloads import Issue as JiraIssue
from passerelle_schemas.facts import RemovalReason, WorkRemoved
from passerelle_schemas.identity import Tracker
from passerelle_translate.translator import translate
from tests.ingest.sources import GITHUB_SITE, JIRA_SITE, REPOSITORY
from tests.ingest.test_deliveries import FIXTURES
from tests.ingest.test_same_facts import at, origin
from tests.translate.examples import rules
from tests.translate.folding import fold_all

PLACE = Place(GITHUB_SITE, Repository(id=7001, full_name=REPOSITORY))


def issue(number: int, parent: int) -> dict[str, Any]:
    path = FIXTURES / "github" / "issues__sub_issue.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["issue"]
    url = f"https://api.github.com/repos/{REPOSITORY}/issues/{parent}"
    return content | {"number": number, "parent_issue_url": url}


def test_no_issue_is_its_own_parent() -> None:
    shown = issue_shown(PLACE, Issue.model_validate(issue(12, 12)))
    assert shown.snapshot.parent is None


@pytest.mark.parametrize(
    "fields",
    [{"parent": {"id": "20001", "key": "PAY-1"}}, {"customfield_10014": "PAY-1"}],
)
def test_no_issue_of_jira_is_its_own_parent(fields: dict[str, Any]) -> None:
    told = {"id": "20001", "key": "PAY-1", "fields": fields}
    site = JIRA_SITE.with_issues({"PAY-1": "20001"})
    assert parent_of(site, JiraIssue.model_validate(told)) is None


def test_a_circle_of_three_is_told_as_it_is_and_translated() -> None:
    """Whoever walks the parents must stop; one step is all that is taken here."""
    source = origin(Tracker.GITHUB, "github-verdier")
    told = [
        item_read(source, PLACE, issue(number, parent), [], None)
        for number, parent in ((1, 2), (2, 3), (3, 1))
    ]
    items = [fold_all(one.facts) for one in told]
    parents = {
        item.id: item.observed.snapshot.parent
        for item in items
        if item is not None and item.observed is not None
    }
    assert {i: p.id for i, p in parents.items() if p} == {
        "github-verdier:7001#1": "github-verdier:7001#2",
        "github-verdier:7001#2": "github-verdier:7001#3",
        "github-verdier:7001#3": "github-verdier:7001#1",
    }
    for item in items:
        assert item is not None
        assert translate(item, rules()) == translate(item, rules())


def test_an_issue_that_became_a_discussion_is_gone() -> None:
    source = origin(Tracker.GITHUB, "github-verdier")
    event = at("converted_to_discussion", "2026-11-15T08:00:00Z", id=9)
    told = item_read(source, PLACE, issue(1, 2), [event], None)
    assert isinstance(told, Told)
    (gone,) = (f for f in told.facts[0].facts if isinstance(f, WorkRemoved))
    assert gone.reason is RemovalReason.CONVERTED
