"""X, formerly Twitter. A post's number is enough; user names fold case."""

from datetime import date

from bot.domain.platforms.table import ANY, NUMBER, Id, Kind, Platform, ReportingLink, Words, listed

X = Platform(
    id="x",
    label="X",
    hosts=(
        "x.com",
        "twitter.com",
        "twitter3e4tixl4xyajtrzo62zg5vztmjuricljdp2c5kshju4avyoid.onion",
    ),
    homes=listed("home explore notifications messages"),
    hashbang=True,
    others=listed("twimg.com twittercommunity.com periscope.tv pscp.tv"),
    report=ReportingLink(
        "https://help.x.com/en/forms",
        "https://help.x.com/en/rules-and-policies/x-report-violation",
        date(2026, 9, 4),
    ),
    mirrors="www|m|mobile",
    ids={
        "post": Id("0-9", "2,25"),
        "user": Id("A-Za-z0-9_", "1,15", fold=True),
        "account": NUMBER,
        "list": NUMBER,
        "community": NUMBER,
        "space": Id("A-Za-z0-9", "8,20"),
        "code": Id("A-Za-z0-9", "5,20"),
        "status": Words(("status", "statuses")),
        "intent": Words(("user", "follow")),
        "media": Words(("photo", "video")),
        "number": NUMBER,
        "image": Id("A-Za-z0-9_-", "10,24"),
        "ext": Words(("jpg", "jpeg", "png", "webp", "gif")),
        "tab": Words(
            listed(
                "with_replies timeline tweets info photo header_photo media likes highlights articles followers following superfollows verified_followers about"
            )
        ),
        "broadcast": Id("A-Za-z0-9", "8,20"),
        "event": NUMBER,
        "page": Words(listed("quotes retweets likes analytics history edit_history hidden")),
        "any": ANY,
    },
    reserved=listed(
        "about compose download explore hashtag home i intent jobs login logout messages"
        " notifications privacy search settings share signup tos who_to_follow oauth"
    ),
    tracking=("s", "t", "ref_src", "ref_url", "twcamp", "twterm", "twgr", "cxt", "src"),
    kinds=(
        Kind(
            "post",
            at=(
                "/{_any}/{_status}/{post}",
                "/{_any}/{_status}/{post}/{_media}/{_number}",
                "/{_any}/{_status}/{post}/{_page}",
                "/i/{_status}/{post}",
                "/i/web/{_status}/{post}",
                "/statuses/{post}",
                "/i/videos/{post}",
                "/i/videos/tweet/{post}",
                "/i/cards/tfw/v1/{post}",
                "platform.twitter.com/embed/Tweet.html?id={post}",
            ),
            any_query=True,
            same={
                "1790000000000000001": (
                    "https://x.com/some_one/status/1790000000000000001",
                    "https://twitter.com/some_one/status/1790000000000000001?s=20&t=abc",
                    "https://mobile.twitter.com/Some_One/status/1790000000000000001/photo/1",
                    "https://x.com/i/web/status/1790000000000000001",
                    "https://twitter.com/i/status/1790000000000000001",
                    "http://www.twitter.com/some_one/statuses/1790000000000000001",
                    "https://twitter.com/#!/some_one/status/1790000000000000001",
                    "https://x.com/some_one/status/1790000000000000001/quotes",
                )
            },
            other=(
                "https://x.com/some_one/status/1790000000000000002",
                "https://x.com/some_one",
                "https://x.com.evil.example/some_one/status/1790000000000000001",
                "https://netflix.com/some_one/status/1790000000000000001",
            ),
        ),
        Kind(
            "list",
            at=("/i/lists/{list}", "/i/lists/{list}/members"),
            any_query=True,
            same={
                "1234567890123456789": (
                    "https://x.com/i/lists/1234567890123456789",
                    "https://twitter.com/i/lists/1234567890123456789?s=20",
                    "https://mobile.twitter.com/i/lists/1234567890123456789/",
                    "http://www.x.com/i/lists/1234567890123456789/members",
                )
            },
            other=(
                "https://x.com/i/lists/1234567890123456780",
                "https://x.com/i/communities/1234567890123456789",
            ),
        ),
        Kind(
            "community",
            at=("/i/communities/{community}",),
            any_query=True,
            same={
                "1490000000000000009": (
                    "https://x.com/i/communities/1490000000000000009",
                    "https://twitter.com/i/communities/1490000000000000009/?s=20",
                )
            },
            other=(
                "https://x.com/i/communities/1490000000000000008",
                "https://x.com/i/lists/1490000000000000009",
            ),
        ),
        Kind(
            "space",
            at=("/i/spaces/{space}", "/i/spaces/{space}/peek"),
            any_query=True,
            same={
                "1YpKkAbCdEfGj": (
                    "https://x.com/i/spaces/1YpKkAbCdEfGj",
                    "https://twitter.com/i/spaces/1YpKkAbCdEfGj/peek?s=20",
                )
            },
            other=("https://x.com/i/spaces/1YpKkAbCdEfGJ", "https://x.com/1YpKkAbCdEfGj"),
        ),
        Kind(
            "broadcast",
            at=("/i/broadcasts/{broadcast}",),
            any_query=True,
            same={
                "1yNGaQLWpejGj": (
                    "https://twitter.com/i/broadcasts/1yNGaQLWpejGj",
                    "https://x.com/i/broadcasts/1yNGaQLWpejGj?s=20",
                )
            },
            other=(
                "https://x.com/i/broadcasts/1yNGaQLWpejGJ",
                "https://x.com/i/spaces/1yNGaQLWpejGj",
            ),
        ),
        Kind(
            "event",
            at=("/i/events/{event}",),
            any_query=True,
            same={
                "1910629646300762112": (
                    "https://x.com/i/events/1910629646300762112",
                    "https://mobile.twitter.com/i/events/1910629646300762112",
                )
            },
            other=(
                "https://x.com/i/events/1910629646300762113",
                "https://x.com/i/status/1910629646300762112",
            ),
        ),
        Kind(
            "account",
            at=("/i/user/{account}", "/intent/user?user_id={account}"),
            any_query=True,
            same={
                "783214": (
                    "https://x.com/i/user/783214",
                    "https://twitter.com/intent/user?user_id=783214",
                )
            },
            other=("https://x.com/783214", "https://x.com/i/user/783215"),
        ),
        Kind(
            "user",
            at=("/{user}", "/@{user}", "/{user}/{_tab}", "/intent/{_intent}?screen_name={user}"),
            any_query=True,
            same={
                "some_one": (
                    "https://x.com/some_one",
                    "https://twitter.com/Some_One?ref_src=twsrc%5Etfw",
                    "https://mobile.twitter.com/some_one/with_replies",
                    "https://www.x.com/@some_one/",
                    "https://twitter.com/intent/user?screen_name=SOME_ONE",
                    "https://twitter.com/#!/some_one",
                    "https://twitter.com/other#!/some_one",
                )
            },
            other=(
                "https://x.com/someone",
                "https://x.com/explore",
                "https://t.me/some_one",
                "https://x.com/some_one/status/1790000000000000001",
            ),
        ),
        Kind(
            "image",
            at=(
                "pbs.twimg.com/media/{image}?format={_ext}",
                "pbs.twimg.com/media/{image}.{_ext}",
                "pbs.twimg.com/media/{image}.{_ext}:{_any}",
            ),
            any_query=True,
            same={
                "EqcpviCVoAAG-QG": (
                    "https://pbs.twimg.com/media/EqcpviCVoAAG-QG?format=jpg&name=orig",
                    "https://pbs.twimg.com/media/EqcpviCVoAAG-QG.jpg:orig",
                    "https://pbs.twimg.com/media/EqcpviCVoAAG-QG.jpg?name=small",
                )
            },
            other=(
                "https://pbs.twimg.com/media/EqcpviCVoAAG-QH.jpg",
                "https://pbs.twimg.com/profile_images/EqcpviCVoAAG-QG.jpg",
            ),
        ),
        Kind(
            "link",
            at=("t.co/{code}",),
            key="t.co/{code}",
            any_query=True,
            same={
                "t.co/AbCdEfGh12": (
                    "https://t.co/AbCdEfGh12",
                    "http://t.co/AbCdEfGh12/",
                    "t.co/AbCdEfGh12?amp=1",
                    "https://www.t.co/AbCdEfGh12",
                )
            },
            other=("https://t.co/abcdefgh12", "https://x.com/AbCdEfGh12"),
        ),
    ),
)
