"""Who is served at all: programs on this machine, and the stand-in's own page."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::([0-9]{1,5}))?")


class OwnPagesOnly:
    """Refuses requests under another name or port, and those of other sites' pages.

    A name of a strange site that points at this machine would else let that site read and click.
    Programs send no Origin, and are served.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or _is_own(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            refused = PlainTextResponse("Only this machine's own page is served.", 403)
            await refused(scope, receive, send)


def _is_own(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    if len(hosts) != 1:
        return False
    named = _HOST.fullmatch(hosts[0])
    port = (scope.get("server") or ("", None))[1] or 80
    if named is None or int(named[1] or 80) != port or origins not in ([], [f"http://{hosts[0]}"]):
        return False
    # An image or a link of another site's page comes without an Origin; a browser says so here.
    return scope.get("path") == "/" or headers.get("sec-fetch-site", "none") in (
        "none",
        "same-origin",
    )
