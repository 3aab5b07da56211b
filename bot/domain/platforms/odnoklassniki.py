"""Odnoklassniki."""

from bot.domain.platforms.table import ANY, NUMBER, Id, Kind, Platform, Words, listed

ODNOKLASSNIKI = Platform(
    id="odnoklassniki",
    label="Odnoklassniki",
    hosts=("ok.ru", "odnoklassniki.ru"),
    mirrors="www|m|mobile",
    others=listed("mycdn.me okcdn.ru odkl.ru"),
    ids={
        "profile": NUMBER,
        "group": NUMBER,
        "video": Id("0-9-", "5,24", first="[0-9]{5,20}(?:-[0-9]{1,3})?(?![0-9-])"),
        "topic": NUMBER,
        "post": NUMBER,
        "name": Id("A-Za-z0-9._-", "2,60", fold=True, first=".*[A-Za-z]"),
        "watch": Words(("video", "videoembed", "live")),
        "tab": Words(listed("topics photos videos members statuses friends groups about market")),
        "any": ANY,
    },
    reserved=listed(
        "apps dk feed games gifts guests help marks messages music notifications online payments"
        " regulations search settings"
    ),
    views=("__dp", "_aid", "autoplay", "fromTime", "lang"),
    kinds=(
        Kind(
            "topic",
            key="{group}/{topic}",
            at=("/group/{group}/topic/{topic}", "/group{group}/topic/{topic}"),
            same={
                "52000000000001/150000000000001": (
                    "https://ok.ru/group/52000000000001/topic/150000000000001",
                    "https://m.ok.ru/group/52000000000001/topic/150000000000001/",
                    "http://odnoklassniki.ru/group/52000000000001/topic/150000000000001",
                    "https://www.ok.ru/group52000000000001/topic/150000000000001",
                )
            },
            other=(
                "https://ok.ru/group/52000000000001/topic/150000000000002",
                "https://ok.ru/group/52000000000001",
            ),
        ),
        Kind(
            "post",
            key="{profile}/{post}",
            at=("/profile/{profile}/statuses/{post}",),
            same={
                "560000000001/650000000000001": (
                    "https://ok.ru/profile/560000000001/statuses/650000000000001",
                    "https://m.ok.ru/profile/560000000001/statuses/650000000000001/",
                )
            },
            other=(
                "https://ok.ru/profile/560000000001/statuses/650000000000002",
                "https://ok.ru/profile/560000000002/statuses/650000000000001",
            ),
        ),
        Kind(
            "video",
            at=(
                "/{_watch}/{video}",
                "/web-api/video/moviePlayer/{video}",
                "/dk?st.cmd=movieLayer&st.discId={video}",
            ),
            any_query=True,
            same={
                "4300000000001": (
                    "https://ok.ru/video/4300000000001",
                    "https://m.ok.ru/video/4300000000001?fromTime=5",
                    "https://ok.ru/videoembed/4300000000001",
                    "http://odnoklassniki.ru/live/4300000000001/",
                    "https://ok.ru/web-api/video/moviePlayer/4300000000001",
                    "https://m.ok.ru/dk?st.cmd=movieLayer&st.discId=4300000000001&st.retLoc=friend",
                )
            },
            other=(
                "https://ok.ru/video/4300000000002",
                "https://ok.ru/profile/4300000000001",
                "https://ok.ru/video/4300000000001-0",
            ),
        ),
        Kind(
            "group",
            at=("/group/{group}", "/group{group}", "/group/{group}/{_tab}"),
            same={
                "52000000000001": (
                    "https://ok.ru/group/52000000000001",
                    "https://m.ok.ru/group/52000000000001/members",
                    "http://www.odnoklassniki.ru/group52000000000001",
                    "ok.ru/group/52000000000001/",
                )
            },
            other=("https://ok.ru/group/52000000000002", "https://ok.ru/profile/52000000000001"),
        ),
        Kind(
            "profile",
            at=("/profile/{profile}", "/profile/{profile}/{_tab}"),
            same={
                "560000000001": (
                    "https://ok.ru/profile/560000000001",
                    "https://m.ok.ru/profile/560000000001/",
                    "http://odnoklassniki.ru/profile/560000000001/photos",
                    "ok.ru/profile/560000000001?lang=en",
                )
            },
            other=("https://ok.ru/profile/560000000002", "https://ok.ru/group/560000000001"),
        ),
        Kind(
            "name",
            at=("/{name}", "/{name}/{_tab}"),
            same={
                "seacrossings": (
                    "https://ok.ru/seacrossings",
                    "https://m.ok.ru/SeaCrossings/",
                    "http://odnoklassniki.ru/seacrossings/topics",
                    "ok.ru/seacrossings",
                )
            },
            other=(
                "https://ok.ru/seacrossing",
                "https://ok.ru/feed",
                "https://vk.com/seacrossings",
            ),
        ),
    ),
)
