"""Socket Mode: Slack's requests over a WebSocket that the bot opens; no public address needed."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.redaction import fault
from bot.sentences import troubles
from bot.sentences.operations import health
from handlers.slack.context.responder import NETWORK

log = logging.getLogger(__name__)

PING_SECONDS = 5.0
"""A socket that was dropped without a word is noticed within this, one that is silent within four
of them."""
DRAIN_SECONDS = 4.0
"""At most so long what is in hand is waited for at the end."""
GOODBYE_SECONDS = 1.0
"""At most so long Slack is waited for to close the socket too."""
SOON_SECONDS = 10.0
"""A connection that lasts no longer than this ended at once."""
LONGEST_WAIT = 60.0
"""At most so long is waited before Slack is asked for another one."""
PONG_MARGIN = 0.5
HELLO_PINGS = 3
"""A connection on which Slack has not said hello after so many pings' time is replaced."""
REFUSED = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
"""Slack's words for an app token that will not do."""


class Handler(AsyncSocketModeHandler):
    """Bolt's, which can be ended without dropping what it has taken."""

    def __init__(self, app: AsyncApp, app_token: str, *, ping: float = PING_SECONDS) -> None:
        # Slack's address is that of the app's own client, without its session and token.
        web = AsyncWebClient(base_url=app.client.base_url, timeout=app.client.timeout)
        web.proxy = app.client.proxy
        super().__init__(app, app_token, web_client=web, ping_interval=ping)
        self.client.proxy = app.client.proxy  # it would look for one itself
        self._ping = ping
        self._ask_address = self.client.issue_new_wss_url
        self.client.issue_new_wss_url = self._next_address  # type: ignore[method-assign]
        self._asked = -SOON_SECONDS
        self._ended_at_once = 0
        self.in_hand = 0
        """Envelopes that were taken and are not acknowledged yet."""
        self._greeted: object = None
        """The connection on which Slack said hello."""
        self._silent_for = 0
        self.client.message_listeners.append(self._hear)  # type: ignore[arg-type]
        self._closed = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def handle(  # type: ignore[override]
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        """Answer one envelope. While stopping, a command is told so; anything else is left
        unacknowledged, so that Slack sends an event again and keeps a form open."""
        if self._closed:
            log.info("not taken: %s came while the bot stops", req.type)
            if req.type == "slash_commands":
                refusal = SocketModeResponse(req.envelope_id, {"text": troubles.RESTARTING})
                await client.send_socket_mode_response(refusal)
            return
        self.in_hand += 1
        self._idle.clear()
        try:
            await super().handle(client, req)
        finally:
            self.in_hand -= 1
            if not self.in_hand:
                self._idle.set()

    async def connect(self) -> None:
        """Connect, however long Slack cannot be reached. Raises SlackApiError for a refused token,
        with which slack_sdk's client would try for ever."""
        try:
            self.client.wss_uri = await self.client.issue_new_wss_url()
        except SlackApiError as error:
            if error.response.get("error") in REFUSED:
                raise
        except NETWORK as error:
            log.warning("Slack did not answer (%s)", fault(error))
        await self.connect_async()  # type: ignore[no-untyped-call]

    async def _next_address(self) -> str:
        """An address to connect to, later and later where connections end at once.

        slack_sdk's client asks for the next as soon as one has ended, thousands of times a minute.
        """
        now = asyncio.get_running_loop().time
        self._ended_at_once = self._ended_at_once + 1 if now() - self._asked < SOON_SECONDS else 0
        if self._ended_at_once > 1:  # once is a server that is replaced
            wait = min(self._ping * 2 ** (self._ended_at_once - 2), LONGEST_WAIT)
            log.warning("a Socket Mode connection ended at once; the next in %g s", wait)
            await asyncio.sleep(wait)
        address = await self._ask_address()
        self._asked = now()
        return address

    async def _hear(self, client: SocketModeClient, message: dict[str, Any], _: str | None) -> None:
        if message.get("type") == "hello":
            self._greeted, self._silent_for = client.current_session, 0

    def trouble(self) -> str:
        """Why nothing can come in now, or nothing."""
        session = self.client.current_session
        if session is None or session.closed or self.client.stale:
            return health.SOCKET_DOWN
        if self._greeted is not session:
            return health.SOCKET_SILENT
        asked = self.client.last_ping_pong_time
        # slack_sdk replaces it at four pings; what has missed two is not relied on.
        late = asked is not None and time.time() - asked > (2 + PONG_MARGIN) * self._ping
        return health.SOCKET_SILENT if late else ""

    async def watch(self) -> None:
        """Keep the client from trying one address again and again (each is good for one use), and
        replace a connection on which Slack never said hello.

        slack_sdk's client asks for another address only when a connection it had has ended, and
        replaces one only whose pings are not answered.
        """
        while True:
            await asyncio.sleep(self._ping)
            if not await self.client.is_connected():
                self.client.wss_uri, self._silent_for = None, 0
            elif self._greeted is not self.client.current_session:
                self._silent_for += 1
                if self._silent_for >= HELLO_PINGS:
                    self._silent_for = 0
                    log.warning(
                        "Slack said no hello on a Socket Mode connection: another is opened"
                    )
                    await self.client.connect_to_new_endpoint(force=True)

    async def finish(self, seconds: float) -> None:
        """Take nothing new, wait for what is in hand to be acknowledged, and hang up."""
        self._closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        if self.in_hand:
            log.warning("%d requests were not answered in time", self.in_hand)
        try:
            async with asyncio.timeout(GOODBYE_SECONDS):
                await self.close_async()  # type: ignore[no-untyped-call]
        except TimeoutError:
            await self.client.aiohttp_client_session.close()


@asynccontextmanager
async def socket(
    app: AsyncApp, app_token: str, *, ping: float = PING_SECONDS, drain: float = DRAIN_SECONDS
) -> AsyncIterator[tuple[Handler, asyncio.Task[None]]]:
    """Connects, and reconnects by itself, for as long as the block runs; yields the handler and the
    task of connecting for the first time. At the end what is in hand is finished within `drain` seconds.
    """
    handler = Handler(app, app_token, ping=ping)
    watching = asyncio.create_task(handler.watch())
    connecting = asyncio.create_task(handler.connect())
    try:
        yield handler, connecting
    finally:
        watching.cancel()
        connecting.cancel()
        await asyncio.gather(watching, connecting, return_exceptions=True)
        await handler.finish(drain)


async def until_stopped(connecting: asyncio.Task[None], stop: asyncio.Event) -> None:
    """Listen until `stop` is set. Raises SlackApiError where Slack refuses the app token."""
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({connecting, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if not stop.is_set():
        await connecting
        log.info("connected to Slack over Socket Mode")
    await stopped
