"""Signs of X, Telegram, Bluesky, Reddit, Discord, and the rest."""

from bot.domain.platforms.signs import Signs

# developer.x.com/en/docs/x-for-websites/oembed-api: 404 for a deleted post, 403 for a protected
# one. The page itself is the same program for every address.
X = Signs(
    ask={"post": "https://publish.twitter.com/oembed?dnt=true&omit_script=1&url={url}"},
    ask_shape=r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(?!i/)\w+/status/\d+",
    ask_gone=(404,),
    gone=(
        "This account doesn't exist",
        "Account suspended",
        "Hmm...this page doesn't exist. Try searching for something else",
        "Sorry, that page doesn't exist",
        "Dieser Account existiert nicht",
        "Esta conta não existe",
    ),
    up_marks=('property="og:title"',),
    login_paths=("/i/flow/login", "/login", "/account/access"),
    alike=True,
)

# t.me answers 200 for every name. One that is taken has a title; one that is free has only the
# words "Telegram: Contact @name". A post's widget says that it was not found. The page of a channel
# (not its preview at /s/) shows no posts, so nothing counts as a view.
TELEGRAM = Signs(
    ask={
        "channel": "https://t.me/{1}",
        "message": "https://t.me/{1}/{2}?embed=1&mode=tme",
    },
    gone=(
        "Post not found",
        "This channel can't be displayed because it violated Telegram's Terms of Service",
        "This group can't be displayed because it violated Telegram's Terms of Service",
    ),
    gone_marks={
        'content="Telegram: Contact @': "Telegram knows no channel or person of this name",
    },
    up_marks=("tgme_page_title", "tgme_widget_message_text", "tgme_channel_info"),
    alike=True,
)

# docs.bsky.app/docs/api/app-bsky-actor-get-profile and app-bsky-feed-get-post-thread. Errors come
# with code 400 (bluesky-social/atproto#1960, #2531; sriganesh/atproto-at#7).
BLUESKY = Signs(
    ask={
        "profile": "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor={1}",
        "post": "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?depth=0&parentHeight=0&uri=at%3A%2F%2F{1}%2Fapp.bsky.feed.post%2F{2}",
    },
    ask_gone=(),
    gone_marks={
        '"error":"AccountTakedown"': "Bluesky says the account was suspended",
        '"error":"AccountDeactivated"': "Bluesky says the account is deactivated",
        '"message":"Profile not found"': "Bluesky knows no such profile",
        '"error":"NotFound"': "Bluesky knows no such post",
    },
    up_marks=('property="og:title"',),
    alike=True,
)

# github.com/reddit-archive/reddit/wiki/oEmbed. Old and short forms of an address get a 404 there, so
# only its 200 is read. A post that its author deleted stays, as "[deleted]".
REDDIT = Signs(
    ask={"post": "https://www.reddit.com/oembed?url={url}"},
    ask_shape=r"https?://(?:www\.)?reddit\.com/r/[^/]+/comments/\w+",
    ask_gone=(),
    gone=(
        "This community has been banned",
        "This subreddit was banned",
        "Sorry, nobody on Reddit goes by that name",
        "This account has been suspended",
        "Desculpe, ninguém no Reddit tem esse nome",
    ),
    walls=(
        "This community is private",
        "You've been blocked by network security",
        "Prove your humanity",
    ),
    login_paths=("/login", "/account/login", "/over18", "/quarantine"),
)

# discord.com/developers/docs/resources/invite#get-invite; 10006 is "Unknown Invite".
DISCORD = Signs(
    ask={"invite": "https://discord.com/api/v10/invites/{1}"},
    ask_gone=(),
    gone_marks={'"code":10006': "Discord says the invitation is unknown or has expired"},
    login_paths=("/login", "/register"),
    alike=True,
)

TUMBLR = Signs(
    ask={"post": "https://www.tumblr.com/oembed/1.0?url={url}"},
    ask_gone=(),
    gone=("There's nothing here. Whatever you were looking for doesn't currently exist",),
    login_paths=("/login", "/register", "/safe-mode"),
)

VK = Signs(
    gone=(
        "Страница удалена либо ещё не создана",
        "Страница удалена или ещё не создана",
        "Страница пользователя удалена",
        "Страница заблокирована",
        "Сообщество заблокировано",
        "This page has either been deleted or not been created yet",
        "This page has been deleted or has not been created yet",
    ),
    walls=("Войдите на сайт или зарегистрируйтесь", "Please log in or sign up to view"),
    login_paths=("/login", "/challenge", "/429.html"),
)

ODNOKLASSNIKI = Signs(
    login_paths=("/login", "/dk"),
)

LINKEDIN = Signs(
    gone=("This page doesn't exist",),
    walls=("Join LinkedIn to see", "Sign in to view more"),
    login_paths=("/authwall", "/uas/login", "/login", "/checkpoint", "/signup"),
    alike=True,
)

SNAPCHAT = Signs(
    gone=("Sorry, this page isn't available",),
    up_marks=('property="og:title"',),
    login_paths=("/login", "/accounts/"),
    alike=True,
)

PINTEREST = Signs(login_paths=("/login",), alike=True)

MASTODON = Signs(
    gone=("The page you are looking for isn't here", "This account has been suspended"),
    login_paths=("/auth/sign_in",),
)
