"""Every platform's signs, by its id."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.platforms import signs_meta, signs_other, signs_video
from bot.domain.platforms.signs import Signs

SIGNS: Mapping[str, Signs] = MappingProxyType(
    {
        "facebook": signs_meta.FACEBOOK,
        "instagram": signs_meta.INSTAGRAM,
        "threads": signs_meta.THREADS,
        "whatsapp": signs_meta.WHATSAPP,
        "messenger": signs_meta.MESSENGER,
        "youtube": signs_video.YOUTUBE,
        "tiktok": signs_video.TIKTOK,
        "vimeo": signs_video.VIMEO,
        "dailymotion": signs_video.DAILYMOTION,
        "twitch": signs_video.TWITCH,
        "x": signs_other.X,
        "telegram": signs_other.TELEGRAM,
        "bluesky": signs_other.BLUESKY,
        "reddit": signs_other.REDDIT,
        "discord": signs_other.DISCORD,
        "tumblr": signs_other.TUMBLR,
        "vk": signs_other.VK,
        "odnoklassniki": signs_other.ODNOKLASSNIKI,
        "linkedin": signs_other.LINKEDIN,
        "snapchat": signs_other.SNAPCHAT,
        "pinterest": signs_other.PINTEREST,
        "mastodon": signs_other.MASTODON,
    }
)
