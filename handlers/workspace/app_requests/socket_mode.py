"""Socket Mode: the WebSocket on which an app takes commands, clicks and events instead of HTTP."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from handlers.workspace.state.model import JSON
from handlers.workspace.state.refusals import SlackError

SOCKETS_AT_MOST = 10


@dataclass(eq=False)
class _Socket:
    """One connection. Sends go through a lock, since envelopes and hello may meet."""

    websocket: WebSocket
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, message: JSON) -> None:
        async with self.lock:
            await self.websocket.send_text(orjson.dumps(message).decode())


class Sockets:
    """The app's open sockets; each envelope goes to one of them, in turn."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._open: deque[_Socket] = deque()
        self._waiting: dict[tuple[_Socket, str], asyncio.Future[Any]] = {}
        """By the connection too: Slack does not say that it takes an acknowledgement on another."""

    @property
    def is_connected(self) -> bool:
        return bool(self._open)

    @property
    def count(self) -> int:
        return len(self._open)

    def make_address(self, base_url: str) -> str:
        """A single-use WebSocket address for `apps.connections.open`."""
        if len(self._open) >= SOCKETS_AT_MOST:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        address = base_url.replace("http", "ws", 1)
        return f"{address}/link/?ticket={ticket}&app_id={self._app_id}"

    async def serve(self, websocket: WebSocket) -> None:
        """The life of one connection: hello, envelopes out, acknowledgements in."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close(code=4001)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        socket = _Socket(websocket)
        self._open.append(socket)
        try:
            await socket.send(
                {
                    "type": "hello",
                    "num_connections": len(self._open),
                    "connection_info": {"app_id": self._app_id},
                    "debug_info": {
                        "host": "local-workspace",
                        "build_number": 1,
                        "approximate_connection_time": 3600,
                    },
                }
            )
            while True:
                self._take(socket, await websocket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            if socket in self._open:
                self._open.remove(socket)

    def _take(self, socket: _Socket, text: str) -> None:
        try:
            message = orjson.loads(text)
        except orjson.JSONDecodeError:
            return
        future = self._waiting.pop((socket, str(message.get("envelope_id"))), None)
        if future is not None and not future.done():
            future.set_result(message.get("payload") or "")

    async def ask(self, kind: str, payload: JSON, retry: dict[str, str]) -> Any:
        """Send one envelope and return the payload of its acknowledgement."""
        envelope_id = secrets.token_hex(16)
        envelope: JSON = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope["retry_attempt"] = int(retry.get("X-Slack-Retry-Num", 0))
            envelope["retry_reason"] = retry.get("X-Slack-Retry-Reason", "")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        socket = self._open[0]
        self._waiting[socket, envelope_id] = future
        self._open.rotate(-1)
        try:
            await socket.send(envelope)
            return await future
        finally:
            self._waiting.pop((socket, envelope_id), None)

    async def disconnect(self, reason: str = "refresh_requested") -> int:
        """Send every socket a `disconnect`; returns how many there were.

        `warning` changes nothing more; after `refresh_requested` a socket gets no envelopes any more,
        and the app closes it itself once it has another; `link_disabled` closes it at once.
        """
        sockets = list(self._open)
        for socket in sockets:
            await socket.send(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "local-workspace"}}
            )
            if reason != "warning" and socket in self._open:
                self._open.remove(socket)
            if reason == "link_disabled":
                await socket.websocket.close()
        return len(sockets)
