"""Messenger. Names are Facebook's: capitals and dots do not count."""

from bot.domain.platforms.table import Id, Kind, Platform

MESSENGER = Platform(
    id="messenger",
    label="Messenger",
    hosts=("messenger.com",),
    ids={
        "chat": Id("A-Za-z0-9.", "2,60", fold=True, ignores="."),
        "group": Id("A-Za-z0-9_:=-", "5,100"),
        "channel": Id("A-Za-z0-9_:=-", "5,100"),
    },
    reserved=("login", "t", "help", "privacy", "features", "desktop"),
    kinds=(
        Kind(
            "group",
            at=("m.me/j/{group}", "/g/invite/{group}"),
            any_query=True,
            same={
                "AbYx1_9-kLmN": (
                    "https://m.me/j/AbYx1_9-kLmN/",
                    "http://www.m.me/j/AbYx1_9-kLmN?send_source=gc",
                )
            },
            other=("https://m.me/j/abyx1_9-klmn/", "https://m.me/ch/AbYx1_9-kLmN/"),
        ),
        Kind(
            "channel",
            at=("m.me/ch/{channel}", "m.me/cm/{channel}"),
            any_query=True,
            same={
                "AbYx1_9-kLmN": (
                    "https://m.me/ch/AbYx1_9-kLmN/",
                    "https://m.me/ch/AbYx1_9-kLmN?send_source=cm:copy_invite_link",
                )
            },
            other=("https://m.me/ch/AbYx1_9-kLmn/", "https://m.me/j/AbYx1_9-kLmN/"),
        ),
        Kind(
            "chat",
            at=("m.me/{chat}", "/t/{chat}", "/e2ee/t/{chat}"),
            any_query=True,
            same={
                "seacrossings": (
                    "https://m.me/SeaCrossings",
                    "https://www.messenger.com/t/sea.crossings/",
                    "http://m.me/seacrossings?ref=w123",
                    "https://messenger.com/t/SeaCrossings",
                )
            },
            other=(
                "https://m.me/SeaCrossings1",
                "https://www.facebook.com/SeaCrossings",
                "https://www.messenger.com/login",
            ),
        ),
    ),
)
