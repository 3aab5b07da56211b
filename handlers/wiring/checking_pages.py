"""What `referral-bot check` says of page checks: in plain words, who will see what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.config import Config
from bot.domain.page_status import PageToCheck, questions
from bot.domain.page_urls import parse_page
from bot.domain.platforms import PLATFORMS, platform_label
from handlers.wiring.environment import Environment, SetupError
from handlers.wiring.probing import proxy_of, without_password

Line = tuple[str, bool, str]
"""What is spoken of, whether it is well, and the sentence."""


def who_sees_what(environment: Environment, config: Config) -> Iterator[Line]:
    """Whether page checks are on, how they go out, and what will be visible to whom."""
    said = config.page_checks
    if not said.on:
        yield "page checks", True, "off: no flagged page is ever asked for"
        return
    try:
        proxy = proxy_of(environment, config)
    except SetupError as error:
        yield "page checks", False, str(error)
        return
    on = "every platform" if "all" in said.platforms else _labels(config, said.platforms)
    if proxy is None:
        yield (
            "page checks",
            True,
            f"on for {on}, directly. The platforms, whoever runs or owns a page that is looked at, "
            "and whoever watches your network or its name servers may see this machine's address, "
            "which page it looks at, and when",
        )
    else:
        yield (
            "page checks",
            True,
            f"on for {on}, through {without_password(proxy)}. The proxy sees which sites are asked "
            "for and when, and of pages without https which pages; the platforms and the pages' "
            "sites see the proxy's address, not this machine's. No name is looked up here",
        )
    known = [one.id for one in PLATFORMS if config.checks_for(one.id) is not None]
    first = [name for name in known if asks_status(name)]
    if first:
        yield (
            "page checks: status addresses",
            True,
            f"{_labels(config, first)}: the platform's public status address is asked first, where "
            "the page has one. The platform sees that somebody asks for this page's status; the "
            "page itself is asked for only where that does not say",
        )
    rest = [name for name in known if name not in first]
    if rest or config.checks_for("web") is not None:
        others = _labels(config, rest) if rest else ""
        where = " and ".join(part for part in (others, "other sites") if part)
        if config.checks_for("web") is None:
            where = others
        yield (
            "page checks: visits",
            True,
            f"{where}: the page itself is asked for, as a visitor without an account would. Whoever "
            "counts its visitors may notice one",
        )


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


def _labels(config: Config, platforms: Sequence[str]) -> str:
    labels = []
    for name in platforms:
        own = config.platforms.get(name)
        labels.append((own and own.label) or platform_label(name))
    return ", ".join(labels)
