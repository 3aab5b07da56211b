"""Which company is behind which platforms, for figures: by the names that people use of it.

What a platform's provider is called in law stands in config.yaml (`platforms:`, `provider:`).
"""

from collections.abc import Mapping

COMPANIES: Mapping[str, frozenset[str]] = {
    "Meta": frozenset({"facebook", "instagram", "threads", "whatsapp", "messenger"}),
    "Google": frozenset({"youtube", "googledrive", "googledocs", "googleplay"}),
    "ByteDance": frozenset({"tiktok", "douyin"}),
    "X Corp": frozenset({"x"}),
    "Microsoft": frozenset({"linkedin"}),
    "Apple": frozenset({"appstore"}),
    "Amazon": frozenset({"twitch"}),
    "Automattic": frozenset({"tumblr"}),
    "Snap": frozenset({"snapchat"}),
    "VK": frozenset({"vk", "odnoklassniki"}),
}
