"""Threads. A post's code says which post it is; user names are Instagram's and fold case."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words, listed

THREADS = Platform(
    id="threads",
    label="Threads",
    hosts=("threads.net", "threads.com"),
    homes=listed("for_you following"),
    ids={
        "post": Id("A-Za-z0-9_-", "5,60"),
        "user": Id("A-Za-z0-9._", "1,30", fold=True),
        "tab": Words(("replies", "media", "reposts")),
        "view": Words(("embed", "media")),
        "any": ANY,
    },
    tracking=("xmt", "slof"),
    kinds=(
        Kind(
            "post",
            at=(
                "/@{_any}/post/{post}",
                "/@{_any}/post/{post}/{_view}",
                "/t/{post}",
                "/t/{post}/{_view}",
            ),
            any_query=True,
            same={
                "CxYz_12-AbC": (
                    "https://www.threads.net/@some.one/post/CxYz_12-AbC",
                    "https://www.threads.com/@some.one/post/CxYz_12-AbC?xmt=AQGz",
                    "https://threads.net/t/CxYz_12-AbC/",
                    "http://www.threads.net/t/CxYz_12-AbC/embed",
                )
            },
            other=(
                "https://www.threads.net/@some.one/post/CxYz_12-Abc",
                "https://www.threads.net/@some.one",
                "https://www.instagram.com/p/CxYz_12-AbC/",
            ),
        ),
        Kind(
            "user",
            at=("/@{user}", "/@{user}/{_tab}"),
            any_query=True,
            same={
                "some.one": (
                    "https://www.threads.net/@some.one",
                    "https://www.threads.com/@Some.One?igshid=NTc4",
                    "https://threads.net/@some.one/replies",
                    "http://threads.com/%40some.one/",
                )
            },
            other=("https://www.threads.net/@someone", "https://www.threads.net/some.one"),
        ),
    ),
)
