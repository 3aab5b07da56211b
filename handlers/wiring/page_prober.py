"""The prober of page checks, as config and environment say; none, and nothing loaded, without."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bot.config import Config
from bot.config.page_checks import FROM_ENVIRONMENT, PROXY_VARIABLE
from bot.ports.page_checks import Prober
from bot.sentences.operations import setup
from handlers.wiring.environment import Environment, SetupError

SCHEMES = ("http", "https", "socks5", "socks5h")


def proxy_of(environment: Environment, config: Config) -> str | None:
    """The proxy that page checks go through, password and all; None where they go directly.

    Raises SetupError where config and environment do not agree on one.
    """
    said, told = config.page_checks, environment.check_proxy
    if said.direct:
        if told:
            raise SetupError(setup.direct_and_proxy(PROXY_VARIABLE))
        return None
    if not told and said.proxy == FROM_ENVIRONMENT:
        raise SetupError(setup.proxy_not_set(PROXY_VARIABLE, FROM_ENVIRONMENT))
    proxy = told or said.proxy or ""
    try:
        parts = urlsplit(proxy)
        known = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise SetupError(setup.not_a_proxy(PROXY_VARIABLE))
    return proxy


def without_password(proxy: str) -> str:
    """A proxy's address as it may be shown."""
    return f"{proxy.partition('://')[0]}://{proxy.partition('://')[2].rpartition('@')[2]}"


@asynccontextmanager
async def open_prober(
    environment: Environment, config: Config, instead: Prober | None = None
) -> AsyncIterator[Prober | None]:
    """A prober, where page checks are on. Raises SetupError as `proxy_of` does."""
    if not config.page_checks.on or instead is not None:
        yield instead if config.page_checks.on else None
        return
    proxy = proxy_of(environment, config)
    from handlers.outbound.page_checks.probe_settings import BROWSER, ProbeSettings
    from handlers.outbound.page_checks.prober import HttpProber

    settings = ProbeSettings(
        proxy=proxy,
        direct=proxy is None,
        user_agent=config.page_checks.user_agent or BROWSER,
    )
    prober = HttpProber(settings)
    try:
        yield prober
    finally:
        await prober.aclose()
