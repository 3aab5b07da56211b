"""PeerTube: one site per host, so the host is in the key. A video has a long and a short id, which
are two keys here. Forms: docs.joinpeertube.org/use/watch-video, yt-dlp's PeerTube extractor."""

from bot.domain.platforms.fediverse import PEERTUBE_SERVERS
from bot.domain.platforms.table import Id, Kind, Platform, Words

_ID = Id("A-Za-z0-9-", "20,36")

PEERTUBE = Platform(
    id="peertube",
    label="PeerTube",
    host_in_key=True,
    hosts=PEERTUBE_SERVERS,
    mirrors="www",
    ids={
        "video": _ID,
        "playlist": _ID,
        "watch": Words(("watch", "embed")),
        "channel": Id("A-Za-z0-9_.@-", "1,200"),
        "account": Id("A-Za-z0-9_.@-", "1,200"),
        "tab": Words(("videos", "video-playlists", "about", "video-channels", "search")),
    },
    kinds=(
        Kind(
            "video",
            key="{host}/{video}",
            at=("/w/{video}", "/videos/{_watch}/{video}", "/api/v1/videos/{video}"),
            any_query=True,
            same={
                "framatube.org/9c9de5e8-0a1e-484a-b099-e80766180a6d": (
                    "https://framatube.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
                    "https://framatube.org/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d",
                    "https://framatube.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?start=5s",
                    "http://framatube.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d/",
                )
            },
            other=(
                "https://framatube.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6e",
                "https://peertube.tv/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
            ),
        ),
        Kind(
            "playlist",
            key="{host}/{playlist}",
            at=("/w/p/{playlist}", "/videos/watch/playlist/{playlist}"),
            any_query=True,
            same={
                "framatube.org/hFdJoTuyhNJVa1cDWd1d12": (
                    "https://framatube.org/w/p/hFdJoTuyhNJVa1cDWd1d12",
                    "https://framatube.org/w/p/hFdJoTuyhNJVa1cDWd1d12?playlistPosition=2",
                )
            },
            other=(
                "https://framatube.org/w/hFdJoTuyhNJVa1cDWd1d12",
                "https://framatube.org/w/p/hFdJoTuyhNJVa1cDWd1d13",
            ),
        ),
        Kind(
            "channel",
            key="{host}/{channel}",
            at=("/c/{channel}", "/c/{channel}/{_tab}", "/video-channels/{channel}"),
            same={
                "framatube.org/some_boats": (
                    "https://framatube.org/c/some_boats",
                    "https://framatube.org/c/some_boats/videos",
                    "https://framatube.org/video-channels/some_boats",
                )
            },
            other=("https://framatube.org/a/some_boats", "https://framatube.org/c/some_boat"),
        ),
        Kind(
            "account",
            key="{host}/{account}",
            at=("/a/{account}", "/a/{account}/{_tab}", "/accounts/{account}"),
            same={
                "framatube.org/some_one": (
                    "https://framatube.org/a/some_one",
                    "https://framatube.org/a/some_one/video-channels",
                    "https://framatube.org/accounts/some_one/",
                )
            },
            other=("https://framatube.org/c/some_one", "https://framatube.org/a/some_two"),
        ),
    ),
)
