"""Mastodon and what speaks its language: one site per host, so the host is in the key.

On the servers named here, names fold case, as Mastodon's do. `/@user` elsewhere looks like
Mastodon and may be something else: it keeps its capitals, and whatever the rules do not know
about it stays an ordinary page.
"""

from bot.domain.platforms.table import Id, Kind, Platform, Words

_TABS = Words(("with_replies", "media", "followers", "following", "featured"))

MASTODON = Platform(
    id="mastodon",
    label="Mastodon",
    host_in_key=True,
    hosts=(
        "mastodon.social",
        "mastodon.online",
        "mastodon.world",
        "mastodon.art",
        "mastodon.uno",
        "mastodonapp.uk",
        "mstdn.social",
        "mstdn.jp",
        "mstdn.ca",
        "mstdn.party",
        "mas.to",
        "pawoo.net",
        "fosstodon.org",
        "hachyderm.io",
        "infosec.exchange",
        "techhub.social",
        "universeodon.com",
        "chaos.social",
        "social.vivaldi.net",
        "troet.cafe",
        "norden.social",
        "piaille.fr",
        "mamot.fr",
        "masto.ai",
        "c.im",
        "toot.community",
        "aus.social",
        "sfba.social",
        "journa.host",
        "newsie.social",
        "truthsocial.com",
    ),
    mirrors="www",
    ids={
        "user": Id("A-Za-z0-9_.@-", "1,200", fold=True),
        "post": Id("0-9", "8,25"),
        "tab": _TABS,
    },
    reserved=("about", "explore", "public", "home", "search", "tags", "settings", "auth"),
    kinds=(
        Kind(
            "post",
            key="{host}/{post}",
            at=(
                "/@{_user}/{post}",
                "/@{_user}/{post}/embed",
                "/users/{_user}/statuses/{post}",
                "/web/@{_user}/{post}",
                "/web/statuses/{post}",
            ),
            any_query=True,
            same={
                "mastodon.social/109876543210987654": (
                    "https://mastodon.social/@someone/109876543210987654",
                    "https://mastodon.social/@someone/109876543210987654/embed",
                    "https://mastodon.social/users/Someone/statuses/109876543210987654",
                    "https://mastodon.social/web/@someone/109876543210987654",
                    "https://mastodon.social/web/statuses/109876543210987654",
                )
            },
            other=(
                "https://mastodon.online/@someone/109876543210987654",
                "https://mastodon.social/@someone/109876543210987655",
                "https://mastodon.social/@someone",
            ),
        ),
        Kind(
            "user",
            key="{host}/@{user}",
            at=(
                "/@{user}",
                "/@{user}/{_tab}",
                "/users/{user}",
                "/web/@{user}",
                "/users/{user}/{_tab}",
            ),
            any_query=True,
            same={
                "mastodon.social/@someone": (
                    "https://mastodon.social/@someone",
                    "https://mastodon.social/@SomeOne/with_replies",
                    "https://mastodon.social/users/someone",
                    "https://mastodon.social/web/@someone",
                    "http://www.mastodon.social/%40someone/",
                )
            },
            other=(
                "https://mastodon.social/@someone2",
                "https://mastodon.online/@someone",
                "https://mastodon.social/@someone@mastodon.online",
                "https://mastodon.social.evil.example/@someone",
            ),
        ),
    ),
)

ANY_SITE = Platform(
    id="mastodon",
    label="Mastodon",
    host_in_key=True,
    hosts=("any.site.invalid",),
    mirrors="www",
    ids={
        "user": Id("A-Za-z0-9_.@-", "1,200"),
        "post": Id("0-9", "15,25"),
    },
    kinds=(
        Kind(
            "post",
            key="{host}/{user}/{post}",
            at=("/@{user}/{post}",),
            same={
                "social.example/someone/109876543210987654": (
                    "https://social.example/@someone/109876543210987654",
                    "http://social.example/@someone/109876543210987654/",
                )
            },
            other=(
                "https://other.example/@someone/109876543210987654",
                "https://social.example/@someone/109876543210987655",
                "https://social.example/@someone/some-title-3",
            ),
        ),
        Kind(
            "user",
            key="{host}/@{user}",
            at=("/@{user}",),
            same={
                "social.example/@SomeOne": (
                    "https://social.example/@SomeOne",
                    "http://www.social.example/@SomeOne/",
                    "https://SOCIAL.example/@SomeOne",
                    "https://social.example/@SomeOne?utm_source=x",
                )
            },
            other=(
                "https://social.example/@someone",
                "https://social.example/@SomeOne/videos",
                "https://social.example/@SomeOne?page=2",
                "https://example.com/@SomeOne",
            ),
        ),
    ),
)
