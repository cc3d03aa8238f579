"""To drag a card on a board is no work, whatever the field is called on this site."""

from collections.abc import Mapping
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


def touched(item: Mapping[str, str | None], site: Site) -> int:
    """How often the issue was touched when *item* changed, and nothing else."""
    delivery, _ = opened(Path(FIXTURES / "jira/jira_issue_updated__rank_only.json"))
    log = {**delivery.content["changelog"], "items": [item]}
    changed = replace(delivery, content={**delivery.content, "changelog": log})
    outcome = normalised(changed, site)
    assert isinstance(outcome, Told)
    facts = [fact for told in outcome.facts for fact in told.facts]
    return sum(isinstance(fact, WorkTouched) for fact in facts)


@pytest.mark.parametrize(
    ("item", "touches"),
    [
        ({"field": "Classement", "fieldId": "customfield_10019"}, 0),
        ({"field": "Classement"}, 0),
        ({"field": "Classement général", "fieldId": "customfield_10077"}, 1),
        ({"field": "Classement", "fieldId": "labels", "fieldtype": "jira"}, 1),
        ({"field": "Rank", "fieldId": "labels", "fieldtype": "jira"}, 1),
    ],
    ids=["Cloud", "Data Center", "another field", "its name", "a usual name"],
)
def test_a_card_that_was_dragged_was_not_worked_on(
    item: dict[str, str], touches: int
) -> None:
    knowing = replace(JIRA_SITE, ranks=frozenset({"customfield_10019", "Classement"}))
    assert touched({**item, "from": "", "to": ""}, knowing) == touches


@pytest.mark.parametrize(
    ("ends", "touches"),
    [
        ({"from": "", "fromString": "", "to": "", "toString": "Mieux classé"}, 0),
        ({"from": None, "fromString": "", "to": None, "toString": "5"}, 1),
        ({"from": "", "fromString": "", "to": "[10019]", "toString": "Obstacle"}, 1),
    ],
    ids=["a rank", "points", "a flag"],
)
def test_a_rank_is_known_by_its_look_before_the_fields_are(
    ends: dict[str, str | None], touches: int
) -> None:
    item = {"field": "Classement", "fieldId": "customfield_9", "fieldtype": "custom"}
    assert touched({**item, **ends}, JIRA_SITE) == touches
