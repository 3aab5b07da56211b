"""What takes notices in tests: a mail server and a webhook's site, with TLS, on loopback."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP

from handlers.outbound.notices.render_child import rendered
from handlers.outbound.notices.rendering import ProcessDrafter
from handlers.outbound.notices.templates import Templates

AUTHORITY = trustme.CA()


def trust() -> ssl.SSLContext:
    """What accepts the certificates of these servers, and no others."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def _server_side(name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(name).configure_cert(context)
    return context


class SameProcess(ProcessDrafter):
    """Renders the shipped templates here: quicker, and no test of the process they have of their own."""

    def __init__(self) -> None:
        super().__init__(Templates())

    async def _ask(self, asked: bytes) -> list[dict[str, Any]]:
        return [rendered(one) for one in json.loads(asked)]


@dataclass
class MailBox:
    """What a mail server took. It answers each mail by `answers`, one after the other: a line of
    SMTP, or "" where it takes the mail and drops the connection."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None
    """What happens elsewhere before it answers."""
    steps: dict[str, str] = field(default_factory=dict)
    """What it answers to MAIL or RCPT, as "MAIL" or "RCPT address"; "" where it drops the connection."""

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer(f"RCPT {address}", server)

    def _answer(self, step: str, server: SMTP) -> str:
        answer = self.steps.get(step, "250 OK")
        if not answer:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer or "250 nobody hears this"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.meanwhile is not None:
            await self.meanwhile()
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if not answer or answer.startswith("2"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.to.append(list(envelope.rcpt_tos))
        if not answer:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "250 nobody hears this"
        return answer


@asynccontextmanager
async def mail_server(*, tls: bool = True, name: str = "127.0.0.1") -> AsyncIterator[MailBox]:
    """A mail server that offers STARTTLS, or none; `name` is the one in its certificate."""
    box, loop = MailBox(), asyncio.get_running_loop()
    context = _server_side(name) if tls else None

    def protocol() -> SMTP:
        return SMTP(box, hostname="mail", tls_context=context, require_starttls=tls, loop=loop)

    server = await loop.create_server(protocol, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()


@dataclass
class Site:
    """What a webhook's site was posted: headers and bodies; answered by `answers`, one after the
    other: a status with further headers, or None where the connection is dropped."""

    port: int = 0
    answers: Sequence[tuple[int, str] | None] = ()
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def bodies(self) -> list[Any]:
        """The bodies as JSON."""
        return [json.loads(body) for _, body in self.posts]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head.splitlines()[1:])
            if name
        }
        body = await reader.readexactly(int(headers["content-length"]))
        nth = len(self.posts)
        self.posts.append((headers, body))
        answer = self.answers[nth] if nth < len(self.answers) else (200, "")
        if answer is None:
            writer.transport.abort()
            return
        status, more = answer
        writer.write(
            f"HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n{more}\r\n".encode()
        )
        await writer.drain()
        writer.close()


@asynccontextmanager
async def webhook_site(*answers: tuple[int, str] | None) -> AsyncIterator[Site]:
    """A site that takes notices over TLS."""
    site = Site(answers=answers)
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0, ssl=_server_side())
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
