"""Settings know their addresses, refuse typos, and never show a secret."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from passerelle_ingest.errors import SettingMissingError
from passerelle_ingest.http import Connection
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.trackers.github.client import GitHubClient
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import LARGEST_DELIVERY
from tests.ingest.sources import GITHUB, JIRA, clock


@pytest.mark.parametrize(
    ("given", "api", "web"),
    [
        ({}, "https://api.github.com", "https://github.com"),
        (
            {"api_url": "https://git.verdier.example/api/v3/"},
            "https://git.verdier.example/api/v3",
            "https://git.verdier.example",
        ),
        (
            {"api_url": "https://api.verdier.ghe.com"},
            "https://api.verdier.ghe.com",
            "https://verdier.ghe.com",
        ),
        (
            {"api_url": "http://127.0.0.1:9", "web_url": "https://git.example/"},
            "http://127.0.0.1:9",
            "https://git.example",
        ),
    ],
)
def test_addresses_follow_from_what_is_given(
    given: dict[str, str], api: str, web: str
) -> None:
    source = SourceSettings(id="x", tracker=Tracker.GITHUB, **given)
    assert (source.api, source.web) == (api, web)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"tracker": "jira"}, "needs api_url"),
        ({"tracker": "github", "api_url": "ftp://x"}, "api_url must be"),
        ({"tracker": "github", "api_url": "https://me:pw@x"}, "api_url must be"),
        ({"tracker": "github", "web_url": "javascript:1"}, "web_url must be"),
        ({"tracker": "github", "webhook_secret": "x"}, "Extra inputs"),
        ({"tracker": "github", "epic_link_field": "Epic Link"}, "epic_link_field"),
        ({"tracker": "github", "id": "Not A Name"}, "id"),
        ({"tracker": "github", "webhook_secrets": ["s", ""]}, "one is empty"),
        ({"tracker": "github", "webhook_secrets": [" "]}, "one is empty"),
        ({"tracker": "github", "token": "in two\nlines"}, "visible ASCII"),
        ({"tracker": "github", "api_token": "clé"}, "visible ASCII"),
        ({"tracker": "github", "proxy": "proxy.example:8080"}, "a proxy is"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        SourceSettings.model_validate({"id": "x", **given})


def test_no_body_is_taken_that_the_broker_would_not_hold() -> None:
    with pytest.raises(ValidationError, match="body_limit"):
        IngestSettings(body_limit=LARGEST_DELIVERY + 1)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_named(
    content: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    source = GITHUB.model_copy(update={"ca_file": str(path)})
    with pytest.raises(SettingMissingError, match=r"ca\.pem"):
        GitHubClient(source, Connection(clock))


def test_two_sources_cannot_share_a_name() -> None:
    with pytest.raises(ValidationError, match="two sources are called"):
        IngestSettings(sources=(GITHUB, GITHUB))


def test_no_secret_is_ever_written() -> None:
    written = repr(JIRA) + JIRA.model_dump_json() + repr(GITHUB)
    for secret in ("jira-token", "github-token", "a secret of the tests"):
        assert secret not in written


def test_projects_are_followed_whatever_their_case() -> None:
    assert GITHUB.follows("Verdier/Boutique")
    assert not GITHUB.follows("verdier/boutique2")
    assert JIRA.model_copy(update={"projects": ()}).follows("ANY")


@pytest.mark.parametrize("model", [SourceSettings, IngestSettings])
def test_every_setting_is_described(model: type[IngestSettings]) -> None:
    undescribed = [
        n for n, field in model.model_fields.items() if not field.description
    ]
    assert undescribed == []
