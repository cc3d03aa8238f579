"""A look at a tracker says that all is well, or names the way out."""

from datetime import UTC, datetime

import httpx
import pytest

from passerelle_ingest.errors import CredentialsRefusedError, NotVisibleError
from passerelle_ingest.examine import examine
from passerelle_ingest.settings import SourceSettings
from passerelle_schemas.errors import PasserelleError
from tests.ingest.sources import DATA_CENTER, GITHUB, JIRA, clock

THEIR_TIME = datetime(2026, 11, 23, 7, 59, tzinfo=UTC)
SOURCES = pytest.mark.parametrize(
    "source", [GITHUB, JIRA, DATA_CENTER], ids=["github", "cloud", "datacenter"]
)


def answering(status: int, path: str = "") -> httpx.MockTransport:
    """Answer well, but with *status* where the path ends so."""

    def handle(request: httpx.Request) -> httpx.Response:
        there = request.url.path.endswith(path)
        date = {"Date": "Mon, 23 Nov 2026 07:59:00 GMT"}
        return httpx.Response(status if there else 200, json={}, headers=date)

    return httpx.MockTransport(handle)


@SOURCES
async def test_all_is_well_and_their_clock_is_told(source: SourceSettings) -> None:
    seen = await examine(source, clock=clock, transport=answering(200))
    assert seen.tracker_time == THEIR_TIME
    assert "can be read" in seen.words


@SOURCES
@pytest.mark.parametrize(
    ("status", "error"), [(401, CredentialsRefusedError), (404, NotVisibleError)]
)
async def test_what_is_wrong_is_named(
    source: SourceSettings, status: int, error: type[PasserelleError]
) -> None:
    path = "/boutique" if source is GITHUB else "/project/PAY"
    with pytest.raises(error, match=source.id):
        await examine(source, clock=clock, transport=answering(status, path))


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER])
async def test_an_expired_session_of_jira_is_not_taken_for_an_empty_one(
    source: SourceSettings,
) -> None:
    with pytest.raises(CredentialsRefusedError, match="myself"):
        await examine(source, clock=clock, transport=answering(401, "/myself"))
