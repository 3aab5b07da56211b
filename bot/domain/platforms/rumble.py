"""Rumble. A video's id stands before its title, in base 36; an embedded player has an id of its own,
and which video it shows cannot be known without asking. Forms: yt-dlp's Rumble extractor, and
rumble.com's own "share" and "embed" boxes."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words

RUMBLE = Platform(
    id="rumble",
    label="Rumble",
    hosts=("rumble.com",),
    ids={
        "video": Id("A-Za-z0-9", "4,12", fold=True, first="[vV]"),
        "embed": Id("A-Za-z0-9", "4,12", fold=True, first="[vV]"),
        "publisher": Id("A-Za-z0-9", "1,12"),
        "channel": Id("A-Za-z0-9_.-", "1,100"),
        "user": Id("A-Za-z0-9_.-", "1,100"),
        "tab": Words(("videos", "livestreams", "shorts", "playlists", "about", "reposts")),
        "any": ANY,
    },
    reserved=("videos", "vods", "verify", "video", "browse", "search", "account", "premium"),
    tracking=("e9s", "mref", "mc", "sci", "pub"),
    kinds=(
        Kind(
            "embed",
            at=("/embed/{embed}", "/embed/{_publisher}.{embed}", "/embedjs/{_publisher}.{embed}"),
            any_query=True,
            same={
                "v5pv5f": (
                    "https://rumble.com/embed/v5pv5f",
                    "https://rumble.com/embed/v5pv5f/?pub=4",
                    "https://rumble.com/embed/ufe9n.v5pv5f",
                    "http://www.rumble.com/embed/v5pv5f/",
                )
            },
            other=("https://rumble.com/embed/v5pv5g", "https://rumble.com/v5pv5f-a-boat.html"),
        ),
        Kind(
            "channel",
            at=("/c/{channel}", "/c/{channel}/{_tab}"),
            any_query=True,
            same={
                "SeaCrossings": (
                    "https://rumble.com/c/SeaCrossings",
                    "https://rumble.com/c/SeaCrossings/videos?page=2",
                )
            },
            other=("https://rumble.com/user/SeaCrossings", "https://rumble.com/c/SeaCrossing"),
        ),
        Kind(
            "user",
            at=("/user/{user}", "/user/{user}/{_tab}"),
            any_query=True,
            same={
                "some_one": (
                    "https://rumble.com/user/some_one",
                    "https://www.rumble.com/user/some_one/livestreams",
                )
            },
            other=("https://rumble.com/c/some_one", "https://rumble.com/user/some_two"),
        ),
        Kind(
            "video",
            at=(
                "/{video}-{_any}.html",
                "/{video}-{_any}",
                "/{video}.html",
                "/{video}",
                "/shorts/{video}",
            ),
            any_query=True,
            same={
                "vdmum1": (
                    "https://rumble.com/vdmum1-moose-the-dog-helps-girls-dig-a-snow-fort.html",
                    "https://rumble.com/vdmum1-another-title.html?mref=22lbp&mc=6zlwu",
                    "https://rumble.com/vdmum1",
                    "http://www.rumble.com/vDMUM1?key=value",
                )
            },
            other=(
                "https://rumble.com/vdmum2-moose-the-dog-helps-girls-dig-a-snow-fort.html",
                "https://rumble.com/embed/vdmum1",
                "https://rumble.com/videos?date=today",
            ),
        ),
    ),
)
