"""The log: one line an event, without secrets, addresses of pages, and error texts of libraries."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from types import TracebackType
from urllib.parse import unquote, urlsplit

from bot.domain.redaction import one_line, redacted, told
from handlers.wiring.environment import Environment

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class RedactingFormatter(logging.Formatter):
    """Writes errors by type and our own place, and takes out of every line what may not stand there."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__(FORMAT)
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        # Another handler's formatter may have kept the whole traceback there.
        record.exc_text = None
        line = one_line(redacted(super().format(record), self._secrets))
        record.exc_text = None  # and nobody after us gets ours
        return line

    def formatException(  # noqa: N802
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The error, without what a library says of it."""
        return told(ei[1]) if ei[1] is not None else ""


def set_up(environment: Environment, level: int = logging.INFO) -> None:
    """From now on everything is logged to standard error like this; chatty libraries only warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets_of(environment)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("alembic", "httpx", "apscheduler", "slack_bolt", "slack_sdk"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def secrets_of(environment: Environment) -> tuple[str, ...]:
    """What must stand nowhere: tokens, keys, and the passwords of addresses."""
    known = [
        environment.bot_token,
        environment.app_token,
        environment.signing_secret,
        environment.erasure_key,
        environment.evidence_key,
        *environment.audit_secrets,
    ]
    for address in (environment.database_url, environment.check_proxy, environment.api_url):
        try:
            password = urlsplit(address).password or ""
        except ValueError:
            continue
        known += [password, unquote(password)]
    return tuple(one for one in known if one)
