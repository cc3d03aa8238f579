"""The recorded trackers, read once, and served for as long as a test needs them."""

from collections.abc import Iterator

import pytest

from tests.real.data import Json, lines
from tests.real.github_server import GitHubServer, Repository
from tests.real.jira_server import JiraServer
from tests.real.serving import serving


@pytest.fixture(scope="session")
def secp256k1() -> Repository:
    """A whole repository: 517 issues, 1,308 pull requests, their timelines."""
    return Repository.recorded(lines("github-secp256k1.jsonl.xz"))


@pytest.fixture(scope="session")
def apache() -> list[Json]:
    """501 issues of 21 projects, with their changelogs."""
    return lines("jira-apache.jsonl.xz")


@pytest.fixture(scope="session")
def github(secp256k1: Repository) -> Iterator[str]:
    """The address of a GitHub that has the repository."""
    with serving(GitHubServer(secp256k1).app()) as address:
        yield address


@pytest.fixture(scope="session")
def jira(apache: list[Json]) -> Iterator[str]:
    """The address of a Jira Data Center that has the issues."""
    with serving(JiraServer(apache).app()) as address:
        yield address
