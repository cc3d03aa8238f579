"""A tracker whose clock is an hour from ours is read whole, and its clock is named."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from passerelle.commands.doctor import CHECKS, examined
from passerelle.settings import load_settings
from passerelle_ingest.http import Connection
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.trackers.github.auth import github_http
from tests.ingest import test_census as censuses
from tests.ingest.granting import HOUR, Clock, GrantingGitHub
from tests.ingest.sources import GITHUB, NOW, RecordingPublisher
from tests.ingest.test_auth_github import app_source
from tests.real.serving import running

BOTH_WAYS = pytest.mark.parametrize("ahead", [HOUR, -HOUR], ids=["ahead", "behind"])


def dated(answer: httpx.Response, now: datetime) -> httpx.Response:
    answer.headers["Date"] = format_datetime(now, usegmt=True)
    return answer


class DatedGitHub(GrantingGitHub):
    """Tells the time with each answer, as GitHub does."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, lambda _: httpx.Response(200, json={}))
        self.handler = lambda request: dated(self._handle(request), clock.now)


@BOTH_WAYS
async def test_an_app_is_known_although_our_clock_is_wrong(ahead: timedelta) -> None:
    ours, theirs = Clock(NOW + ahead), Clock(NOW)
    github = DatedGitHub(theirs)
    async with github_http(app_source(), Connection(ours, transport=github)) as http:
        for _ in range(3):
            await http.get("/repos/verdier/boutique")
        # Nor is a token taken for worn before it is, or for good when it is over.
        assert len(github.granted) == 1
        for clock in (ours, theirs):
            clock.now += HOUR - timedelta(minutes=4)
        await http.get("/repos/verdier/boutique")
    assert len(github.granted) == 2


@censuses.EACH
@BOTH_WAYS
async def test_a_census_of_a_skewed_tracker_removes_what_is_gone_and_no_more(
    source: SourceSettings, small: censuses.Makes, ahead: timedelta
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    answer = tracker.answer
    skewed = NOW + ahead
    tracker.handler = lambda request: dated(answer(request), skewed)
    read = await censuses.backfilled(source, tracker)
    censuses._lose(tracker, 2)
    found = await censuses.taken(source, tracker, publisher, censuses.known_to(read))
    assert found.stopped_because == ""
    removed = [t.item for t in publisher.facts if censuses._is_removal(t)]
    assert [item[-1] for item in removed] == ["2"]


@BOTH_WAYS
@pytest.mark.parametrize("status", [200, 401])
async def test_the_doctor_names_a_skewed_clock_also_where_we_are_refused(
    ahead: timedelta, status: int
) -> None:
    def answer(_: Request) -> JSONResponse:
        date = format_datetime(datetime.now(UTC) - ahead, usegmt=True)
        told = {"id": 7001, "full_name": "verdier/boutique"}
        return JSONResponse(told, status, {"Date": date})

    app = Starlette(routes=[Route("/{path:path}", answer)])
    async with running(app, date_header=False) as address:
        source = GITHUB.model_copy(
            update={"api_url": address, "projects": ("verdier/boutique",)}
        )
        settings = load_settings().model_copy(
            update={"ingest": IngestSettings(sources=(source,))}
        )
        found = await examined("sources", dict(CHECKS)["sources"], settings)
    (clock,) = [one for one in found if one.what == f"{GITHUB.id}, clock"]
    side = "ahead of" if ahead > timedelta(0) else "behind"
    assert not clock.well
    assert side in clock.words
    assert "set this machine's clock" in clock.words
