"""Parents: nothing is its own, and a circle of three ends nowhere."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Told
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.normalise.items import issue_shown
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import Issue, Repository
from passerelle_ingest.trackers.jira.normalise.issues import parent_of
from passerelle_ingest.trackers.jira.payloads import Issue as JiraIssue
from passerelle_ingest.trackers.table import TRACKERS, normalised
from passerelle_schemas.facts import Facts, RemovalReason, WorkRemoved
from passerelle_schemas.identity import Tracker
from passerelle_translate.histories import ancestor_of, touched_days
from passerelle_translate.translator import translate
from tests.ingest.sources import GITHUB_SITE, JIRA_SITE, REPOSITORY
from tests.ingest.test_deliveries import FIXTURES, opened
from tests.ingest.test_same_facts import at, origin
from tests.translate.examples import rules
from tests.translate.folding import fold_all

AT = "2026-11-11T09:00:00Z"
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


def told_of_4(event: str, **content: object) -> Facts:
    """What a webhook tells of the issue with number 4."""
    told = normalised(*posted(event, content))
    assert isinstance(told, Told)
    (own,) = (facts for facts in told.facts if facts.item.endswith("#4"))
    return own


def posted(event: str, content: dict[str, Any]) -> tuple[Delivery, Site]:
    where = {"id": 7001, "full_name": REPOSITORY}
    body = json.dumps({"repository": where, **content}).encode()
    headers = {"x-github-event": event, "x-github-delivery": "0b1f"}
    received_at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    speaks = TRACKERS[Tracker.GITHUB]
    delivery = speaks.opened("github-verdier", headers, body, received_at)
    return delivery, GITHUB_SITE


def test_a_parent_that_a_webhook_told_outlives_a_comment() -> None:
    """Webhooks of issues leave it out; until a poll nobody else tells it."""
    child = issue(4, 2) | {"updated_at": "2026-11-10T09:00:00Z"}
    later = {**child, "updated_at": "2026-11-11T09:00:00Z"}
    del later["parent_issue_url"]
    said = {"id": 1, "body": "", "created_at": AT, "updated_at": AT}
    under = {"sub_issue": child, "parent_issue": issue(2, 1)}
    tellings = [
        told_of_4("sub_issues", action="parent_issue_added", **under),
        told_of_4("issue_comment", action="created", issue=later, comment=said),
    ]
    for told in (tellings, tellings[::-1]):
        item = fold_all(told)
        assert item is not None
        above = ancestor_of(item)
        assert above is not None
        assert above.key == f"{REPOSITORY}#2"
        assert {day.isoformat() for day in touched_days(item)} == {"2026-11-10"}


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


def heard(event: str, **changed: object) -> tuple[Facts, ...]:
    """What a webhook says that leaves the parent out, as GitHub describes it."""
    path = FIXTURES / "github" / f"{event}.json"
    delivery, _ = opened(path)
    shown = {k: v for k, v in issue(12, 2).items() if k != "parent_issue_url"}
    content = {**delivery.content, "issue": shown | changed}
    outcome = normalised(Delivery(delivery.origin, content), GITHUB_SITE)
    assert isinstance(outcome, Told)
    return outcome.facts


@pytest.mark.parametrize("event", ["issues__labeled", "issue_comment__created"])
def test_a_webhook_that_leaves_the_parent_out_takes_it_from_no_issue(
    event: str,
) -> None:
    source = origin(Tracker.GITHUB, "github-verdier")
    home = {"id": 7001, "full_name": REPOSITORY}
    above = {"parent_issue": {"number": 2, "repository": home}}
    added = at("parent_issue_added", "2026-11-15T08:00:00Z", id=9, **above)
    removed = at("parent_issue_removed", "2026-11-16T08:00:00Z", id=10, **above)
    later = heard(event, updated_at="2026-11-20T08:00:00Z")
    under = item_read(source, PLACE, issue(12, 2), [added], None).facts
    alone = item_read(
        source, PLACE, issue(12, 2) | {"parent_issue_url": None}, [added, removed], None
    ).facts
    for told, parent in ((under, "github-verdier:7001#2"), (alone, None)):
        for facts in ((*told, *later), (*later, *told)):
            item = fold_all(facts)
            assert item is not None
            assert item.observed is not None
            assert item.observed.happened_at.day == 20
            known = ancestor_of(item)
            assert (known and known.id) == parent


def test_an_issue_that_became_a_discussion_is_gone() -> None:
    source = origin(Tracker.GITHUB, "github-verdier")
    event = at("converted_to_discussion", "2026-11-15T08:00:00Z", id=9)
    told = item_read(source, PLACE, issue(1, 2), [event], None)
    assert isinstance(told, Told)
    (gone,) = (f for f in told.facts[0].facts if isinstance(f, WorkRemoved))
    assert gone.reason is RemovalReason.CONVERTED
