"""Cutting a connection without an answer, as networks do.

A plain ASGI application cannot: what it raises becomes a 500. `serving.py` puts a function that
closes the socket into the request's scope, and the middleware here calls it.
"""

from __future__ import annotations

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

CUT = "workspace.cut"


class CutConnection(Exception):
    """Raised by an endpoint whose caller is to hear nothing."""


class ConnectionFaults:
    """Middleware: turns CutConnection into a closed socket, and takes it calmly when the caller hangs
    up in the middle of a request. Without a server of `serving.py` (a test that calls the
    application in its own process) CutConnection reaches the caller."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            return
        except CutConnection:
            cut = (scope.get("extensions") or {}).get(CUT)
            if cut is None:
                raise
            cut()
            while (await receive())["type"] != "http.disconnect":
                pass
