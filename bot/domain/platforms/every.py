"""All platforms, in the order in which people are shown them."""

from bot.domain.platforms.facebook import FACEBOOK
from bot.domain.platforms.mastodon import MASTODON
from bot.domain.platforms.table import Platform
from bot.domain.platforms.youtube import YOUTUBE

PLATFORMS: tuple[Platform, ...] = (FACEBOOK, YOUTUBE, MASTODON)
