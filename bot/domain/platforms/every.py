"""All platforms, in the order in which people are shown them."""

from bot.domain.platforms.bluesky import BLUESKY
from bot.domain.platforms.dailymotion import DAILYMOTION
from bot.domain.platforms.discord import DISCORD
from bot.domain.platforms.facebook import FACEBOOK
from bot.domain.platforms.google import GOOGLE_DOCS, GOOGLE_DRIVE, GOOGLE_PLAY
from bot.domain.platforms.instagram import INSTAGRAM
from bot.domain.platforms.linkedin import LINKEDIN
from bot.domain.platforms.mastodon import MASTODON
from bot.domain.platforms.media import (
    DROPBOX,
    FLICKR,
    NICONICO,
    PIXIV,
    RUTUBE,
    STREAMABLE,
)
from bot.domain.platforms.messenger import MESSENGER
from bot.domain.platforms.named import NAMED
from bot.domain.platforms.odnoklassniki import ODNOKLASSNIKI
from bot.domain.platforms.peertube import PEERTUBE
from bot.domain.platforms.pinterest import PINTEREST
from bot.domain.platforms.publishing import APP_STORE, IMGUR, LINKTREE, MEDIUM, PASTEBIN, WORDPRESS
from bot.domain.platforms.reddit import REDDIT
from bot.domain.platforms.rumble import RUMBLE
from bot.domain.platforms.sharing import BITCHUTE, DOUYIN, GETTR, LIKEE
from bot.domain.platforms.snapchat import SNAPCHAT
from bot.domain.platforms.speech import GAB, ODYSEE, PARLER, SUBSTACK
from bot.domain.platforms.streaming import BILIBILI, KICK, WEIBO
from bot.domain.platforms.table import Platform
from bot.domain.platforms.telegram import TELEGRAM
from bot.domain.platforms.threads import THREADS
from bot.domain.platforms.tiktok import TIKTOK
from bot.domain.platforms.truthsocial import TRUTHSOCIAL
from bot.domain.platforms.tumblr import TUMBLR
from bot.domain.platforms.twitch import TWITCH
from bot.domain.platforms.vimeo import VIMEO
from bot.domain.platforms.vk import VK
from bot.domain.platforms.whatsapp import WHATSAPP
from bot.domain.platforms.x import X
from bot.domain.platforms.youtube import YOUTUBE

PLATFORMS: tuple[Platform, ...] = (
    FACEBOOK,
    INSTAGRAM,
    THREADS,
    WHATSAPP,
    MESSENGER,
    YOUTUBE,
    TIKTOK,
    X,
    TELEGRAM,
    SNAPCHAT,
    REDDIT,
    LINKEDIN,
    VK,
    DISCORD,
    PINTEREST,
    TUMBLR,
    TWITCH,
    VIMEO,
    DAILYMOTION,
    ODNOKLASSNIKI,
    BLUESKY,
    MASTODON,
    TRUTHSOCIAL,
    RUMBLE,
    ODYSEE,
    GAB,
    PARLER,
    SUBSTACK,
    BITCHUTE,
    GETTR,
    LIKEE,
    KICK,
    DOUYIN,
    BILIBILI,
    WEIBO,
    PEERTUBE,
    MEDIUM,
    LINKTREE,
    PASTEBIN,
    IMGUR,
    RUTUBE,
    NICONICO,
    FLICKR,
    PIXIV,
    STREAMABLE,
    DROPBOX,
    WORDPRESS,
    GOOGLE_DRIVE,
    GOOGLE_DOCS,
    GOOGLE_PLAY,
    APP_STORE,
    *NAMED,
)
