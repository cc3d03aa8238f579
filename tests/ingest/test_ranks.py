"""To drag a card on a board is no work, whatever the field is called on this site."""

from dataclasses import replace
from pathlib import Path

import pytest

from passerelle_ingest.http import Connection
from passerelle_ingest.outcomes import Told
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.client import jira_client
from passerelle_ingest.trackers.table import normalised
from passerelle_schemas.facts import WorkTouched
from tests.ingest.sources import DATA_CENTER, JIRA, JIRA_SITE, clock
from tests.ingest.test_backfill_jira import small
from tests.ingest.test_deliveries import FIXTURES, opened

RANK = {
    "id": "customfield_10019",
    "name": "Classement",
    "schema": {"custom": "com.pyxis.greenhopper.jira:gh-lexo-rank"},
}
EPIC = {
    "id": "customfield_10014",
    "name": "Lien d’épopée",
    "schema": {"custom": "com.pyxis.greenhopper.jira:gh-epic-link"},
}
SUMMARY = {"id": "summary", "name": "Résumé", "schema": {"type": "string"}}
PLAIN = {"id": "thumbnail", "name": "Images"}


async def site(source: SourceSettings, fields: object) -> Site:
    tracker = small()
    tracker.fields = fields
    async with jira_client(source, Connection(clock, 3, tracker)) as client:
        return await client.site()


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER], ids=lambda s: s.deployment)
async def test_the_field_of_an_order_is_known_by_what_it_is(
    source: SourceSettings,
) -> None:
    found = await site(source, [SUMMARY, RANK, EPIC, PLAIN])
    assert found.ranks == {"customfield_10019", "Classement"}


@pytest.mark.parametrize("fields", [None, {"errorMessages": []}], ids=["gone", "odd"])
async def test_a_site_that_lists_no_fields_is_read_all_the_same(fields: object) -> None:
    found = await site(JIRA, fields)
    assert (found.ranks, set(found.statuses)) == (frozenset(), {"5", "9"})


@pytest.mark.parametrize(
    ("item", "touches"),
    [
        ({"field": "Classement", "fieldId": "customfield_10019"}, 0),
        ({"field": "Classement"}, 0),
        ({"field": "Classement général", "fieldId": "customfield_10077"}, 1),
    ],
    ids=["Cloud", "Data Center", "another field"],
)
def test_a_card_that_was_dragged_was_not_worked_on(
    item: dict[str, str], touches: int
) -> None:
    delivery, _ = opened(Path(FIXTURES / "jira/jira_issue_updated__rank_only.json"))
    dragged = {**item, "from": "", "to": ""}
    log = {**delivery.content["changelog"], "items": [dragged]}
    renamed = replace(delivery, content={**delivery.content, "changelog": log})
    knowing = replace(JIRA_SITE, ranks=frozenset({"customfield_10019", "Classement"}))
    outcome = normalised(renamed, knowing)
    assert isinstance(outcome, Told)
    facts = [fact for told in outcome.facts for fact in told.facts]
    assert sum(isinstance(fact, WorkTouched) for fact in facts) == touches
