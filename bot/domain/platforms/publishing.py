"""Sites where people publish: Medium, Linktree, Pastebin, Imgur, App Store.

Sources: help.medium.com ("post ID", the last part of a story's address), linktr.ee's user names,
pastebin.com/doc_api (paste keys), developer.apple.com (`/id` and the app's number)."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words, listed

MEDIUM = Platform(
    id="medium",
    label="Medium",
    hosts=("medium.com",),
    ids={
        "post": Id("a-f0-9", "10,12"),
        "user": Id("A-Za-z0-9_.-", "1,60", fold=True),
        "tab": Words(("about", "followers", "following", "lists")),
        "any": ANY,
    },
    tracking=("source",),
    kinds=(
        Kind(
            "post",
            at=("/p/{post}", "/{_any}/{_any}-{post}", "{_any}.medium.com/{_any}-{post}"),
            any_query=True,
            same={
                "0a1b2c3d4e5f": (
                    "https://medium.com/p/0a1b2c3d4e5f",
                    "https://medium.com/@some.one/how-we-go-0a1b2c3d4e5f",
                    "https://some-one.medium.com/how-we-go-0a1b2c3d4e5f?source=rss",
                    "https://medium.com/boats/how-we-go-0a1b2c3d4e5f",
                )
            },
            other=(
                "https://medium.com/@some.one/how-we-go-0a1b2c3d4e50",
                "https://medium.com/@some.one/how-we-go",
            ),
        ),
        Kind(
            "user",
            at=("/@{user}", "/@{user}/{_tab}"),
            any_query=True,
            same={
                "some.one": ("https://medium.com/@some.one", "https://medium.com/@Some.One/about")
            },
            other=("https://medium.com/@some.two", "https://medium.com/some.one"),
        ),
    ),
)

LINKTREE = Platform(
    id="linktree",
    label="Linktree",
    hosts=("linktr.ee",),
    others=("linktree.com",),
    ids={"profile": Id("A-Za-z0-9_.-", "1,60", fold=True)},
    reserved=("s", "login", "register", "discover", "admin"),
    kinds=(
        Kind(
            "profile",
            at=("/{profile}",),
            any_query=True,
            same={
                "some.one": ("https://linktr.ee/some.one", "https://www.linktr.ee/Some.One/?x=1")
            },
            other=("https://linktr.ee/some.two", "https://linktr.ee/s/some.one"),
        ),
    ),
)

PASTEBIN = Platform(
    id="pastebin",
    label="Pastebin",
    hosts=("pastebin.com",),
    ids={
        "paste": Id("A-Za-z0-9", "8"),
        "user": Id("A-Za-z0-9_-", "1,60"),
        "form": Words(("raw", "embed", "dl", "print", "clone")),
    },
    reserved=listed("archive tools login signup doc_api faq trends languages settings"),
    kinds=(
        Kind(
            "paste",
            at=("/{paste}", "/{_form}/{paste}"),
            any_query=True,
            same={
                "0C4bVXcB": (
                    "https://pastebin.com/0C4bVXcB",
                    "https://pastebin.com/raw/0C4bVXcB",
                    "http://www.pastebin.com/embed/0C4bVXcB/",
                )
            },
            other=("https://pastebin.com/0C4bVXcb", "https://pastebin.com/u/0C4bVXcB"),
        ),
        Kind(
            "user",
            at=("/u/{user}",),
            any_query=True,
            same={
                "some_one": ("https://pastebin.com/u/some_one", "https://pastebin.com/u/some_one/")
            },
            other=("https://pastebin.com/u/some_two", "https://pastebin.com/some_one"),
        ),
    ),
)

IMGUR = Platform(
    id="imgur",
    label="Imgur",
    hosts=("imgur.com", "imgur.io"),
    mirrors="www|m",
    ids={
        "image": Id("A-Za-z0-9", "7"),
        "album": Id("A-Za-z0-9", "7"),
        "short": Id("A-Za-z0-9", "5"),
        "size": Words(("s", "b", "t", "m", "l", "h")),
        "any": ANY,
    },
    reserved=listed("a r t topic user gallery search upload about privacy signin register"),
    kinds=(
        Kind(
            "album",
            at=("/a/{album}", "/a/{_any}-{album}", "/a/{album:short}"),
            any_query=True,
            same={
                "iX265HX": (
                    "https://imgur.com/a/iX265HX",
                    "https://imgur.com/a/some-boats-iX265HX",
                    "https://m.imgur.com/a/iX265HX",
                    "https://imgur.io/a/iX265HX",
                )
            },
            other=("https://imgur.com/a/iX265Hx", "https://imgur.com/iX265HX"),
        ),
        Kind(
            "image",
            at=(
                "/{image}",
                "/{image:short}",
                "/{_any}-{image}",
                "i.imgur.com/{image}.{_any}",
                "i.imgur.com/{image:short}.{_any}",
                "i.imgur.com/{image}{_size}.{_any}",
                "i.imgur.io/{image}.{_any}",
                "i.imgur.io/{image:short}.{_any}",
            ),
            any_query=True,
            same={
                "A61SaA1": (
                    "https://imgur.com/A61SaA1",
                    "https://i.imgur.com/A61SaA1.gifv",
                    "https://i.imgur.com/A61SaA1h.png",
                    "https://imgur.com/some-boats-A61SaA1",
                    "https://i.imgur.io/A61SaA1.png",
                )
            },
            other=("https://imgur.com/A61Sa", "https://imgur.com/gallery/A61SaA1"),
        ),
    ),
)

WORDPRESS = Platform(
    id="wordpress",
    label="WordPress",
    hosts=("wordpress.com",),
    mirrors="www",
    others=("wp.me", "wp.com", "videopress.com"),
    ids={"video": Id("A-Za-z0-9", "8")},
    kinds=(
        Kind(
            "video",
            at=(
                "videopress.com/v/{video}",
                "videopress.com/embed/{video}",
                "video.wordpress.com/v/{video}",
                "video.wordpress.com/embed/{video}",
            ),
            any_query=True,
            same={
                "kUJmAcSf": (
                    "https://videopress.com/embed/kUJmAcSf",
                    "https://video.wordpress.com/embed/kUJmAcSf?hd=1",
                    "https://videopress.com/v/kUJmAcSf",
                )
            },
            other=(
                "https://videopress.com/v/kUJmAcSF",
                "https://kUJmAcSf.wordpress.com/v/kUJmAcSf",
            ),
        ),
    ),
)

APP_STORE = Platform(
    id="appstore",
    label="App Store",
    hosts=("apps.apple.com",),
    mirrors="www",
    ids={"app": Id("0-9", "6,12"), "developer": Id("0-9", "6,12"), "any": ANY},
    tracking=("mt", "ct", "pt", "at", "itscg", "itsct", "uo"),
    views=("l", "platform"),
    kinds=(
        Kind(
            "app",
            at=(
                "/app/id{app}",
                "/app/{_any}/id{app}",
                "/{_any}/app/id{app}",
                "/{_any}/app/{_any}/id{app}",
                "itunes.apple.com/app/id{app}",
                "itunes.apple.com/app/{_any}/id{app}",
                "itunes.apple.com/{_any}/app/id{app}",
                "itunes.apple.com/{_any}/app/{_any}/id{app}",
            ),
            any_query=True,
            same={
                "1234567890": (
                    "https://apps.apple.com/gb/app/sea-boats/id1234567890",
                    "https://apps.apple.com/app/id1234567890",
                    "https://itunes.apple.com/us/app/sea-boats/id1234567890?mt=8",
                    "https://apps.apple.com/fr/app/id1234567890?l=en",
                )
            },
            other=(
                "https://apps.apple.com/gb/app/sea-boats/id1234567891",
                "https://apps.apple.com/gb/developer/sea-boats/id1234567890",
            ),
        ),
        Kind(
            "developer",
            at=("/{_any}/developer/{_any}/id{developer}", "/developer/id{developer}"),
            any_query=True,
            same={
                "1234567890": (
                    "https://apps.apple.com/gb/developer/sea-boats/id1234567890",
                    "https://apps.apple.com/developer/id1234567890",
                )
            },
            other=(
                "https://apps.apple.com/gb/developer/sea-boats/id1234567899",
                "https://apps.apple.com/gb/app/sea-boats/id1234567890",
            ),
        ),
    ),
)
