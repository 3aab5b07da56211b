"""Snapchat. User names fold case."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words

SNAPCHAT = Platform(
    id="snapchat",
    label="Snapchat",
    hosts=("snapchat.com",),
    mirrors="www|story|web",
    apart="story|web",
    others=("sc-cdn.net", "snap.com", "snapkit.com"),
    ids={
        "user": Id("A-Za-z0-9._-", "2,30", fold=True),
        "spotlight": Id("A-Za-z0-9_-", "10,100"),
        "code": Id("A-Za-z0-9", "5,30"),
        "lens": Id("A-Za-z0-9-", "10,60"),
        "form": Words(("add", "u", "s")),
        "tab": Words(("stories", "highlights", "spotlights")),
        "any": ANY,
    },
    tracking=("share_id", "sid", "web_client_id"),
    views=("locale", "invite_id"),
    kinds=(
        Kind(
            "spotlight",
            at=("/spotlight/{spotlight}", "/@{_any}/spotlight/{spotlight}"),
            any_query=True,
            same={
                "W7_EDlXWTBiXAEEniNoMPwAA": (
                    "https://www.snapchat.com/spotlight/W7_EDlXWTBiXAEEniNoMPwAA",
                    "https://snapchat.com/spotlight/W7_EDlXWTBiXAEEniNoMPwAA?share_id=x",
                    "https://www.snapchat.com/@some.one/spotlight/W7_EDlXWTBiXAEEniNoMPwAA",
                    "http://story.snapchat.com/spotlight/W7_EDlXWTBiXAEEniNoMPwAA/",
                )
            },
            other=(
                "https://www.snapchat.com/spotlight/W7_EDlXWTBiXAEEniNoMPwAa",
                "https://www.snapchat.com/spotlight",
            ),
        ),
        Kind(
            "lens",
            at=("/lens/{lens}",),
            any_query=True,
            same={
                "0123456789abcdef0123456789abcdef": (
                    "https://www.snapchat.com/lens/0123456789abcdef0123456789abcdef",
                    "http://snapchat.com/lens/0123456789abcdef0123456789abcdef?type=SNAPCODE",
                )
            },
            other=(
                "https://www.snapchat.com/lens/0123456789abcdef0123456789abcdee",
                "https://www.snapchat.com/lens",
            ),
        ),
        Kind(
            "user",
            at=("/add/{user}", "/@{user}", "/@{user}/{_tab}", "/u/{user}", "/s/{user}"),
            any_query=True,
            same={
                "some.one-1": (
                    "https://www.snapchat.com/add/some.one-1",
                    "https://snapchat.com/add/Some.One-1?share_id=QUJD&locale=fr_FR",
                    "https://www.snapchat.com/@some.one-1",
                    "https://story.snapchat.com/s/some.one-1",
                )
            },
            other=(
                "https://www.snapchat.com/add/some.one-2",
                "https://www.snapchat.com/some.one-1",
                "https://snapchat.com.evil.example/add/some.one-1",
            ),
        ),
        Kind(
            "link",
            key="t/{code}",
            at=("t.snapchat.com/{code}", "/t/{code}"),
            any_query=True,
            same={
                "t/AbCdEf12": (
                    "https://t.snapchat.com/AbCdEf12",
                    "https://www.snapchat.com/t/AbCdEf12/",
                )
            },
            other=("https://t.snapchat.com/AbCdEf1", "https://t.snapchat.com/ABCDEF12"),
        ),
    ),
)
