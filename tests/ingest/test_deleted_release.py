"""A release that is deleted includes nothing any more, whenever it was changed last."""

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
