"""What the running service knows of its sources, and learns while it runs."""

from collections.abc import Iterable

from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site


class Sites:
    """The newest knowledge of each source; nothing is known at first."""

    def __init__(self, sources: Iterable[SourceSettings]) -> None:
        self._known = {source.id: Site(source) for source in sources}

    def of(self, source: SourceSettings) -> Site:
        """What is known of *source*."""
        return self._known[source.id]

    def learn(self, site: Site) -> None:
        """Remember what a client asked its tracker."""
        self._known[site.source.id] = site
