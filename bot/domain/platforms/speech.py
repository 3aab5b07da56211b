"""Odysee, Gab, Parler and Substack. Forms: yt-dlp's extractors of these names.

What has no form there (a name without its claim, a profile) is a page at the platform's first host.
"""

from bot.domain.platforms.table import Id, Kind, Platform, Words

ODYSEE = Platform(
    id="odysee",
    label="Odysee",
    hosts=("odysee.com", "lbry.tv"),
    mirrors="www",
    others=("lbry.com",),
    # Who shared it, and where its player stands
    tracking=("r", "src"),
    ids={
        # A shorter claim may come to mean another; the whole one never does.
        "claim": Id("a-f0-9", "40"),
        "name": Id("^/:", "1,300"),
        "channel": Id("^/", "1,300"),
        "form": Words(("embed", "download")),
    },
    kinds=(
        Kind(
            "claim",
            at=("/$/{_form}/{_name}/{claim}", "/{_name}:{claim}", "/@{_channel}/{_name}:{claim}"),
            any_query=True,
            same={
                "e7d93d772bd87e2b62d5ab993c1c3ced86ebb396": (
                    "https://lbry.tv/Episode-1:e7d93d772bd87e2b62d5ab993c1c3ced86ebb396",
                    "https://odysee.com/Episode-1:e7d93d772bd87e2b62d5ab993c1c3ced86ebb396?r=a",
                    "https://lbry.tv/$/embed/Episode-1/e7d93d772bd87e2b62d5ab993c1c3ced86ebb396",
                    "https://lbry.tv/$/download/Episode-1/e7d93d772bd87e2b62d5ab993c1c3ced86ebb396",
                    "https://odysee.com/@Boats:1/Episode-1:e7d93d772bd87e2b62d5ab993c1c3ced86ebb396",
                )
            },
            other=(
                "https://odysee.com/Episode-1:e7",
                "https://odysee.com/Episode-1",
                "https://odysee.com/Episode-1:e7d93d772bd87e2b62d5ab993c1c3ced86ebb397",
            ),
        ),
    ),
)

GAB = Platform(
    id="gab",
    label="Gab",
    hosts=("gab.com",),
    others=("gab.ai",),
    ids={"post": Id("0-9", "8,25"), "user": Id("A-Za-z0-9_.-", "1,60")},
    kinds=(
        Kind(
            "post",
            at=("/{_user}/posts/{post}",),
            any_query=True,
            same={
                "107163961867310434": (
                    "https://gab.com/some_one/posts/107163961867310434",
                    "http://www.gab.com/some_one/posts/107163961867310434/?a=b",
                )
            },
            other=("https://gab.com/some_one/posts/107163961867310435", "https://gab.com/some_one"),
        ),
    ),
)

PARLER = Platform(
    id="parler",
    label="Parler",
    hosts=("parler.com",),
    ids={"post": Id("a-f0-9-", "36", fold=True)},
    kinds=(
        Kind(
            "post",
            at=("/feed/{post}",),
            any_query=True,
            same={
                "df79fdba-07cc-48fe-b085-3293897520d7": (
                    "https://parler.com/feed/df79fdba-07cc-48fe-b085-3293897520d7",
                    "https://www.parler.com/feed/df79fdba-07cc-48fe-b085-3293897520d7/?a=b",
                )
            },
            other=(
                "https://parler.com/feed/df79fdba-07cc-48fe-b085-3293897520d8",
                "https://parler.com/some_one",
            ),
        ),
    ),
)

SUBSTACK = Platform(
    id="substack",
    label="Substack",
    hosts=("substack.com",),
    mirrors="www",
    others=("substackcdn.com",),
    ids={
        "blog": Id("a-z0-9-", "1,63", fold=True, never=("www", "open", "api")),
        "post": Id("A-Za-z0-9_-", "1,200"),
    },
    kinds=(
        Kind(
            "post",
            key="{blog}/{post}",
            at=("{blog}.substack.com/p/{post}", "open.substack.com/pub/{blog}/p/{post}"),
            any_query=True,
            same={
                "boats/summers": (
                    "https://boats.substack.com/p/summers",
                    "http://boats.substack.com/p/summers/?s=r",
                    "https://open.substack.com/pub/boats/p/summers?r=1a&utm_medium=ios",
                    "https://Boats.substack.com/p/summers?utm_source=a&r=b",
                )
            },
            other=(
                "https://boats.substack.com/p/summers-2",
                "https://boat.substack.com/p/summers",
                "https://boats.substack.com/p/summers/comments",
                "https://open.substack.com/p/summers",
            ),
        ),
    ),
)
