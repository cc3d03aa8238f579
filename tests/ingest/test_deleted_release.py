"""A release that is deleted includes nothing any more, whenever it was changed last."""

from datetime import datetime, timedelta

from passerelle_ingest.outcomes import Told
from passerelle_ingest.trackers.github.normalise.releases import (
    release_read,
    release_webhook,
)
from passerelle_ingest.trackers.github.payloads import Release
from passerelle_schemas.facts import ReleaseIncluded, ReleaseWithdrawn
from passerelle_schemas.identity import Tracker
from tests.ingest.test_same_facts import PLACE, origin, read


def _of(told: Told, kind: type[ReleaseIncluded | ReleaseWithdrawn]) -> set[object]:
    facts = (fact for record in told.facts for fact in record.facts)
    return {fact.happened_at for fact in facts if isinstance(fact, kind)}


def test_it_is_withdrawn_when_we_heard_and_not_when_it_was_changed_last() -> None:
    """The last change is that which included the items: one instant would decide."""
    shown = read("github/release__deleted.json")["release"]
    published = Release.model_validate(shown).published_at
    release = Release.model_validate(shown | {"updated_at": published})
    source = origin(Tracker.GITHUB, "github-verdier")
    included = _of(release_read(source, PLACE, release), ReleaseIncluded)
    deleted = release_webhook(source, PLACE, "deleted", release, None)
    assert included == {published}
    assert _of(deleted, ReleaseWithdrawn) == {source.received_at}


def test_a_pre_release_is_in_everybodys_hands_once_it_is_released() -> None:
    shown = read("github/release__deleted.json")["release"] | {"prerelease": False}
    published = Release.model_validate(shown).published_at
    assert published
    later = published + timedelta(days=7)
    source = origin(Tracker.GITHUB, "github-verdier")

    def out_since(updated_at: datetime, action: str) -> set[object]:
        release = Release.model_validate(shown | {"updated_at": updated_at})
        told = release_webhook(source, PLACE, action, release, None)
        return _of(told, ReleaseIncluded)

    assert out_since(later, "released") == {later}
    # Of every release GitHub says so within seconds; and an edit moves nothing.
    assert out_since(published + timedelta(seconds=9), "released") == {published}
    assert out_since(later, "edited") == {published}
