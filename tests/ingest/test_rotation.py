"""A token or a key that is changed in its file counts without a restart."""

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from passerelle.rereading import Rereading
from passerelle.settings import load_settings
from passerelle_ingest.answered import OK
from passerelle_ingest.errors import CredentialsRefusedError
from passerelle_ingest.http import Connection
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.auth import github_http
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_ingest.turns import LOOKS_AGAIN, Budgets
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.granting import CLIENT, TOKENS
from tests.ingest.sources import REPOSITORY, Hastened, clock
from tests.ingest.trackers import SmallTracker

HEAD = """
[[ingest.sources]]
id = "one"
accept_webhooks = false
"""
GITHUB = f"""
tracker = "github"
projects = ["{REPOSITORY}"]
token = "file:SECRET"
"""
CLOUD = """
tracker = "jira"
api_url = "https://jira.example"
projects = ["PAY"]
email = "reader@verdier.example"
api_token = "file:SECRET"
"""
DATA_CENTER = """
tracker = "jira"
deployment = "datacenter"
api_url = "https://jira.example"
projects = ["PAY"]
token = "file:SECRET"
"""
ACCOUNT = f"""
tracker = "jira"
api_url = "https://jira.example"
projects = ["PAY"]
client_id = "{CLIENT}"
client_secret = "file:SECRET"
token_url = "{TOKENS}"
"""


def set_as(folder: Path, given: str) -> Rereading:
    """The settings of one source, whose secret stands in a file beside them."""
    (folder / "secret").write_text("old-secret")
    file = folder / "passerelle.toml"
    file.write_text(HEAD + given.replace("SECRET", str(folder / "secret")))
    return Rereading(file, load_settings(file))


def bearer(secret: str) -> str:
    return f"Bearer {secret}"


def account(secret: str) -> str:
    told = f"reader@verdier.example:{secret}".encode()
    return f"Basic {base64.b64encode(told).decode()}"


class Doorman:
    """Lets a tracker answer whoever shows what counts there now."""

    def __init__(self, tracker: SmallTracker, shown: str) -> None:
        self.accepted = shown
        self.refusals = 0
        tracker.faults.append(self.refuse)

    def refuse(self, request: httpx.Request) -> httpx.Response | None:
        if request.headers.get("authorization") == self.accepted:
            return None
        self.refusals += 1
        return httpx.Response(401, json={"message": "Bad credentials"})


def rotating(
    current: Rereading, tracker: httpx.AsyncBaseTransport
) -> tuple[SourceSettings, Connection]:
    (source,) = current().sources
    newest = Connection(clock, 3, tracker, newest=lambda one: current().newest(one))
    return source, newest


@pytest.mark.parametrize(
    ("given", "small", "shown"),
    [
        (GITHUB, github.small, bearer),
        (CLOUD, jira.small, account),
        (DATA_CENTER, jira.small, bearer),
    ],
    ids=["github", "cloud", "datacenter"],
)
async def test_a_new_token_counts_in_the_middle_of_a_reading(
    tmp_path: Path,
    given: str,
    small: Callable[[], SmallTracker],
    shown: Callable[[str], str],
) -> None:
    current, tracker = set_as(tmp_path, given), small()
    door = Doorman(tracker, shown("old-secret"))
    source, connection = rotating(current, tracker)
    async with TRACKERS[source.tracker].client(source, connection) as client:
        site = await client.site()
        project = source.projects[0]
        assert len((await client.roll(project, site)).items) == 5
        # The old one stops to count before the new one stands in its file.
        door.accepted = shown("new-secret")
        with pytest.raises(CredentialsRefusedError):
            await client.roll(project, site)
        (tmp_path / "secret").write_text("a-new-one-that-is-not-right")
        with pytest.raises(CredentialsRefusedError):
            await client.roll(project, site)
        (tmp_path / "secret").write_text("new-secret")
        refusals = door.refusals
        assert len((await client.roll(project, site)).items) == 5
        assert door.refusals == refusals


class Changing(Hastened):
    """Has the secret changed while somebody waits for the first time."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    async def sleep(self, seconds: float) -> None:
        (self.folder / "secret").write_text("new-secret")
        await super().sleep(seconds)


RESET = {"X-RateLimit-Limit": "5000", "X-RateLimit-Reset": "2026-11-23T09:00:00Z"}
SPENT = RESET | {"X-RateLimit-Remaining": "0"}


@pytest.mark.parametrize("status", [200, 403])
async def test_a_new_token_does_not_wait_for_what_the_old_one_spent(
    tmp_path: Path, status: int
) -> None:
    current, tracker = set_as(tmp_path, GITHUB), github.small()
    time, asked = Changing(tmp_path), list[tuple[float, str]]()

    def spend(request: httpx.Request) -> httpx.Response | None:
        asked.append((time.at - 1000, request.headers["authorization"]))
        first = len(asked) == 1
        return httpx.Response(status, headers=SPENT, json={}) if first else None

    tracker.faults.append(spend)
    source, connection = rotating(current, tracker)
    connection = replace(connection, budgets=Budgets(time))
    async with github_http(source, connection) as http:
        await http.get("/user")
        await http.get("/user")
    before, after = (0, "Bearer old-secret"), (LOOKS_AGAIN, "Bearer new-secret")
    assert asked == [before, after] + [after] * (status != OK)


async def test_a_token_that_changes_between_asking_and_refusal_is_tried_once_more(
    tmp_path: Path,
) -> None:
    current, tracker = set_as(tmp_path, GITHUB), github.small()
    source, connection = rotating(current, tracker)

    shown: list[str] = []

    def change(request: httpx.Request) -> httpx.Response | None:
        (tmp_path / "secret").write_text("new-secret")
        shown.append(request.headers["authorization"])
        return httpx.Response(401) if "old" in shown[-1] else None

    tracker.faults.append(change)
    async with TRACKERS[source.tracker].client(source, connection) as client:
        await client.standing(REPOSITORY)
    assert shown[:2] == ["Bearer old-secret", "Bearer new-secret"]
    assert set(shown[1:]) == {"Bearer new-secret"}


async def test_a_clients_new_secret_gets_its_next_token(tmp_path: Path) -> None:
    current = set_as(tmp_path, ACCOUNT)
    asked: list[bytes] = []
    tracker = jira.small()

    def grant(request: httpx.Request) -> httpx.Response | None:
        if str(request.url) != TOKENS:
            return None
        asked.append(request.content)
        return httpx.Response(200, json={"access_token": "granted", "expires_in": 60})

    tracker.faults.append(grant)
    source, connection = rotating(current, tracker)
    async with TRACKERS[source.tracker].client(source, connection) as client:
        await client.standing("PAY")
        (tmp_path / "secret").write_text("new-secret")
        await client.standing("PAY")
    assert b"old-secret" in asked[0]
    assert b"new-secret" in asked[-1]
