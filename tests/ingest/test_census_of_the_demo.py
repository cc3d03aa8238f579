"""A census of the invented company over real HTTP: what was read whole is all there."""

import pytest

from passerelle_demo.config import sources
from passerelle_demo.serving import create_apps
from passerelle_demo.sockets import served
from passerelle_demo.world import this_morning
from passerelle_ingest.backfill import Limits, backfill
from passerelle_ingest.http import Connection
from passerelle_ingest.known_items import known_of
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.taking import Census
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_ingest.turns import Budgets
from passerelle_schemas.facts import WorkRemoved
from passerelle_schemas.identity import Tracker
from tests.ingest.sources import Hastened, RecordingPublisher, clock
from tests.ingest.test_census import facts, folded, mark


@pytest.mark.parametrize("tracker", list(Tracker))
async def test_all_of_the_demo_is_as_it_was_read(tracker: Tracker) -> None:
    jira, git = create_apps(this_morning())
    async with served(jira) as jira_url, served(git) as github_url:
        given = sources(jira_url=jira_url, github_url=github_url)
        (told,) = [one for one in given if one["tracker"] == tracker.value]
        source = SourceSettings(**told)
        read, counted = RecordingPublisher(), RecordingPublisher()
        connection = Connection(clock, budgets=Budgets(Hastened()))
        async with TRACKERS[tracker].client(source, connection) as client:
            await backfill(
                source,
                source.projects,
                client=client,
                publisher=read,
                watermarks={},
                clock=clock,
                progress=lambda _words: None,
                limits=Limits(),
            )
            known = {name: known_of(item) for name, item in folded(read).items()}
            site = await client.site()
            for project in source.projects:
                one = Census(
                    site,
                    project,
                    client,
                    counted,
                    clock,
                    None,
                    mark(source, project),
                    0.1,
                )
                found = await one.take(*await one.list(), known)
                assert found.stopped_because == ""
                assert found.listed == found.known > 0
                unlike = (found.missed, found.stale, found.moved, found.returned)
                assert unlike == (0, 0, 0, 0)
                assert (found.restated, found.silenced, found.relisted) == (0, 0, 0)
        assert facts(counted, WorkRemoved) == []
        assert counted.records == []
