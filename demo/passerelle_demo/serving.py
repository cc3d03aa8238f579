"""What a demo calls: two apps over one world, and how this morning comes into it."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from passerelle_demo.github_server import create_github_app
from passerelle_demo.jira_server import create_jira_app
from passerelle_demo.live import this_mornings_events
from passerelle_demo.world import World


def create_apps(world: World) -> tuple[ASGIApp, ASGIApp]:
    """Return the Jira app and the GitHub app over *world*."""
    return create_jira_app(world.jira), create_github_app(world.github)


def create_clock_app(world: World) -> ASGIApp:
    """Return an app with which another process lets this morning happen in *world*.

    It is no tracker's endpoint, so it has a port of its own: `POST /this-morning`.
    """
    to_come = list(this_mornings_events())

    async def happen(_: Request) -> Response:
        while to_come:
            world.apply(to_come.pop(0))
        return Response(status_code=204)

    return Starlette(routes=[Route("/this-morning", happen, methods=["POST"])])
