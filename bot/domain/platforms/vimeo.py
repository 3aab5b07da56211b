"""Vimeo. A video is a number, also where a hash behind it opens an unlisted one."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words, listed

VIMEO = Platform(
    id="vimeo",
    label="Vimeo",
    hosts=("vimeo.com",),
    others=("vimeocdn.com", "livestream.com"),
    ids={
        "video": Id("0-9", "4,12"),
        "account": Id("0-9", "4,12"),
        "event": Id("0-9", "4,12"),
        "showcase": Id("0-9", "4,12"),
        "user": Id("A-Za-z0-9_", "2,40", fold=True, first=".*[A-Za-z_]"),
        "hash": Id("a-f0-9", "8,12"),
        "album": Words(("album", "showcase")),
        "embed": Words(("embed", "embed2")),
        "tab": Words(("likes", "videos", "about", "albums", "channels", "collections")),
        "any": ANY,
    },
    reserved=listed(
        "about blog business categories channels create enterprise features groups help home"
        " jobs join legal log_in login manage ondemand ott pricing privacy search settings"
        " solutions stock terms tour upgrade upload videoschool watch"
    ),
    tracking=("share", "fl", "fe"),
    kinds=(
        Kind(
            "video",
            at=(
                "/{video}",
                "/{video}/{_hash}",
                "/video/{video}",
                "player.vimeo.com/video/{video}",
                "/channels/{_any}/{video}",
                "/groups/{_any}/videos/{video}",
                "/{_album}/{_any}/video/{video}",
                "/moogaloop.swf?clip_id={video}",
                "/{_any}/review/{video}/{_hash}",
                "vimeopro.com/{_any}/{_any}/video/{video}",
            ),
            any_query=True,
            same={
                "123456789": (
                    "https://vimeo.com/123456789",
                    "https://player.vimeo.com/video/123456789?h=0a1b2c3d4e",
                    "https://www.vimeo.com/channels/staffpicks/123456789",
                    "https://vimeo.com/123456789/0a1b2c3d4e",
                    "http://vimeo.com/groups/boats/videos/123456789/",
                    "https://vimeo.com/showcase/4444444/video/123456789",
                )
            },
            other=(
                "https://vimeo.com/123456780",
                "https://vimeo.com/event/123456789",
                "https://vimeo.com/user123456789",
            ),
        ),
        Kind(
            "event",
            at=("/event/{event}", "/event/{event}/embed", "/event/{event}/{_hash}"),
            any_query=True,
            same={
                "4000001": (
                    "https://vimeo.com/event/4000001",
                    "http://www.vimeo.com/event/4000001/embed",
                )
            },
            other=("https://vimeo.com/event/4000002", "https://vimeo.com/4000001"),
        ),
        Kind(
            "showcase",
            at=("/showcase/{showcase}", "/album/{showcase}", "/{_album}/{showcase}/{_embed}"),
            any_query=True,
            same={
                "4444444": (
                    "https://vimeo.com/showcase/4444444",
                    "https://vimeo.com/album/4444444/",
                )
            },
            other=("https://vimeo.com/showcase/4444445", "https://vimeo.com/4444444"),
        ),
        Kind(
            "account",
            at=("/user{account}", "/user{account}/{_tab}"),
            any_query=True,
            same={
                "12345678": (
                    "https://vimeo.com/user12345678",
                    "https://www.vimeo.com/user12345678/videos",
                )
            },
            other=("https://vimeo.com/user12345679", "https://vimeo.com/12345678"),
        ),
        Kind(
            "user",
            at=("/{user}", "/{user}/{_tab}"),
            any_query=True,
            same={
                "someone": (
                    "https://vimeo.com/someone",
                    "https://www.vimeo.com/SomeOne/",
                    "http://vimeo.com/someone/videos",
                    "vimeo.com/someone?share=copy",
                )
            },
            other=("https://vimeo.com/someone2", "https://vimeo.com/watch"),
        ),
    ),
)
