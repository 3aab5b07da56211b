"""What `referral-bot check` says of page checks: in plain words, who will see what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.config import Config
from bot.domain.pages.status import PageToCheck, questions
from bot.domain.pages.urls import parse_page
from bot.domain.platforms import PLATFORMS, platform_label
from bot.sentences.operations import health
from handlers.wiring.environment import Environment, SetupError
from handlers.wiring.page_prober import proxy_of, without_password

Line = tuple[str, bool, str]
"""What is spoken of, whether it is well, and the sentence."""


def who_sees_what(environment: Environment, config: Config) -> Iterator[Line]:
    """Whether page checks are on, how they go out, and what will be visible to whom."""
    said = config.page_checks
    if not said.on:
        yield health.PAGE_CHECKS, True, health.CHECKS_OFF
        return
    try:
        proxy = proxy_of(environment, config)
    except SetupError as error:
        yield health.PAGE_CHECKS, False, str(error)
        return
    everything = "all" in said.platforms
    on = health.EVERY_PLATFORM if everything else ", ".join(_labels(config, said.platforms))
    if proxy is None:
        yield health.PAGE_CHECKS, True, health.checks_direct(on)
    else:
        yield health.PAGE_CHECKS, True, health.checks_through(on, without_password(proxy))
    known = [one.id for one in PLATFORMS if config.checks_for(one.id) is not None]
    first = [name for name in known if asks_status(name)]
    if first:
        sentence = health.status_addresses(", ".join(_labels(config, first)))
        yield health.STATUS_ADDRESSES, True, sentence
    rest = [name for name in known if name not in first]
    visited = [", ".join(_labels(config, rest))] if rest else []
    if config.checks_for("web") is not None:
        visited.append(health.OTHER_SITES)
    if visited:
        yield health.VISITS, True, health.visits(visited)


def asks_status(platform: str) -> bool:
    """Whether any kind of this platform's pages has a public status address."""
    rows = next(one for one in PLATFORMS if one.id == platform)
    for kind in rows.kinds:
        for addresses in kind.same.values():
            page = parse_page(addresses[0])
            asked = questions(PageToCheck(platform, page.key, page.canonical))
            if any(one.kind == "status" for one in asked):
                return True
    return False


def _labels(config: Config, platforms: Sequence[str]) -> list[str]:
    labels = []
    for name in platforms:
        own = config.platforms.get(name)
        labels.append((own and own.label) or platform_label(name))
    return labels
