"""What people put on VK to be looked at: videos, clips, photos, albums, documents.

What `z` opens lies over what `w` opens, and both lie over the page of the path."""

from bot.domain.platforms.table import Id, Kind

# An owner, whose number is negative for a community, and the thing's own number.
PAIR = Id("0-9_-", "3,41", exact=True, first="-?[0-9]{1,20}_[0-9]{1,20}(?![0-9_-])")
_OPENS = ("z", "w", "reply")

MEDIA: tuple[Kind, ...] = (
    Kind(
        "video",
        at=(
            "/{_any}?z=video{video}",
            "/{_any}?w=video{video}",
            "/?z=video{video}",
            "/?w=video{video}",
            "/{_any}/{_any}?z=video{video}",
        ),
        any_query=True,
        same={
            "-123456_456239017": (
                "https://vk.com/some_name?z=video-123456_456239017%2Fpl_wall",
                "https://vk.com/club123456?w=video-123456_456239017",
                "https://m.vk.com/video-9_8?z=video-123456_456239017",
                "https://vk.com/video/@some_name?z=video-123456_456239017%2Fclub1",
            )
        },
        other=(
            "https://vk.com/some_name?z=video-123456_456239018",
            "https://vk.com/video-9_8?z=video-9_7",
        ),
    ),
    Kind(
        "video",
        at=(
            "/video{video}",
            "vkvideo.ru/video{video}",
            "/video/playlist/{_any}/video{video}",
            "vkvideo.ru/playlist/{_any}/video{video}",
        ),
        any_query=True,
        unless=_OPENS,
        same={
            "-123456_456239017": (
                "https://vk.com/video-123456_456239017",
                "https://m.vk.com/video-123456_456239017?list=abc",
                "https://vkvideo.ru/video-123456_456239017",
                "https://vksport.vkvideo.ru/video-123456_456239017",
            )
        },
        other=(
            "https://vk.com/video-123456_456239018",
            "https://vk.com/clip-123456_456239017",
            "https://vk.com/video",
            "https://vk.com/video-123456_456239017?z=video-3_4",
            "https://vk.com/video-123456_456239017?reply=7",
        ),
    ),
    Kind(
        "video",
        key="{owner}_{number}",
        at=("/video_ext.php?oid={owner}&id={number}",),
        any_query=True,
        same={
            "-77521_162222515": (
                "https://vk.com/video_ext.php?oid=-77521&id=162222515&hash=87b046504ccd8bfa",
                "https://vk.ru/video_ext.php?id=162222515&oid=-77521&hd=2",
                "https://vk.com/video-77521_162222515",
            )
        },
        other=(
            "https://vk.com/video_ext.php?oid=77521&id=162222515",
            "https://vk.com/video_ext.php?oid=-77521&id=162222516",
        ),
    ),
    Kind(
        "clip",
        at=(
            "/clip{clip}",
            "/clips/{_any}?z=clip{clip}",
            "/{_any}?z=clip{clip}",
            "vkvideo.ru/clip{clip}",
        ),
        any_query=True,
        unless=_OPENS,
        same={
            "-123456_456239020": (
                "https://vk.com/clip-123456_456239020",
                "https://vk.com/clips/some_name?z=clip-123456_456239020",
            )
        },
        other=(
            "https://vk.com/clip-123456_456239021",
            "https://vk.com/video-123456_456239020",
        ),
    ),
    Kind(
        "recording",
        at=tuple(
            f"{host}/{{_any}}/record/{{recording}}{end}"
            for host in ("live.vkvideo.ru", "live.vkplay.ru", "vkplay.live")
            for end in ("", "/records")
        ),
        any_query=True,
        same={
            "33a4e4ce-e3ef-49db-bb14-f006cc6fabc9": (
                "https://live.vkvideo.ru/boats/record/33a4e4ce-e3ef-49db-bb14-f006cc6fabc9",
                "https://live.vkplay.ru/boats/record/33a4e4ce-e3ef-49db-bb14-f006cc6fabc9/records",
                "https://vkplay.live/boats/record/33a4e4ce-e3ef-49db-bb14-f006cc6fabc9",
            )
        },
        other=(
            "https://live.vkvideo.ru/boats/record/33a4e4ce-e3ef-49db-bb14-f006cc6fabc8",
            "https://live.vkvideo.ru/boats",
        ),
    ),
    Kind(
        "stream",
        at=("live.vkvideo.ru/{stream}", "live.vkplay.ru/{stream}", "vkplay.live/{stream}"),
        any_query=True,
        same={
            "boats_one": (
                "https://live.vkvideo.ru/boats_one",
                "https://live.vkplay.ru/boats_one",
                "https://vkplay.live/boats_one/",
            )
        },
        other=("https://live.vkvideo.ru/boats_two", "https://vk.com/boats_one"),
    ),
    Kind(
        "photo",
        at=(
            "/photo{photo}",
            "/{_any}?z=photo{photo}",
            "/{_any}?w=photo{photo}",
            "/?z=photo{photo}",
        ),
        any_query=True,
        unless=("z", "reply"),
        same={
            "-123456_457239018": (
                "https://vk.com/photo-123456_457239018",
                "https://vk.com/club123456?z=photo-123456_457239018%2Falbum-123456_00",
            )
        },
        other=(
            "https://vk.com/photo-123456_457239019",
            "https://vk.com/photo-123456_457239018?reply=7",
            "https://vk.com/album-123456_457239018",
        ),
    ),
    Kind(
        "album",
        at=("/album{album}", "/{_any}?z=album{album}"),
        any_query=True,
        unless=_OPENS,
        same={
            "-165740836_281339889": (
                "https://vk.com/album-165740836_281339889",
                "https://m.vk.com/album-165740836_281339889/",
                "https://vk.com/club165740836?z=album-165740836_281339889",
            )
        },
        other=(
            "https://vk.com/album-165740836_281339888",
            "https://vk.com/albums-165740836",
            "https://vk.com/photo-165740836_281339889",
        ),
    ),
    Kind(
        "document",
        at=("/doc{document}",),
        any_query=True,
        unless=_OPENS,
        same={
            "123456_437": (
                "https://vk.com/doc123456_437",
                "https://m.vk.com/doc123456_437?hash=abcdef&dl=GE3",
            )
        },
        other=("https://vk.com/doc123456_438", "https://vk.com/docs"),
    ),
)
