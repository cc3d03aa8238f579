"""A signed payload may say anything: what of it reaches a fact is ours to decide."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from passerelle_ingest.people import cleaned_of_people
from passerelle_ingest.replay import read_again
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.understanding import (
    Ending,
    Understood,
    understood,
    unexpected,
)
from passerelle_schemas.dead_letters import own_headers
from passerelle_schemas.facts import Snapshot, WorkObserved
from passerelle_schemas.topics import WORK_FACTS, WORK_RAW_DEAD
from tests.ingest.sources import GITHUB, JIRA, NOW
from tests.ingest.test_same_facts import read

Change = Callable[[dict[str, Any]], None]


def told(source: SourceSettings, name: str, change: Change) -> Understood:
    """What the delivery *name* comes to once it is changed; of any project."""
    content = copy.deepcopy(read(name))
    change(content)
    event = name.partition("/")[2].partition("__")[0]
    site = Site(source.model_copy(update={"projects": ()}))
    body = json.dumps(content).encode()
    return understood(site, {"x-github-event": event}, body, NOW)


def shown(found: Understood) -> Snapshot:
    """The snapshot among the facts."""
    records = [r for r in found.records if r.topic == WORK_FACTS.name]
    facts = [f for r in records for f in WORK_FACTS.decode(r.value or b"").facts]
    (snapshot,) = [f.snapshot for f in facts if isinstance(f, WorkObserved)]
    return snapshot


@pytest.mark.parametrize(
    "text", ["a @\u200balice", "a @\u202ealice", "a [\u200b~alice]", "a b\u2060@c.de"]
)
def test_a_mention_that_hides_behind_a_sign_is_a_mention(text: str) -> None:
    assert cleaned_of_people(text, limit=50) == "a …"


def test_what_mentions_nobody_stays_as_it_is() -> None:
    assert cleaned_of_people("a@ @ b, 5 @ 3 ", limit=50) == "a@ @ b, 5 @ 3"


def test_a_label_may_be_its_name_alone_or_nothing() -> None:
    labels = [{"name": "paiement"}, "urgent", None, {"name": None}, {"id": 3}]
    found = told(
        GITHUB,
        "github/issues__opened.json",
        lambda content: content["issue"].update(labels=labels),
    )
    assert shown(found).labels == ("paiement", "urgent")


@pytest.mark.parametrize(
    "name",
    ["../../evil", "a/b/c", "a/b?x=<b>", "a/b\u0000", "a" * 200 + "/b", "a/b c", ""],
)
def test_a_repository_has_no_other_name_than_github_gives(name: str) -> None:
    found = told(
        GITHUB,
        "github/issues__opened.json",
        lambda content: content["repository"].update(full_name=name),
    )
    assert found.ending is Ending.SET_ASIDE


@pytest.mark.parametrize("part", ["issuetype", "status"])
@pytest.mark.parametrize("bad", ["x" * 101, "1\u202e", "1\u0000", "1 2"])
def test_an_id_of_jira_is_short_and_visible(part: str, bad: str) -> None:
    found = told(
        JIRA,
        "jira/jira_issue_updated__status.json",
        lambda content: content["issue"]["fields"][part].update(id=bad),
    )
    assert found.ending is Ending.SET_ASIDE


def test_an_address_is_made_of_a_key_whatever_the_key_holds() -> None:
    found = told(
        JIRA,
        "jira/jira_issue_updated__status.json",
        lambda content: content["issue"].update(key="../x?y=<b>-1"),
    )
    assert shown(found).url == "https://jira.example/browse/..%2Fx%3Fy%3D%3Cb%3E-1"


def test_an_address_is_made_of_a_tag_whatever_the_tag_holds() -> None:
    found = told(
        GITHUB,
        "github/release__published.json",
        lambda content: content["release"].update(tag_name="v1#é/2"),
    )
    url = "https://github.com/verdier/boutique/releases/tag/v1%23%C3%A9/2"
    assert shown(found).url == url


LOGIN = "ask @alice or a.b@c.example"


def test_no_name_in_a_snapshot_of_github_is_a_persons() -> None:
    def change(content: dict[str, Any]) -> None:
        content["issue"]["labels"] = [{"name": LOGIN}]
        content["issue"]["type"] = {"id": 1, "name": LOGIN}
        content["issue"]["milestone"]["title"] = LOGIN

    snapshot = shown(told(GITHUB, "github/issues__labeled.json", change))
    assert snapshot.labels == ("ask @alice or …",)
    assert [snapshot.type_name, snapshot.targets[0].name] == ["ask … or …"] * 2


def test_no_name_in_a_snapshot_of_jira_is_a_persons() -> None:
    def change(content: dict[str, Any]) -> None:
        named = {"id": "7", "name": LOGIN}
        content["issue"]["fields"] |= {
            "labels": [LOGIN],
            "components": [named],
            "fixVersions": [named],
            "issuetype": named,
            "status": named,
        }

    snapshot = shown(told(JIRA, "jira/jira_issue_updated__status.json", change))
    assert (*snapshot.labels, *snapshot.components) == ("ask @alice or …",) * 2
    names = [snapshot.targets[0].name, snapshot.type_name, snapshot.status.name]
    assert names == ["ask … or …"] * 3


def nested(depth: int) -> object:
    return "x" if depth == 0 else {"value": nested(depth - 1)}


@pytest.mark.parametrize(
    "value",
    [
        {"value": {"accountId": "5f", "displayName": "J. Doe"}},
        {"user": {"displayName": "J. Doe"}},
        [{"approvers": [{"displayName": "J. Doe"}]}],
        nested(200),
    ],
)
def test_a_custom_field_tells_no_person_however_deep(value: object) -> None:
    found = told(
        JIRA,
        "jira/jira_issue_updated__status.json",
        lambda content: content["issue"]["fields"].update(customfield_10042=value),
    )
    assert shown(found).custom == ()


def test_what_we_failed_on_can_be_replayed_once_that_is_mended() -> None:
    body = json.dumps(read("github/issues__opened.json")).encode()
    found = unexpected(
        Site(GITHUB), {"x-github-event": "issues"}, body, NOW, KeyError("ours")
    )
    (dead,) = [r for r in found.records if r.topic == WORK_RAW_DEAD.name]
    settings = IngestSettings(sources=(GITHUB,))
    again = read_again(own_headers(dead.headers), body, settings, NOW)
    assert [record.topic for record in again].count(WORK_FACTS.name) == 1


@pytest.mark.parametrize("name", ["Status", "duedate", "Key", "Description"])
def test_a_custom_field_of_a_known_name_is_not_that_field(name: str) -> None:
    item = {"field": name, "fieldtype": "custom", "from": "2026-01-01", "to": "x"}
    found = told(
        JIRA,
        "jira/jira_issue_updated__status.json",
        lambda content: content["changelog"].update(items=[item]),
    )
    assert found.ending is Ending.FACTS
    assert not any("changed" in kind or "moved" in kind for kind in kinds(found))


def test_the_epic_link_is_a_custom_field_and_a_parent() -> None:
    item = {"field": "Epic Link", "fieldtype": "custom", "to": "20001"}
    found = told(
        JIRA,
        "jira/jira_issue_updated__status.json",
        lambda content: content["changelog"].update(items=[item]),
    )
    assert "work.parent_changed" in kinds(found)


def kinds(found: Understood) -> list[str]:
    """The types of all facts."""
    records = [r for r in found.records if r.topic == WORK_FACTS.name]
    return [f.type for r in records for f in WORK_FACTS.decode(r.value or b"").facts]


@pytest.mark.parametrize("empty", [{}, {"items": []}, {"items": None}, [], None])
def test_an_empty_history_is_none(empty: object) -> None:
    found = told(
        JIRA,
        "jira/jira_issue_updated__status.json",
        lambda content: content.update(changelog=empty),
    )
    assert found.ending is Ending.FACTS
    assert "work.observed" in kinds(found)
