"""To an issue that a pull request names no longer, the pull request is closed."""

from typing import Any

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Told
from passerelle_ingest.settings import IngestSettings
from passerelle_ingest.site import Site
from passerelle_ingest.telling import readdressed
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import Repository
from passerelle_ingest.trackers.table import normalised
from passerelle_schemas.facts import ChangeLinked, ChangeState, Facts
from passerelle_schemas.identity import Tracker
from passerelle_translate.stages import changes_of
from tests.ingest.sources import GITHUB, JIRA, REPOSITORY
from tests.ingest.test_deliveries import FIXTURES, opened
from tests.ingest.test_same_facts import origin, read
from tests.translate.examples import observed, on, telling
from tests.translate.folding import fold_all

SOURCE = IngestSettings(sources=(GITHUB, JIRA)).sources[0]
SITE = Site(SOURCE, repositories={REPOSITORY: 7001})
PLACE = Place(SITE, Repository(id=7001, full_name=REPOSITORY))
FILE = FIXTURES / "github" / "pull_request__synchronize.json"
AT = "2026-11-16T09:00:00Z"
HERE, THERE = f"{SOURCE.id}:7001#12", "?jira-verdier:PAY-7"


def pull(**changed: object) -> dict[str, Any]:
    shown: dict[str, Any] = read(f"github/{FILE.name}")["pull_request"]
    return shown | {"body": "", "head": {"ref": "work"}, "updated_at": AT} | changed


def edited(shown: dict[str, Any], **before: str) -> dict[str, list[ChangeLinked]]:
    """What a webhook of an edit tells to each item of how far the change is."""
    delivery, _ = opened(FILE)
    changes = {name: {"from": text} for name, text in before.items()}
    news = {"action": "edited", "pull_request": shown, "changes": changes}
    content: dict[str, Any] = {**delivery.content, **news}
    outcome = normalised(Delivery(delivery.origin, content), SITE)
    assert isinstance(outcome, Told)
    return links(outcome)


def links(told: Told) -> dict[str, list[ChangeLinked]]:
    return {
        record.item: found
        for record in told.facts
        if (found := [f for f in record.facts if isinstance(f, ChangeLinked)])
    }


def by_rest(shown: dict[str, Any], *titles: str) -> dict[str, list[ChangeLinked]]:
    """What a reading tells of a pull request that had these titles before."""
    timeline = [
        {"event": "renamed", "created_at": AT, "rename": {"from": title}}
        for title in titles
    ]
    listed = shown | {"pull_request": {"merged_at": None}}
    source = origin(Tracker.GITHUB, SOURCE.id)
    return links(item_read(source, PLACE, listed, timeline, shown))


def test_an_edit_closes_the_pull_request_to_whom_it_names_no_longer() -> None:
    told = edited(pull(title="Wide tables"), title="Fixes #12", body="For PAY-7")
    assert {item: [f.state for f in facts] for item, facts in told.items()} == {
        HERE: [ChangeState.CLOSED],
        THERE: [ChangeState.CLOSED],
    }
    assert {f.happened_at.isoformat() for fs in told.values() for f in fs} == {
        "2026-11-16T09:00:00+00:00"
    }


def test_who_is_named_still_hears_how_far_it_is() -> None:
    shown = pull(title="Wide tables", body="Fixes #12", head={"ref": "pay-7-tables"})
    told = edited(shown, title="Fixes #12: PAY-7", body="")
    assert {item: {f.state for f in facts} for item, facts in told.items()} == {
        HERE: {ChangeState.OPEN},
        THERE: {ChangeState.OPEN},
    }


def test_an_edit_of_something_else_closes_nothing() -> None:
    assert edited(pull(title="Wide tables")) == {}


def test_a_reading_tells_earlier_titles_as_their_webhooks_did() -> None:
    shown = pull(title="Wide tables")
    heard = edited(shown, title="Fixes #12 and PAY-7")
    assert by_rest(shown, "Fixes #12 and PAY-7", "Wider tables") == heard


def test_the_issue_is_in_review_no_longer() -> None:
    """Until it is named again, and whatever the order in which that is heard."""
    shown = pull(title="Fixes #12")
    first = pull(title="Fixes #12", updated_at="2026-11-15T09:00:00Z")
    again = pull(title="Fixes #12", updated_at="2026-11-17T09:00:00Z")

    def record(told: dict[str, list[ChangeLinked]]) -> Facts:
        return telling(*told[HERE], item=HERE, learned_at=on(11, 20))

    seen = telling(observed(on(11, 1)), item=HERE)
    named = record(edited(first, body="Fixes #12"))
    left = record(edited(shown | {"title": "Wide tables"}, title="Fixes #12"))
    back = record(edited(again, title="Wide tables"))
    for history, open_still in (
        ([seen, named], True),
        ([seen, left, named], False),
        ([back, seen, left, named], True),
    ):
        item = fold_all(history)
        assert item is not None
        lasting = [known for known in changes_of(item) if known.end is None]
        assert [known.change for known in lasting] == [
            ChangeState.OPEN if open_still else ChangeState.CLOSED
        ]


def test_what_is_addressed_to_a_key_reaches_the_issue_that_it_means() -> None:
    delivery, _ = opened(FILE)
    content: dict[str, Any] = {
        **delivery.content,
        "action": "edited",
        "pull_request": pull(title="Wide tables"),
        "changes": {"title": {"from": "For PAY-7"}},
    }
    outcome = normalised(Delivery(delivery.origin, content), SITE)
    assert isinstance(outcome, Told)
    (told,) = [record for record in outcome.facts if record.item == THERE]
    assert (told.source, told.tracker) == ("jira-verdier", Tracker.JIRA)
    reached = readdressed(told, "jira-verdier:7", project="PAY")
    (link,) = reached.facts
    assert isinstance(link, ChangeLinked)
    assert link.state is ChangeState.CLOSED
