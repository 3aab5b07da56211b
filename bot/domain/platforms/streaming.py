"""Kick, Bilibili and Weibo. Forms: yt-dlp's extractors of these names, gallery-dl's Weibo and
Bilibili extractors."""

from bot.domain.platforms.table import ANY, NUMBER, Id, Kind, Platform, Words

KICK = Platform(
    id="kick",
    label="Kick",
    hosts=("kick.com",),
    mirrors="www|m|player",
    ids={
        "channel": Id("A-Za-z0-9_-", "2,40", fold=True),
        "video": Id("a-f0-9-", "36"),
        "clip": Id("A-Z0-9", "20,40"),
        "tab": Words(("videos", "clips", "about", "chat", "home", "schedule")),
        "any": ANY,
    },
    reserved=("browse", "categories", "category", "following", "search", "video", "dashboard"),
    kinds=(
        Kind(
            "video",
            at=("/{_any}/videos/{video}", "/video/{video}"),
            any_query=True,
            same={
                "01a0251f-ef48-702d-9289-d66922da0e84": (
                    "https://kick.com/some_one/videos/01a0251f-ef48-702d-9289-d66922da0e84",
                    "https://www.kick.com/video/01a0251f-ef48-702d-9289-d66922da0e84",
                )
            },
            other=(
                "https://kick.com/some_one/videos/01a0251f-ef48-702d-9289-d66922da0e85",
                "https://kick.com/some_one/videos",
            ),
        ),
        Kind(
            "clip",
            at=("/{_any}?clip=clip_{clip}", "/{_any}/clips/clip_{clip}"),
            any_query=True,
            same={
                "01GYXVB5Y8PWAPWCWMSBCFB05X": (
                    "https://kick.com/some_one?clip=clip_01GYXVB5Y8PWAPWCWMSBCFB05X",
                    "https://kick.com/some_one/clips/clip_01GYXVB5Y8PWAPWCWMSBCFB05X",
                )
            },
            other=(
                "https://kick.com/some_one/clips/clip_01GYXVB5Y8PWAPWCWMSBCFB05Y",
                "https://kick.com/some_one/clips",
            ),
        ),
        Kind(
            "channel",
            at=("/{channel}", "/{channel}/{_tab}"),
            any_query=True,
            unless=("clip",),
            same={
                "some_one": (
                    "https://kick.com/some_one",
                    "https://www.kick.com/Some_One/videos?sort=views",
                    "https://player.kick.com/some_one",
                    "https://kick.com/some_one/clips?sort=date&range=day",
                )
            },
            other=("https://kick.com/some_two", "https://kick.com/browse"),
        ),
    ),
)

