"""Dailymotion. A video's id is followed by its title, which does not count."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, listed

DAILYMOTION = Platform(
    id="dailymotion",
    label="Dailymotion",
    hosts=("dailymotion.com",),
    mirrors="www|m|touch|games",
    others=("dmcdn.net", "dm-event.net"),
    ids={
        "video": Id("A-Za-z0-9", "3,20", exact=True, first="[xk]"),
        "playlist": Id("A-Za-z0-9", "3,20", exact=True, first="x"),
        "user": Id("A-Za-z0-9._-", "3,60", fold=True),
        "country": Id("a-z", "2"),
        "any": ANY,
    },
    reserved=listed(
        "about archived browse channel embed featured feed hub legal library live partner partners"
        " rss search settings signin signup topic upload"
    ),
    tracking=("syndication", "autoplay", "mute"),
    kinds=(
        Kind(
            "video",
            at=(
                "/video/{video}",
                "/embed/video/{video}",
                "/{_country}/video/{video}",
                "/swf/video/{video}",
                "/swf/{video}",
                "/crawler/video/{video}",
                "dai.ly/{video}",
                "geo.dailymotion.com/player.html?video={video}",
                "geo.dailymotion.com/player/{_any}?video={video}",
            ),
            any_query=True,
            same={
                "x8abcde": (
                    "https://www.dailymotion.com/video/x8abcde",
                    "https://dai.ly/x8abcde",
                    "https://www.dailymotion.com/video/x8abcde_how-we-go_news",
                    "https://www.dailymotion.com/embed/video/x8abcde?autoplay=1",
                    "https://geo.dailymotion.com/player/xabc1.html?video=x8abcde",
                    "https://www.dailymotion.com/video/x8abcde?playlist=x5nmbq",
                )
            },
            other=(
                "https://www.dailymotion.com/video/x8abcdf",
                "https://www.dailymotion.com/playlist/x8abcde",
                "https://www.dailymotion.com/x8abcde",
            ),
        ),
        Kind(
            "playlist",
            at=(
                "/playlist/{playlist}",
                "/playlist/{playlist}/{_any}",
                "geo.dailymotion.com/player.html?playlist={playlist}",
                "geo.dailymotion.com/player/{_any}?playlist={playlist}",
            ),
            any_query=True,
            same={
                "x5nmbq": (
                    "https://www.dailymotion.com/playlist/x5nmbq",
                    "http://dailymotion.com/playlist/x5nmbq_boats_news/",
                    "https://m.dailymotion.com/playlist/x5nmbq",
                    "https://touch.dailymotion.com/playlist/x5nmbq?utm_source=x",
                )
            },
            other=("https://www.dailymotion.com/playlist/x5nmbr", "https://dai.ly/x5nmbq"),
        ),
        Kind(
            "user",
            at=("/{user}", "/user/{user}", "/{user}/videos", "/{_country}/user/{user}"),
            any_query=True,
            same={
                "some-one": (
                    "https://www.dailymotion.com/some-one",
                    "https://www.dailymotion.com/user/Some-One/",
                    "http://dailymotion.com/some-one/videos",
                    "dailymotion.com/some-one?utm_source=x",
                )
            },
            other=("https://www.dailymotion.com/some-one2", "https://www.dailymotion.com/search"),
        ),
    ),
)
