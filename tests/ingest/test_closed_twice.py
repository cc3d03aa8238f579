"""An item that is closed twice within seconds was closed twice."""

from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_schemas.facts import StatusChanged
from passerelle_schemas.identity import Tracker
from tests.ingest.test_same_facts import PLACE, at, origin, read


def test_only_the_last_closing_is_dated_by_the_field_that_webhooks_tell() -> None:
    """Its event comes a second later in one of eight real items."""
    closed_at = "2026-11-20T10:00:05Z"
    closed = {"state": "closed", "state_reason": "completed", "closed_at": closed_at}
    listed = read("github/issues__labeled.json")["issue"] | closed
    events = [
        at("closed", "2026-11-20T10:00:01Z", id=1),
        at("reopened", "2026-11-20T10:00:02Z", id=2),
        at("closed", "2026-11-20T10:00:06Z", id=3),
    ]
    source = origin(Tracker.GITHUB, "github-verdier")
    told = item_read(source, PLACE, listed | {"updated_at": closed_at}, events, None)
    changes = [
        (fact.happened_at.second, fact.now.id)
        for record in told.facts
        for fact in record.facts
        if isinstance(fact, StatusChanged)
    ]
    assert changes[1:] == [
        (1, "closed:completed"),
        (2, "open"),
        (5, "closed:completed"),
    ]
