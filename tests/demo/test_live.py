"""This morning's webhooks: signed as vendors sign, true to the world they change."""

import hashlib
import hmac
import json

import httpx
import pytest

from passerelle_demo.company import GITHUB_SOURCE, JIRA_SOURCE
from passerelle_demo.config import GITHUB_SECRET, JIRA_SECRET, sources
from passerelle_demo.live import live_deliveries, this_mornings_events
from passerelle_demo.serving import create_clock_app
from passerelle_demo.signing import signature
from passerelle_demo.story.calendar import paris
from passerelle_demo.webhooks import LiveDelivery
from passerelle_demo.world import World, this_morning
from passerelle_ingest.settings import SourceSettings

MONDAY = paris("2026-11-23 00:00")


def named(delivery: LiveDelivery) -> tuple[str, str]:
    """The event and action of a delivery."""
    body = json.loads(delivery.body)
    event = delivery.headers.get("X-GitHub-Event") or body["webhookEvent"]
    return event, body.get("action", "")


@pytest.mark.parametrize(
    ("body", "digest"),
    [
        (
            b"Hello, World!",
            "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        ),
        (
            b"Hello World!",
            "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9",
        ),
    ],
)
def test_signatures_are_the_vendors_own(body: bytes, digest: str) -> None:
    """The vectors of GitHub's and of Atlassian's documentation."""
    assert signature("It's a Secret to Everybody", body) == f"sha256={digest}"


def test_every_delivery_is_signed_over_its_bytes(world: World) -> None:
    secrets = {JIRA_SOURCE: JIRA_SECRET, GITHUB_SOURCE: GITHUB_SECRET}
    headers = {JIRA_SOURCE: "X-Hub-Signature", GITHUB_SOURCE: "X-Hub-Signature-256"}
    for delivery in live_deliveries(world):
        secret = secrets[delivery.source].encode()
        digest = hmac.new(secret, delivery.body, hashlib.sha256).hexdigest()
        assert delivery.headers[headers[delivery.source]] == f"sha256={digest}"


def test_the_same_things_are_posted_each_time() -> None:
    first = list(live_deliveries(this_morning()))
    assert first == list(live_deliveries(this_morning()))
    ids = {
        d.headers.get("X-GitHub-Delivery")
        or d.headers["X-Atlassian-Webhook-Identifier"]
        for d in first
    }
    assert len(ids) == len(first)


def test_the_morning_brings_what_the_story_needs(world: World) -> None:
    assert [named(d) for d in live_deliveries(world)] == [
        ("pull_request_review", "submitted"),
        ("issue_comment", "created"),
        ("pull_request", "closed"),
        ("issues", "closed"),
        ("release", "published"),
        ("jira:issue_updated", ""),
        ("comment_created", ""),
        ("jira:issue_deleted", ""),
        ("jira:issue_created", ""),
        ("jira:issue_updated", ""),
        ("issues", "opened"),
    ]


def test_sunday_is_told_and_monday_waits_for_the_next_week() -> None:
    moments = [event.at for event in this_mornings_events()]
    assert moments == sorted(moments)
    assert sum(moment < MONDAY for moment in moments) == 7
    assert sum(moment >= MONDAY for moment in moments) == 3


def test_a_post_shows_the_world_as_it_was_right_then(world: World) -> None:
    for delivery in live_deliveries(world):
        body = json.loads(delivery.body)
        if named(delivery) == ("pull_request", "closed"):
            assert body["pull_request"]["merged"] is True
        elif named(delivery) == ("issues", "closed"):
            assert body["issue"]["state_reason"] == "completed"
        elif body.get("changelog"):
            (item,) = body["changelog"]["items"]
            key = body["issue"]["key"]
            if item["fieldId"] == "duedate":
                assert (item["from"], item["to"]) == ("2026-11-27", "2026-12-04")
                assert body["issue"]["fields"]["duedate"] == "2026-12-04"
                assert key == world.jira.issue("receipt").key
    assert world.jira.find("SVC-9999") is None


def test_a_deletion_tells_its_own_moment(world: World) -> None:
    (told,) = [
        json.loads(delivery.body)
        for delivery in live_deliveries(world)
        if named(delivery)[0] == "jira:issue_deleted"
    ]
    assert told["timestamp"] == paris("2026-11-22 21:05").timestamp() * 1000
    assert told["issue"]["key"] == world.jira.issue("duplicate").key


def test_what_is_deleted_is_gone_from_the_site(world: World) -> None:
    duplicate = world.jira.issue("duplicate")
    assert world.jira.find(duplicate.key) is duplicate
    list(live_deliveries(world))
    assert world.jira.find(duplicate.key) is None
    assert world.jira.find(str(duplicate.id)) is None


def test_the_release_of_sunday_names_what_was_merged_an_hour_before(
    world: World,
) -> None:
    list(live_deliveries(world))
    newest = world.github.repositories["boutique"].releases[-1]
    merged = [
        item.number
        for item in world.github.repositories["boutique"].numbered.values()
        if item.pull
        and item.pull.merged
        and item.pull.merged > paris("2026-11-22 00:00")
    ]
    assert newest.tag == "v2026.11.22"
    assert merged
    assert all(f"(#{number}, fixes #" in newest.notes for number in merged)


async def test_another_process_can_let_it_happen(world: World) -> None:
    """The posts of one world are true of the other, for worlds are equal."""
    transport = httpx.ASGITransport(create_clock_app(world))
    async with httpx.AsyncClient(transport=transport, base_url="http://clock") as clock:
        assert (await clock.post("/this-morning")).status_code == 204
        assert (await clock.post("/this-morning")).status_code == 204
    newest = world.github.repositories["boutique"].releases[-1]
    assert newest.tag == "v2026.11.22"
    assert world.jira.issue("receipt").due is not None
    assert len(world.jira.issue("receipt").histories) > 1


def test_the_sources_are_settings_that_ingest_takes() -> None:
    told = sources(jira_url="http://127.0.0.1:1", github_url="http://127.0.0.1:2")
    read = [SourceSettings(**source) for source in told]
    assert [source.id for source in read] == [JIRA_SOURCE, GITHUB_SOURCE]
