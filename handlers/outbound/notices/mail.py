"""A notice → an e-mail, through the team's own server: TLS is verified, or nothing is sent.

Everything before the server's answer to DATA may be tried again. From the first byte of the text
until its answer, nobody knows.
"""

from __future__ import annotations

import asyncio
import logging
import re
import smtplib
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from ipaddress import ip_address
from mimetypes import guess_type

from bot.config import Config
from bot.config.notices import MailServer
from bot.domain.errors import NotFound, Refusal
from bot.domain.evidence import NO_NAME, Piece
from bot.domain.redaction import fault
from bot.ports.evidence import EvidenceFiles
from bot.sentences import notices
from handlers.outbound.notices.outcomes import (
    SECONDS,
    Later,
    MayHaveArrived,
    NotTaken,
    Outcome,
    Outgoing,
    Taken,
)

log = logging.getLogger(__name__)

STEP = 20.0
"""Seconds that one step of the conversation with the server may take."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def mail_of(
    outgoing: Outgoing,
    config: Config,
    recipients: Sequence[str],
    contents: Sequence[bytes] = (),
) -> EmailMessage:
    """The mail. Its subject and headers are our own words and config's; the text is the notice.

    `contents` are those of `outgoing.files`.
    """
    notice, server = outgoing.notice, config.notice.smtp
    assert server is not None
    name = _CONTROL.sub(" ", config.notice.name or config.team)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((name, server.sender))
    mail["To"] = ", ".join(recipients)
    if config.notice.email and config.notice.email != server.sender:
        mail["Reply-To"] = config.notice.email
    mail["Subject"] = notices.subject(notice.reference, notice.language)
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = outgoing.message_id
    mail.set_content(notice.text, charset="utf-8", cte="quoted-printable")
    for piece, content in zip(outgoing.files, contents, strict=True):
        kind = guess_type(f"file.{piece.type}")[0] or "application/octet-stream"
        if not kind.startswith(("image/", "video/", "audio/")):
            kind = "application/octet-stream"
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=piece.name or NO_NAME)
    return mail


class MailConnector:
    """Sends by SMTP. `password` finds a variable's value; `only_here` lets it reach loopback alone."""

    repeatable = False

    def __init__(
        self,
        config: Config,
        password: Callable[[str], str],
        *,
        only_here: bool,
        trust: ssl.SSLContext,
        files: EvidenceFiles | None = None,
        step: float = STEP,
    ) -> None:
        self._files = files
        self._config = config
        self._password = password
        self._only_here = only_here
        self._trust = trust
        self._step = step

    async def send(self, outgoing: Outgoing) -> Outcome:
        """As the protocol says."""
        server = self._config.notice.smtp
        own = self._config.reporting_for(outgoing.notice.platform).mail
        if server is None or own is None:
            return NotTaken(notices.NO_CONNECTOR)
        password = self._password(server.password) if server.password else ""
        if server.password and not password:
            return NotTaken(notices.not_set(server.password))
        if self._only_here and not is_here(server.host):
            return NotTaken(notices.ONLY_HERE)
        try:
            contents = await asyncio.to_thread(self._contents, outgoing.files)
        except Refusal:
            return NotTaken(notices.FILE_GONE)
        mail = mail_of(outgoing, self._config, own.to, contents)
        talk = _Conversation(server, password, own.to, mail, self._trust, self._step)
        try:
            return await asyncio.wait_for(asyncio.to_thread(talk.run), SECONDS)
        except asyncio.CancelledError:
            talk.abort()
            raise
        except TimeoutError:
            return MayHaveArrived(notices.TOO_SLOW) if talk.abort() else Later(notices.TOO_SLOW)

    def _contents(self, pieces: Sequence[Piece]) -> list[bytes]:
        if pieces and self._files is None:
            raise NotFound(notices.FILE_GONE)
        return [self._content(piece) for piece in pieces]

    def _content(self, piece: Piece) -> bytes:
        assert self._files is not None
        with self._files.open(piece.stored_as) as file:
            return file.read()


def is_here(host: str) -> bool:
    """Whether a host is this machine, by its literal address or as localhost."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class _Aborted(Exception):
    """Somebody gave up waiting before the text was begun."""


class _Conversation:
    """One conversation with the server, in a thread of its own."""

    def __init__(
        self,
        server: MailServer,
        password: str,
        recipients: Sequence[str],
        mail: EmailMessage,
        trust: ssl.SSLContext,
        step: float,
    ) -> None:
        self._server = server
        self._password = password
        self._recipients = recipients
        self._mail = mail
        self._trust = trust
        self._step = step
        self._lock = threading.Lock()
        self._begun = self._aborted = False
        self._client: smtplib.SMTP | None = None

    def run(self) -> Outcome:
        """What came of it."""
        try:
            return self._talk()
        except ssl.SSLCertVerificationError:
            return NotTaken(notices.BAD_CERTIFICATE)
        except smtplib.SMTPNotSupportedError:
            return NotTaken(notices.NO_TLS)
        except smtplib.SMTPAuthenticationError:
            return NotTaken(notices.BAD_PASSWORD)
        except smtplib.SMTPResponseException as refused:
            return _refused(refused.smtp_code)
        except _Aborted:
            return Later(notices.TOO_SLOW)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            log.info("a mail could not be sent: %s", fault(error))
            return (
                MayHaveArrived(notices.BROKE_OFF) if self._begun else Later(notices.NO_CONNECTION)
            )
        finally:
            self._end()

    def abort(self) -> bool:
        """Give up, from another thread; whether the text may have arrived."""
        with self._lock:
            self._aborted = True
            begun = self._begun
        self._end()
        return begun

    def _talk(self) -> Outcome:
        server = self._server
        own_name = server.sender.rpartition("@")[2]
        if server.security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host,
                server.port,
                own_name,
                timeout=self._step,
                context=self._trust,
            )
        else:
            client = smtplib.SMTP(server.host, server.port, own_name, timeout=self._step)
        self._client = client
        if server.security == "starttls":
            client.starttls(context=self._trust)
        client.ehlo_or_helo_if_needed()
        if server.user:
            client.login(server.user, self._password)
        code, _ = client.mail(server.sender)
        for one in self._recipients:
            code = code if code >= 400 else client.rcpt(one)[0]
        if code >= 400:
            return _refused(code)
        with self._lock:
            if self._aborted:
                raise _Aborted
            self._begun = True
        try:
            code, _ = client.data(self._mail.as_bytes())
        except smtplib.SMTPDataError as refused:  # the command itself: no text went out
            return _refused(refused.smtp_code)
        return Taken() if 200 <= code < 300 else _refused(code)

    def _end(self) -> None:
        if self._client is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._client.close()


def _refused(code: int) -> Outcome:
    """By the first digit of a server's answer: 4 for now, 5 for good (RFC 5321, 4.2.1)."""
    return Later(notices.server_said(code)) if code < 500 else NotTaken(notices.server_said(code))
