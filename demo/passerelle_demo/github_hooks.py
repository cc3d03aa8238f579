"""The company's one webhook at GitHub, as its owner sees it: it never failed yet."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from passerelle_demo.company import GITHUB_SITE, GITHUB_SOURCE, REPOSITORIES

GITHUB_HOOK = 471220913
VERSIONS = ("2026-03-10", "2022-11-28")


def hook_routes() -> list[Route]:
    """Return the endpoints about webhooks and about the API itself."""
    hook = f"/orgs/{{owner}}/hooks/{GITHUB_HOOK}/deliveries"
    return [
        Route("/versions", _versions),
        Route("/orgs/{owner}/hooks", _of_the_owner),
        Route(hook, _deliveries),
        Route("/repos/{owner}/{name}/hooks", _of_a_repository),
    ]


async def _versions(_: Request) -> Response:
    return JSONResponse(VERSIONS)


async def _of_the_owner(request: Request) -> Response:
    owners = {r.full_name.partition("/")[0] for r in REPOSITORIES}
    if request.path_params["owner"] not in owners:
        raise HTTPException(404, "Not Found")
    hook = {
        "type": "Organization",
        "id": GITHUB_HOOK,
        "name": "web",
        "active": True,
        "events": ["*"],
        "config": {
            "url": f"{GITHUB_SITE}/passerelle/webhooks/{GITHUB_SOURCE}",
            "content_type": "json",
            "insecure_ssl": "0",
            "secret": "********",
        },
    }
    return JSONResponse([hook])


async def _of_a_repository(_: Request) -> Response:
    return JSONResponse([])


async def _deliveries(_: Request) -> Response:
    return JSONResponse([])
