"""A file that somebody handed in, fetched with the bot's token from Slack and from nowhere else."""

from __future__ import annotations

import logging
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


async def download(client: AsyncWebClient, file: str, most: int, field: str) -> bytes:
    """The content of a file by its id, `most` bytes at most. Raises BadAnswer at the field."""
    try:
        answer = await client.api_call("files.info", params={"file": file})
    except SlackApiError as error:
        code = slack_code(error)
        log.warning("files.info was refused: %s", code)
        sentence = (
            troubles.CANNOT_READ_FILES if code == "missing_scope" else troubles.FILE_NOT_GIVEN
        )
        raise BadAnswer(sentence, field=field) from None
    except NETWORK as error:
        log.warning("files.info failed: %s", type(error).__name__)
        raise BadAnswer(troubles.FILE_NOT_GIVEN, field=field) from None
    told = answer.get("file") or {}
    url = str(told.get("url_private_download") or told.get("url_private") or "")
    if not is_slacks(url, client.base_url):
        log.error("a file stands at an address that is not Slack's: %s", urlsplit(url).hostname)
        raise BadAnswer(troubles.FILE_ELSEWHERE, field=field)
    try:
        return await _fetch(client, url, most, field)
    except NETWORK as error:
        log.warning("a file could not be fetched: %s", type(error).__name__)
        raise BadAnswer(troubles.FILE_NOT_GIVEN, field=field) from None


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


async def _fetch(client: AsyncWebClient, url: str, most: int, field: str) -> bytes:
    session = client.session
    assert session is not None
    async with session.get(
        url,
        headers={"Authorization": f"Bearer {client.token}"},
        allow_redirects=False,  # the token goes to nobody else
        timeout=aiohttp.ClientTimeout(total=SECONDS),
        proxy=client.proxy,
    ) as answer:
        if 300 <= answer.status < 400 or answer.content_type == "text/html":
            # Without the scope Slack sends its page for signing in.
            raise BadAnswer(troubles.CANNOT_READ_FILES, field=field)
        if answer.status != 200:
            log.warning("a file was refused: status %s", answer.status)
            raise BadAnswer(troubles.FILE_NOT_GIVEN, field=field)
        content = bytearray()
        async for piece in answer.content.iter_chunked(_PIECE):
            content += piece
            if len(content) > most:
                sentence = troubles.file_too_large(most // 1024 // 1024)
                raise BadAnswer(sentence, field=field)
        return bytes(content)
