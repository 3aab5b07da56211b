"""Canonical URL → platform, kind of page and page key."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.platforms.rules import Rule, parameters
from bot.domain.platforms.sites import BY_ID, Site, is_tracking_anywhere, site_of
from bot.domain.platforms.table import listed

__all__ = [
    "FRONT",
    "KEY_RULES_VERSION",
    "NO_HOSTS",
    "OTHER",
    "SPLIT",
    "Parts",
    "Site",
    "identify",
    "identify_parts",
    "is_tracking_anywhere",
    "platform_label",
    "site_of",
]

KEY_RULES_VERSION = 3
OTHER = "web"
FRONT = "front"
NO_HOSTS: Mapping[str, str] = MappingProxyType({})

SPLIT = re.compile(
    r"(https?)://(?:[^/?#]*@)?(\[[^\]]*\]|[^/:?#]*)(:\d+)?([^?#]*)(?:\?([^#]*))?(#.*)?", re.DOTALL
)

_HASHBANG = re.compile(r"#(?:!|%21)?/+([^?]*)(?:\?(.*))?", re.DOTALL)

# In a path these mean the same encoded or not, and platforms use them both ways.
_PLAIN = {f"%{ord(char):02X}": char for char in "@+:!,.;='()"}
_ENCODED = re.compile("|".join(_PLAIN))

# Under these, `www` may be somebody's own name: www.co.uk is not co.uk.
_REGISTRIES = frozenset(
    listed("ac co com edu go gob gouv gov gv ltd me mil ne net nom or org plc sch")
)


Parts = tuple[str, str | None, str, str | None, str | None]
"""Host, port with its colon, path, query, fragment with its `#`: what SPLIT finds after the scheme."""


def identify(canonical: str, extra_hosts: Mapping[str, str] = NO_HOSTS) -> tuple[str, str, str]:
    """A canonical URL's page key, platform and kind of page.

    `canonical` is what `page_urls.parse_page` gave, now or under an older version of the rules;
    `extra_hosts` is config's host → platform id. A host of a known platform's id follows that
    platform's rules; any other id is a platform of the team's own, whose pages have `web:` keys.

    The key is `platform:kind:id`. A page that no rule knows has `web:` and the canonical URL as
    https and without a `www.` in front (where a name remains), since both lead to one page. On a
    platform's hosts the platform is that platform's all the same, the kind is "page", and the key
    has the platform's first host and no slash at the end; the kind is FRONT where the address is
    the platform's front page, which names no page on it.

    **Changing rules.** Any change that gives a canonical URL another key than the last release did (a new
    kind, host, alphabet or tracking parameter) raises KEY_RULES_VERSION, once for a release. Stored keys carry the version
    that made them; `referral-bot migrate` runs this function over the stored canonical URLs of
    older versions.

    Raises ValueError for what is not a canonical http(s) URL.
    """
    found = SPLIT.fullmatch(canonical)
    if found is None:
        raise ValueError("not a canonical http(s) URL")
    _, host, port, path, query, fragment = found.groups()
    return identify_parts((host, port, path, query, fragment), site_of(host, extra_hosts))


def identify_parts(parts: Parts, site: Site | None) -> tuple[str, str, str]:
    """As `identify`, for a URL already split and its site already looked up."""
    host, port, path, query, fragment = parts
    kind = "page"
    if site and not port:
        opens = _opened(site, path, query, fragment)
        if found := _match(site, *opens):
            return found
        if site.front and _is_front(site, *opens):
            kind = FRONT
        if site.first:
            host, path = site.first, path.rstrip("/") or "/"
    key = f"web:https://{without_www(host)}{port or ''}{path}"
    if query is not None:
        key += "?" + query
    if fragment:
        key += fragment
    return key, site.platform if site else OTHER, kind


def _opened(
    site: Site, path: str, query: str | None, fragment: str | None
) -> tuple[str, str | None, str | None]:
    """The path, query and fragment of what opens: behind `#!` there may be another path."""
    route = _HASHBANG.fullmatch(fragment) if fragment and site.hashbang else None
    # Without a `!` it leads on from the front page alone: `m.youtube.com/#/watch?v=`.
    if route is None or (path.strip("/") and route[0][1] == "/"):
        return path, query, fragment
    pairs = (route[2] or "").split("&")
    kept = "&".join(pair for pair in pairs if pair and not site.is_tracking(pair.split("=")[0]))
    return "/" + route[1], kept or None, None


def _is_front(site: Site, path: str, query: str | None, fragment: str | None) -> bool:
    place = path.strip("/").lower()
    return (
        (not place or place in site.homes)
        and not fragment
        and (query is None or parameters(query).keys() <= site.views)
    )


def _match(
    site: Site, path: str, query: str | None, fragment: str | None
) -> tuple[str, str, str] | None:
    if "%" in path:
        path = _ENCODED.sub(lambda found: _PLAIN[found[0]], path)
    if "//" in path:
        path = re.sub("//+", "/", path)
    path = path.rstrip("/")
    word = path[1:].partition("/")[0]
    rules = site.by_word.get(word)
    if rules is None:
        rules = site.by_word.get(word.lower(), site.by_name)
    target = site.before + path if site.before else path
    if fragment and site.keeps_fragment:
        target += fragment.rstrip("/")
    params: Mapping[str, str | None] | None = None
    for rule in rules:
        found = rule.path(target)
        if found is None:
            continue
        values = found.groups()
        if query is None:
            if rule.queries:
                continue
        elif rule.looks_at_queries:
            if params is None:
                params = parameters(query)
            matched = _values(rule, params)
            if matched is None:
                continue
            values += matched
        return rule.key(values), rule.platform, rule.kind
    return None


def _values(rule: Rule, params: Mapping[str, str | None]) -> tuple[str, ...] | None:
    """The ids in the parameters that a rule names; None where one is missing, or where another
    parameter could lead to another page."""
    values: tuple[str, ...] = ()
    for name, match in rule.queries:
        value = params.get(name)
        found = None if value is None else match(value)
        if found is None:
            return None
        values += found.groups()
    if rule.any_query:
        return None if not rule.unless.isdisjoint(params) else values
    named = [name for name, _ in rule.queries]
    for name in params:
        if name not in rule.views and name not in named:
            return None
    return values


def without_www(host: str) -> str:
    if not host.startswith("www."):
        return host
    rest = host[4:]
    name, _, suffix = rest.partition(".")
    if not suffix or (name in _REGISTRIES and "." not in suffix):
        return host
    return rest


def platform_label(platform: str) -> str:
    """What people call a platform: "Facebook"; "Other site" for `web`; the id of a platform that
    only config knows, with a capital."""
    if platform == OTHER:
        return "Other site"
    known = BY_ID.get(platform)
    return known.label if known else platform[:1].upper() + platform[1:]
