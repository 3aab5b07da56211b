"""Reddit. Ids are numbers in base 36, so case does not count; neither does it in names."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words, listed

REDDIT = Platform(
    id="reddit",
    label="Reddit",
    hosts=("reddit.com",),
    mirrors="www|embed|old|new|sh|np|m|i|amp|ssl|[a-z]{2}|[a-z]{2}-[a-z]{2}",
    others=listed(
        "redditmedia.com reddituploads.com redditstatic.com redditinc.com redditblog.com"
    ),
    ids={
        "subreddit": Id("A-Za-z0-9_", "2,24", fold=True),
        "user": Id("A-Za-z0-9_-", "3,24", fold=True),
        "post": Id("A-Za-z0-9", "4,12", fold=True),
        "comment": Id("A-Za-z0-9", "4,12", fold=True),
        "code": Id("A-Za-z0-9", "5,30"),
        "video": Id("A-Za-z0-9", "8,20"),
        "r": Words(("r", "u", "user")),
        "u": Words(("u", "user")),
        "sort": Words(listed("hot new top rising controversial best about .rss .json")),
        "tab": Words(listed("overview submitted comments posts gilded hot new top .rss .json")),
        "any": ANY,
    },
    tracking=listed("share_id rdt ref ref_source ref_campaign web3x web3xcss correlation_id"),
    kinds=(
        Kind(
            "comment",
            key="{post}/{comment}",
            at=(
                "/{_r}/{_any}/comments/{post}/{_any}/{comment}",
                "/comments/{post}/{_any}/{comment}",
            ),
            any_query=True,
            same={
                "1abc2d/kxyz12": (
                    "https://www.reddit.com/r/Harraga/comments/1abc2d/how_to_go/kxyz12/",
                    "https://old.reddit.com/r/harraga/comments/1abc2d/how_to_go/kxyz12/?context=3",
                    "https://www.reddit.com/r/harraga/comments/1abc2d/comment/kxyz12/",
                    "https://reddit.com/comments/1abc2d/_/kxyz12",
                )
            },
            other=(
                "https://www.reddit.com/r/Harraga/comments/1abc2d/how_to_go/kxyz13/",
                "https://www.reddit.com/r/Harraga/comments/1abc2d/how_to_go/",
            ),
        ),
        Kind(
            "post",
            at=(
                "/{_r}/{_any}/comments/{post}",
                "/{_r}/{_any}/comments/{post}/{_any}",
                "/comments/{post}",
                "/comments/{post}/{_any}",
                "/gallery/{post}",
                "/tb/{post}",
                "redd.it/{post}",
                "redditmedia.com/{_r}/{_any}/comments/{post}",
                "redditmedia.com/{_r}/{_any}/comments/{post}/{_any}",
            ),
            any_query=True,
            same={
                "1abc2d": (
                    "https://www.reddit.com/r/Harraga/comments/1abc2d/how_to_go/",
                    "https://old.reddit.com/r/harraga/comments/1abc2d",
                    "https://redd.it/1abc2d",
                    "https://reddit.com/comments/1abc2d/other_title?utm_source=share",
                    "https://np.reddit.com/user/some_one/comments/1abc2d/how_to_go/",
                    "https://www.reddit.com/gallery/1abc2d",
                )
            },
            other=(
                "https://www.reddit.com/r/Harraga/comments/1abc2e/how_to_go/",
                "https://www.reddit.com/r/Harraga/comments/1abc2d/how_to_go/kxyz12/",
                "https://v.redd.it/1abc2d",
                "https://redd.it.evil.example/1abc2d",
            ),
        ),
        Kind(
            "link",
            key="{code}",
            at=("/{_r}/{_any}/s/{code}",),
            any_query=True,
            same={
                "AbCdEf1234": (
                    "https://www.reddit.com/r/Harraga/s/AbCdEf1234",
                    "https://reddit.com/r/harraga/s/AbCdEf1234/",
                )
            },
            other=(
                "https://www.reddit.com/r/Harraga/s/abcdef1234",
                "https://www.reddit.com/r/Harraga/",
            ),
        ),
        Kind(
            "video",
            at=("v.redd.it/{video}", "v.redd.it/{video}/{_any}", "/video/{video}"),
            any_query=True,
            same={
                "abcd1234efgh5": (
                    "https://v.redd.it/abcd1234efgh5",
                    "http://v.redd.it/abcd1234efgh5/",
                )
            },
            other=("https://v.redd.it/abcd1234efgh6", "https://redd.it/abcd1234efgh5"),
        ),
        Kind(
            "subreddit",
            at=("/r/{subreddit}", "/r/{subreddit}/{_sort}"),
            any_query=True,
            same={
                "harraga": (
                    "https://www.reddit.com/r/Harraga/",
                    "https://old.reddit.com/r/harraga/new",
                    "http://reddit.com/r/harraga?rdt=4",
                    "https://fr.reddit.com/r/HARRAGA/top/?t=all",
                )
            },
            other=(
                "https://www.reddit.com/r/Harraga2/",
                "https://www.reddit.com/user/Harraga/",
                "https://www.reddit.com/r/Harraga/search?q=x",
                "https://www.reddit.com/r/Harraga/wiki",
            ),
        ),
        Kind(
            "user",
            at=("/{_u}/{user}", "/{_u}/{user}/{_tab}", "/r/u_{user}"),
            any_query=True,
            same={
                "some-one_1": (
                    "https://www.reddit.com/user/Some-One_1/",
                    "https://old.reddit.com/u/some-one_1",
                    "https://reddit.com/user/some-one_1/submitted/?sort=top",
                    "https://www.reddit.com/r/u_Some-One_1/",
                )
            },
            other=(
                "https://www.reddit.com/user/Some-One_2/",
                "https://www.reddit.com/r/some_one_1/",
                "https://www.reddit.com/user/Some-One_1/m/boats",
            ),
        ),
    ),
)
