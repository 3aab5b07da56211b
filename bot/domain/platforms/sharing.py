"""Sites with short tables: BitChute, Gettr, Likee, Douyin.

Forms: yt-dlp's extractors of these names. Ids keep their case, and so do names."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words

BITCHUTE = Platform(
    id="bitchute",
    label="BitChute",
    hosts=("bitchute.com",),
    mirrors="www|old|m",
    ids={
        "video": Id("A-Za-z0-9_-", "8,20"),
        "playlist": Id("A-Za-z0-9_-", "8,20"),
        "channel": Id("A-Za-z0-9_-", "1,60"),
        "form": Words(("video", "embed")),
    },
    kinds=(
        Kind(
            "video",
            at=("/{_form}/{video}",),
            any_query=True,
            same={
                "UGlrF9o9b-Q": (
                    "https://www.bitchute.com/video/UGlrF9o9b-Q/",
                    "https://old.bitchute.com/video/UGlrF9o9b-Q/",
                    "https://bitchute.com/embed/UGlrF9o9b-Q",
                    "http://www.bitchute.com/video/UGlrF9o9b-Q?list=random",
                )
            },
            other=(
                "https://www.bitchute.com/video/UGlrF9o9b-q/",
                "https://www.bitchute.com/playlist/UGlrF9o9b-Q/",
            ),
        ),
        Kind(
            "playlist",
            at=("/playlist/{playlist}",),
            any_query=True,
            same={
                "wV9Imujxasw9": (
                    "https://www.bitchute.com/playlist/wV9Imujxasw9/",
                    "https://old.bitchute.com/playlist/wV9Imujxasw9/",
                )
            },
            other=(
                "https://www.bitchute.com/playlist/wV9Imujxasw8/",
                "https://www.bitchute.com/video/wV9Imujxasw9/",
            ),
        ),
        Kind(
            "channel",
            at=("/channel/{channel}",),
            any_query=True,
            same={
                "bitchute": (
                    "https://www.bitchute.com/channel/bitchute/",
                    "https://old.bitchute.com/channel/bitchute",
                )
            },
            other=(
                "https://www.bitchute.com/channel/bitchute2/",
                "https://www.bitchute.com/bitchute/",
            ),
        ),
    ),
)

GETTR = Platform(
    id="gettr",
    label="Gettr",
    hosts=("gettr.com",),
    ids={
        "post": Id("a-z0-9", "5,20"),
        "stream": Id("a-z0-9", "5,20"),
        "user": Id("A-Za-z0-9_", "1,40", fold=True),
    },
    kinds=(
        Kind(
            "post",
            at=("/post/{post}",),
            any_query=True,
            same={
                "pcf6uv838f": (
                    "https://www.gettr.com/post/pcf6uv838f",
                    "https://gettr.com/post/pcf6uv838f/",
                )
            },
            other=("https://gettr.com/post/pcf6uv838g", "https://gettr.com/streaming/pcf6uv838f"),
        ),
        Kind(
            "stream",
            at=("/streaming/{stream}",),
            any_query=True,
            same={
                "psoiulc122": (
                    "https://gettr.com/streaming/psoiulc122",
                    "https://www.gettr.com/streaming/psoiulc122/",
                )
            },
            other=("https://gettr.com/streaming/psoiulc123", "https://gettr.com/post/psoiulc122"),
        ),
        Kind(
            "user",
            at=("/user/{user}",),
            any_query=True,
            same={
                "some_one": ("https://gettr.com/user/some_one", "https://gettr.com/user/Some_One/")
            },
            other=("https://gettr.com/user/some_two", "https://gettr.com/some_one"),
        ),
    ),
)

LIKEE = Platform(
    id="likee",
    label="Likee",
    hosts=("likee.video",),
    mirrors="www|m|l",
    others=("likee.com",),
    ids={
        "video": Id("0-9", "8,25"),
        "code": Id("A-Za-z0-9", "4,20"),
        "user": Id("A-Za-z0-9_.", "1,60"),
        "any": ANY,
    },
    kinds=(
        Kind(
            "video",
            at=("/@{_any}/video/{video}",),
            any_query=True,
            same={
                "7093167848050058862": (
                    "https://likee.video/@649222262/video/7093167848050058862",
                    "https://www.likee.video/@649222262/video/7093167848050058862/",
                )
            },
            other=(
                "https://likee.video/@649222262/video/7093167848050058863",
                "https://likee.video/@649222262",
            ),
        ),
        Kind(
            "link",
            key="v/{code}",
            at=("/v/{code}",),
            any_query=True,
            same={
                "v/k6QcOp": ("https://likee.video/v/k6QcOp", "https://www.likee.video/v/k6QcOp/")
            },
            other=("https://likee.video/v/k6qcop", "https://likee.video/@k6QcOp"),
        ),
        Kind(
            "user",
            at=("/@{user}",),
            any_query=True,
            same={
                "649222262": (
                    "https://likee.video/@649222262",
                    "https://www.likee.video/@649222262/",
                )
            },
            other=("https://likee.video/@649222263", "https://kwai.com/@649222262"),
        ),
    ),
)

DOUYIN = Platform(
    id="douyin",
    label="Douyin",
    hosts=("douyin.com",),
    others=("iesdouyin.com", "amemv.com", "douyinpic.com", "douyinvod.com"),
    ids={
        "video": Id("0-9", "8,25"),
        "code": Id("A-Za-z0-9_-", "5,20"),
        "user": Id("A-Za-z0-9_-", "5,100"),
        "form": Words(("video", "note")),
        "any": ANY,
    },
    kinds=(
        Kind(
            "video",
            at=(
                "/{_form}/{video}",
                "iesdouyin.com/share/video/{video}",
                "/?modal_id={video}",
                "/{_any}?modal_id={video}",
                "/user/{_any}?modal_id={video}",
            ),
            any_query=True,
            same={
                "6961737553342991651": (
                    "https://www.douyin.com/video/6961737553342991651",
                    "https://douyin.com/note/6961737553342991651",
                    "https://www.douyin.com/user/MS4wLjABAAAA_boat?modal_id=6961737553342991651",
                    "https://www.iesdouyin.com/share/video/6961737553342991651/?region=CN",
                )
            },
            other=(
                "https://www.douyin.com/video/6961737553342991652",
                "https://www.tiktok.com/@a/video/6961737553342991651",
            ),
        ),
        Kind(
            "user",
            at=("/user/{user}",),
            any_query=True,
            unless=("modal_id",),
            same={
                "MS4wLjABAAAA_boat": (
                    "https://www.douyin.com/user/MS4wLjABAAAA_boat",
                    "https://douyin.com/user/MS4wLjABAAAA_boat/?relation=0",
                )
            },
            other=(
                "https://www.douyin.com/user/MS4wLjABAAAA_boaT",
                "https://www.douyin.com/video/MS4wLjABAAAA_boat",
            ),
        ),
        Kind(
            "link",
            key="v/{code}",
            at=("v.douyin.com/{code}",),
            any_query=True,
            same={"v/iAbCdEf": ("https://v.douyin.com/iAbCdEf/", "http://v.douyin.com/iAbCdEf")},
            other=("https://v.douyin.com/iabcdef/", "https://www.douyin.com/iAbCdEf"),
        ),
    ),
)
