"""Telegram. `t.me/NAME` may be a channel, a group, a bot or a person, which the address does not
say: all are "channel". Names fold case (core.telegram.org/api/links)."""

from datetime import date

from bot.domain.platforms.table import NUMBER, Id, Kind, Platform, ReportingLink, listed

TELEGRAM = Platform(
    id="telegram",
    label="Telegram",
    hosts=("t.me", "telegram.me", "telegram.dog"),
    mirrors="www",
    homes=listed("a k z"),
    others=listed(
        "telegram.org telegram.space tdesktop.com tg.dev telegram-cdn.org cdn-telegram.org fragment.com comments.app graph.org"
    ),
    report=ReportingLink(
        "https://telegram.org/faq#q-theres-illegal-content-on-telegram-how-do-i-take-it-down",
        "https://telegram.org/faq",
        date(2026, 9, 4),
    ),
    fragments=("web.telegram.org", "webk.telegram.org", "webz.telegram.org", "weba.telegram.org"),
    ids={
        "channel": Id("A-Za-z0-9_", "4,32", fold=True, first="[A-Za-z]"),
        "message": NUMBER,
        "topic": NUMBER,
        "chat": NUMBER,
        "story": NUMBER,
        "phone": Id("0-9", "7,15"),
        "invite": Id("A-Za-z0-9_-", "16,40"),
        "stickers": Id("A-Za-z0-9_", "1,64", fold=True),
        "folder": Id("A-Za-z0-9_-", "8,40"),
        "article": Id("A-Za-z0-9_%-", "1,250"),
    },
    reserved=listed(
        "a addemoji addtheme addstyle auction bg boost confirmphone contact giftcode giveaway"
        " invoice iv k login m msg nft passport premium proxy setlanguage share socks stargift"
        " username z"
    ),
    kinds=(
        Kind(
            "message",
            key="c/{chat}/{message}",
            at=("/c/{chat}/{message}", "/c/{chat}/{_topic}/{message}"),
            any_query=True,
            unless=("comment",),
            same={
                "c/1234567890/55": (
                    "https://t.me/c/1234567890/55",
                    "https://telegram.me/c/1234567890/55?single",
                    "t.me/c/1234567890/3/55",
                    "http://t.me/c/1234567890/55/",
                )
            },
            other=(
                "https://t.me/c/1234567890/56",
                "https://t.me/c/1234567891/55",
                "https://t.me/c/1234567890/55?comment=7",
            ),
        ),
        Kind(
            "phone",
            at=("/+{phone}",),
            any_query=True,
            same={
                "4915112345678": (
                    "https://t.me/+4915112345678",
                    "https://telegram.me/%2B4915112345678",
                )
            },
            other=("https://t.me/+4915112345679", "https://wa.me/4915112345678"),
        ),
        Kind(
            "invite",
            at=("/joinchat/{invite}", "/+{invite}"),
            any_query=True,
            same={
                "AAAAAEabcDEF_ghi-1234A": (
                    "https://t.me/joinchat/AAAAAEabcDEF_ghi-1234A",
                    "https://t.me/+AAAAAEabcDEF_ghi-1234A",
                    "https://telegram.me/joinchat/AAAAAEabcDEF_ghi-1234A/",
                    "http://t.me/%2BAAAAAEabcDEF_ghi-1234A",
                    "https://telegram.dog/+AAAAAEabcDEF_ghi-1234A",
                )
            },
            other=(
                "https://t.me/joinchat/AAAAAEabcDEF_ghi-1234a",
                "https://t.me/joinchat/",
                "https://t.me/+4915112345678",
            ),
        ),
        Kind(
            "stickers",
            at=("/addstickers/{stickers}",),
            any_query=True,
            same={
                "seapack": (
                    "https://t.me/addstickers/SeaPack",
                    "https://telegram.me/addstickers/seapack",
                )
            },
            other=("https://t.me/SeaPack", "https://t.me/addstickers/SeaPack2"),
        ),
        Kind(
            "folder",
            at=("/addlist/{folder}",),
            any_query=True,
            same={
                "AbCdEf_1-2ghIjKl": (
                    "https://t.me/addlist/AbCdEf_1-2ghIjKl",
                    "https://telegram.me/addlist/AbCdEf_1-2ghIjKl/",
                )
            },
            other=("https://t.me/addlist/AbCdEf_1-2ghIjKL", "https://t.me/+AbCdEf_1-2ghIjKl"),
        ),
        Kind(
            "story",
            key="{channel}/{story}",
            at=("/{channel}/s/{story}",),
            any_query=True,
            same={
                "some_channel/12": (
                    "https://t.me/some_channel/s/12",
                    "https://telegram.me/Some_Channel/s/12/",
                )
            },
            other=("https://t.me/some_channel/12", "https://t.me/some_channel/s/13"),
        ),
        Kind(
            "message",
            key="{channel}/{message}",
            at=(
                "/{channel}/{message}",
                "/s/{channel}/{message}",
                "/{channel}/{_topic}/{message}",
                "{channel}.t.me/{message}",
                "telesco.pe/{channel}/{message}",
            ),
            any_query=True,
            unless=("comment",),
            same={
                "some_channel/123": (
                    "https://t.me/some_channel/123",
                    "https://t.me/s/Some_Channel/123",
                    "https://telegram.me/some_channel/123?single",
                    "http://t.me/some_channel/123?embed=1&mode=tme",
                    "https://some_channel.t.me/123",
                )
            },
            other=(
                "https://t.me/some_channel/124",
                "https://t.me/some_channel/123?comment=9",
                "https://t.me/some_channel",
                "https://t.me/somechannel/123",
            ),
        ),
        Kind(
            "channel",
            at=(
                "/{channel}",
                "/s/{channel}",
                "{channel}.t.me/",
                "web.telegram.org/k/#@{channel}",
                "web.telegram.org/a/#@{channel}",
                "web.telegram.org/z/#@{channel}",
                "web.telegram.org/#@{channel}",
                "webk.telegram.org/#@{channel}",
                "webz.telegram.org/#@{channel}",
                "weba.telegram.org/#@{channel}",
                "web.telegram.org/#/im?p=@{channel}",
            ),
            any_query=True,
            same={
                "some_channel": (
                    "https://t.me/some_channel",
                    "https://t.me/s/Some_Channel",
                    "https://telegram.me/some_channel/",
                    "https://some_channel.t.me",
                    "https://web.telegram.org/k/#@some_channel",
                    "https://webk.telegram.org/#@some_channel",
                    "https://web.telegram.org/#/im?p=@Some_Channel",
                    "t.me/some_channel?start=abc",
                )
            },
            other=(
                "https://t.me/somechannel",
                "https://t.me/joinchat/some_channel",
                "https://t.me.evil.example/some_channel",
                "https://web.telegram.org/k/#@other_channel",
                "https://web.telegram.org/k/",
                "https://evil.example/t.me/some_channel",
            ),
        ),
        Kind(
            "chat",
            at=("web.telegram.org/a/#-100{chat}", "web.telegram.org/z/#-100{chat}", "/c/{chat}"),
            any_query=True,
            same={
                "1234567890": (
                    "https://web.telegram.org/a/#-1001234567890",
                    "https://web.telegram.org/z/#-1001234567890",
                    "https://t.me/c/1234567890",
                    "http://web.telegram.org/a#-1001234567890",
                )
            },
            other=(
                "https://web.telegram.org/a/#-1001234567891",
                "https://web.telegram.org/k/#-1234567890",
                "https://web.telegram.org/a/#1234567890",
            ),
        ),
        Kind(
            "article",
            at=("telegra.ph/{article}",),
            any_query=True,
            same={
                "Sea-Crossings-05-01": (
                    "https://telegra.ph/Sea-Crossings-05-01",
                    "http://telegra.ph/Sea-Crossings-05-01/",
                )
            },
            other=("https://telegra.ph/Sea-Crossings-05-01-2", "https://t.me/Sea-Crossings-05-01"),
        ),
    ),
)
