"""What the stack promises: nothing as root, nothing open, nothing unpinned."""

import re
import tomllib
from typing import Any

import pytest
import yaml

from passerelle_demo import config
from passerelle_ingest.settings import SourceSettings
from tests.project.tree import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load(
    (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("ingest", "translate", "report")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_stack_has_kafka_the_services_and_a_mail_catcher() -> None:
    assert {"kafka", "mail", *OURS} <= SERVICES.keys()
    demo = {n for n, s in SERVICES.items() if "demo" in s.get("profiles", [])}
    assert demo == {"trackers", "demo"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned(name: str) -> None:
    assert re.search(r":[\w.${}:-]*\d+\.\d+", SERVICES[name]["image"])


@pytest.mark.parametrize("name", OURS)
def test_a_service_can_write_nothing_and_become_nobody(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - inside the container
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert service["depends_on"]["kafka"] == {"condition": "service_healthy"}
    assert f"health {name}" in " ".join(service["healthcheck"]["test"])


@pytest.mark.parametrize("name", [n for n in SERVICES if n != "demo"])
def test_what_stays_up_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_port_is_published_on_this_machine_only(name: str) -> None:
    for port in SERVICES[name].get("ports", []):
        assert port.startswith("127.0.0.1:")


def test_every_volume_has_a_name_that_says_what_it_holds() -> None:
    assert COMPOSE["volumes"]
    assert all(len(name) > 1 for name in COMPOSE["volumes"])


def test_the_image_runs_as_nobody_in_particular() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert users
    assert set(users) == {"10001:10001"}


def test_the_image_installs_only_what_has_a_hash() -> None:
    text = DOCKERFILE.replace("\\\n", " ")
    for call in re.findall(r"pip\b.* install [^&\n]*", text):
        assert "--require-hashes" in call or "--no-index" in call


def test_the_classic_builder_can_build_it() -> None:
    assert not re.search(r"RUN --|COPY --(chmod|link|parents)|<<|syntax=", DOCKERFILE)


def test_the_demo_follows_the_invented_company_with_its_fake_secrets() -> None:
    environment = SERVICES["ingest"]["environment"]
    defaults = {
        name: value.removeprefix(f"${{{name}:-").removesuffix("}")
        for name, value in environment.items()
        if str(value).startswith("${")
    }
    told = tomllib.loads((ROOT / "deploy" / "demo.toml").read_text(encoding="utf-8"))
    followed = [
        SourceSettings.model_validate(_with_secrets(source, defaults))
        for source in told["ingest"]["sources"]
    ]
    expected = config.sources(
        jira_url="http://trackers:8091", github_url="http://trackers:8092"
    )
    assert followed == [SourceSettings.model_validate(s) for s in expected]


def _with_secrets(told: Any, values: dict[str, str]) -> Any:  # noqa: ANN401 - TOML
    if isinstance(told, dict):
        return {k: _with_secrets(v, values) for k, v in told.items()}
    if isinstance(told, list):
        return [_with_secrets(v, values) for v in told]
    return values[told[4:]] if str(told).startswith("env:") else told
