"""The webhooks that the simulated Jira sends: a body in version 2, signed.

https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.drill.book import Book, Kind
from tests.drill.jira import events as ev
from tests.drill.jira.records import Comment, History, Issue
from tests.drill.jira.shapes import Json, Shapes, milliseconds
from tests.drill.jira.world import Effect
from tests.drill.seams import Post

SECRET = "the drill's own secret"
RETRIES = 5
"""Of Cloud. Data Center documents none."""
_NAMES = {
    ev.Commented: "comment_created",
    ev.Reworded: "comment_updated",
    ev.Unsaid: "comment_deleted",
}
_FEW = ("summary", "issuetype", "project", "status")
"""What the issue of a comment's webhook shows."""


@dataclass(frozen=True)
class Announcer:
    """Says what happened, as an administrator's webhook without a filter does."""

    source: str
    shapes: Shapes
    book: Book

    def posts(self, effect: Effect, rng: Random) -> list[Post]:
        """Every webhook that one event makes Jira send, in order."""
        about = (str(effect.issue.id),) if effect.issue else ()
        if isinstance(effect.event, ev.Linked):
            about = (*about, str(effect.event.other))
        if isinstance(effect.event, ev.Mapped) and rng.random() < 0.5:
            return []  # Nobody did it, and not every Jira says it.
        bodies = self._bodies(effect, rng)
        return [self._post(body, rng, about) for body in bodies]

    def _bodies(self, effect: Effect, rng: Random) -> Iterator[Json]:
        event, issue = effect.event, effect.issue
        stamp = {"timestamp": milliseconds(event.at), "user": self.shapes.user()}
        if isinstance(event, ev.VersionSet):
            name = "released" if event.released else "updated"
            told = self.shapes.version(event.version)
            yield stamp | {"webhookEvent": f"jira:version_{name}", "version": told}
        if isinstance(event, ev.ProjectRenamed):
            told = self.shapes.project(event.key)
            yield stamp | {"webhookEvent": "project_updated", "project": told}
        if issue is None:
            return
        if isinstance(event, ev.Linked):
            yield stamp | self._link(event)
        if effect.comment is not None:
            yield stamp | self._comment(event, issue, effect.comment)
        if isinstance(event, ev.Commented | ev.Reworded):
            return
        yield stamp | self._issue(event, issue, effect.history, rng)

    def _issue(
        self, event: ev.Event, issue: Issue, history: History | None, rng: Random
    ) -> Json:
        name, kind = "jira:issue_updated", "issue_generic"
        if isinstance(event, ev.Opened):
            name, kind = "jira:issue_created", "issue_created"
        elif isinstance(event, ev.Deleted):
            name, kind = "jira:issue_deleted", "issue_deleted"
        elif isinstance(event, ev.Moved):
            kind = "issue_moved"
        elif isinstance(event, ev.Unsaid):
            kind = "issue_comment_deleted"
        body: Json = {"webhookEvent": name, "issue": self._whole(issue)}
        if rng.random() < 0.8:  # Jira leaves it out now and then.
            body["issue_event_type_name"] = kind
        if history is not None:
            items = [self.shapes.item(one) for one in history.items]
            body["changelog"] = {"id": str(history.id), "items": items}
        elif isinstance(event, ev.Opened) and rng.random() < 0.3:
            body["changelog"] = {"items": []}  # Jira sends such, too.
        return body

    def _whole(self, issue: Issue) -> Json:
        return {
            "id": str(issue.id),
            "self": f"{self.shapes.home}/rest/api/2/{issue.id}",
            "key": issue.key,
            "fields": self.shapes.fields(issue, plain=True),
        }

    def _comment(self, event: ev.Event, issue: Issue, comment: Comment) -> Json:
        """A comment with some fields of its issue, or without the issue at all."""
        told = self.shapes.comment(issue, comment, plain=True)
        body: Json = {"webhookEvent": _NAMES[type(event)], "comment": told}
        if self.book.strikes(Kind.PARTIAL, self.source):
            return body
        whole = self._whole(issue)
        few = {name: whole["fields"][name] for name in _FEW}
        return body | {"issue": whole | {"fields": few}}

    def _link(self, event: ev.Linked) -> Json:
        kind = {"id": 10000, "name": "Blocks", "isSubTaskLinkType": False}
        ends = {"sourceIssueId": event.issue, "destinationIssueId": event.other}
        link = {"id": event.issue * 7, **ends, "issueLinkType": kind}
        return {"webhookEvent": "issuelink_created", "issueLink": link}

    def _post(self, content: Json, rng: Random, about: tuple[str, ...]) -> Post:
        body = json.dumps(content, ensure_ascii=False).encode()
        delivery = str(uuid.UUID(int=rng.getrandbits(128)))
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json; charset=UTF-8",
            "User-Agent": "Atlassian Webhook HTTP Client",
            "X-Hub-Signature": f"sha256={digest}",
        }
        if self.shapes.cloud:
            headers["X-Atlassian-Webhook-Identifier"] = delivery
            headers["X-Atlassian-Webhook-Flow"] = "Primary"
        retries = RETRIES if self.shapes.cloud else 0
        return Post(self.source, headers, body, delivery, retries, about)
