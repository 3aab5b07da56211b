"""Socket Mode: Slack's requests over a WebSocket that the bot opens; no public address needed."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeAlias

from aiohttp import ClientWebSocketResponse, WSMsgType
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.redaction import fault
from bot.sentences import troubles
from bot.sentences.operations import health
from handlers.slack.context.responder import NETWORK, SlackResponder

log = logging.getLogger(__name__)

PING_SECONDS = 5.0
"""A socket that was dropped without a word is noticed within this, one that is silent within four
of them."""
DRAIN_SECONDS = 4.0
"""At most so long what is in hand is waited for at the end."""
STILL_OPEN_SECONDS = 15.0
"""At most so long a connection is read once Slack wants another: it says so some ten seconds before it hangs up."""
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


Connection: TypeAlias = ClientWebSocketResponse | None


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
        self._still_open, self._taking = set[asyncio.Task[None]](), set[asyncio.Task[None]]()
        """Connections that are being replaced, and what came over them."""
        self._closed = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def handle(  # type: ignore[override]
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        """Answer one envelope of the current connection."""
        await self._take(req, client.current_session)

    async def _take(self, req: SocketModeRequest, came_over: Connection) -> None:
        """While stopping, a command is told so; anything else is left unacknowledged, so that Slack
        sends an event again and keeps a form open."""
        if self._closed:
            log.info("not taken: %s came while the bot stops", req.type)
            if req.type == "slash_commands" and came_over is not None:
                with suppress(ConnectionError):
                    await came_over.send_str(_acknowledgement(req, {"text": troubles.RESTARTING}))
            return
        self.in_hand += 1
        self._idle.clear()
        try:
            await self._answer(req, came_over)
        finally:
            self.in_hand -= 1
            if not self.in_hand:
                self._idle.set()

    async def _answer(self, req: SocketModeRequest, came_over: Connection) -> None:
        """Acknowledge an envelope, with its answer, on the connection that it came over.

        Slack does not promise to take it on another one. So where that connection has ended, what a
        command is answered goes to its response URL instead, and the acknowledgement is empty: it is
        not said twice.
        """
        answer = await run_async_bolt_app(self.app, req)
        if answer.status != 200:
            log.warning("not acknowledged: %s was answered %d", req.type, answer.status)
            return
        said = _said(answer)
        if came_over is not None:
            with suppress(ConnectionError):
                await came_over.send_str(_acknowledgement(req, said))
                return
        if req.type == "slash_commands" and said:
            responder = SlackResponder(self.app.client)
            await responder.respond(str(req.payload.get("response_url")), said)
            said = None
        if self.client.current_session is not None:
            await self.client.send_message(_acknowledgement(req, said))

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
        if not self.trouble():
            await self._keep_open()
        return address

    async def _keep_open(self) -> None:
        """Take the open connection from slack_sdk's client, which would hang up on it before it opens
        the next one, and drop what had come over it."""
        session, receiver = self.client.current_session, self.client.message_receiver
        self.client.current_session = None
        if receiver is not None:
            receiver.cancel()
            await asyncio.gather(receiver, return_exceptions=True)
        if session is not None:
            reading = asyncio.create_task(self._read_to_the_end(session))
            self._still_open.add(reading)
            reading.add_done_callback(self._still_open.discard)

    async def _read_to_the_end(self, session: ClientWebSocketResponse) -> None:
        """Take what comes over a connection that is being replaced, until Slack hangs up."""
        with suppress(TimeoutError):
            try:
                async with asyncio.timeout(STILL_OPEN_SECONDS):
                    while not session.closed:
                        await self._receive(session)
            finally:
                await session.close()

    async def _receive(self, session: ClientWebSocketResponse) -> None:
        message = await session.receive()
        if message.type is WSMsgType.PING:
            await session.pong(message.data)
        if message.type is not WSMsgType.TEXT:
            return
        if req := SocketModeRequest.from_dict(json.loads(message.data)):
            taking = asyncio.create_task(self._take(req, session))
            self._taking.add(taking)
            taking.add_done_callback(self._taking.discard)

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
                for reading in self._still_open:
                    reading.cancel()
                await asyncio.gather(*self._still_open, return_exceptions=True)
                await self.close_async()  # type: ignore[no-untyped-call]
        except TimeoutError:
            await self.client.aiohttp_client_session.close()


def _said(answer: BoltResponse) -> dict[str, Any] | None:
    """What an acknowledgement carries."""
    if not answer.body:
        return None
    is_json = answer.first_headers().get("content-type", "").startswith("application/json")
    said: dict[str, Any] = json.loads(answer.body) if is_json else {"text": answer.body}
    return said


def _acknowledgement(req: SocketModeRequest, said: dict[str, Any] | None) -> str:
    return json.dumps(SocketModeResponse(req.envelope_id, said).to_dict())


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
