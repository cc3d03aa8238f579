"""A fresh world for each test, and clients that speak to its trackers in memory."""

from collections.abc import AsyncIterator

import httpx
import pytest

from passerelle_demo.config import GITHUB_TOKEN, JIRA_EMAIL, JIRA_TOKEN
from passerelle_demo.github_server import create_github_app
from passerelle_demo.jira_server import create_jira_app
from passerelle_demo.world import World, this_morning


@pytest.fixture
def world() -> World:
    return this_morning()


@pytest.fixture
async def jira(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """A reader of the simulated Jira that is never refused."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_jira_app(world.jira, faults=())),
        base_url="http://jira",
        auth=(JIRA_EMAIL, JIRA_TOKEN),
    ) as client:
        yield client


@pytest.fixture
async def github(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """A reader of the simulated GitHub that is never refused."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_github_app(world.github, faults=())),
        base_url="http://github",
        headers={"Authorization": f"Bearer {GITHUB_TOKEN}"},
    ) as client:
        yield client
