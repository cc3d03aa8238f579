"""A secret is changed in its file while the service runs, and no webhook is refused."""

import hashlib
import hmac
from pathlib import Path

import httpx
import pytest

from passerelle.rereading import Rereading
from passerelle.settings import load_settings
from passerelle_ingest.health import Health
from passerelle_ingest.settings import IngestSettings
from passerelle_ingest.sites import Sites
from passerelle_ingest.web import create_app
from tests.ingest.edges import reachable
from tests.ingest.sources import RecordingPublisher, clock

BODY = b'{"zen": "Keep it logically awesome."}'
SETTINGS = """
[[ingest.sources]]
id = "github-shop"
tracker = "github"
webhook_secrets = ["file:{secrets}"]
"""


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PASSERELLE_CONFIG", raising=False)
    path = tmp_path / "secrets"
    path.write_text("old\n")
    return path


def rereading(secrets: Path) -> Rereading:
    file = secrets.with_name("settings.toml")
    file.write_text(SETTINGS.format(secrets=secrets))
    return Rereading(file, load_settings(file))


def found(current: Rereading) -> tuple[str, ...]:
    (source,) = current().sources
    return source.secrets


def replaced(path: Path, text: str) -> None:
    """As a careful editor, or a mounted secret, does it."""
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


async def test_no_webhook_is_refused_while_a_secret_is_changed(secrets: Path) -> None:
    current = rereading(secrets)
    app = create_app(
        current(),
        publisher=RecordingPublisher(),
        sites=Sites(current().sources),
        health=Health(reachable, clock),
        clock=clock,
        current=current,
    )
    transport = httpx.ASGITransport(app)

    async with httpx.AsyncClient(transport=transport, base_url="http://x") as github:

        async def answered(secret: str) -> int:
            digest = hmac.new(secret.encode(), BODY, hashlib.sha256).hexdigest()
            headers = {
                "x-github-event": "ping",
                "x-hub-signature-256": f"sha256={digest}",
            }
            answer = await github.post(
                "/webhooks/github-shop", content=BODY, headers=headers
            )
            return answer.status_code

        assert (await answered("old"), await answered("new")) == (202, 401)
        replaced(secrets, "old\nnew\n")
        assert (await answered("old"), await answered("new")) == (202, 202)
        replaced(secrets, "new\n")
        assert (await answered("old"), await answered("new")) == (401, 202)


@pytest.mark.parametrize("content", ["", "\n\n", None])
def test_a_file_that_is_of_no_use_leaves_what_was(
    secrets: Path, content: str | None
) -> None:
    current = rereading(secrets)
    if content is None:
        secrets.unlink()
    else:
        replaced(secrets, content)
    assert found(current) == ("old",)
    replaced(secrets, "new\n")
    assert found(current) == ("new",)


def test_what_did_not_change_is_not_read_again(secrets: Path) -> None:
    current = rereading(secrets)
    first: IngestSettings = current()
    assert current() is first


def test_without_a_file_nothing_is_looked_at(secrets: Path) -> None:
    current = Rereading(None, load_settings())
    assert current() == IngestSettings()
    assert secrets.exists()
