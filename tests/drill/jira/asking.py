"""How the tests of the simulator ask it: as a client that is known to it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx

from tests.drill.book import Book, Kind
from tests.drill.jira import events as ev
from tests.drill.jira.doors import CLIENT, CLIENT_SECRET, PERSONAL
from tests.drill.jira.tracker import Deployment, JiraTracker

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ALWAYS, NEVER = 1.0, 0.0


def dice(seed: int) -> Random:
    """Dice that always fall alike."""
    return Random(seed)  # noqa: S311 - no secret is made with them


class Moving:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, **units: float) -> datetime:
        """Move it on."""
        self.now += timedelta(**units)
        return self.now


def tracker(
    chances: Mapping[Kind, float] | None = None,
    *,
    deployment: Deployment = "cloud",
    clock: Moving | None = None,
) -> JiraTracker:
    """Make a simulated Jira in which nothing is yet."""
    book = Book(1, chances or {})
    return JiraTracker(
        "jira-drill", book, Path(), deployment=deployment, clock=clock or Moving()
    )


def opened(issue: int, **more: Any) -> ev.Opened:  # noqa: ANN401 - any field of it
    """An issue that was made a day ago, in the project whose key is a word of JQL."""
    usual: dict[str, Any] = {
        "at": NOW - timedelta(days=1),
        "project": "TO",
        "number": issue,
        "type": "10001",
        "title": "Payer en trois fois",
        "description": "",
        "status": "1",
        "due": None,
        "parent": None,
    }
    return ev.Opened(issue=issue, **{**usual, **more})


@asynccontextmanager
async def client(jira: JiraTracker) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody whom it knows."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(jira.app()), base_url="http://jira"
    ) as opening:
        token = PERSONAL
        if jira.deployment == "cloud":
            asked = {"client_id": CLIENT, "client_secret": CLIENT_SECRET}
            granted = await opening.post("/oauth/token", json=asked)
            token = granted.json()["access_token"]
        opening.headers["Authorization"] = f"Bearer {token}"
        yield opening


async def search(http: httpx.AsyncClient, jql: str, **asked: object) -> dict[str, Any]:
    """One page of Cloud's search."""
    told = {"jql": jql, "fields": ["updated"], **asked}
    answer = await http.post("/rest/api/3/search/jql", json=told)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page
