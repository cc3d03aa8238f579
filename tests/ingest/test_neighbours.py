"""What a pull request says of issues of another tracker, and how it is addressed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.neighbours import MOST_NAMED, Neighbour, named
from passerelle_ingest.outcomes import Told
from passerelle_ingest.publisher import fact_records
from passerelle_ingest.settings import IngestSettings
from passerelle_ingest.site import Site
from passerelle_ingest.telling import readdressed
from passerelle_ingest.trackers.github.delivery import opened
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import Repository
from passerelle_ingest.trackers.table import normalised
from passerelle_schemas.facts import ChangeLinked, ChangeState, Facts
from passerelle_schemas.identity import Tracker, is_by_key
from passerelle_schemas.topics import WORK_FACTS, WORK_MENTIONS
from tests.ingest.sources import GITHUB, GITHUB_SITE, JIRA, NOW, REPOSITORY
from tests.ingest.test_deliveries import FIXTURES

PAY = Neighbour("jira-verdier", "https://jira.example", ("PAY", "LOG_2"))
OPS = Neighbour("jira-ops", "https://ops.example/jira", ("OPS", "PAY"))
ONLY = (Neighbour("jira-verdier", "https://jira.example", ("PAY",)),)
SETTINGS = IngestSettings(sources=(GITHUB, JIRA))
SOURCE = next(s for s in SETTINGS.sources if s.id == GITHUB.id)
SITE = Site(SOURCE, repositories=GITHUB_SITE.repositories)


def keys(text: str, branch: str = "") -> list[str]:
    return [found.key for found in named((PAY,), (text,), branch)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PAY-123", ["PAY-123"]),
        ("[PAY-123] Keep discounts", ["PAY-123"]),
        ("PAY-1, PAY-2/PAY-3 and again PAY-1", ["PAY-1", "PAY-2", "PAY-3"]),
        ("https://jira.example/browse/PAY-9?focusedId=1", ["PAY-9"]),
        ("HTTPS://Jira.Example/browse/pay-9", ["PAY-9"]),
        ("LOG_2-7: two words", ["LOG_2-7"]),
        ("feature/PAY-123", ["PAY-123"]),
        ("https://other.example/browse/PAY-9", []),
        ("HTTPS://OTHER.EXAMPLE/browse/PAY-9", []),
        ("pay-123 in prose", []),
        ("PREPAY-123 XPAY-1 X-PAY-1", []),
        ("PAY-0 PAY- PAY-12a PAY-01", []),
        ("PAY-\uff11 PAY-1\u0661 PAY-1\u00e9", []),
        ("UTF-8 SHA-256 RFC-2119 OPS-1", []),
        ("", []),
    ],
)
def test_a_text_names_keys_of_followed_projects_alone(
    text: str, found: list[str]
) -> None:
    assert keys(text) == found


@pytest.mark.parametrize(
    "branch",
    ["PAY-123", "feature/pay-123-keep-discounts", "fix_PAY-123_", "u/x/Pay-123"],
)
def test_a_branch_names_a_key_in_any_case(branch: str) -> None:
    assert keys("", branch) == ["PAY-123"]


@pytest.mark.parametrize("branch", ["repay-123", "pay123", "pay-123x", "utf-8"])
def test_a_branch_that_only_looks_so_names_none(branch: str) -> None:
    assert keys("", branch) == []


def test_a_key_that_two_sites_could_mean_says_neither() -> None:
    assert named((PAY, OPS), ("PAY-1 OPS-2",), "pay-3")[0].key == "OPS-2"
    assert len(named((PAY, OPS), ("PAY-1 OPS-2",), "pay-3")) == 1


def test_an_address_says_which_site_is_meant() -> None:
    text = "see https://ops.example/jira/browse/PAY-1"
    (found,) = named((PAY, OPS), (text,), "")
    assert (found.source, found.key) == ("jira-ops", "PAY-1")


def test_a_flood_of_keys_is_cut() -> None:
    flood = " ".join(f"PAY-{n}" for n in range(1, 10_000))
    assert len(keys(flood)) == MOST_NAMED


@given(st.text(alphabet="PAYpay-/ :._#09htps\n"), st.text(alphabet="PAYpay-/_19"))
def test_whatever_is_written_each_key_is_named_once(text: str, branch: str) -> None:
    found = named(ONLY, (text,), branch)
    assert len(set(found)) == len(found)
    assert all(one.key.startswith("PAY-") for one in found)


def test_sources_know_what_stands_beside_them() -> None:
    (neighbour,) = SOURCE.neighbours
    assert neighbour == Neighbour(JIRA.id, "https://jira.example", ("PAY",))
    jira = next(s for s in SETTINGS.sources if s.id == JIRA.id)
    assert jira.neighbours == ()
    assert "neighbours" not in SOURCE.model_dump()


def webhook(**changed: object) -> Told:
    path = FIXTURES / "github" / "pull_request__merged.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    content["pull_request"] |= changed
    headers = {"x-github-event": "pull_request", "x-github-delivery": "0b1f"}
    delivery = opened(GITHUB.id, headers, json.dumps(content).encode(), NOW)
    outcome = normalised(Delivery(delivery.origin, content), SITE)
    assert isinstance(outcome, Told)
    return outcome


def addressed(told: Told) -> list[Facts]:
    return [facts for facts in told.facts if is_by_key(facts.item)]


def test_a_pull_request_tells_the_issue_that_its_branch_names() -> None:
    (told,) = addressed(webhook(head={"ref": "feature/pay-123"}))
    assert told.item == "?jira-verdier:PAY-123"
    assert (told.source, told.tracker) == ("jira-verdier", Tracker.JIRA)
    assert told.project == "PAY"
    (link,) = told.facts
    assert isinstance(link, ChangeLinked)
    assert link.state is ChangeState.MERGED
    assert link.pull_request.key == f"{REPOSITORY}#34"


def test_title_body_and_branch_name_an_issue_together_once() -> None:
    told = webhook(title="PAY-1 x", body="PAY-2, see PAY-1", head={"ref": "pay-1"})
    items = [facts.item for facts in addressed(told)]
    assert items == ["?jira-verdier:PAY-1", "?jira-verdier:PAY-2"]


def test_an_address_after_fixes_closes_an_issue_here_too() -> None:
    body = "Fixes https://github.com/verdier/entrepot/issues/5, see #7"
    items = [facts.item for facts in webhook(body=body).facts]
    assert items == ["github-verdier:7001#34", "github-verdier:7002#5"]


@pytest.mark.parametrize("number", ["0", "012", "\u0661\u0662", "12\u00e9"])
def test_a_number_that_github_gives_to_no_issue_names_none(number: str) -> None:
    told = webhook(title="Wide tables", body=f"Fixes #{number}")
    assert [facts.item for facts in told.facts] == ["github-verdier:7001#34"]


def test_a_template_and_code_name_no_issue_here_or_there() -> None:
    hidden = "<!-- As in: Fixes #12, for PAY-9 -->\n```\nFixes #13 of PAY-8\n```\n"
    told = webhook(title="Wide tables", body=f"{hidden}Not `Fixes #14` of `PAY-7`")
    assert [facts.item for facts in told.facts] == ["github-verdier:7001#34"]


def test_what_is_addressed_to_a_key_waits_on_a_topic_of_its_own() -> None:
    told = webhook(title="PAY-1")
    topics = [record.topic for record in fact_records(told.facts)]
    assert topics.count(WORK_MENTIONS.name) == 1
    assert set(topics) == {WORK_MENTIONS.name, WORK_FACTS.name}
    again = fact_records(webhook(title="PAY-1").facts)
    assert [record.key for record in again] == [
        record.key for record in fact_records(told.facts)
    ]


def test_webhook_and_rest_address_the_same_facts() -> None:
    by_webhook = webhook(title="PAY-1")
    path = FIXTURES / "github" / "pull_request__merged.json"
    pull = json.loads(path.read_text(encoding="utf-8"))["pull_request"]
    pull |= {"title": "PAY-1"}
    listed = {**pull, "pull_request": {"merged_at": pull["merged_at"]}}
    place = Place(SITE, Repository(id=7001, full_name=REPOSITORY))
    origin = by_webhook.facts[0]
    source = opened(GITHUB.id, {"x-github-event": "x"}, b"{}", NOW).origin
    assert source.source == origin.source
    by_rest = item_read(source, place, listed, [], pull)
    ids = {f.id for facts in addressed(by_webhook) for f in facts.facts}
    assert ids
    assert ids <= {f.id for facts in addressed(by_rest) for f in facts.facts}


def test_what_reaches_the_issue_is_named_after_the_issue() -> None:
    (told,) = addressed(webhook(title="PAY-1"))
    here = readdressed(told, "jira-verdier:20001", project="PAY")
    old = readdressed(told.model_copy(), "jira-verdier:20001", project="PAY")
    assert here == old
    assert here.item == "jira-verdier:20001"
    assert here.source == "jira-verdier"
    assert here.facts[0].id != told.facts[0].id
    assert here.delivery == told.delivery
