"""What the running service knows of its sources, and learns while it runs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_schemas.identity import SourceId

V = TypeVar("V")


class Sites:
    """The newest knowledge of each source; nothing is known at first.

    Of the *awaited* ones somebody is about to ask: what a project is called now, which
    decides whether it is followed, is worth waiting for. A tracker that refuses us, or
    that does not answer, has told nothing yet.
    """

    def __init__(
        self, sources: Iterable[SourceSettings], awaited: Iterable[SourceId] = ()
    ) -> None:
        self._known = {source.id: Site(source) for source in sources}
        self._awaited = {
            name: {project.lower() for project in self._known[name].source.projects}
            for name in awaited
        }
        """By source, the projects of which the tracker told no name yet."""

    def of(self, source: SourceSettings) -> Site:
        """What is known of *source*."""
        return self._known[source.id]

    def is_awaited(self, source: SourceSettings) -> bool:
        """Whether the tracker has yet to tell what some project is called now."""
        return bool(self._awaited.get(source.id))

    def all_asked(self) -> None:
        """Wait for nobody any longer."""
        self._awaited.clear()

    def learn(self, site: Site) -> None:
        """Remember what a client asked its tracker.

        A project that could not be asked for now is still known by its names.
        """
        before = self._known[site.source.id]
        self._known[site.source.id] = replace(
            site,
            repositories=_together(before.repositories, site.repositories),
            names=_together(before.names, site.names),
        )
        self._awaited.get(site.source.id, set()).difference_update(site.names)

    def remember(self, source: SourceSettings, names: Mapping[str, str]) -> None:
        """Believe the *names* that were told before, where the tracker told none.

        It may have others by now: they are awaited still.
        """
        site = self._known[source.id]
        for project, name in names.items():
            site = site.with_name_before(project, name)
        self._known[source.id] = site


def _together(before: Mapping[str, V], now: Mapping[str, V]) -> Mapping[str, V]:
    return {**before, **now} if before else now
