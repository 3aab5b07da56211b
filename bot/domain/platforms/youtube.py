"""YouTube. A video id is 11 letters, digits, `-` and `_`; handles, `user` and `c` names fold case."""

from datetime import date

from bot.domain.platforms.table import ANY, Id, Kind, Platform, ReportingLink, Words, listed

_TABS = (
    "videos|shorts|streams|live|playlists|community|posts|channels|about|featured|podcasts"
    "|releases|store|search|courses|home|membership"
)

YOUTUBE = Platform(
    id="youtube",
    label="YouTube",
    hashbang=True,
    hosts=("youtube.com", "youtube-nocookie.com", "youtubekids.com"),
    homes=listed("shorts"),
    mirrors="www|m|music|gaming",
    apart="music|gaming",
    others=listed("ytimg.com googlevideo.com youtubeeducation.com youtube.googleapis.com yt.be"),
    report=ReportingLink(
        "https://support.google.com/youtube/answer/2802027",
        "https://support.google.com/youtube/answer/2801947",
        date(2026, 9, 4),
    ),
    ids={
        # The two words are 11 characters long, and are not videos.
        "video": Id("A-Za-z0-9_-", "11", exact=True, never=("videoseries", "live_stream")),
        "playlist": Id("A-Za-z0-9_-", "10,64", exact=True),
        "channel": Id("A-Za-z0-9_-", "24", exact=True, first="UC"),
        "handle": Id("A-Za-z0-9._%-", "1,200", fold=True),
        "user": Id("A-Za-z0-9._%-", "1,200", fold=True),
        "custom": Id("A-Za-z0-9._%-", "1,200", fold=True),
        "name": Id("A-Za-z0-9._%-", "1,200", fold=True),
        "post": Id("A-Za-z0-9_-", "10,80"),
        "clip": Id("A-Za-z0-9_-", "10,80"),
        "tab": Words(tuple(_TABS.split("|"))),
        "any": ANY,
    },
    reserved=listed(
        "about account ads attribution_link creators feed feeds gaming hashtag howyoutubeworks"
        " kids live_chat login logout music new oembed premium redirect results select_site"
        " signin sports supported_browsers t trending tv upload youtubei"
    ),
    tracking=(
        "si",
        "feature",
        "ab_channel",
        "app",
        "themerefresh",
        "sttick",
        "cbrd",
        "ucbcb",
    ),
    views=(
        "hl",
        "gl",
        "persist_hl",
        "persist_gl",
        "view",
        "sort",
        "flow",
        "app",
        "disable_polymer",
        "view_as",
        "sub_confirmation",
        "shelf_id",
        "pp",
    ),
    kinds=(
        Kind(
            "video",
            at=(
                "/watch?v={video}",
                "/watch/{video}",
                "/watch_popup?v={video}",
                "/movie?v={video}",
                "/shorts/{video}",
                "/live/{video}",
                "/embed/{video}",
                "/v/{video}",
                "/e/{video}",
                "youtu.be/{video}",
                "youtu.be/shorts/{video}",
            ),
            any_query=True,
            unless=("lc",),
            same={
                "dQw4w9WgXcQ": (
                    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
                    "https://www.youtube.com/watch?v=dQw4w9WgXcQ/",
                    "https://www.youtube.com/watch?v=dQw4w9WgXcQ&feature=related/",
                    "https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=30s",
                    "https://music.youtube.com/watch?v=dQw4w9WgXcQ&list=RDAMVM",
                    "https://youtu.be/dQw4w9WgXcQ?si=abc",
                    "http://youtu.be/dQw4w9WgXcQ/",
                    "https://youtu.be/dQw4w9WgXcQ&t=10",
                    "https://www.youtube.com/shorts/dQw4w9WgXcQ?feature=share",
                    "https://www.youtube.com/live/dQw4w9WgXcQ",
                    "https://www.youtube.com/embed/dQw4w9WgXcQ?start=5",
                    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
                    "https://www.youtube.com/v/dQw4w9WgXcQ",
                    "https://www.youtube.com/watch_popup?v=dQw4w9WgXcQ",
                    "https://www.youtubekids.com/watch?v=dQw4w9WgXcQ",
                )
            },
            other=(
                "https://www.youtube.com/watch?v=dQw4w9WgXcq",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQx",
                "https://www.youtube.com/watch?v=dQw4w9WgXc",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgxComment",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&v=aaaaaaaaaaa",
                "https://www.youtube.com/watch?v=aaaaaaaaaaa&v=dQw4w9WgXcQ",
                "https://www.youtube.com/embed/videoseries?list=PLabcdefghij",
                "https://youtu.be.evil.example/dQw4w9WgXcQ",
            ),
        ),
        Kind(
            "playlist",
            at=(
                "/playlist?list={playlist}",
                "/embed/videoseries?list={playlist}",
                "/watch?list={playlist}",
                "/browse/VL{playlist}",
            ),
            any_query=True,
            same={
                "PLabcDEF_ghi-123456": (
                    "https://www.youtube.com/playlist?list=PLabcDEF_ghi-123456",
                    "https://m.youtube.com/playlist?list=PLabcDEF_ghi-123456/",
                    "https://music.youtube.com/playlist?list=PLabcDEF_ghi-123456&si=x",
                    "https://www.youtube.com/embed/videoseries?list=PLabcDEF_ghi-123456",
                )
            },
            other=(
                "https://www.youtube.com/playlist?list=PLabcDEF_ghi-123457",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PLabcDEF_ghi-123456",
                "https://www.youtube.com/playlist?list=PLABCDEF_GHI-123456",
            ),
        ),
        Kind(
            "post",
            at=(
                "/post/{post}",
                "/channel/{_any}/community?lb={post}",
                "/{_any}/community?lb={post}",
            ),
            any_query=True,
            unless=("lc",),
            same={
                "UgkxAbCdEfGhIjKl": (
                    "https://www.youtube.com/post/UgkxAbCdEfGhIjKl",
                    "https://m.youtube.com/post/UgkxAbCdEfGhIjKl?si=x",
                    "https://www.youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOw/community?lb=UgkxAbCdEfGhIjKl",
                    "https://www.youtube.com/@SomeHandle/community?lb=UgkxAbCdEfGhIjKl",
                )
            },
            other=(
                "https://www.youtube.com/post/UgkxAbCdEfGhIjKm",
                "https://www.youtube.com/@SomeHandle/community",
            ),
        ),
        Kind(
            "clip",
            at=("/clip/{clip}",),
            any_query=True,
            same={
                "UgkxZyXwVu987654": (
                    "https://www.youtube.com/clip/UgkxZyXwVu987654",
                    "https://youtube.com/clip/UgkxZyXwVu987654?si=x",
                )
            },
            other=(
                "https://www.youtube.com/clip/UgkxZyXwVu987655",
                "https://www.youtube.com/post/UgkxZyXwVu987654",
            ),
        ),
        Kind(
            "channel",
            at=(
                "/channel/{channel}",
                "/channel/{channel}/{_tab}",
                "/embed/live_stream?channel={channel}",
                "/browse/{channel}",
            ),
            same={
                "UCuAXFkgsw1L7xaCfnd5JJOw": (
                    "https://www.youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOw",
                    "https://m.youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOw/videos",
                    "http://youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOw/?sub_confirmation=1",
                    "https://music.youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOw?feature=share",
                    "https://www.youtube.com/embed/live_stream?channel=UCuAXFkgsw1L7xaCfnd5JJOw",
                )
            },
            other=(
                "https://www.youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOW",
                "https://www.youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJO",
                "https://www.youtube.com/@UCuAXFkgsw1L7xaCfnd5JJOw",
            ),
        ),
        Kind(
            "handle",
            at=("/@{handle}", "/@{handle}/{_tab}"),
            same={
                "seacrossings": (
                    "https://www.youtube.com/@SeaCrossings",
                    "https://m.youtube.com/@seacrossings/videos",
                    "https://youtube.com/@seacrossings?si=Ab",
                    "http://www.youtube.com/%40SeaCrossings/",
                )
            },
            other=(
                "https://www.youtube.com/@SeaCrossings1",
                "https://www.youtube.com/c/SeaCrossings",
                "https://www.youtube.com/user/SeaCrossings",
                "https://www.tiktok.com/@seacrossings",
            ),
        ),
        Kind(
            "user",
            at=("/user/{user}", "/user/{user}/{_tab}"),
            same={
                "seacrossings": (
                    "https://www.youtube.com/user/SeaCrossings",
                    "https://m.youtube.com/user/seacrossings/",
                    "http://youtube.com/user/SEACROSSINGS/videos",
                    "https://www.youtube.com/user/SeaCrossings?feature=watch",
                )
            },
            other=(
                "https://www.youtube.com/user/SeaCrossings2",
                "https://www.youtube.com/SeaCrossings",
            ),
        ),
        Kind(
            "custom",
            at=("/c/{custom}", "/c/{custom}/{_tab}"),
            same={
                "seacrossings": (
                    "https://www.youtube.com/c/SeaCrossings",
                    "https://m.youtube.com/c/seacrossings/",
                    "http://youtube.com/c/SeaCrossings/playlists",
                    "https://www.youtube.com/c/SeaCrossings?app=desktop",
                )
            },
            other=(
                "https://www.youtube.com/c/SeaCrossing",
                "https://www.youtube.com/@SeaCrossings",
            ),
        ),
        Kind(
            "name",
            at=("/{name}", "/{name}/{_tab}"),
            same={
                "seacrossings": (
                    "https://www.youtube.com/SeaCrossings",
                    "https://m.youtube.com/seacrossings/",
                    "http://youtube.com/SeaCrossings/videos",
                    "https://youtube.com/seacrossings?hl=fr",
                )
            },
            other=("https://www.youtube.com/feed/trending", "https://www.youtube.com/SeaCrossingz"),
        ),
    ),
)
