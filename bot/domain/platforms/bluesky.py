"""Bluesky. Handles are domain names and fold case; a `did:` is an account's lasting id, and which
handle belongs to it cannot be known without asking."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words, listed

BLUESKY = Platform(
    id="bluesky",
    label="Bluesky",
    hosts=("bsky.app",),
    mirrors="www|staging|main",
    apart="staging|main",
    others=("bsky.network", "bsky.dev"),
    ids={
        "profile": Id("A-Za-z0-9.:-", "3,253", fold=True),
        "post": Id("a-z2-7", "10,20"),
        "list": Id("a-z2-7", "10,20"),
        "feed": Id("A-Za-z0-9._~:-", "1,100"),
        "user": Id("A-Za-z0-9-", "2,63", fold=True),
        "pack": Id("a-z2-7", "10,20"),
        "code": Id("A-Za-z0-9", "5,12"),
        "start": Words(("start", "starter-pack")),
        "page": Words(listed("liked-by reposted-by quotes likes")),
        "tab": Words(
            listed(
                "posts replies media video videos likes lists feeds follows followers following known-followers labeler search"
            )
        ),
        "any": ANY,
    },
    kinds=(
        Kind(
            "post",
            key="{profile}/{post}",
            at=(
                "/profile/{profile}/post/{post}",
                "/profile/{profile}/post/{post}/{_page}",
                "embed.bsky.app/embed/{profile}/app.bsky.feed.post/{post}",
            ),
            any_query=True,
            same={
                "some-one.bsky.social/3kabcdefgh234": (
                    "https://bsky.app/profile/some-one.bsky.social/post/3kabcdefgh234",
                    "https://staging.bsky.app/profile/Some-One.bsky.social/post/3kabcdefgh234/",
                    "https://embed.bsky.app/embed/some-one.bsky.social/app.bsky.feed.post/3kabcdefgh234",
                    "http://www.bsky.app/profile/some-one.bsky.social/post/3kabcdefgh234?ref_src=embed",
                )
            },
            other=(
                "https://bsky.app/profile/some-one.bsky.social/post/3kabcdefgh235",
                "https://bsky.app/profile/someone.bsky.social/post/3kabcdefgh234",
                "https://bsky.app/profile/did:plc:abcdefghijklmnop/post/3kabcdefgh234",
            ),
        ),
        Kind(
            "list",
            key="{profile}/{list}",
            at=("/profile/{profile}/lists/{list}",),
            any_query=True,
            same={
                "some-one.bsky.social/3kabcdefgh777": (
                    "https://bsky.app/profile/some-one.bsky.social/lists/3kabcdefgh777",
                    "http://bsky.app/profile/Some-One.bsky.social/lists/3kabcdefgh777/",
                )
            },
            other=(
                "https://bsky.app/profile/some-one.bsky.social/lists/3kabcdefgh776",
                "https://bsky.app/profile/some-one.bsky.social/post/3kabcdefgh777",
            ),
        ),
        Kind(
            "feed",
            key="{profile}/{feed}",
            at=("/profile/{profile}/feed/{feed}",),
            any_query=True,
            same={
                "some-one.bsky.social/boats": (
                    "https://bsky.app/profile/some-one.bsky.social/feed/boats",
                    "http://bsky.app/profile/Some-One.bsky.social/feed/boats/",
                )
            },
            other=(
                "https://bsky.app/profile/some-one.bsky.social/feed/Boats",
                "https://bsky.app/profile/some-one.bsky.social/lists/boats",
            ),
        ),
        Kind(
            "starter-pack",
            key="{profile}/{pack}",
            at=("/{_start}/{profile}/{pack}",),
            any_query=True,
            same={
                "some-one.bsky.social/3kabcdefgh555": (
                    "https://bsky.app/starter-pack/some-one.bsky.social/3kabcdefgh555",
                    "https://bsky.app/start/Some-One.bsky.social/3kabcdefgh555",
                )
            },
            other=(
                "https://bsky.app/starter-pack/some-one.bsky.social/3kabcdefgh556",
                "https://bsky.app/profile/some-one.bsky.social/lists/3kabcdefgh555",
            ),
        ),
        Kind(
            "link",
            key="go.bsky.app/{code}",
            at=("go.bsky.app/{code}",),
            any_query=True,
            same={"go.bsky.app/AbC12de": ("https://go.bsky.app/AbC12de", "go.bsky.app/AbC12de/")},
            other=("https://go.bsky.app/abc12de", "https://bsky.app/AbC12de"),
        ),
        Kind(
            "profile",
            at=("/profile/{profile}", "/profile/@{profile}", "/profile/{profile}/{_tab}"),
            any_query=True,
            same={
                "some-one.bsky.social": (
                    "https://bsky.app/profile/some-one.bsky.social",
                    "https://bsky.app/profile/Some-One.bsky.social/",
                    "https://staging.bsky.app/profile/@some-one.bsky.social",
                    "http://bsky.app/profile/some-one.bsky.social?x=1",
                    "https://bsky.app/profile/some-one.bsky.social/media",
                    "https://bsky.app/profile/some-one.bsky.social/known-followers",
                ),
                "did:plc:abcdefghijklmnopqrstuvwx": (
                    "https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx",
                    "https://bsky.app/profile/did%3Aplc%3Aabcdefghijklmnopqrstuvwx",
                ),
            },
            other=(
                "https://bsky.app/profile/someone.bsky.social",
                "https://bsky.app/some-one.bsky.social",
                "https://bsky.app.evil.example/profile/some-one.bsky.social",
            ),
        ),
        Kind(
            "profile",
            key="{user}.bsky.social",
            at=("{user}.bsky.social/",),
            any_query=True,
            same={
                "some-one.bsky.social": (
                    "https://some-one.bsky.social",
                    "https://bsky.app/profile/some-one.bsky.social",
                )
            },
            other=("https://some-two.bsky.social", "https://bsky.social"),
        ),
    ),
)
