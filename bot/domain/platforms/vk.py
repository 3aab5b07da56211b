"""VK. The parameters `w` and `z` open something else over a page, and that is the page meant."""

from bot.domain.platforms.table import ANY, NUMBER, Id, Kind, Platform, Words, listed
from bot.domain.platforms.vk_media import MEDIA, PAIR

VK = Platform(
    id="vk",
    label="VK",
    hosts=("vk.com", "vk.ru", "vkontakte.ru"),
    homes=listed("feed im al_feed.php"),
    mirrors="www|m|new|oauth|vksport",
    apart="oauth",
    others=listed(
        "userapi.com vk-cdn.net vkuser.net vkuservideo.net vkuserphoto.ru vk-portal.net vk.company vkplay.ru"
    ),
    ids={
        "post": PAIR,
        "video": PAIR,
        "clip": PAIR,
        "photo": PAIR,
        "topic": PAIR,
        "product": PAIR,
        "thread": Id("0-9_-", "3,41", first="-?[0-9]{1,20}_[0-9]{1,20}"),
        "reply": NUMBER,
        "album": Id("0-9_-", "3,41", first="-?[0-9]{1,20}_(?:[0-9]{1,20}|-[0-9]{1,3})(?![0-9_-])"),
        "document": PAIR,
        "owner": Id("0-9-", "1,20", first="-?[0-9]{1,19}(?![0-9-])"),
        "number": NUMBER,
        "code": Id("A-Za-z0-9", "4,20"),
        "user": NUMBER,
        "group": NUMBER,
        "community": Words(("club", "public", "event")),
        "invite": Id("A-Za-z0-9/=+_-", "8,100"),
        "recording": Id("a-f0-9-", "36"),
        "stream": Id("A-Za-z0-9_.-", "2,64"),
        # What an app shows stands behind its `#`.
        "name": Id(
            "A-Za-z0-9_.",
            "2,64",
            fold=True,
            first=r"(?!app[0-9]+(?:_[0-9]+)?(?![A-Za-z0-9_.])).*[A-Za-z]",
        ),
        "any": ANY,
    },
    reserved=listed(
        "about ads albums apps audio away away.php bookmarks docs feed friends groups help im"
        " login market photos restore search settings share.php stickers support terms video"
        " video_ext.php videos join"
    ),
    tracking=listed("from fromgroup ref trackcode track_code"),
    views=listed("lang act own offset section list mode profile api_id hash"),
    kinds=(
        Kind(
            "comment",
            key="{thread}/{reply}",
            at=("/wall{thread}_r{reply}", "/wall{thread}?reply={reply}"),
            same={
                "-123456_789/3": (
                    "https://vk.com/wall-123456_789_r3",
                    "https://m.vk.com/wall-123456_789?reply=3",
                )
            },
            other=(
                "https://vk.com/wall-123456_789_r4",
                "https://vk.com/wall-123456_789",
            ),
        ),
        Kind(
            "post",
            at=("/wall{post}", "/{_any}?w=wall{post}", "/?w=wall{post}"),
            same={
                "-123456_789": (
                    "https://vk.com/wall-123456_789",
                    "https://m.vk.com/wall-123456_789?from=feed",
                    "https://vk.com/club123456?w=wall-123456_789",
                    "https://vk.ru/feed?w=wall-123456_789%2Fall",
                )
            },
            other=(
                "https://vk.com/wall123456_789",
                "https://vk.com/wall-123456_790",
                "https://vk.com/wall-123456_789?reply=5",
                "https://vk.com/wall-123456_789_r5",
                "https://vk.com/wall-123456",
            ),
        ),
        *MEDIA,
        Kind(
            "link",
            key="vk.cc/{code}",
            at=("vk.cc/{code}",),
            any_query=True,
            same={"vk.cc/aB1cD2": ("https://vk.cc/aB1cD2", "http://vk.cc/aB1cD2/")},
            other=("https://vk.cc/ab1cd2", "https://vk.com/aB1cD2"),
        ),
        Kind(
            "topic",
            at=("/topic{topic}",),
            same={
                "-123456_35": (
                    "https://vk.com/topic-123456_35",
                    "https://m.vk.com/topic-123456_35?offset=20",
                )
            },
            other=("https://vk.com/topic-123456_36", "https://vk.com/topic-123456_35?post=7"),
        ),
        Kind(
            "product",
            at=("/{_any}?w=product{product}",),
            any_query=True,
            unless=("z",),
            same={
                "-123456_99": (
                    "https://vk.com/market-123456?w=product-123456_99",
                    "https://m.vk.com/market-123456?w=product-123456_99%2Fquery",
                )
            },
            other=(
                "https://vk.com/market-123456?w=product-123456_98",
                "https://vk.com/market-123456",
            ),
        ),
        Kind(
            "group",
            at=("/{_community}{group}",),
            same={
                "123456": (
                    "https://vk.com/club123456",
                    "https://vk.com/public123456",
                    "https://m.vk.com/event123456",
                    "http://vkontakte.ru/club123456/",
                )
            },
            other=(
                "https://vk.com/club123457",
                "https://vk.com/id123456",
                "https://vk.com/club123456?w=wall-123456_1",
            ),
        ),
        Kind(
            "user",
            at=("/id{user}",),
            same={
                "123456": (
                    "https://vk.com/id123456",
                    "https://m.vk.com/id123456?from=search",
                    "http://vk.ru/id123456/",
                    "vkontakte.ru/id123456",
                )
            },
            other=(
                "https://vk.com/id123457",
                "https://vk.com/club123456",
                "https://vk.com/idea123456",
            ),
        ),
        Kind(
            "chat-invite",
            key="{invite}",
            at=("vk.me/join/{invite}", "/join/{invite}"),
            any_query=True,
            same={
                "AJQ1d/abc+DEF==": (
                    "https://vk.me/join/AJQ1d/abc+DEF==",
                    "http://vk.com/join/AJQ1d/abc%2BDEF==",
                )
            },
            other=("https://vk.me/join/AJQ1d/abc+DEf==", "https://vk.me/AJQ1d"),
        ),
        Kind(
            "name",
            at=("/{name}", "/@{name}", "vk.me/{name}"),
            same={
                "some_name": (
                    "https://vk.com/some_name",
                    "https://m.vk.com/Some_Name",
                    "http://vk.ru/some_name/",
                    "https://vk.me/some_name",
                )
            },
            other=(
                "https://vk.com/some.name",
                "https://vk.com/feed",
                "https://vk.com/some_name?w=wall1_2",
                "https://vk.com/app7362610",
                "https://evilvk.com/some_name",
            ),
        ),
    ),
)
