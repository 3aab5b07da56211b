"""TikTok. Ids of videos and photo posts are numbers of one series; user names fold case."""

from datetime import date

from bot.domain.platforms.table import ANY, NUMBER, Id, Kind, Platform, ReportingLink, Words, listed

TIKTOK = Platform(
    id="tiktok",
    label="TikTok",
    hosts=("tiktok.com",),
    homes=listed("foryou following explore live en"),
    others=listed(
        "tiktokcdn.com tiktokcdn-us.com tiktokcdn-eu.com tiktokv.us ttwstatic.com byteoversea.com"
    ),
    report=ReportingLink(
        "https://www.tiktok.com/legal/report/feedback",
        "https://support.tiktok.com/en/safety-hc/report-a-problem/report-an-impersonation-account",
        date(2026, 9, 4),
    ),
    ids={
        "video": Id("0-9", "8,25"),
        "user": Id("A-Za-z0-9._", "1,40", fold=True),
        "live": Id("A-Za-z0-9._", "1,40", fold=True),
        "code": Id("A-Za-z0-9", "5,30"),
        "sound": NUMBER,
        "tag": Id("A-Za-z0-9_%", "1,200", fold=True),
        "version": Words(("v1", "v2", "v3")),
        "post": Words(("video", "photo")),
        "collection": Id("0-9", "8,25"),
        "playlist": Id("0-9", "8,25"),
        "effect": NUMBER,
        "room": Id("0-9", "8,25"),
        "tab": Words(
            listed("posts reposts stories liked likes saved favorites following followers")
        ),
        "any": ANY,
    },
    reserved=listed("about discover explore following foryou legal login search upload"),
    tracking=listed(
        "is_from_webapp is_copy_url sender_device sender_web_id web_id _r _t _d share_app_id"
        " share_author_id share_link_id share_item_id share_iid share_time tt_from u_code"
        " preview_pb social_sharing"
        " ug_btm ugbiz_name social_share_type link_reflow_popup_iteration_sharer sharer_language"
        " is_commerce refer enter_method t"
    ),
    views=listed("lang language user_id sec_user_id sec_uid checksum timestamp source"),
    kinds=(
        Kind(
            "video",
            at=(
                "/@{_any}/{_post}/{video}",
                "/v/{video}",
                "/v/{video}.html",
                "/embed/{video}",
                "/embed/{_version}/{video}",
                "/player/{_version}/{video}",
                "/share/video/{video}",
                "/i18n/share/video/{video}",
                "tiktokv.com/share/video/{video}",
            ),
            any_query=True,
            same={
                "7123456789012345678": (
                    "https://www.tiktok.com/@some.one/video/7123456789012345678",
                    "https://m.tiktok.com/v/7123456789012345678.html?u_code=x",
                    "https://www.tiktok.com/@Some.One/video/7123456789012345678?is_from_webapp=1&sender_device=pc",
                    "https://www.tiktok.com/embed/v2/7123456789012345678",
                    "https://www.tiktok.com/@/video/7123456789012345678",
                    "https://www.tiktok.com/@some.one/photo/7123456789012345678",
                )
            },
            other=(
                "https://www.tiktok.com/@some.one/video/7123456789012345679",
                "https://www.tiktok.com/@some.one",
                "https://vm.tiktok.com/7123456789012345678",
                "https://www.tiktok.com/@some.one/playlist/7123456789012345678",
            ),
        ),
        Kind(
            "collection",
            at=("/@{_any}/collection/{_any}-{collection}", "/@{_any}/collection/{collection}"),
            any_query=True,
            same={
                "7371330159376370462": (
                    "https://www.tiktok.com/@some.one/collection/boats-7371330159376370462",
                    "https://www.tiktok.com/@some.one/collection/%F0%9F%98%82-7371330159376370462?lang=fr",
                )
            },
            other=(
                "https://www.tiktok.com/@some.one/collection/boats-7371330159376370463",
                "https://www.tiktok.com/@some.one/playlist/boats-7371330159376370462",
            ),
        ),
        Kind(
            "playlist",
            at=("/@{_any}/playlist/{_any}-{playlist}",),
            any_query=True,
            same={
                "7371330159376370400": (
                    "https://www.tiktok.com/@some.one/playlist/boats-7371330159376370400",
                    "https://m.tiktok.com/@some.one/playlist/boats-7371330159376370400/",
                )
            },
            other=(
                "https://www.tiktok.com/@some.one/playlist/boats-7371330159376370401",
                "https://www.tiktok.com/@some.one/video/7371330159376370400",
            ),
        ),
        Kind(
            "effect",
            at=("/sticker/{_any}-{effect}", "/sticker/{effect}"),
            any_query=True,
            same={
                "479565": (
                    "https://www.tiktok.com/sticker/Sea-Boat-479565",
                    "https://www.tiktok.com/sticker/479565",
                )
            },
            other=(
                "https://www.tiktok.com/sticker/Sea-Boat-479566",
                "https://www.tiktok.com/music/Sea-Boat-479565",
            ),
        ),
        Kind(
            "room",
            at=("/share/live/{room}",),
            any_query=True,
            same={
                "7209423610325322522": (
                    "https://m.tiktok.com/share/live/7209423610325322522/?language=en",
                    "https://www.tiktok.com/share/live/7209423610325322522",
                )
            },
            other=(
                "https://m.tiktok.com/share/live/7209423610325322523/",
                "https://m.tiktok.com/share/video/7209423610325322522/",
            ),
        ),
        Kind(
            "live",
            at=("/@{live}/live",),
            any_query=True,
            same={
                "some.one": (
                    "https://www.tiktok.com/@some.one/live",
                    "https://www.tiktok.com/@Some.One/live/?enter_from=x",
                )
            },
            other=("https://www.tiktok.com/@some.one", "https://www.tiktok.com/@some_one/live"),
        ),
        Kind(
            "user",
            at=("/@{user}", "/@{user}/{_tab}", "/embed/@{user}"),
            any_query=True,
            same={
                "some.one": (
                    "https://www.tiktok.com/@some.one",
                    "https://m.tiktok.com/@Some.One/",
                    "http://tiktok.com/@some.one?_t=8abc&_r=1",
                    "https://www.tiktok.com/@some.one?lang=fr",
                )
            },
            other=(
                "https://www.tiktok.com/@someone",
                "https://www.tiktok.com/@some.one/video/7123456789012345678",
                "https://www.tiktok.com.evil.example/@some.one",
            ),
        ),
        Kind(
            "link",
            key="vm/{code}",
            at=("vm.tiktok.com/{code}",),
            any_query=True,
            same={
                "vm/ZMabcDEF1": (
                    "https://vm.tiktok.com/ZMabcDEF1/",
                    "vm.tiktok.com/ZMabcDEF1",
                    "http://vm.tiktok.com/ZMabcDEF1?k=1",
                    "https://vm.tiktok.com/ZMabcDEF1/#",
                )
            },
            other=("https://vm.tiktok.com/ZMabcDEf1/", "https://vt.tiktok.com/ZMabcDEF1/"),
        ),
        Kind(
            "link",
            key="vt/{code}",
            at=("vt.tiktok.com/{code}",),
            any_query=True,
            same={
                "vt/ZSabcDEF1": (
                    "https://vt.tiktok.com/ZSabcDEF1/",
                    "http://vt.tiktok.com/ZSabcDEF1",
                )
            },
            other=("https://vm.tiktok.com/ZSabcDEF1/", "https://vt.tiktok.com/ZSabcDEF2/"),
        ),
        Kind(
            "link",
            key="t/{code}",
            at=("/t/{code}",),
            any_query=True,
            same={
                "t/ZTabcDEF1": (
                    "https://www.tiktok.com/t/ZTabcDEF1/",
                    "http://tiktok.com/t/ZTabcDEF1",
                )
            },
            other=("https://vm.tiktok.com/ZTabcDEF1/", "https://www.tiktok.com/t/ZTabcDEF2/"),
        ),
        Kind(
            "sound",
            at=("/music/{_any}-{sound}",),
            any_query=True,
            same={
                "7012345678901234567": (
                    "https://www.tiktok.com/music/original-sound-7012345678901234567",
                    "https://www.tiktok.com/music/son-original-7012345678901234567?lang=fr",
                )
            },
            other=(
                "https://www.tiktok.com/music/original-sound-7012345678901234568",
                "https://www.tiktok.com/tag/7012345678901234567",
            ),
        ),
        Kind(
            "tag",
            at=("/tag/{tag}",),
            any_query=True,
            same={
                "harraga": ("https://www.tiktok.com/tag/harraga", "https://tiktok.com/tag/Harraga/")
            },
            other=("https://www.tiktok.com/tag/harraga1", "https://www.tiktok.com/@harraga"),
        ),
    ),
)
