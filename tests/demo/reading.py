"""How the tests read all of a simulated tracker, page by page."""

from typing import Any

import httpx

Json = dict[str, Any]


async def jira_search(client: httpx.AsyncClient, **asked: object) -> list[Json]:
    """All issues that a search finds, following tokens."""
    found: list[Json] = []
    while True:
        response = await client.post("/rest/api/3/search/jql", json=asked)
        assert response.status_code == 200, response.text
        page = response.json()
        assert "total" not in page
        found += page["issues"]
        if page["isLast"]:
            assert "nextPageToken" not in page
            return found
        asked["nextPageToken"] = page["nextPageToken"]


async def github_all(
    client: httpx.AsyncClient, path: str, **params: str | int
) -> list[Json]:
    """All rows of a list, following `Link`."""
    found: list[Json] = []
    response = await client.get(path, params={"per_page": 100, **params})
    while True:
        assert response.status_code == 200, response.text
        found += response.json()
        if "next" not in response.links:
            return found
        response = await client.get(response.links["next"]["url"])
