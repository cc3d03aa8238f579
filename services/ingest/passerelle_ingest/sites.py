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
    decides whether it is followed, is worth waiting for.
    """

    def __init__(
        self, sources: Iterable[SourceSettings], awaited: Iterable[SourceId] = ()
    ) -> None:
        self._known = {source.id: Site(source) for source in sources}
        self._awaited = set(awaited)

    def of(self, source: SourceSettings) -> Site:
        """What is known of *source*."""
        return self._known[source.id]

    def is_awaited(self, source: SourceSettings) -> bool:
        """Whether nobody has asked the tracker yet, and somebody will."""
        return source.id in self._awaited

    def asked(self, source: SourceSettings) -> None:
        """Wait no longer if it is known what each of its projects is called.

        A tracker that refused us, or that did not answer, has told nothing: a name that
        is not followed may still be the new one of a project.
        """
        names = self._known[source.id].names
        if all(project.lower() in names for project in source.projects):
            self._awaited.discard(source.id)

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

    def remember(self, source: SourceSettings, names: Mapping[str, str]) -> None:
        """Believe the *names* that were told before, where the tracker told none."""
        site = self._known[source.id]
        for project, name in names.items():
            site = site.with_name_before(project, name)
        self._known[source.id] = site


def _together(before: Mapping[str, V], now: Mapping[str, V]) -> Mapping[str, V]:
    return {**before, **now} if before else now
