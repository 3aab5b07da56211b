"""`workspace_app(workspace)`: the whole stand-in as one Starlette application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handlers.workspace.api.web_api import WebApi
from handlers.workspace.app_requests.dispatch import Dispatcher, is_loopback
from handlers.workspace.app_requests.socket_mode import Sockets
from handlers.workspace.connection_faults import ConnectionFaults
from handlers.workspace.control.control_api import ControlApi
from handlers.workspace.control.user_actions import UserActions
from handlers.workspace.control.view_submission import ViewSubmissions
from handlers.workspace.own_pages import OwnPagesOnly
from handlers.workspace.page_files import page_file
from handlers.workspace.state.time_travel import TimeTravel
from handlers.workspace.state.workspace import Workspace

# The page's own files only; styles may be set on elements by its scripts (charts, user colours).
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class PageHeaders:
    """Adds the page's policy to every answer, and learns the server's own address."""

    def __init__(self, app: ASGIApp, workspace: Workspace) -> None:
        self._app = app
        self._workspace = workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if not self._workspace.base_url:
            host = Headers(scope=scope).get("host", "")
            self._workspace.base_url = _address(scope) or f"http://{host}"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = MutableHeaders(scope=message)
                more.setdefault("X-Content-Type-Options", "nosniff")
                more.setdefault("Referrer-Policy", "no-referrer")
                more.setdefault("Content-Security-Policy", POLICY)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _address(scope: Scope) -> str:
    """The address that the server listens on: it needs no look-up, unlike `localhost`."""
    host, port = scope.get("server") or ("", None)
    if not port or not is_loopback(host):
        return ""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def workspace_app(workspace: Workspace, *more: Middleware) -> Starlette:
    """The Web API, the control API, Socket Mode and the page, over one workspace.

    `more` goes round all of it, and is reached by what `OwnPagesOnly` lets through.
    """
    sockets = Sockets(workspace.app.id)
    dispatcher = Dispatcher(workspace, sockets)
    user_actions = UserActions(workspace, dispatcher)
    forms = ViewSubmissions(workspace, dispatcher, user_actions)
    travel = TimeTravel(workspace)
    api = WebApi(workspace, sockets)
    control = ControlApi(workspace, user_actions, forms, travel, sockets)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await travel.close()
            await dispatcher.close()

    app = Starlette(
        routes=[
            Route("/api/{method}", api.endpoint, methods=["GET", "POST"]),
            Route("/commands/{team}/{app}/{key}", api.response_url, methods=["POST"]),
            Route("/actions/{team}/{app}/{key}", api.response_url, methods=["POST"]),
            Route("/upload/{file_id}", api.upload, methods=["POST", "PUT"]),
            Route("/files/{file_id}/{name:path}", api.download, methods=["GET"]),
            WebSocketRoute("/link/", sockets.serve),
            *control.routes(),
            Route("/", page_file, methods=["GET"]),
            Route("/{path:path}", page_file, methods=["GET"]),
        ],
        middleware=[
            Middleware(OwnPagesOnly),
            *more,
            Middleware(PageHeaders, workspace=workspace),
            Middleware(ConnectionFaults),
        ],
        lifespan=lifespan,
    )
    app.state.workspace = workspace
    app.state.dispatcher = dispatcher
    app.state.travel = travel
    return app
