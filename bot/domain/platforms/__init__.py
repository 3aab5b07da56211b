"""Canonical URL → platform and page key. A platform is a table in a module of its own; `table.py`
says how to add one."""

from bot.domain.platforms.every import PLATFORMS
from bot.domain.platforms.matching import (
    KEY_RULES_VERSION,
    NO_HOSTS,
    OTHER,
    identify,
    platform_label,
)
from bot.domain.platforms.page import Page

__all__ = [
    "KEY_RULES_VERSION",
    "NO_HOSTS",
    "OTHER",
    "PLATFORMS",
    "Page",
    "identify",
    "platform_label",
]
