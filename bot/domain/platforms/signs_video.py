"""Signs of YouTube, TikTok, Vimeo, Dailymotion and Twitch."""

from bot.domain.platforms.signs import Signs

# oEmbed: 404 for what does not exist, 401 where embedding is off, 403 where private, and once 200
# with the word Forbidden (github.com/mellowagain/pomu/issues/9, extractus/oembed-extractor#168,
# ruby-oembed/ruby-oembed#79). `playabilityStatus` stands in the source of the page of a video.
YOUTUBE = Signs(
    ask={
        "video": "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D{1}",
        "playlist": "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fplaylist%3Flist%3D{1}",
    },
    ask_gone=(404,),
    gone=(
        "This video isn't available anymore",
        "This video is no longer available because the YouTube account associated with this video has been terminated",
        "This video has been removed for violating YouTube's",
        "This video has been removed by the uploader",
        "This video was removed due to a legal complaint",
        "This video is no longer available due to a copyright claim",
        "This account has been terminated",
        "This channel doesn't exist",
        "This channel does not exist",
        "Dieses Video ist nicht mehr verfügbar",
        "Dieses Video wurde vom Uploader entfernt",
    ),
    gone_marks={
        '"playabilityStatus":{"status":"ERROR"': "YouTube says the video is not available",
    },
    up_marks=('"playabilityStatus":{"status":"OK"', '"channelMetadataRenderer":{"title"'),
    walls=(
        "Sign in to confirm you're not a bot",
        "Sign in to confirm your age",
        "Before you continue to YouTube",
        "Avant d'accéder à YouTube",
        "Bevor Sie zu YouTube weitergehen",
        "Antes de ir a YouTube",
    ),
    login_paths=("/signin", "/ServiceLogin", "/m", "/sorry"),
)

# developers.tiktok.com/doc/embed-videos has the oEmbed. Its 400 has several causes. In the page,
# 10204 has too (deleted, another country, a robot check), so only its message is read; 10221 and
# 10202 are a banned and an unknown account.
TIKTOK = Signs(
    ask={"video": "https://www.tiktok.com/oembed?url={url}"},
    ask_shape=r"https?://(?:www\.)?tiktok\.com/@[^/]+/(?:video|photo)/\d+",
    ask_gone=(404,),
    gone=(
        "Couldn't find this account",
        "Dieses Konto konnte nicht gefunden werden",
        "No se pudo encontrar esta cuenta",
    ),
    gone_marks={
        '"statusMsg":"status_deleted"': "TikTok says the video was deleted",
        '"statusCode":10221': "TikTok says there is no such account, or it is banned",
        '"statusCode":10202': "TikTok says there is no such account",
    },
    up_marks=('"statusCode":0,"statusMsg":"","itemInfo"', '"webapp.user-detail":{"userInfo"'),
    walls=("Log in to continue", "Drag the slider to fit the puzzle"),
    login_paths=("/login", "/passport"),
    alike=True,
)

# Vimeo's oEmbed answers 404 for videos that only some sites may embed, too
# (github.com/php-embed/Embed/issues/377, sampotts/plyr#593); so that is no sign.
VIMEO = Signs(
    ask={"video": "https://vimeo.com/api/oembed.json?url=https%3A%2F%2Fvimeo.com%2F{1}"},
    ask_gone=(),
    gone=("Sorry, we couldn't find that page",),
    walls=(
        "Because of its privacy settings, this video cannot be played here",
        "This video is password protected",
        "our servers have detected a high number of errors from your connection",
    ),
    login_paths=("/log_in", "/join"),
)

# developers.dailymotion.com: 404 is not_found; private videos are 403, access_forbidden.
DAILYMOTION = Signs(
    ask={"video": "https://api.dailymotion.com/video/{1}?fields=id"},
    ask_gone=(404, 410),
    gone=("This video does not exist or has been deleted",),
    alike=True,
)

TWITCH = Signs(
    gone=("Sorry. Unless you've got a time machine, that content is unavailable",),
    alike=True,
)
