"""Sites of videos, pictures and files with short tables: Rutube, Niconico, Flickr, Pixiv, Streamable, Dropbox.

Forms: yt-dlp's and gallery-dl's extractors of these names. A number or code is enough; names before
it say nothing."""

from bot.domain.platforms.table import ANY, NUMBER, Id, Kind, Platform, Words, listed

RUTUBE = Platform(
    id="rutube",
    label="Rutube",
    hosts=("rutube.ru",),
    others=("rutubelist.ru",),
    ids={
        "video": Id("a-f0-9", "32"),
        "channel": NUMBER,
        "playlist": NUMBER,
        "form": Words(
            ("video", "video/private", "live/video", "shorts", "embed", "play/embed", "video/embed")
        ),
    },
    kinds=(
        Kind(
            "video",
            at=("/{_form}/{video}",),
            any_query=True,
            same={
                "3eac3b4561676c17df9132a9a1e62e3e": (
                    "https://rutube.ru/video/3eac3b4561676c17df9132a9a1e62e3e/",
                    "http://rutube.ru/video/3eac3b4561676c17df9132a9a1e62e3e/?pl_id=4252",
                    "https://rutube.ru/play/embed/3eac3b4561676c17df9132a9a1e62e3e",
                    "https://rutube.ru/video/private/3eac3b4561676c17df9132a9a1e62e3e/?p=x2QojCum",
                    "https://m.rutube.ru/shorts/3eac3b4561676c17df9132a9a1e62e3e/",
                )
            },
            other=(
                "https://rutube.ru/video/3eac3b4561676c17df9132a9a1e62e3f/",
                "https://rutube.ru/play/embed/6722881",
            ),
        ),
        Kind(
            "channel",
            at=("/channel/{channel}",),
            any_query=True,
            same={
                "25902603": (
                    "https://rutube.ru/channel/25902603/",
                    "https://www.rutube.ru/channel/25902603",
                )
            },
            other=("https://rutube.ru/channel/25902604/", "https://rutube.ru/plst/25902603/"),
        ),
        Kind(
            "playlist",
            at=("/plst/{playlist}",),
            any_query=True,
            same={
                "308547": ("https://rutube.ru/plst/308547/", "https://m.rutube.ru/plst/308547"),
            },
            other=("https://rutube.ru/plst/308548/", "https://rutube.ru/channel/308547/"),
        ),
    ),
)

NICONICO = Platform(
    id="niconico",
    label="Niconico",
    hosts=("nicovideo.jp",),
    mirrors="www|sp|embed",
    others=("nico.ms", "nimg.jp"),
    ids={
        "video": Id("a-z0-9", "3,14", first="(?:sm|nm|so)?[0-9]{1,12}(?![a-z0-9])"),
        "list": NUMBER,
        "user": NUMBER,
        "any": ANY,
    },
    kinds=(
        Kind(
            "video",
            at=("/watch/{video}", "nico.ms/{video}"),
            any_query=True,
            same={
                "sm22312215": (
                    "https://www.nicovideo.jp/watch/sm22312215",
                    "https://sp.nicovideo.jp/watch/sm22312215?ss_pos=1",
                    "https://embed.nicovideo.jp/watch/sm22312215",
                    "https://nico.ms/sm22312215",
                )
            },
            other=(
                "https://www.nicovideo.jp/watch/sm22312216",
                "https://www.nicovideo.jp/watch/so22312215",
                "https://www.nicovideo.jp/mylist/22312215",
            ),
        ),
        Kind(
            "list",
            at=("/mylist/{list}", "/user/{_any}/mylist/{list}"),
            any_query=True,
            same={
                "27411728": (
                    "http://www.nicovideo.jp/mylist/27411728",
                    "https://www.nicovideo.jp/user/805442/mylist/27411728",
                )
            },
            other=(
                "https://www.nicovideo.jp/mylist/27411729",
                "https://www.nicovideo.jp/user/27411728",
            ),
        ),
        Kind(
            "user",
            at=("/user/{user}",),
            any_query=True,
            same={
                "805442": (
                    "https://www.nicovideo.jp/user/805442",
                    "https://sp.nicovideo.jp/user/805442",
                )
            },
            other=("https://www.nicovideo.jp/user/805443", "https://www.nicovideo.jp/watch/805442"),
        ),
    ),
)

FLICKR = Platform(
    id="flickr",
    label="Flickr",
    hosts=("flickr.com",),
    mirrors="www|m|secure",
    others=("flic.kr", "staticflickr.com"),
    ids={
        "photo": Id("0-9", "6,14"),
        "album": Id("0-9", "6,20"),
        "albums": Words(("albums", "sets")),
        "any": ANY,
    },
    kinds=(
        Kind(
            "photo",
            at=(
                "/photos/{_any}/{photo}",
                "/photos/{_any}/{photo}/in/{_any}",
                "/photos/{_any}/{photo}/lightbox",
            ),
            any_query=True,
            same={
                "16089302239": (
                    "https://www.flickr.com/photos/sea_boats/16089302239",
                    "https://m.flickr.com/photos/12345678@N00/16089302239/",
                    "https://secure.flickr.com/photos/sea_boats/16089302239/in/photostream/",
                )
            },
            other=(
                "https://www.flickr.com/photos/sea_boats/16089302238",
                "https://www.flickr.com/photos/sea_boats/albums/16089302239",
                "https://www.flickr.com/photos/sea_boats",
            ),
        ),
        Kind(
            "album",
            at=("/photos/{_any}/{_albums}/{album}",),
            any_query=True,
            same={
                "72157633471741607": (
                    "https://www.flickr.com/photos/sea_boats/sets/72157633471741607",
                    "https://m.flickr.com/photos/sea_boats/albums/72157633471741607/",
                )
            },
            other=(
                "https://www.flickr.com/photos/sea_boats/sets/72157633471741608",
                "https://www.flickr.com/photos/sea_boats/72157633471741607",
            ),
        ),
    ),
)

