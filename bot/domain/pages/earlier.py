"""The keys that earlier rules gave a page, by which one that retention erased is known again.

Until version 2 a page that no rule knew was keyed at its own host, with its slash; a link that
only leads on was a page; most fragments and some parameters were dropped; and `/@name` on any
host was Mastodon's.
"""

import re
from collections.abc import Iterator

from bot.domain.pages.canonical import split, whatwg
from bot.domain.pages.problems import InvalidUrl
from bot.domain.platforms.matching import NO_HOSTS, SPLIT, without_www
from bot.domain.platforms.page import Page
from bot.domain.platforms.rules import parameters
from bot.domain.platforms.table import listed

_DROPPED = {
    "facebook": listed("acontext eav idorvanity paipv share_url"),
    "linkedin": listed("miniProfileUrn pageNum position"),
    "pinterest": listed("invite_code"),
    "snapchat": listed("invite_id locale"),
    "tiktok": listed("checksum lang language q sec_uid sec_user_id source timestamp user_id"),
    "vk": listed("api_id hash"),
    "whatsapp": listed("mode"),
    "x": listed("vertical"),
    "youtube": listed("pp"),
}
"""Parameters that were dropped as tracking."""

_MASTODON = re.compile(r"/(?:web/)?(?:@|%40)([\w.@-]+?)(?:/([0-9]{8,25}))?(?:/[a-z_]+)?/?")


def earlier_keys(page: Page) -> tuple[str, ...]:
    """Keys that the page may have had under earlier rules, beside the one that it has."""
    found = dict.fromkeys(_of_address(page.canonical, page.platform))
    for text in (page.typed, f"https://{page.typed}"):
        try:
            canonical, _, site = split(text, NO_HOSTS)
        except InvalidUrl:
            continue
        found |= dict.fromkeys(_of_address(canonical, site.platform if site else ""))
        # As it stands, since more is dropped today on some platforms.
        found |= dict.fromkeys(_of_address(whatwg(text), ""))
    if page.platform == "truthsocial":
        found[page.key.replace("truthsocial:post:", "mastodon:post:truthsocial.com/")] = None
    return tuple(key for key in found if key != page.key)


def _of_address(canonical: str, platform: str) -> Iterator[str]:
    parts = SPLIT.fullmatch(canonical)
    if parts is None:
        return
    _, host, port, path, query, fragment = parts.groups()
    host = without_www(host)
    place = f"web:https://{host}{port or ''}{path}"
    asked = f"?{query}" if query else ""
    if fragment:
        yield place + asked + fragment
    yield place + asked
    if query and not parameters(query).keys().isdisjoint(_DROPPED.get(platform, ())):
        kept = (one for one in query.split("&") if one.partition("=")[0] not in _DROPPED[platform])
        asked = "&".join(kept)
        yield place + (f"?{asked}" if asked else "")
    if found := _MASTODON.fullmatch(path):
        if found[2]:
            yield f"mastodon:post:{host}/{found[2]}"
        else:
            yield from (f"mastodon:user:{host}/@{name}" for name in {found[1], found[1].lower()})