BILIBILI = Platform(
    id="bilibili",
    label="Bilibili",
    hosts=("bilibili.com",),
    mirrors="www|m",
    others=("bilibili.tv", "biliintl.com", "biliapi.net", "hdslb.com"),
    ids={
        "video": Id("A-Za-z0-9", "10"),
        "old": NUMBER,
        "user": NUMBER,
        "code": Id("A-Za-z0-9", "5,12"),
        "list": NUMBER,
        "room": NUMBER,
        "number": NUMBER,
        "lang": Words(("en", "th", "vi", "id", "ms", "zh-hans", "zh-hant", "ar")),
        "show": Words(("play", "media")),
        "from": Words(("list", "medialist/play", "medialist/detail")),
        "embed": Words(("blanc", "h5")),
        "tab": Words(
            (
                *(
                    "video",
                    "audio",
                    "article",
                    "opus",
                    "dynamic",
                    "album",
                    "upload",
                    "upload/video",
                ),
                *("upload/audio", "upload/opus", "fans/follow", "fans/fans"),
            )
        ),
        "any": ANY,
    },
    tracking=("spm_id_from", "vd_source", "share_source", "share_medium", "share_plat"),
    kinds=(
        Kind(
            "video",
            key="BV{video}",
            at=("/video/BV{video}", "/festival/{_any}?bvid=BV{video}", "b23.tv/BV{video}"),
            any_query=True,
            unless=("p",),
            same={
                "BV13x41117TL": (
                    "https://www.bilibili.com/video/BV13x41117TL",
                    "https://m.bilibili.com/video/BV13x41117TL/?spm_id_from=333.788",
                    "https://b23.tv/BV13x41117TL",
                    "https://www.bilibili.com/festival/boats?bvid=BV13x41117TL",
                )
            },
            other=(
                "https://www.bilibili.com/video/BV13x41117Tl",
                "https://www.bilibili.com/video/BV13x41117TL?p=2",
                "https://www.bilibili.com/video/av1074402",
            ),
        ),
        Kind(
            "video",
            key="av{old}",
            at=(
                "/video/av{old}",
                "player.bilibili.com/player.html?aid={old}",
                "bilibili.tv/video/av{old}",
            ),
            any_query=True,
            unless=("p", "page"),
            same={
                "av1074402": (
                    "http://www.bilibili.com/video/av1074402/",
                    "https://m.bilibili.com/video/av1074402",
                    "https://player.bilibili.com/player.html?aid=1074402&cid=9",
                    "http://www.bilibili.tv/video/av1074402/",
                )
            },
            other=(
                "https://www.bilibili.com/video/av1074403",
                "https://www.bilibili.com/video/av1074402?p=2",
            ),
        ),
        Kind(
            "user",
            at=("space.bilibili.com/{user}", "space.bilibili.com/{user}/{_tab}", "/space/{user}"),
            any_query=True,
            unless=("fid", "sid"),
            same={
                "3985676": (
                    "https://space.bilibili.com/3985676",
                    "https://m.bilibili.com/space/3985676",
                    "https://space.bilibili.com/3985676/upload/audio",
                    "https://space.bilibili.com/3985676/video",
                )
            },
            other=(
                "https://space.bilibili.com/3985677",
                "https://live.bilibili.com/3985676",
                "https://space.bilibili.com/3985676/favlist?fid=1103407912",
                "https://space.bilibili.com/3985676/lists/3662502",
            ),
        ),
        Kind(
            "list",
            key="ml{list}",
            at=("/{_from}/ml{list}", "space.bilibili.com/{_any}/favlist?fid={list}"),
            any_query=True,
            unless=("bvid", "oid", "aid"),
            same={
                "ml1103407912": (
                    "https://space.bilibili.com/84912/favlist?fid=1103407912&ftype=create",
                    "https://www.bilibili.com/medialist/detail/ml1103407912",
                    "https://www.bilibili.com/medialist/play/ml1103407912",
                    "https://www.bilibili.com/list/ml1103407912",
                )
            },
            other=(
                "https://www.bilibili.com/list/ml1103407913",
                "https://www.bilibili.com/list/ml1103407912?bvid=BV13x41117TL",
                "https://www.bilibili.com/list/1103407912",
            ),
        ),
        Kind(
            "live",
            at=("live.bilibili.com/{live:room}", "live.bilibili.com/{_embed}/{live:room}"),
            any_query=True,
            same={
                "196": (
                    "https://live.bilibili.com/196",
                    "https://live.bilibili.com/196?broadcast_type=0",
                    "https://live.bilibili.com/blanc/196",
                )
            },
            other=("https://live.bilibili.com/197", "https://space.bilibili.com/196"),
        ),
        Kind(
            "abroad",
            key="video/{number}",
            at=(
                *("bilibili.tv/video/{number}", "bilibili.tv/{_lang}/video/{number}"),
                *("biliintl.com/video/{number}", "biliintl.com/{_lang}/video/{number}"),
            ),
            any_query=True,
            same={
                "video/2019955076": (
                    "https://www.bilibili.tv/en/video/2019955076",
                    "https://bilibili.tv/video/2019955076",
                    "https://www.biliintl.com/TH/video/2019955076",
                )
            },
            other=(
                "https://www.bilibili.tv/en/video/2019955077",
                "https://www.bilibili.tv/en/play/2019955076",
            ),
        ),
        Kind(
            "abroad",
            key="play/{number}/{room}",
            at=(
                "bilibili.tv/{_lang}/play/{number}/{room}",
                "biliintl.com/{_lang}/play/{number}/{room}",
            ),
            any_query=True,
            same={
                "play/34613/341736": (
                    "https://www.bilibili.tv/en/play/34613/341736",
                    "https://www.biliintl.com/en/play/34613/341736",
                )
            },
            other=(
                "https://www.bilibili.tv/en/play/34613/341737",
                "https://www.bilibili.tv/en/play/34613",
            ),
        ),
        Kind(
            "abroad",
            key="play/{number}",
            at=(
                "bilibili.tv/{_lang}/{_show}/{number}",
                "biliintl.com/{_lang}/{_show}/{number}",
            ),
            any_query=True,
            same={
                "play/34613": (
                    "https://www.bilibili.tv/en/play/34613",
                    "https://www.biliintl.com/EN/play/34613",
                    "https://www.bilibili.tv/en/media/34613",
                )
            },
            other=(
                "https://www.bilibili.tv/en/play/34614",
                "https://www.bilibili.tv/en/video/34613",
            ),
        ),
        Kind(
            "link",
            key="b23.tv/{code}",
            at=("b23.tv/{code}",),
            any_query=True,
            same={"b23.tv/AbCdE12": ("https://b23.tv/AbCdE12", "http://b23.tv/AbCdE12/")},
            other=("https://b23.tv/abcde12", "https://www.bilibili.com/AbCdE12"),
        ),
    ),
)

