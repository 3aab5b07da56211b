"""A file that somebody handed in, fetched with the bot's token from Slack and from nowhere else."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import BadAnswer
from bot.sentences import troubles
from handlers.slack.context.responder import NETWORK, slack_code

log = logging.getLogger(__name__)

SECONDS = 60.0
_PIECE = 65_536
NONE: Mapping[str, str] = MappingProxyType({})


async def download(client: AsyncWebClient, file: str, most: int, field: str) -> bytes:
    """The content of a file by its id, `most` bytes at most. Raises BadAnswer at the field."""
    url = address_of(client, await file_info(client, file, field), field)
    content = bytearray()
    async for piece in pieces(client, url, field):
        content += piece
        if len(content) > most:
            sentence = troubles.file_too_large(most // 1024 // 1024)
            raise BadAnswer(sentence, field=field)
    return bytes(content)


async def file_info(
    client: AsyncWebClient, file: str, field: str, refused: Mapping[str, str] = NONE
) -> Mapping[str, Any]:
    """What Slack says of a file. Raises BadAnswer at the field; `refused` has sentences for Slack's words."""
    try:
        answer = await client.api_call("files.info", params={"file": file})
    except SlackApiError as error:
        code = slack_code(error)
        log.warning("files.info was refused: %s", code)
        sentence = (
            troubles.CANNOT_READ_FILES if code == "missing_scope" else troubles.FILE_NOT_GIVEN
        )
        raise BadAnswer(refused.get(code, sentence), field=field) from None
    except NETWORK as error:
        log.warning("files.info failed: %s", type(error).__name__)
        raise BadAnswer(troubles.FILE_NOT_GIVEN, field=field) from None
    told = answer.get("file")
    return told if isinstance(told, Mapping) else {}


def address_of(client: AsyncWebClient, told: Mapping[str, Any], field: str) -> str:
    """Where a file's content is. Raises BadAnswer where that is not Slack."""
    url = str(told.get("url_private_download") or told.get("url_private") or "")
    if not is_slacks(url, client.base_url):
        log.error("a file stands at an address that is not Slack's: %s", urlsplit(url).hostname)
        raise BadAnswer(troubles.FILE_ELSEWHERE, field=field)
    return url


def is_slacks(url: str, api: str) -> bool:
    """Whether an address is of the Slack that is called: its host, or one under it, as securely."""
    try:
        parts, own = urlsplit(url), urlsplit(api)
        port, own_port = parts.port, own.port
    except ValueError:
        return False
    host, own_host = parts.hostname or "", own.hostname or ""
    of_it = host == own_host or (bool(own_host) and host.endswith(f".{own_host}"))
    return of_it and parts.scheme == own.scheme and port == own_port and not parts.username


async def pieces(
    client: AsyncWebClient, url: str, field: str, seconds: float = SECONDS, *, page: bool = False
) -> AsyncIterator[bytes]:
    """A file's content as it comes, within so many seconds in all. Raises BadAnswer at the field.

    `page`: the file is a web page, which Slack's page for signing in would otherwise be taken for.
    """
    session = client.session
    assert session is not None
    try:
        async with session.get(
            url,
            headers={"Authorization": f"Bearer {client.token}"},
            allow_redirects=False,  # the token goes to nobody else
            timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=10, sock_read=30),
            proxy=client.proxy,
        ) as answer:
            sign_in = answer.content_type == "text/html" and not page
            if 300 <= answer.status < 400 or sign_in:
                # Without the scope Slack sends its page for signing in.
                raise BadAnswer(troubles.CANNOT_READ_FILES, field=field)
            if answer.status != 200:
                log.warning("a file was refused: status %s", answer.status)
                raise BadAnswer(troubles.FILE_NOT_GIVEN, field=field)
            async for piece in answer.content.iter_chunked(_PIECE):
                yield piece
    except NETWORK as error:
        log.warning("a file could not be fetched: %s", type(error).__name__)
        raise BadAnswer(troubles.FILE_NOT_GIVEN, field=field) from None
