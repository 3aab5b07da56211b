"""Mastodon: one site per host, so the host is in the key. Names fold case.

`/@user` on a host that `fediverse.py` does not name may be anything, and is "Other site".
"""

from bot.domain.platforms.fediverse import MASTODON_SERVERS
from bot.domain.platforms.table import Id, Kind, Platform, Words

_TABS = Words(("with_replies", "media", "followers", "following", "featured"))

MASTODON = Platform(
    id="mastodon",
    label="Mastodon",
    host_in_key=True,
    hosts=MASTODON_SERVERS,
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
                "https://social.example/@someone",
            ),
        ),
    ),
)
