"""The code and the reviews of a pull request move the issues that it names."""

from typing import Any

import pytest

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Told
from passerelle_ingest.settings import IngestSettings
from passerelle_ingest.site import Site
from passerelle_ingest.telling import readdressed
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import Repository
from passerelle_ingest.trackers.table import normalised
from passerelle_schemas.facts import Touch, WorkTouched
from passerelle_schemas.identity import Tracker
from tests.ingest.sources import GITHUB, JIRA, REPOSITORY
from tests.ingest.test_deliveries import FIXTURES, opened
from tests.ingest.test_same_facts import origin, read

SOURCE = IngestSettings(sources=(GITHUB, JIRA)).sources[0]
SITE = Site(SOURCE, repositories={REPOSITORY: 7001})
PLACE = Place(SITE, Repository(id=7001, full_name=REPOSITORY))
NAMES = {"title": "PAY-7 shorter receipts", "body": "Fixes #12", "head": {"ref": "x"}}
HERE, THERE = f"{SOURCE.id}:7001#12", "?jira-verdier:PAY-7"
AT = "2026-11-16T09:00:00Z"


def touches(told: Told, item: str) -> list[tuple[Touch, str]]:
    """How an item was touched, and when."""
    return [
        (fact.touch, f"{fact.happened_at:%Y-%m-%dT%H:%M:%SZ}")
        for record in told.facts
        if record.item == item
        for fact in record.facts
        if isinstance(fact, WorkTouched)
    ]


def heard(name: str, **more: object) -> Told:
    """What a webhook tells of a pull request that names an issue here and there."""
    delivery, _ = opened(FIXTURES / "github" / f"{name}.json")
    pull = delivery.content["pull_request"] | NAMES | {"updated_at": AT}
    content: dict[str, Any] = {**delivery.content, "pull_request": pull, **more}
    outcome = normalised(Delivery(delivery.origin, content), SITE)
    assert isinstance(outcome, Told)
    return outcome


@pytest.mark.parametrize("item", [HERE, THERE])
def test_what_is_pushed_and_reviewed_moves_the_issue(item: str) -> None:
    review = {"review": {"id": 1, "body": "", "submitted_at": AT}}
    commented = {
        "comment": {"id": 2, "body": "", "created_at": AT, "updated_at": AT},
        "action": "created",
    }
    assert touches(heard("pull_request__synchronize"), item) == [(Touch.CODE, AT)]
    assert touches(heard("pull_request_review__submitted", **review), item) == [
        (Touch.REVIEW, AT)
    ]
    told = heard("pull_request_review_comment__created", **commented)
    assert touches(told, item) == [(Touch.REVIEW, AT)]


@pytest.mark.parametrize("item", [HERE, THERE])
def test_a_label_or_another_title_of_it_moves_no_issue(item: str) -> None:
    for action in ("labeled", "edited", "assigned"):
        told = heard("pull_request__synchronize", action=action)
        assert touches(told, item) == []
        assert touches(told, f"{SOURCE.id}:7001#34")


@pytest.mark.parametrize("item", [HERE, THERE])
def test_a_reading_tells_the_same(item: str) -> None:
    pull = read("github/pull_request__synchronize.json")["pull_request"] | NAMES
    listed = {**pull, "pull_request": {"merged_at": None}}
    timeline: list[dict[str, Any]] = [
        {"event": "commented", "id": 1, "created_at": AT, "body": "No news?"},
        {"event": "labeled", "created_at": AT},
        {"event": "committed", "committer": {"date": "2026-11-13T09:00:00Z"}},
        {"event": "reviewed", "id": 2, "submitted_at": AT, "body": ""},
    ]
    source = origin(Tracker.GITHUB, SOURCE.id)
    told = item_read(source, PLACE, listed, timeline, pull)
    assert touches(told, item) == [
        (Touch.CODE, "2026-11-13T09:00:00Z"),
        (Touch.REVIEW, AT),
    ]


def test_it_reaches_the_issue_that_the_key_means() -> None:
    (told,) = (
        facts
        for facts in heard("pull_request__synchronize").facts
        if facts.item == THERE
    )
    reached = readdressed(told, "jira-verdier:10007", project="PAY")
    assert touches(Told((reached,)), "jira-verdier:10007") == [(Touch.CODE, AT)]
