"""What the bot says to one person outside the outbox: at most once, and never twice.

The client must have a session, and its retry handlers off (`retry_handlers=[]`): the SDK's default
one sends again after a lost connection. What could not be said is logged; what was recorded stays recorded.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import Any, BinaryIO

import aiohttp
import orjson
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal
from bot.domain.redaction import fault
from bot.sentences import troubles
from handlers.messages.kit.kit import Block, Post

log = logging.getLogger(__name__)

NETWORK = (aiohttp.ClientError, OSError, TimeoutError)
"""What a call raises where Slack could not be reached."""
_FAILED = (SlackClientError, *NETWORK)
_NOT_REACHED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
UNCLEAR = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Slack's words for not knowing itself what it did."""
_SLOWEST = 20_000
"""Bytes a second that an upload takes at least, on a poor line."""
_JSON = {"Content-Type": "application/json;charset=utf-8"}


class SlackResponder:
    """Private messages, forms and Home."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    @property
    def client(self) -> AsyncWebClient:
        """What it speaks through."""
        return self._client

    async def whisper(self, channel: str, user: str, post: Post, thread: str = "") -> None:
        """Say something to one person in a channel. A failure is logged."""
        more = {"thread_ts": thread} if thread else {}
        try:
            await self._client.api_call(
                "chat.postEphemeral",
                json={"channel": channel, "user": user, **post.payload(), **more},
            )
        except _FAILED as error:
            log.warning("an answer to %s was lost: %s", user, _name(error))

    async def respond(self, response_url: str, payload: Mapping[str, Any]) -> bool:
        """Answer through a response URL; False where Slack refused it. A failure is logged."""
        session = self._client.session
        assert session is not None
        try:
            # One plain call: the SDK's webhook client takes as long again as the call itself.
            async with session.post(
                response_url, data=_json(payload), headers=_JSON, proxy=self._client.proxy
            ) as answer:
                said = await answer.read()
        except _FAILED as error:
            log.warning("a late answer was lost: %s", _name(error))
            return True  # It may have arrived: what is said in private is said at most once.
        if answer.status != 200:
            log.warning("Slack did not take an answer: %s %s", answer.status, _word(said))
        return answer.status == 200

    async def open(self, trigger: str, view: Block) -> str:
        """Open a form; its id. Raises Refusal where the trigger has run out."""
        return await self._show("views.open", {"trigger_id": trigger, "view": view})

    async def push(self, trigger: str, view: Block) -> str:
        """Put a form on top of the one that is open; its id. Raises Refusal as `open` does."""
        return await self._show("views.push", {"trigger_id": trigger, "view": view})

    async def update(self, view_id: str, view: Block) -> None:
        """Replace a form that is open. One that was closed meanwhile is left alone."""
        try:
            await self._client.api_call("views.update", json={"view_id": view_id, "view": view})
        except _FAILED as error:
            log.warning("a form was not brought up to date: %s", _name(error))

    async def publish(self, user: str, view: Block) -> None:
        """Show a person's Home. A failure is logged."""
        try:
            await self._client.api_call("views.publish", json={"user_id": user, "view": view})
        except _FAILED as error:
            log.warning("the Home of %s was not brought up to date: %s", user, _name(error))

    async def send_file(
        self, user: str, name: str, title: str, content: bytes | BinaryIO, size: int = 0
    ) -> None:
        """Put a file into the conversation with a person. Raises Refusal where it did not arrive.

        `size` is that of a content that is read as it is sent. Nothing is shared before the last call:
        only where that one is unclear, it may have been.
        """
        shared = False
        length = len(content) if isinstance(content, bytes) else size
        try:
            opened = await self._client.api_call("conversations.open", json={"users": user})
            place = await self._client.api_call(
                "files.getUploadURLExternal", params={"filename": name, "length": length}
            )
            await self._upload(str(place["upload_url"]), content, length)
            shared = True
            await self._client.api_call(
                "files.completeUploadExternal",
                json={
                    "files": [{"id": place["file_id"], "title": title}],
                    "channel_id": opened["channel"]["id"],
                },
            )
        except SlackApiError as error:
            log.warning("a file for %s was refused: %s", user, _name(error))
            code = slack_code(error)
            if code == "missing_scope":
                raise Refusal(troubles.CANNOT_SEND_FILES) from None
            if shared and (code in UNCLEAR or error.response.status_code >= 500):
                raise Refusal(troubles.FILE_PERHAPS_SENT) from None
            raise Refusal(troubles.file_refused(code)) from None
        except _FAILED as error:
            log.warning("a file for %s was lost: %s", user, _name(error))
            perhaps = shared and not isinstance(error, _NOT_REACHED)
            said = troubles.FILE_PERHAPS_SENT if perhaps else troubles.FILE_NOT_SENT
            raise Refusal(said) from None

    async def _upload(self, url: str, content: bytes | BinaryIO, length: int) -> None:
        """Raises aiohttp.ClientError where Slack does not take it."""
        session = self._client.session
        assert session is not None
        async with session.post(
            url,
            data=content,
            timeout=upload_time(length),
            proxy=self._client.proxy,
            allow_redirects=False,
        ) as answer:
            if answer.status != 200:
                raise aiohttp.ClientPayloadError(f"status {answer.status}")

    async def _show(self, method: str, body: dict[str, Any]) -> str:
        try:
            answer = await self._client.api_call(method, json=body)
        except SlackApiError as error:
            code = slack_code(error)
            if code not in ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"):
                log.warning("%s was refused: %s", method, _name(error))
                raise Refusal(troubles.form_refused(code)) from None
            raise Refusal(troubles.TOO_LATE) from None
        except _FAILED as error:
            log.warning("%s failed: %s", method, _name(error))
            raise Refusal(troubles.form_refused("")) from None
        return str((answer.get("view") or {}).get("id", ""))


def upload_time(size: int) -> aiohttp.ClientTimeout:
    """The time that an upload of `size` bytes has: what a poor line needs, and no stalling."""
    return aiohttp.ClientTimeout(total=30 + size / _SLOWEST, sock_connect=10)


def _json(payload: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(payload)
    except TypeError:
        # Half a character, which orjson refuses and Slack does not.
        return json.dumps(payload).encode()


def slack_code(error: SlackApiError) -> str:
    """Slack's word for what was wrong, or the status where its answer was no JSON."""
    body = error.response.data
    if isinstance(body, dict) and body.get("error"):
        return str(body["error"])
    return f"status {error.response.status_code}"


def _word(said: bytes) -> str:
    """Slack's word for why, if it is one: an answer might repeat what was sent."""
    return said.decode("ascii", "replace") if re.fullmatch(rb"[a-z_]{1,60}", said) else ""


def _name(error: Exception) -> str:
    if not isinstance(error, SlackApiError):
        return fault(error)
    body = error.response.data
    more = (body.get("response_metadata") or {}) if isinstance(body, dict) else {}
    return f"{slack_code(error)} {more.get('messages', '')}".strip()
