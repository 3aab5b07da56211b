"""A page as the rest of the bot knows it."""

from dataclasses import dataclass

from bot.domain.platforms.matching import KEY_RULES_VERSION


@dataclass(frozen=True, slots=True)
class Page:
    """What a URL leads to.

    `typed` is the URL as somebody typed it, without Slack's wrapping; retention erases it later.
    `canonical` is what a browser would open, `key` what makes it this page and no other.
    `platform` is a platform's id, or "web"; `kind` is "group", "video", …, or "page".
    `warnings` are sentences for the card, such as that of a look-alike host.
    """

    typed: str
    canonical: str
    key: str
    platform: str
    kind: str
    warnings: tuple[str, ...] = ()
    key_version: int = KEY_RULES_VERSION
