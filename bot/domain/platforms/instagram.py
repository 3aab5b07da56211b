"""Instagram. Posts, reels and videos share one set of codes; user names fold case."""

from bot.domain.platforms.table import ANY, NUMBER, Id, Kind, Platform, Words, listed

INSTAGRAM = Platform(
    id="instagram",
    label="Instagram",
    hosts=("instagram.com", "instagr.am"),
    homes=listed("explore reels direct/inbox"),
    others=listed("cdninstagram.com instagram.net ig.me igsonar.com"),
    ids={
        "post": Id("A-Za-z0-9_-", "5,60"),
        "user": Id("A-Za-z0-9._", "1,30", fold=True),
        "story": NUMBER,
        "highlight": NUMBER,
        "channel": Id("A-Za-z0-9_-", "5,60"),
        "share": Id("A-Za-z0-9_-", "5,60"),
        "form": Words(("p", "reel")),
        "tag": Id("A-Za-z0-9_%", "1,200", fold=True),
        "tab": Words(
            listed(
                "tagged reels channel guides photos posts saved followers following highlights reposts"
            )
        ),
        "audio": NUMBER,
        "location": NUMBER,
        "stories": Id("A-Za-z0-9._", "1,30", fold=True, never=("highlights",)),
        "view": Words(("embed", "captioned", "media", "liked_by", "comments")),
        "any": ANY,
    },
    reserved=listed(
        "about accounts api archive challenge create developer direct directory emails explore"
        " graphql invites legal press s session stories tv web"
    ),
    views=("hl", "locale"),
    tracking=("ig_mid", "ig_rid", "utm_source", "ig_web_copy_link", "ig_web_button_share_sheet"),
    kinds=(
        Kind(
            "share",
            at=("/share/{share}", "/share/{_form}/{share}"),
            any_query=True,
            same={
                "BAbCdEfGhI": (
                    "https://www.instagram.com/share/BAbCdEfGhI",
                    "https://www.instagram.com/share/reel/BAbCdEfGhI/",
                )
            },
            other=(
                "https://www.instagram.com/share/BAbCdEfGhi",
                "https://www.instagram.com/p/BAbCdEfGhI",
            ),
        ),
        Kind(
            "post",
            at=(
                "/p/{post}",
                "/p/{post}/{_view}",
                "/p/{post}/embed/captioned",
                "/reel/{post}",
                "/reel/{post}/{_view}",
                "/reel/{post}/embed/captioned",
                "/reels/{post}",
                "/tv/{post}",
                "/tv/{post}/{_view}",
                "/tv/{post}/embed/captioned",
                "/{_any}/p/{post}",
                "/{_any}/p/{post}/{_view}",
                "/{_any}/reel/{post}",
                "/{_any}/reel/{post}/{_view}",
                "/{_any}/tv/{post}",
            ),
            any_query=True,
            same={
                "CxYz_12-AbC": (
                    "https://www.instagram.com/p/CxYz_12-AbC/",
                    "https://instagram.com/p/CxYz_12-AbC?igsh=MzRlODBiNWFlZA==",
                    "https://www.instagram.com/reel/CxYz_12-AbC/?img_index=2",
                    "https://www.instagram.com/some.one/p/CxYz_12-AbC/",
                    "http://instagr.am/p/CxYz_12-AbC/embed/",
                    "https://www.instagram.com/p/CxYz_12-AbC/embed/captioned/?cr=1&v=14",
                    "https://www.instagram.com/reel/CxYz_12-AbC/embed/captioned/",
                    "https://www.instagram.com/some.one/reel/CxYz_12-AbC/embed/",
                    "https://www.instagram.com/tv/CxYz_12-AbC/",
                )
            },
            other=(
                "https://www.instagram.com/p/CxYz_12-Abc/",
                "https://www.instagram.com/p/CxYz_12-AbC/c/17900000000000000/",
                "https://www.threads.net/t/CxYz_12-AbC",
            ),
        ),
        Kind(
            "highlight",
            at=("/stories/highlights/{highlight}",),
            any_query=True,
            same={
                "17900000000000001": (
                    "https://www.instagram.com/stories/highlights/17900000000000001/",
                    "https://instagram.com/stories/highlights/17900000000000001?igshid=x",
                )
            },
            other=(
                "https://www.instagram.com/stories/highlights/17900000000000002/",
                "https://www.instagram.com/stories/some.one/17900000000000001/",
            ),
        ),
        Kind(
            "stories",
            at=("/stories/{stories}",),
            any_query=True,
            same={
                "some.one": (
                    "https://www.instagram.com/stories/some.one/",
                    "https://instagram.com/stories/Some.One?igsh=x",
                )
            },
            other=(
                "https://www.instagram.com/some.one/",
                "https://www.instagram.com/stories/some.one/3200000000000000001/",
            ),
        ),
        Kind(
            "audio",
            at=("/reels/audio/{audio}",),
            any_query=True,
            same={
                "1234567890123456": (
                    "https://www.instagram.com/reels/audio/1234567890123456/",
                    "https://instagram.com/reels/audio/1234567890123456?igsh=x",
                )
            },
            other=(
                "https://www.instagram.com/reels/audio/1234567890123457/",
                "https://www.instagram.com/reels/1234567890123456/",
            ),
        ),
        Kind(
            "location",
            at=("/explore/locations/{location}", "/explore/locations/{location}/{_any}"),
            any_query=True,
            same={
                "213131048": (
                    "https://www.instagram.com/explore/locations/213131048/",
                    "https://instagram.com/explore/locations/213131048/a-beach/",
                )
            },
            other=(
                "https://www.instagram.com/explore/locations/213131049/",
                "https://www.instagram.com/explore/tags/213131048/",
            ),
        ),
        Kind(
            "story",
            key="{user}/{story}",
            at=("/stories/{user}/{story}",),
            any_query=True,
            same={
                "some.one/3200000000000000001": (
                    "https://www.instagram.com/stories/some.one/3200000000000000001/",
                    "https://instagram.com/stories/Some.One/3200000000000000001?igsh=x",
                )
            },
            other=(
                "https://www.instagram.com/stories/some.one/3200000000000000002/",
                "https://www.instagram.com/stories/some.one/",
            ),
        ),
        Kind(
            "channel",
            at=("/channel/{channel}",),
            any_query=True,
            same={
                "AbYxW_9-k": (
                    "https://www.instagram.com/channel/AbYxW_9-k/",
                    "https://instagram.com/channel/AbYxW_9-k?igsh=x",
                )
            },
            other=(
                "https://www.instagram.com/channel/abyxw_9-k/",
                "https://www.instagram.com/p/AbYxW_9-k/",
            ),
        ),
        Kind(
            "tag",
            at=("/explore/tags/{tag}",),
            any_query=True,
            same={
                "harraga": (
                    "https://www.instagram.com/explore/tags/harraga/",
                    "https://instagram.com/explore/tags/Harraga?hl=fr",
                )
            },
            other=(
                "https://www.instagram.com/explore/tags/harraga1/",
                "https://www.instagram.com/harraga",
            ),
        ),
        Kind(
            "user",
            at=("/{user}", "/{user}/{_tab}", "/_u/{user}", "/_n/{user}"),
            any_query=True,
            same={
                "some.one_": (
                    "https://www.instagram.com/some.one_/",
                    "https://instagram.com/Some.One_?igsh=MXd4&utm_source=qr",
                    "http://m.instagram.com/some.one_/reels/",
                    "https://www.instagram.com/_u/some.one_",
                    "instagr.am/some.one_?hl=en",
                )
            },
            other=(
                "https://www.instagram.com/someone_/",
                "https://www.instagram.com/some.one/",
                "https://www.instagram.com/explore/",
                "https://www.threads.net/@some.one_",
            ),
        ),
    ),
)
