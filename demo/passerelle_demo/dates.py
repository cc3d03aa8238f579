"""Every answer says when it was given, by the company's clock: the story's morning."""

from email.utils import format_datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from passerelle_demo.company import TODAY


class Dated:
    """An app whose answers carry `Date`, so that none depends on the day it is run."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._date = (b"date", format_datetime(TODAY, usegmt=True).encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer, and date its answer."""

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], self._date]
            await send(message)

        await self._app(scope, receive, dated)
