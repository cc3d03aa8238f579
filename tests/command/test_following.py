"""The doctor and the registering, run as a person runs them, against live trackers."""

import asyncio
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from passerelle_demo.config import sources
from passerelle_demo.serving import create_apps
from passerelle_demo.sockets import served
from passerelle_demo.world import this_morning
from tests.command.test_command_line import NOBODY, RULES, environment
from tests.ingest.granting import CLIENT, CLIENT_SECRET, Clock
from tests.ingest.test_registration import Webhooks

SERVICE = """
[[ingest.sources]]
id = "jira-service"
tracker = "jira"
api_url = "{url}"
web_url = "https://verdier.atlassian.example"
projects = ["PAY"]
client_id = "{client}"
client_secret = "file:{secret}"
token_url = "{url}/oauth/token"
webhook_url = "https://hooks.verdier.example/webhooks/jira-service"
"""
SOURCE = """
[[ingest.sources]]
id = "{id}"
tracker = "{tracker}"
api_url = "{api_url}"
web_url = "{web_url}"
projects = {projects}
{known}
webhook_secrets = ["{secret}"]
"""


async def said(cwd: Path, *arguments: str) -> tuple[int, str]:
    """Run the command; give its exit status and all it said."""
    running = await create_subprocess_exec(
        *(sys.executable, "-m", "passerelle", *arguments),
        cwd=cwd,
        env=environment({**NOBODY, "PASSERELLE_TRANSLATE__RULES": str(RULES)}),
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await running.communicate()
    return running.returncode or 0, (out + err).decode()


def atlassian() -> tuple[Starlette, Webhooks]:
    """A site, its token endpoint, and its list of webhooks."""
    listed = Webhooks(Clock())

    async def token(request: Request) -> Response:
        asked = await request.json()
        right = (asked["client_id"], asked["client_secret"]) == (CLIENT, CLIENT_SECRET)
        told = {"access_token": "granted", "expires_in": 3600}
        return JSONResponse(told) if right else Response(status_code=401)

    async def webhook(request: Request) -> Response:
        if request.headers["Authorization"] != "Bearer granted":
            return Response(status_code=401)
        asked = httpx.Request(
            request.method, str(request.url), content=await request.body()
        )
        answer = listed.answer(asked)
        kind = answer.headers.get("content-type")
        return Response(answer.content, answer.status_code, media_type=kind)

    methods = ["GET", "POST", "PUT", "DELETE"]
    routes = [
        Route("/oauth/token", token, methods=["POST"]),
        Route("/rest/api/3/webhook", webhook, methods=methods),
        Route("/rest/api/3/webhook/refresh", webhook, methods=methods),
    ]
    return Starlette(routes=routes), listed


async def test_webhooks_are_registered_by_the_command(tmp_path: Path) -> None:
    app, listed = atlassian()
    secret = tmp_path / "secret"
    secret.write_text(f"{CLIENT_SECRET}\n")
    async with served(app) as url:
        settings = SERVICE.format(url=url, client=CLIENT, secret=secret)
        (tmp_path / "passerelle.toml").write_text(settings)
        status, words = await said(tmp_path, "ingest", "register")
    assert (status, len(listed.rows)) == (0, 1), words
    assert "jira-service: 1 registered" in words
    assert CLIENT_SECRET not in words


async def test_registering_waits_as_the_settings_say_where_jira_says_only_later(
    tmp_path: Path,
) -> None:
    app, listed = atlassian()
    secret = tmp_path / "secret"
    secret.write_text(CLIENT_SECRET)
    refusals = [Response(status_code=429)]

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        later = scope["type"] == "http" and refusals
        await (refusals.pop() if later else app)(scope, receive, send)

    async with asyncio.timeout(50), served(site) as url:
        settings = SERVICE.format(url=url, client=CLIENT, secret=secret)
        patience = "[ingest]\nunsaid_wait_seconds = 0.2\n"
        (tmp_path / "passerelle.toml").write_text(patience + settings)
        status, words = await said(tmp_path, "ingest", "register")
    assert (status, len(listed.rows), refusals) == (0, 1, []), words


async def test_the_doctor_finds_the_demos_trackers_well(tmp_path: Path) -> None:
    jira, github = create_apps(this_morning())
    async with served(jira) as jira_url, served(github) as github_url:
        given = sources(jira_url=jira_url, github_url=github_url)
        text = "".join(_toml(source) for source in given)
        (tmp_path / "passerelle.toml").write_text(text)
        status, words = await said(tmp_path, "doctor")
    lines = [line for line in words.splitlines() if "malleposte" in line]
    # The broker is away, and the demo's clock stands still.
    wrong = [line for line in lines if line.startswith("WRONG") and "clock" not in line]
    assert (status, wrong) == (1, []), words
    looked = [line.partition(":")[0].partition(", ")[2] for line in lines]
    assert {"API", "API, search", "webhook", "permissions for PAY"} <= set(looked)
    assert "webhook of malleposte/boutique" in looked


def _toml(source: dict[str, Any]) -> str:
    known = {k: source[k] for k in ("email", "api_token", "token") if k in source}
    (secret,) = source["webhook_secrets"]
    return SOURCE.format(
        **{k: v for k, v in source.items() if k not in ("projects", "webhook_secrets")},
        projects=list(source["projects"]),
        known="\n".join(f'{k} = "{v}"' for k, v in known.items()),
        secret=secret,
    )
