"""docs/connecting-a-tracker.md says what the code does."""

import re
import tomllib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from passerelle.commands.doctor import CHECKS
from passerelle.commands.init import settings_text
from passerelle.settings import Settings, load_settings
from passerelle_ingest.marked_lines import marked_lines
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.app import PERMISSIONS
from passerelle_ingest.trackers.github.normalise.webhooks import HANDLERS as GITHUB
from passerelle_ingest.trackers.jira.normalise.webhooks import HANDLERS as JIRA
from passerelle_ingest.trackers.jira.registration import EVENTS
from passerelle_schemas.identity import Tracker
from tests.project.tree import ROOT

PAGE = (ROOT / "docs" / "connecting-a-tracker.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)
KEY = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)


def _pasted(block: str, tmp_path: Path) -> Settings:
    """The settings that begin with what `init` writes and end with *block*."""
    for name in re.findall(r"file:/etc/passerelle/([\w.-]+)", block):
        secret = KEY if name.endswith(".pem") else b"a-secret"
        (tmp_path / name).write_bytes(secret)
    path = tmp_path / "passerelle.toml"
    there = block.replace("/etc/passerelle", str(tmp_path))
    path.write_text(settings_text() + "\n" + there, encoding="utf-8")
    return load_settings(path)


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_can_be_pasted(block: str, tmp_path: Path) -> None:
    (source,) = _pasted(block, tmp_path).ingest.sources
    assert source.projects
    assert source.secrets
    assert source.webhook_url == f"https://HOST/webhooks/{source.id}"
    known = source.token or source.api_token or source.app_key or source.client_secret
    assert known


def test_there_is_a_block_for_each_way_to_be_known() -> None:
    tables = [tomllib.loads(block)["ingest"]["sources"][0] for block in BLOCKS]
    assert {table["tracker"] for table in tables} == {t.value for t in Tracker}
    ways = {"app_id", "token", "api_token", "client_id"}
    assert set().union(*(ways & set(table) for table in tables)) == ways
    assert {t.get("deployment", "cloud") for t in tables} == {"cloud", "datacenter"}


def test_it_names_the_permissions_and_the_events() -> None:
    for name in PERMISSIONS:
        assert name.split("_")[0].capitalize() in PAGE
    ticked = re.findall(r"^> (.+)$", PAGE, re.MULTILINE)
    github, jira = (set(re.findall(r"`([^`]+)`", told)) for told in ticked)
    assert github == set(GITHUB)
    assert jira == set(JIRA)
    assert set(EVENTS) <= jira


def test_it_shows_every_mark_as_a_line() -> None:
    source = SourceSettings(id="any", tracker=Tracker.GITHUB)
    (shown,) = re.findall(r"```text\n(.+?)```", PAGE, re.DOTALL)
    marks = (*source.business_marks, *source.decision_marks)
    told = [(line.language, line.text) for line in marked_lines(shown, source)]
    assert len(told) == len(marks) == len(shown.splitlines())


def test_init_shows_the_marks_and_says_what_no_projects_mean(tmp_path: Path) -> None:
    text = settings_text()
    lines = [line for line in text.splitlines() if "_marks = " in line]
    shown = "\n".join(line.removeprefix("# ") for line in lines)
    block = f'[[ingest.sources]]\nid = "any"\ntracker = "github"\n{shown}\n'
    (source,) = _pasted(block, tmp_path).ingest.sources
    assert source == SourceSettings(id="any", tracker=Tracker.GITHUB)
    assert len(lines) == 2
    assert "its objectives stay Cannot tell" in " ".join(text.split()).replace("# ", "")


async def test_the_doctor_is_not_content_with_webhooks_alone(tmp_path: Path) -> None:
    block = '[[ingest.sources]]\nid = "any"\ntracker = "github"\n'
    (finding,) = await dict(CHECKS)["sources"](_pasted(block, tmp_path))
    assert not finding.well
    assert "every objective stays Cannot tell" in finding.words
