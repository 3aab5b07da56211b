"""What config.yaml may say of page checks: off unless platforms are named, and how they go out."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bot.config.values import NO_BOOLEAN, Days, Id, Model
from bot.domain.pages.checks import CheckPlan
from bot.sentences.operations import config as sentences

FROM_ENVIRONMENT = "environment"
PROXY_VARIABLE = "REFERRAL_BOT_CHECK_PROXY"
_PROXY = re.compile(r"(https?|socks5h?)://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?/?")
_PRINTABLE = re.compile(r"[ -~]+")


def check_proxy(address: str) -> str:
    """The address of a proxy, without a name or password in it. Raises ValueError."""
    if address != FROM_ENVIRONMENT and not _PROXY.fullmatch(address):
        raise ValueError(sentences.proxy_address(FROM_ENVIRONMENT, PROXY_VARIABLE))
    return address


def _one_line(text: str) -> str:
    if not _PRINTABLE.fullmatch(text):
        raise ValueError(sentences.ONE_LINE)
    return text


def _growing(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(set(days)):
        raise ValueError(sentences.GROWING_DAYS)
    return days


class PageChecks(Model):
    """Which platforms' pages are looked at, through what, and when.

    `proxy` is an address, or `environment`: then REFERRAL_BOT_CHECK_PROXY has it. The variable
    wins over an address that stands here. Nothing goes out directly unless `direct` says so.
    """

    platforms: tuple[Id, ...] = ()
    proxy: Annotated[str, AfterValidator(check_proxy)] | None = None
    direct: bool = False
    user_agent: (
        Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_one_line)] | None
    ) = None

    referred_days: Days = 1
    closed_days: Annotated[
        tuple[Days, ...], Field(min_length=1, max_length=10), AfterValidator(_growing)
    ] = (1, 3, 7, 30, 90)
    second_look_hours: Annotated[int, Field(ge=1, le=168), NO_BOOLEAN] = 6

    @model_validator(mode="after")
    def _one_way_out(self) -> Self:
        if self.direct and self.proxy is not None:
            raise ValueError(sentences.PROXY_OR_DIRECT)
        if self.platforms and self.proxy is None and not self.direct:
            raise ValueError(sentences.A_WAY_OUT)
        return self

    @property
    def on(self) -> bool:
        """Whether any page is looked at."""
        return bool(self.platforms)

    @cached_property
    def plan(self) -> CheckPlan:
        """When a page is looked at."""
        return CheckPlan(self.referred_days, self.closed_days, self.second_look_hours)
