"""The one client that calls Slack, and one call of it as a plain value.

The SDK's retry handlers are switched off: its default one sends a post again after a lost
connection, which doubles the message. Every retry is decided in `handlers.outbound.delivery`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.redaction import fault
from handlers.outbound.proxies import proxy_to


class Method(StrEnum):
    """The methods that delivery calls."""

    POST = "chat.postMessage"
    UPDATE = "chat.update"
    OPEN = "conversations.open"
    HISTORY = "conversations.history"
    REPLIES = "conversations.replies"
    JOINED = "users.conversations"

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice is the same as doing it once."""
        return self is not Method.POST


@dataclass(frozen=True, slots=True)
class SlackReply:
    """An answer came. `body` is empty where it was not JSON."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class NoReply:
    """No answer came. `reached` is False where the request cannot have left this machine."""

    why: str
    reached: bool = True


class CallSlack(Protocol):
    """Calls Slack once. Never raises for what Slack or the network did."""

    async def __call__(self, method: Method, args: Mapping[str, Any]) -> SlackReply | NoReply: ...


DEFAULT_API = "https://slack.com/api/"
CALL_SECONDS = 10.0

# Shorter than servers usually keep idle connections, so that none is used just as it is closed.
_KEEP_ALIVE_SECONDS = 4.0
# Enough for all lanes that delivery has in hand, and for answers to people beside them.
_CONNECTIONS = 128
_READING = frozenset({Method.HISTORY, Method.REPLIES, Method.JOINED})


@asynccontextmanager
async def open_client(
    token: str, base_url: str = DEFAULT_API, *, seconds: float = CALL_SECONDS
) -> AsyncIterator[AsyncWebClient]:
    """A client with one shared session; `seconds` is the total time-out of a call.

    Raises BadProxy where the environment names a proxy that is none.
    """
    connector = aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_SECONDS)
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        client = AsyncWebClient(
            token=token,
            base_url=base_url if base_url.endswith("/") else f"{base_url}/",
            session=session,
            retry_handlers=[],
        )
        client.proxy = proxy_to(base_url)  # None of an argument would be taken as "look yourself"
        yield client


def calls_of(client: AsyncWebClient) -> CallSlack:
    """Calls through a client whose retry handlers are off. Raises ValueError if any are on."""
    if client.retry_handlers:
        raise ValueError("the client's retry handlers would send messages twice")

    async def call(method: Method, args: Mapping[str, Any]) -> SlackReply | NoReply:
        body = dict(args)
        try:
            # Slack's reading methods take no JSON, but a form.
            answer = await (
                client.api_call(method, data=body)
                if method in _READING
                else client.api_call(method, json=body)
            )
        except SlackApiError as error:
            return _reply(error.response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return NoReply(_name(error), reached=False)
        except Exception as error:
            # Whatever it was: the request may have arrived.
            return NoReply(_name(error))
        return _reply(answer)

    return call


def _name(error: Exception) -> str:
    return fault(error)[:200]


def _reply(answer: Any) -> SlackReply:
    """The SDK hands on its own response, or aiohttp's where the body could not be read."""
    if isinstance(answer, AsyncSlackResponse):
        body = answer.data if isinstance(answer.data, dict) else {}
        return SlackReply(answer.status_code, body, answer.headers.get("Retry-After"))
    headers = getattr(answer, "headers", None) or {}
    return SlackReply(int(getattr(answer, "status", 0)), {}, headers.get("Retry-After"))