PIXIV = Platform(
    id="pixiv",
    label="Pixiv",
    hosts=("pixiv.net",),
    mirrors="www|touch",
    others=("pximg.net", "pixiv.me"),
    ids={
        "work": NUMBER,
        "user": NUMBER,
        "novel": NUMBER,
        "any": ANY,
    },
    kinds=(
        Kind(
            "work",
            at=(
                "/artworks/{work}",
                "/{_any}/artworks/{work}",
                "/i/{work}",
                "/member_illust.php?illust_id={work}",
            ),
            any_query=True,
            same={
                "966412": (
                    "https://www.pixiv.net/artworks/966412",
                    "https://www.pixiv.net/en/artworks/966412",
                    "https://www.pixiv.net/i/966412",
                    "https://www.pixiv.net/member_illust.php?mode=medium&illust_id=966412",
                )
            },
            other=("https://www.pixiv.net/artworks/966413", "https://www.pixiv.net/users/966412"),
        ),
        Kind(
            "user",
            at=("/users/{user}", "/{_any}/users/{user}", "/u/{user}", "/member.php?id={user}"),
            any_query=True,
            same={
                "173530": (
                    "https://www.pixiv.net/users/173530",
                    "https://www.pixiv.net/en/users/173530",
                    "https://www.pixiv.net/u/173530",
                    "http://www.pixiv.net/member.php?id=173530",
                )
            },
            other=(
                "https://www.pixiv.net/users/173531",
                "https://www.pixiv.net/users/173530/bookmarks/artworks",
                "https://www.pixiv.net/bookmark.php?id=173530",
            ),
        ),
        Kind(
            "novel",
            at=("/novel/show.php?id={novel}", "/n/{novel}"),
            any_query=True,
            same={
                "19612040": (
                    "https://www.pixiv.net/novel/show.php?id=19612040",
                    "https://www.pixiv.net/n/19612040",
                )
            },
            other=("https://www.pixiv.net/n/19612041", "https://www.pixiv.net/i/19612040"),
        ),
    ),
)

STREAMABLE = Platform(
    id="streamable",
    label="Streamable",
    hosts=("streamable.com",),
    mirrors="www|cdn",
    ids={"video": Id("a-z0-9", "3,10"), "form": Words(("e", "o", "s"))},
    reserved=listed(
        "about account api careers clipper contact documentation embed error features help login"
        " legal plans press pricing privacy profile search settings signup support terms upload"
        " user video videos"
    ),
    kinds=(
        Kind(
            "video",
            at=("/{video}", "/{_form}/{video}"),
            any_query=True,
            same={
                "dnd1": (
                    "https://streamable.com/dnd1",
                    "https://streamable.com/e/dnd1?loop=0",
                    "https://www.streamable.com/o/dnd1",
                )
            },
            other=(
                "https://streamable.com/dnd2",
                "https://streamable.com/pricing",
                "https://streamable.com/Dnd1",
            ),
        ),
    ),
)

DROPBOX = Platform(
    id="dropbox",
    label="Dropbox",
    hosts=("dropbox.com",),
    mirrors="www|m|dl",
    others=("db.tt", "dropboxusercontent.com"),
    ids={
        "file": Id("a-z0-9", "10,40"),
        "any": ANY,
    },
    tracking=("st",),
    views=("dl", "raw"),
    kinds=(
        Kind(
            "file",
            key="s/{file}",
            at=("/s/{file}", "/s/{file}/{_any}", "dl.dropboxusercontent.com/s/{file}/{_any}"),
            any_query=True,
            same={
                "s/nelirfsxnmcfbfh": (
                    "https://www.dropbox.com/s/nelirfsxnmcfbfh",
                    "https://www.dropbox.com/s/nelirfsxnmcfbfh/sea%20boats.mp4?dl=0",
                    "https://dl.dropboxusercontent.com/s/nelirfsxnmcfbfh/boats.mp4",
                )
            },
            other=(
                "https://www.dropbox.com/s/nelirfsxnmcfbfg",
                "https://www.dropbox.com/sh/nelirfsxnmcfbfh/AAAb",
            ),
        ),
        Kind(
            "file",
            key="{file}",
            at=("/scl/fi/{file}/{_any}",),
            any_query=True,
            same={
                "0abc1defghij2klmnopq3": (
                    "https://www.dropbox.com/scl/fi/0abc1defghij2klmnopq3/boats.pdf?rlkey=a1&dl=0",
                    "https://www.dropbox.com/scl/fi/0abc1defghij2klmnopq3/boats.pdf?rlkey=a1&raw=1",
                )
            },
            other=(
                "https://www.dropbox.com/scl/fi/0abc1defghij2klmnopq4/boats.pdf?rlkey=a1",
                "https://www.dropbox.com/scl/fo/0abc1defghij2klmnopq3/h?rlkey=a1",
            ),
        ),
    ),
)
