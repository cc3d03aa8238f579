"""The simulator's webhooks: what is told of what happens, signed as Jira signs."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.drill.book import Kind
from tests.drill.jira import events as ev
from tests.drill.jira.asking import ALWAYS, NOW, client, dice, opened, tracker
from tests.drill.jira.posts import SECRET
from tests.drill.jira.texts import MENTION
from tests.drill.jira.tracker import JiraTracker
from tests.drill.seams import Post


def bodies(posts: Sequence[Post]) -> list[dict[str, Any]]:
    return [json.loads(post.body) for post in posts]


def announced(jira: JiraTracker, event: ev.Event) -> Sequence[Post]:
    return jira.announcer.posts(jira.world.apply(event), dice(1))


def test_a_webhook_is_signed_and_named_for_its_retries() -> None:
    cloud, server = tracker(), tracker(deployment="datacenter")
    (post,) = announced(cloud, opened(1))
    digest = hmac.new(SECRET.encode(), post.body, hashlib.sha256).hexdigest()
    assert post.headers["X-Hub-Signature"] == f"sha256={digest}"
    assert post.headers["X-Atlassian-Webhook-Identifier"] == post.delivery
    assert post.retries == 5
    (quiet,) = announced(server, opened(1))
    assert "X-Atlassian-Webhook-Identifier" not in quiet.headers
    assert quiet.retries == 0


def test_each_thing_that_happens_is_told_as_jira_tells_it() -> None:
    jira = tracker()
    happened: list[ev.Event] = [
        opened(1),
        opened(2),
        ev.Changed(NOW, 1, "status", "3"),
        ev.Commented(NOW, 1, 501, "Bonjour."),
        ev.Reworded(NOW, 1, 501, "Bonsoir."),
        ev.Unsaid(NOW, 1, 501),
        ev.Linked(NOW, 1, 2),
        ev.Moved(NOW, 1, "OUT", 1),
        ev.Deleted(NOW, 2),
        ev.StatusRenamed(NOW, "3", "Étape"),
        ev.VersionSet(NOW, "20010", NOW.date(), released=True),
        ev.ProjectRenamed(NOW, "AND", "ANDROID"),
    ]
    told = [
        [body["webhookEvent"] for body in bodies(announced(jira, event))]
        for event in happened
    ]
    assert told == [
        ["jira:issue_created"],
        ["jira:issue_created"],
        ["jira:issue_updated"],
        ["comment_created"],
        ["comment_updated"],
        ["comment_deleted", "jira:issue_updated"],
        ["issuelink_created", "jira:issue_updated"],
        ["jira:issue_updated"],
        ["jira:issue_deleted"],
        [],
        ["jira:version_released"],
        ["project_updated"],
    ]


def test_a_comment_may_be_told_without_its_issue() -> None:
    jira = tracker({Kind.PARTIAL: ALWAYS})
    jira.world.apply(opened(1))
    (body,) = bodies(announced(jira, ev.Commented(NOW, 1, 501, f"Ask {MENTION}.")))
    assert "issue" not in body
    assert body["comment"]["self"].endswith("/rest/api/2/issue/1/comment/501")
    assert "[~accountid:" in body["comment"]["body"]
    assert jira.book.struck[Kind.PARTIAL] == 1


def test_what_happens_is_counted_where_it_is_a_fault() -> None:
    jira, life = tracker({Kind.LATE_INDEX: 0.5}), dice(2)
    jira.grow(life, 150, NOW)
    for second in range(600):
        jira.change(life, NOW + timedelta(seconds=second))
    happened = jira.world.log
    since = [event for event in happened if event.at >= NOW]
    moves = sum(isinstance(event, ev.Moved) for event in since)
    assert moves == jira.book.struck[Kind.MOVED] > 0
    assert jira.book.struck[Kind.DELETED] > 0
    assert jira.book.struck[Kind.STATUS_RENAMED] > 0
    assert 200 < jira.book.struck[Kind.LATE_INDEX] < 400


async def test_a_copy_has_a_history_from_the_first_moment() -> None:
    jira = tracker()
    jira.world.apply(opened(1))
    (body,) = bodies(announced(jira, opened(2, cloned=1)))
    assert body["webhookEvent"] == "jira:issue_created"
    async with client(jira) as http:
        log = (await http.get("/rest/api/3/issue/2/changelog")).json()["values"]
    assert [one["id"] for one in log] == [body["changelog"]["id"]]
    assert body["changelog"]["items"] == log[0]["items"]
