"""What webhooks an OAuth 2.0 app has at Jira Cloud, and what to do about them. Pure.

They end 30 days after they were registered or refreshed. Their filter knows few fields
and `=`, `!=`, `IN`, `NOT IN`; their events are fewer than an administrator's.
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-webhooks/
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from passerelle_ingest.delivery import Json
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.answers import Answer
from passerelle_ingest.trackers.jira.payloads import When
from passerelle_schemas.text import cleaned

EVENTS = (
    "comment_created",
    "comment_deleted",
    "comment_updated",
    "jira:issue_created",
    "jira:issue_deleted",
    "jira:issue_updated",
)
REFRESHED_BEFORE = timedelta(days=20)
"""So early that a refresh may fail for weeks before a webhook ends."""
ALARMING = timedelta(days=10)
"""With less to go, refreshing has failed again and again."""


class Registered(Answer):
    """One webhook of the calling app."""

    id: int
    jql: str = Field(default="", alias="jqlFilter")
    events: tuple[str, ...] = ()
    expires_at: When | None = Field(default=None, alias="expirationDate")
    url: str | None = None
    """Older answers do not tell it."""


class RegisteredPage(Answer):
    """Some of them."""

    values: tuple[Registered, ...] = ()
    is_last: bool = Field(default=True, alias="isLast")


class Outcome(Answer):
    """What became of one that was to be registered: Jira answers 200 in any case."""

    created: int | None = Field(default=None, alias="createdWebhookId")
    errors: tuple[str, ...] = ()


class Outcomes(Answer):
    """Of all."""

    results: tuple[Outcome, ...] = Field(default=(), alias="webhookRegistrationResult")

    @property
    def errors(self) -> str:
        """What Jira has against it, in its own words."""
        return cleaned("; ".join(e for r in self.results for e in r.errors), limit=300)


class Refreshed(Answer):
    """Until when refreshed webhooks live."""

    expires_at: When | None = Field(default=None, alias="expirationDate")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in this order."""

    register: bool
    refresh: tuple[int, ...]
    remove: tuple[int, ...]
    expires_at: datetime | None
    """Of the one that serves."""


def jql(projects: Sequence[str]) -> str:
    """The filter for all of *projects*; their keys can be words of the language."""
    named = ", ".join(json.dumps(key) for key in sorted(projects))
    return f"project IN ({named})"


def wanted(source: SourceSettings) -> Json:
    """What to register."""
    asked: dict[str, Any] = {
        "jqlFilter": jql(source.projects),
        "events": list(EVENTS),
    }
    return {"url": source.webhook_url, "webhooks": [asked]}


def planned(found: Sequence[Registered], source: SourceSettings, now: datetime) -> Plan:
    """Keep one webhook that says all we want, alive; take away what else comes to us.

    Those that go to another address are somebody else's.
    """
    ours = [one for one in found if one.url in {None, source.webhook_url}]
    serving = sorted((one for one in ours if serves(one, source)), key=_end)
    kept = serving[-1:]
    told = [one.id for one in ours if one.url is not None and one not in kept]
    # Not knowing its address, we may only take away what is a copy of ours.
    copies = [one.id for one in serving[:-1] if one.url is None]
    return Plan(
        register=not kept,
        refresh=tuple(one.id for one in kept if due(one, now)),
        remove=tuple(sorted({*told, *copies})),
        expires_at=kept[0].expires_at if kept else None,
    )


def serves(one: Registered, source: SourceSettings) -> bool:
    """Whether a webhook says all that we want to hear."""
    return one.jql == jql(source.projects) and set(EVENTS) <= set(one.events)


def due(one: Registered, now: datetime) -> bool:
    """Whether it is time to refresh a webhook."""
    return one.expires_at is None or one.expires_at - now < REFRESHED_BEFORE


def _end(one: Registered) -> float:
    return one.expires_at.timestamp() if one.expires_at else 0.0
