"""Twitch. Channel names fold case; names of clips do not."""

from bot.domain.platforms.table import ANY, Id, Kind, Platform, Words, listed

TWITCH = Platform(
    id="twitch",
    label="Twitch",
    hosts=("twitch.tv",),
    mirrors="www|m|go|[a-z]{2}",
    apart="go",
    others=listed("twitchcdn.net jtvnw.net ttvnw.net twitch.com twitchcon.com"),
    ids={
        "channel": Id("A-Za-z0-9_", "2,25", fold=True),
        "video": Id("0-9", "6,15"),
        "clip": Id("A-Za-z0-9_-", "8,100"),
        "tab": Words(listed("about videos schedule clips chat home followers following")),
        "watch": Words(("v", "video")),
        "collection": Id("A-Za-z0-9_-", "8,40"),
        "letter": Words(("v", "")),
        "list": Words(
            listed(
                "all archive archives highlights highlight uploads upload past_broadcasts past-broadcasts"
            )
        ),
        "any": ANY,
    },
    reserved=listed(
        "collections creatorcamp directory downloads drops embed inventory jobs login moderator p"
        " payments prime privacy search settings signup store subscriptions team turbo u wallet"
    ),
    tracking=("tt_medium", "tt_content", "sr"),
    kinds=(
        Kind(
            "video",
            at=(
                "/videos/{video}",
                "/{_any}/{_watch}/{video}",
                "player.twitch.tv/?video={_letter}{video}",
            ),
            any_query=True,
            same={
                "2100000001": (
                    "https://www.twitch.tv/videos/2100000001",
                    "https://m.twitch.tv/videos/2100000001?t=1h2m",
                    "https://www.twitch.tv/some_one/v/2100000001",
                    "https://player.twitch.tv/?video=v2100000001&parent=example.com",
                )
            },
            other=(
                "https://www.twitch.tv/videos/2100000002",
                "https://www.twitch.tv/2100000001",
                "https://www.twitch.tv/some_one/b/2100000001",
            ),
        ),
        Kind(
            "clip",
            at=(
                "clips.twitch.tv/{clip}",
                "clips.twitch.tv/{_any}/{clip}",
                "/clip/{clip}",
                "clips.twitch.tv/embed?clip={clip}",
                "/{_any}/clip/{clip}",
            ),
            any_query=True,
            same={
                "BraveSeaBoat-Ab12_cd": (
                    "https://clips.twitch.tv/BraveSeaBoat-Ab12_cd",
                    "https://www.twitch.tv/some_one/clip/BraveSeaBoat-Ab12_cd?filter=clips",
                    "https://clips.twitch.tv/embed?clip=BraveSeaBoat-Ab12_cd&parent=x",
                    "http://m.twitch.tv/Some_One/clip/BraveSeaBoat-Ab12_cd/",
                )
            },
            other=(
                "https://clips.twitch.tv/BraveSeaBoat-Ab12_ce",
                "https://clips.twitch.tv/braveseaboat-ab12_cd",
            ),
        ),
        Kind(
            "collection",
            at=("/collections/{collection}", "player.twitch.tv/?collection={collection}"),
            any_query=True,
            same={
                "o9zZer3IQBhTJw": (
                    "https://www.twitch.tv/collections/o9zZer3IQBhTJw",
                    "https://player.twitch.tv/?collection=o9zZer3IQBhTJw&parent=example.com",
                )
            },
            other=(
                "https://www.twitch.tv/collections/o9zZer3IQBhTJW",
                "https://clips.twitch.tv/o9zZer3IQBhTJw",
            ),
        ),
        Kind(
            "channel",
            at=(
                "/{channel}",
                "/{channel}/{_tab}",
                "/{channel}/videos/{_list}",
                "/popout/{channel}/chat",
                "player.twitch.tv/?channel={channel}",
            ),
            any_query=True,
            same={
                "some_one": (
                    "https://www.twitch.tv/some_one",
                    "https://m.twitch.tv/Some_One/videos",
                    "http://twitch.tv/some_one/about",
                    "https://player.twitch.tv/?channel=some_one&parent=example.com",
                )
            },
            other=("https://www.twitch.tv/someone", "https://www.twitch.tv/directory"),
        ),
    ),
)
