"""Serves an app on a port of the loopback; its connections can be cut from inside."""

import contextlib

from starlette.types import ASGIApp, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

from passerelle_demo.sockets import Connections, served

_CUT = "drill.cut"


class _Cuttable(H11Protocol):
    """Lets an app abort its connection, as a proxy does that waits no longer."""

    def data_received(self, data: bytes) -> None:
        """Hand the way to cut to the app, which has not begun yet."""
        super().data_received(data)
        if self.scope is not None:
            self.scope["state"][_CUT] = self.transport.abort


def cut(scope: Scope) -> None:
    """Cut the connection on which a request came, without a word."""
    scope["state"][_CUT]()


# Else uvicorn closes connections just when they are used again.
_CONNECTIONS = Connections(_Cuttable, kept_seconds=600, parting_seconds=2)


def place_of(app: ASGIApp) -> contextlib.AbstractAsyncContextManager[str]:
    """Serve *app* while the block runs; yields its address."""
    return served(app, connections=_CONNECTIONS)
