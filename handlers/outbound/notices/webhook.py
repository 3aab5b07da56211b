"""A notice → JSON to a platform's own endpoint: signed, known by a key, to public sites alone.

The address stands in config. It is checked as a page check's is: by its literal, by its name, and when
a socket is made. No redirect is followed.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

import httpx
import orjson

from bot.config import Config
from bot.sentences import notices
from handlers.outbound.notices.outcomes import (
    Later,
    MayHaveArrived,
    NotTaken,
    Outcome,
    Outgoing,
    Taken,
)
from handlers.outbound.page_checks import transports
from handlers.outbound.page_checks.guard import Guard, TargetRefused

log = logging.getLogger(__name__)

TOTAL = 30.0
"""Seconds for one try."""
SIGNATURE, KEY = "X-Referral-Signature", "Idempotency-Key"
_NOT_NOW = frozenset({408, 425, 429})
LONGEST_WAIT = 3_600.0


class LoopbackGuard(Guard):
    """Lets this machine be reached, and nothing else."""

    __slots__ = ()

    def _name(self, host: str) -> None:
        if host != "localhost":
            raise TargetRefused(notices.ONLY_HERE)


def _is_loopback(address: IPv4Address | IPv6Address, port: int) -> bool:
    return address.is_loopback


def guard_for(url: str, *, only_here: bool) -> Guard:
    """What may be reached for this address."""
    ports = frozenset({urlsplit(url).port or 443})
    return LoopbackGuard(allows=_is_loopback, ports=ports) if only_here else Guard(ports=ports)


def body_of(outgoing: Outgoing) -> bytes:
    """What is posted: the notice's text, and what it is made of."""
    notice = outgoing.notice
    return orjson.dumps(
        {
            "reference": notice.reference,
            "platform": notice.platform,
            "language": notice.language,
            "pages": [{"referral": name, "url": url} for name, url in outgoing.pages],
            "category": notice.answers.get("category"),
            "basis": notice.answers.get("basis"),
            "clause": notice.answers.get("clause"),
            "text": notice.text,
        }
    )


def signature(secret: str, body: bytes, at: int) -> str:
    """`t=SECONDS,v1=HEX`: HMAC-SHA256 of `SECONDS.` and the body."""
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


class WebhookConnector:
    """Posts to webhooks. `secret` finds a variable's value; `only_here` lets it reach loopback alone."""

    repeatable = True

    def __init__(
        self,
        config: Config,
        secret: Callable[[str], str],
        *,
        only_here: bool,
        trust: ssl.SSLContext,
    ) -> None:
        self._config = config
        self._secret = secret
        self._only_here = only_here
        self._trust = trust

    async def send(self, outgoing: Outgoing) -> Outcome:
        """As the protocol says."""
        own = self._config.reporting_for(outgoing.notice.platform).webhook
        if own is None:
            return NotTaken(notices.NO_CONNECTOR)
        secret = self._secret(own.secret)
        if not secret:
            return NotTaken(notices.not_set(own.secret))
        guard = guard_for(own.url, only_here=self._only_here)
        try:
            target = guard.target(own.url)
        except TargetRefused as refused:
            return NotTaken(str(refused))
        names = transports.SystemNames()
        transport = transports.direct(guard, names, self._trust, 1)
        try:
            async with asyncio.timeout(TOTAL):
                return await _post(transport, target.url, secret, outgoing)
        except TimeoutError:
            return MayHaveArrived(notices.TOO_SLOW, repeatable=True)
        except Exception as error:
            return _fault(error)
        finally:
            await transport.aclose()
            names.close()


async def _post(
    transport: httpx.AsyncBaseTransport, url: str, secret: str, outgoing: Outgoing
) -> Outcome:
    body = body_of(outgoing)
    request = httpx.Request(
        "POST",
        url,
        content=body,
        headers={
            "Content-Type": "application/json",
            "User-Agent": "referral-bot",
            KEY: outgoing.notice.reference,
            SIGNATURE: signature(secret, body, int(time.time())),
        },
        extensions={"timeout": {"connect": 5.0, "read": TOTAL, "write": 10.0, "pool": 5.0}},
    )
    response = await transport.handle_async_request(request)
    status, retry = response.status_code, _seconds(response.headers.get("retry-after", ""))
    await response.aclose()
    if 200 <= status < 300:
        return Taken()
    if 300 <= status < 400:
        return NotTaken(notices.REDIRECTS)
    if status in _NOT_NOW:
        return Later(notices.server_said(status), retry)
    if status >= 500:
        return MayHaveArrived(notices.server_said(status), repeatable=True, seconds=retry)
    return NotTaken(notices.server_said(status))


def _fault(error: BaseException) -> Outcome:
    """What a try came to that had no answer."""
    link: BaseException | None = error
    for _ in range(10):
        if link is None:
            break
        if isinstance(link, TargetRefused):
            return NotTaken(str(link))
        if isinstance(link, ssl.SSLCertVerificationError):
            return NotTaken(notices.BAD_CERTIFICATE)
        link = link.__cause__ or link.__context__
    log.info("a webhook had no answer: %s", type(error).__name__)
    return MayHaveArrived(notices.BROKE_OFF, repeatable=True)


def _seconds(told: str) -> float | None:
    """How long a server asks to wait: seconds, or a date."""
    if told.isdigit() and told.isascii() and len(told) < 9:
        return min(float(told), LONGEST_WAIT)
    try:
        wait = (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(wait, 0.0), LONGEST_WAIT)
