"""What config.yaml may say of notices: who sends them, in which language, and where to."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from bot.config.values import HOST, NO_BOOLEAN, Email, Model
from bot.sentences.operations import config as sentences

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$"
VARIABLE = r"^[A-Z][A-Z0-9_]{2,99}$"
_LINK = re.compile(r"(?:https://[^\s<>|\"`]+|[^\s<>|\"`@]+@[^\s<>|\"`@]+)")


def _link(value: str) -> str:
    if value and not _LINK.fullmatch(value):
        raise ValueError(sentences.REPORTING_LINK)
    return value


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        right = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        right = False
    if not right or "@" in value or "#" in value or not value.isascii() or re.search(r"\s", value):
        raise ValueError(sentences.HTTPS_ADDRESS)
    return value


def _given(value: str) -> str:
    if (
        not value or not value.isascii()
    ):  # SMTP takes others only where every server on the way does
        raise ValueError(sentences.EMAIL)
    return value


Language = Annotated[str, Field(pattern=LANGUAGE)]
Variable = Annotated[str, Field(pattern=VARIABLE)]
"""The name of an environment variable that has a secret."""
Recipient = Annotated[Email, AfterValidator(_given)]


class MailServer(Model):
    """The server through which notices are mailed. TLS is verified, or nothing is sent.

    `password` names the environment variable that has it.
    """

    host: Annotated[str, Field(pattern=HOST)]
    port: Annotated[int, Field(ge=1, le=65_535), NO_BOOLEAN] = 587
    security: Literal["starttls", "tls"] = "starttls"
    user: Annotated[str, Field(max_length=200)] = ""
    password: Variable | None = None
    sender: Recipient

    @model_validator(mode="after")
    def _user_and_password(self) -> Self:
        if bool(self.user) != bool(self.password):
            raise ValueError(sentences.USER_AND_PASSWORD)
        return self


class Mail(Model):
    """Who gets a platform's notices by e-mail."""

    to: Annotated[tuple[Recipient, ...], Field(min_length=1, max_length=10)]


class Webhook(Model):
    """Where a platform takes notices as JSON; `secret` names the variable with the signing key."""

    url: Annotated[str, Field(max_length=2_000), AfterValidator(_address)]
    secret: Variable


class Reporting(Model):
    """How one platform is notified. `link` is its form, or an e-mail address; `checked` is the day on
    which somebody looked whether it is still right."""

    language: Language | None = None
    link: Annotated[str, Field(max_length=1_000), AfterValidator(_link)] = ""
    source: Annotated[str, Field(max_length=300)] = ""
    checked: date | None = None
    mail: Mail | None = None
    webhook: Webhook | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.mail and self.webhook:
            raise ValueError(sentences.MAIL_OR_WEBHOOK)
        return self


class NoticeSettings(Model):
    """Who stands under a notice to a platform (DSA Art. 16(2)(c)), and how notices are written.

    `templates` is a directory with the team's own, beside those that are shipped.
    """

    name: Annotated[str, Field(max_length=200)] = ""
    email: Email = ""
    language: Language = "en"
    templates: Annotated[str, Field(max_length=500)] = ""
    smtp: MailServer | None = None
