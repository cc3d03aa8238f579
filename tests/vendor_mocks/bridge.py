"""What two mocks get wrong against the vendors' documents, mended on the way to them.

Nothing in ingest knows of the mocks. Each deviation is one class here, and nothing else
is changed between us and them; tests/vendor_mocks/README.md lists them.
"""

import json
import re
from datetime import UTC, datetime

import httpx

from passerelle_ingest.answered import OK

_ONE_ISSUE = re.compile(r"/issues/\d+$")
_BY_ID = re.compile(r"/issue/(\d+)(?=/|$)")
_MILLISECONDS = re.compile(r"([<>]= )(\d{9,})")


class Straight(httpx.AsyncBaseTransport):
    """The way to a mock, as it is."""

    def __init__(self) -> None:
        self._network = httpx.AsyncHTTPTransport()
        self.asked: list[httpx.Request] = []
        self.answered: list[httpx.Response] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = await self._network.handle_async_request(self.sent(request))
        mended = self.received(answer)
        self.answered.append(mended)
        return mended

    def sent(self, request: httpx.Request) -> httpx.Request:
        return request

    def received(self, answer: httpx.Response) -> httpx.Response:
        return answer

    async def aclose(self) -> None:
        """Close what is open; whoever comes next opens it again."""
        await self._network.aclose()


class ToGitHubsDescription(Straight):
    """prism, which answers with the examples of GitHub's own description.

    The example of `Link` is `https://api.github.com/resource?page=2`: another host than
    the mock's, where we refuse to go, and no endpoint of GitHub. The example of one
    issue stands one level too deep, as `{"value": {…}}`, which its schema refuses.
    """

    def received(self, answer: httpx.Response) -> httpx.Response:
        if "/resource?page=" in answer.headers.get("link", ""):
            del answer.headers["link"]
        return answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if not _ONE_ISSUE.search(request.url.path):
            return answer
        content = json.loads(await answer.aread())
        return httpx.Response(answer.status_code, json=content["value"])


class ToJira820(Straight):
    """jira820, which knows `GET search`, days in JQL and keys of issues, no more.

    Atlassian documents `POST search`, too; a bare number in JQL as milliseconds since
    1970, which jira820 reads as so many days from now, and fails; and ids wherever a
    key may stand.
    https://docs.atlassian.com/software/jira/docs/api/REST/8.20.8/
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[str, str] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if request.url.path.endswith("/search") and answer.status_code == OK:
            rows = json.loads(await answer.aread())["issues"]
            self._keys |= {row["id"]: row["key"] for row in rows}
        return answer

    def sent(self, request: httpx.Request) -> httpx.Request:
        if one := _BY_ID.search(request.url.path):
            key = self._keys.get(one[1], one[1])
            path = request.url.path.replace(one[0], f"/issue/{key}")
            url = request.url.copy_with(path=path)
            return httpx.Request(
                "GET", url, headers=request.headers, extensions=request.extensions
            )
        if not (request.method == "POST" and request.url.path.endswith("/search")):
            return request
        asked = json.loads(request.content)
        asked["jql"] = _MILLISECONDS.sub(_day, asked["jql"])
        told = {
            name: ",".join(value) if isinstance(value, list) else str(value)
            for name, value in asked.items()
        }
        headers = {
            name: value
            for name, value in request.headers.items()
            if not name.startswith("content-")
        }
        url = request.url.copy_with(params=told)
        extensions = request.extensions
        return httpx.Request("GET", url, headers=headers, extensions=extensions)


def _day(bound: re.Match[str]) -> str:
    instant = datetime.fromtimestamp(int(bound[2]) / 1000, UTC)
    return f'{bound[1]}"{instant:%Y-%m-%d}"'
