"""Since when a label, or an option of a custom field, stands on an item."""

from typing import Any

import pytest

from passerelle_ingest.outcomes import Told
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.jira.normalise.rest import issue_read
from passerelle_schemas.facts import Facts, SignChanged
from passerelle_schemas.identity import Tracker
from tests.ingest.sources import DATA_CENTER, JIRA_SITE
from tests.ingest.test_same_facts import PLACE, by_webhook, origin, read

FIELD = "customfield_10042"
LABELS = {"field": "labels", "fieldId": "labels", "from": None, "to": None}
Signs = list[tuple[str, str, str, bool]]


def signs(facts: Any) -> Signs:  # noqa: ANN401 - what a webhook or a reading tells
    told = [
        f for one in facts for f in (one.facts if isinstance(one, Facts) else [one])
    ]
    return [
        (f"{f.happened_at:%m-%d}", f.field, f.value, f.shown)
        for f in told
        if isinstance(f, SignChanged)
    ]


def change(number: int, day: int, *items: dict[str, Any]) -> dict[str, Any]:
    at = f"2026-11-{day:02}T09:00:00.000+0000"
    return {"id": str(number), "created": at, "items": list(items)}


def labels(was: str, now: str) -> dict[str, Any]:
    return {**LABELS, "fromString": was, "toString": now}


def option(was: tuple[str, str], now: tuple[str, str]) -> dict[str, Any]:
    names = {"field": "Flagged", "fieldId": FIELD, "fieldtype": "custom"}
    ends = {"from": was[0], "fromString": was[1], "to": now[0], "toString": now[1]}
    return {**names, **ends}


def by_jira(
    *histories: dict[str, Any], shown: dict[str, Any], site: Site = JIRA_SITE
) -> Signs:
    issue = read("jira/jira_issue_updated__status.json")["issue"]
    issue["fields"] |= {"labels": [], FIELD: None} | shown
    source = origin(Tracker.JIRA, "jira-verdier")
    told: Told = issue_read(source, site, issue, histories)
    return sorted(signs(told.facts))


def test_jira_tells_each_label_that_came_and_went() -> None:
    told = by_jira(
        change(1, 3, labels("client", "blocked client")),
        change(2, 9, labels("blocked client", "client")),
        shown={"labels": ["client"]},
    )
    created = [one for one in told if one[2] == "client"]
    assert [one[1:] for one in created] == [("labels", "client", True)]
    assert [one for one in told if one not in created] == [
        ("11-03", "labels", "blocked", True),
        ("11-09", "labels", "blocked", False),
    ]


def test_jira_tells_what_an_issue_was_made_with_by_webhook_too() -> None:
    shown = read("jira/jira_issue_created__whole.json")["issue"]["fields"]
    told = signs(by_webhook("jira/jira_issue_created__whole.json"))
    assert [value for _, field, value, _ in told if field == "labels"] == sorted(
        shown["labels"]
    )
    assert all(is_there for *_, is_there in told)


def test_cloud_tells_since_when_an_option_is_set() -> None:
    put = option(("", ""), ("[10019]", "Impediment"))
    assert by_jira(change(1, 3, put), shown={FIELD: [{"value": "Impediment"}]}) == [
        ("11-03", FIELD, "Impediment", True)
    ]
    other = option(("10019", "Impediment"), ("10020", "Later"))
    told = by_jira(change(1, 3, other), shown={FIELD: {"value": "Later"}})
    assert {one[1:] for one in told} == {
        (FIELD, "Impediment", False),
        (FIELD, "Later", True),
        (FIELD, "Impediment", True),
    }


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (("5b10ac8d82e05b22cc7d4ef5", "Léa Verdier"), ("557058:f1", "Max Orval")),
        ((None, "a text"), (None, "Léa Verdier did it")),
    ],
    ids=["people", "text"],
)
def test_what_may_be_a_person_is_never_told(was: Any, now: Any) -> None:  # noqa: ANN401
    assert by_jira(change(1, 3, option(was, now)), shown={FIELD: {"name": "x"}}) == []


def test_data_center_names_no_custom_field_so_nothing_is_told_of_it() -> None:
    site = Site(DATA_CENTER, statuses=JIRA_SITE.statuses)
    put = {**option(("", ""), ("[10019]", "Impediment")), "fieldId": None}
    shown = {FIELD: [{"value": "Impediment"}]}
    assert by_jira(change(1, 3, put), site=site, shown=shown) == []
    assert by_jira(
        change(1, 3, labels("", "blocked")), site=site, shown={"labels": ["blocked"]}
    )


def test_github_tells_a_label_alike_by_webhook_and_by_timeline() -> None:
    name = "github/issues__labeled.json"
    content = read(name)
    heard = by_webhook(name)
    at = content["issue"]["updated_at"]
    label = {"name": content["label"]["name"], "color": "ededed"}
    timeline = [
        {"event": "labeled", "id": 1, "created_at": at, "label": label},
        {"event": "labeled", "id": 2, "created_at": at, "label": None},
    ]
    source = origin(Tracker.GITHUB, "github-verdier")
    told = item_read(source, PLACE, content["issue"], timeline, None)
    by_rest = [f for r in told.facts for f in r.facts if isinstance(f, SignChanged)]
    by_hook = [f for f in heard if isinstance(f, SignChanged)]
    assert [f.id for f in by_hook] == [f.id for f in by_rest]
    assert signs(heard) == signs(told.facts)
    assert len(by_rest) == 1
