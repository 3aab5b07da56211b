"""Tumblr. A blog has a host of its own or a path; its name folds case."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words, listed

TUMBLR = Platform(
    id="tumblr",
    label="Tumblr",
    hosts=("tumblr.com",),
    mirrors="www|m",
    others=("txmblr.com", "tumblr.co"),
    ids={
        "blog": Id("A-Za-z0-9-", "1,40", fold=True),
        "post": Id("0-9", "6,22"),
        "code": Id("A-Za-z0-9_-", "4,40"),
        "tab": Words(("archive", "likes", "following")),
        "tag": Id("A-Za-z0-9%+_.~-", "1,140"),
        "date": Id("0-9/", "8,10", first="[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"),
        "any": ANY,
    },
    reserved=listed(
        "about communities dashboard docs download explore following help inbox likes login"
        " policy privacy register search settings shop tagged tips"
    ),
    tracking=("source",),
    kinds=(
        Kind(
            "post",
            key="{blog}/{post}",
            at=(
                "{blog}.tumblr.com/post/{post}",
                "{blog}.tumblr.com/post/{post}/{_any}",
                "{blog}.tumblr.com/image/{post}",
                "/{blog}/{post}",
                "/{blog}/{post}/{_any}",
                "/blog/view/{blog}/{post}",
                "/blog/{blog}/{post}",
                "/blog/view/{blog}/{post}/{_any}",
                "/dashboard/blog/{blog}/{post}",
            ),
            any_query=True,
            same={
                "sea-crossings/700000000000000001": (
                    "https://sea-crossings.tumblr.com/post/700000000000000001",
                    "https://sea-crossings.tumblr.com/post/700000000000000001/how-we-go",
                    "https://www.tumblr.com/sea-crossings/700000000000000001/how-we-go?source=share",
                    "https://www.tumblr.com/blog/view/sea-crossings/700000000000000001",
                    "http://Sea-Crossings.tumblr.com/post/700000000000000001/#notes",
                )
            },
            other=(
                "https://sea-crossings.tumblr.com/post/700000000000000002",
                "https://seacrossings.tumblr.com/post/700000000000000001",
                "https://sea-crossings.tumblr.com/",
            ),
        ),
        Kind(
            "blog",
            at=(
                "{blog}.tumblr.com/",
                "{blog}.tumblr.com/{_tab}",
                "/{blog}",
                "/blog/{blog}",
                "/blog/view/{blog}",
                "/dashboard/blog/{blog}",
                "/{blog}/{_tab}",
                "/blog/{blog}/{_tab}",
                "/blog/view/{blog}/{_tab}",
            ),
            same={
                "sea-crossings": (
                    "https://sea-crossings.tumblr.com/",
                    "https://www.tumblr.com/sea-crossings",
                    "https://www.tumblr.com/blog/view/Sea-Crossings",
                    "http://tumblr.com/blog/sea-crossings?utm_source=x",
                    "https://sea-crossings.tumblr.com/archive",
                )
            },
            other=(
                "https://sea-crossing.tumblr.com/",
                "https://www.tumblr.com/explore",
                "https://sea-crossings.tumblr.com/tagged/boats",
                "https://sea-crossings.tumblr.com.evil.example/",
            ),
        ),
        Kind(
            "tagged",
            key="{blog}/{tag}",
            at=(
                "{blog}.tumblr.com/tagged/{tag}",
                "/{blog}/tagged/{tag}",
                "/blog/{blog}/tagged/{tag}",
                "/blog/view/{blog}/tagged/{tag}",
            ),
            same={
                "sea-crossings/boats": (
                    "https://sea-crossings.tumblr.com/tagged/boats",
                    "https://www.tumblr.com/sea-crossings/tagged/boats",
                    "https://www.tumblr.com/blog/view/sea-crossings/tagged/boats",
                    "https://www.tumblr.com/blog/sea-crossings/tagged/boats?source=share",
                )
            },
            other=(
                "https://sea-crossings.tumblr.com/tagged/boat",
                "https://www.tumblr.com/tagged/boats",
                "https://www.tumblr.com/sea-crossings/boats",
            ),
        ),
        Kind(
            "day",
            key="{blog}/{date}",
            at=(
                "{blog}.tumblr.com/day/{date}",
                "/{blog}/day/{date}",
                "/blog/{blog}/day/{date}",
                "/blog/view/{blog}/day/{date}",
            ),
            same={
                "sea-crossings/2018/01/05": (
                    "https://sea-crossings.tumblr.com/day/2018/01/05",
                    "https://www.tumblr.com/sea-crossings/day/2018/01/05",
                    "https://www.tumblr.com/blog/view/sea-crossings/day/2018/01/05",
                )
            },
            other=(
                "https://sea-crossings.tumblr.com/day/2018/01/06",
                "https://sea-crossings.tumblr.com/day/2018/01",
            ),
        ),
        Kind(
            "link",
            key="tmblr.co/{code}",
            at=("tmblr.co/{code}",),
            any_query=True,
            same={
                "tmblr.co/ZabcD1e_f": ("https://tmblr.co/ZabcD1e_f", "http://tmblr.co/ZabcD1e_f/")
            },
            other=("https://tmblr.co/ZabcD1e_F", "https://www.tumblr.com/ZabcD1e_f"),
        ),
    ),
)
