"""Whatever happens, no secret stands in a record, a log line, an answer or an error."""

import io
import json
import logging
import traceback
from collections.abc import Callable, Iterator, Sequence

import httpx
import pytest
import stamina.instrumentation
import structlog

from passerelle.logs import set_up_logs
from passerelle_ingest import examine, upkeep
from passerelle_ingest.http import Connection
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_kafka.records import Outgoing
from passerelle_schemas.errors import PasserelleError
from tests.ingest.edges import edge
from tests.ingest.granting import (
    CLIENT_SECRET,
    Clock,
    Granting,
    GrantingAtlassian,
    GrantingGitHub,
    pem,
)
from tests.ingest.sources import (
    DATA_CENTER,
    GITHUB,
    JIRA,
    SECRET,
    RecordingPublisher,
    signed,
)
from tests.ingest.test_auth_github import app_source
from tests.ingest.test_auth_jira import client_source
from tests.ingest.test_bearer import bearer
from tests.ingest.test_deliveries import FIXTURES

APP = app_source(webhook_secrets=(SECRET,))
CLIENT = client_source(
    webhook_url="https://hooks.verdier.example/webhooks/jira-service",
    register_webhooks=True,
)
SOURCES = (APP, GITHUB, JIRA, CLIENT, DATA_CENTER.model_copy(update={"id": "jira-dc"}))
LASTING = (
    SECRET,
    "an older secret",
    CLIENT_SECRET,
    "github-token",
    "jira-token",
    "jira-pat",
    pem().splitlines()[5],
)
OPENED = (FIXTURES / "github" / "issues__opened.json").read_bytes()
CHANGED = (FIXTURES / "jira" / "jira_issue_updated__status.json").read_bytes()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[io.StringIO, Terminal], ids=["file", "terminal"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that is logged, as verbosely as it can be."""
    root = logging.getLogger()
    before = (root.handlers, root.level)
    stream: io.StringIO = request.param()
    set_up_logs(verbose=True, stream=stream)
    yield stream
    structlog.reset_defaults()
    stamina.instrumentation.set_on_retry_hooks(None)
    root.handlers, _ = before
    root.setLevel(before[1])


def granted_by(
    source: SourceSettings, answer: Callable[..., httpx.Response]
) -> Granting:
    kind = GrantingGitHub if source is APP else GrantingAtlassian
    return kind(Clock(), answer)


def breaks(_request: httpx.Request) -> httpx.Response:
    """A bug where it hurts: beneath the frames that hold a token."""
    raise RuntimeError("a bug of the tests")


ANSWERS: Sequence[Callable[[httpx.Request], httpx.Response]] = (
    *(
        (lambda _request, status=status: httpx.Response(status, json={}))
        for status in (200, 301, 401, 403, 404, 410, 422)
    ),
    lambda _request: httpx.Response(200, content=b"[" * 9),
    breaks,
)


async def everything(
    source: SourceSettings, answer: Callable[[httpx.Request], httpx.Response]
) -> tuple[list[str], list[str]]:
    """Ask a tracker for all we ask; return what was said, and the tokens shown."""
    said, shown = list[str](), list[str]()

    def seen(request: httpx.Request) -> httpx.Response:
        shown.append(request.headers.get("Authorization", ""))
        return answer(request)

    way: httpx.MockTransport = httpx.MockTransport(seen)
    if source in (APP, CLIENT):
        way = granted_by(source, seen)
    connection = Connection(Clock(), transport=way)
    one = IngestSettings(sources=(source,))

    async def site() -> object:
        async with TRACKERS[source.tracker].client(source, connection) as client:
            return await client.site()

    async def kept() -> object:
        told = dict[str, object]()
        await upkeep.Upkeep(source, connection, told.__setitem__).once()
        return told

    tries: Sequence[Callable[[], object]] = (
        site,
        kept,
        lambda: examine.examine(source, clock=Clock(), transport=way),
        lambda: examine.look(source, clock=Clock(), transport=way),
        lambda: upkeep.run_register(one, connection=connection, progress=said.append),
    )
    for attempt in tries:
        try:
            said.append(repr(await attempt()))  # type: ignore[misc] # all are awaitable
        except PasserelleError as error:
            said += [
                str(error),
                repr(error),
                "".join(traceback.format_exception(error)),
            ]
        except RuntimeError as bug:
            structlog.get_logger("tests").exception("bug.met")
            said.append("".join(traceback.format_exception(bug)))
    said += [repr(source), source.model_dump_json(), repr(connection)]
    tokens = way.granted if isinstance(way, Granting) else []
    return said, [*shown, *tokens]


@pytest.mark.parametrize("source", SOURCES, ids=[source.id for source in SOURCES])
async def test_no_secret_is_written_whatever_a_tracker_answers(
    source: SourceSettings, log: io.StringIO
) -> None:
    for answer in ANSWERS:
        said, shown = await everything(source, answer)
        written = "\n".join([*said, log.getvalue()])
        worn = [part for one in shown for part in one.split() if len(part) > 8]
        assert shown
        found = [s for s in (*LASTING, *worn) if s in written]
        assert found == []


async def test_no_secret_of_a_webhook_is_written(log: io.StringIO) -> None:
    publisher = RecordingPublisher()
    shown = bearer()["authorization"].split()[1]
    posts = (
        ("github-app", OPENED, signed(OPENED, event="issues")),
        ("github-app", OPENED, signed(OPENED, event="issues", secret="wrong")),
        ("jira-verdier", CHANGED, signed(CHANGED)),
        ("jira-service", CHANGED, bearer()),
        ("jira-service", b"no JSON", bearer()),
    )
    said = list[str]()
    async with edge(publisher, sources=SOURCES) as tracker:
        for name, body, headers in posts:
            answer = await tracker.post(
                f"/webhooks/{name}", content=body, headers=headers
            )
            said += [answer.text, json.dumps(dict(answer.headers))]
        said.append((await tracker.get("/health")).text)
    assert len(publisher.records) > 4
    said += [repr(record) for record in publisher.records]
    said += [_in_full(record) for record in publisher.records]
    written = "\n".join([*said, log.getvalue()])
    signatures = [h.split("=")[-1] for _, _, t in posts for h in t.values() if "=" in h]
    assert [s for s in (*LASTING, shown, *signatures) if s in written] == []
    assert log.getvalue()


def _in_full(record: Outgoing) -> str:
    parts = [record.key or b"", record.value or b"", *(v for _, v in record.headers)]
    return "\n".join(part.decode("utf-8", "replace") for part in parts)