WEIBO = Platform(
    id="weibo",
    label="Weibo",
    hosts=("weibo.com", "weibo.cn"),
    mirrors="www|m",
    others=("sinaimg.cn", "weibocdn.com", "weibo.com.cn"),
    ids={
        "post": Id("0-9", "12,20"),
        # `/2066652961/follow` and `/profile` are people's, not posts.
        "mblog": Id("A-Za-z0-9", "6,12", first="(?=[0-9]*[A-Za-z])[a-z]*[A-Z0-9]"),
        "user": Id("0-9", "8,12"),
        "uid": Id("0-9", "1,12"),
        "form": Words(("status", "detail")),
    },
    tracking=("wm", "sourcetype", "featurecode", "isappinstalled", "refer_flag"),
    kinds=(
        Kind(
            "post",
            at=("/{_form}/{post}", "/{_uid}/{post}"),
            any_query=True,
            same={
                "4189191225395228": (
                    "https://m.weibo.cn/status/4189191225395228",
                    "https://m.weibo.cn/detail/4189191225395228",
                    "https://weibo.com/detail/4189191225395228",
                    "https://weibo.com/0/4189191225395228?from=page",
                )
            },
            other=("https://m.weibo.cn/status/4189191225395229", "https://weibo.com/u/2066652961"),
        ),
        Kind(
            "post",
            key="{mblog}",
            at=("/{_user}/{mblog}", "/status/{mblog}", "/detail/{mblog}"),
            any_query=True,
            same={
                "N4xlMvjhI": (
                    "https://weibo.com/7827771738/N4xlMvjhI",
                    "https://www.weibo.com/7827771738/N4xlMvjhI?type=comment",
                    "https://m.weibo.cn/status/N4xlMvjhI",
                )
            },
            other=(
                "https://weibo.com/7827771738/N4xlMvjhi",
                "https://weibo.com/7827771738/follow",
                "https://weibo.com/7827771738/profile",
                "https://weibo.com/7827771738",
            ),
        ),
        Kind(
            "user",
            at=("/u/{user}", "/{user}", "/profile/{user}"),
            any_query=True,
            same={
                "2066652961": (
                    "https://weibo.com/u/2066652961?tabtype=video",
                    "https://weibo.com/2066652961",
                    "https://m.weibo.cn/u/2066652961",
                    "https://m.weibo.cn/profile/2066652961",
                )
            },
            other=("https://weibo.com/u/2066652962", "https://weibo.com/n/2066652961"),
        ),
    ),
)
