"""Canonical URL → platform, kind of page and page key."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from bot.domain.platforms.every import PLATFORMS
from bot.domain.platforms.mastodon import ANY_SITE
from bot.domain.platforms.rules import (
    ANYTHING,
    NAME,
    Rule,
    hosts_of,
    parameters,
    rules_of,
    tracking_names,
)
from bot.domain.platforms.table import Platform, listed
from bot.domain.platforms.trackers import EVERYWHERE

KEY_RULES_VERSION = 3
OTHER = "web"
NO_HOSTS: Mapping[str, str] = MappingProxyType({})

SPLIT = re.compile(
    r"(https?)://(?:[^/?#]*@)?(\[[^\]]*\]|[^/:?#]*)(:\d+)?([^?#]*)(?:\?([^#]*))?(#.*)?", re.DOTALL
)
is_tracking_anywhere = tracking_names(EVERYWHERE)

# In a path these mean the same encoded or not, and platforms use them both ways.
_PLAIN = {f"%{ord(char):02X}": char for char in "@+:!,.;='()"}
_ENCODED = re.compile("|".join(_PLAIN))

# Under these, `www` may be somebody's own name: www.co.uk is not co.uk.
_REGISTRIES = frozenset(
    listed("ac co com edu go gob gouv gov gv ltd me mil ne net nom or org plc sch")
)


Parts = tuple[str, str | None, str, str | None, str | None]
"""Host, port with its colon, path, query, fragment with its `#`: what SPLIT finds after the scheme."""


class Site(NamedTuple):
    """What is known of a host: its rules by fixed first words of paths, its rules for all other
    paths, what goes before the path, and what is dropped or kept."""

    platform: str
    by_word: Mapping[str, tuple[Rule, ...]] = MappingProxyType({})
    by_name: tuple[Rule, ...] = ()
    before: str = ""
    is_tracking: Callable[[str], bool] = is_tracking_anywhere
    keeps_fragment: bool = False


class _Host(NamedTuple):
    mirrors: re.Pattern[str]
    site: Site
    subdomains: Site


def _site(one: Platform, rules: list[tuple[str, Rule]], host: str, *, keeps_fragment: bool) -> Site:
    # A fixed first word is never a name; the table's order is kept in each list.
    words = {word for word, _ in rules}.union(one.reserved) - {NAME, ANYTHING}
    return Site(
        platform=one.id,
        by_word={
            word: tuple(rule for own, rule in rules if own in (word, ANYTHING)) for word in words
        },
        by_name=tuple(rule for own, rule in rules if own in (NAME, ANYTHING)),
        before=host if one.host_in_key else "",
        is_tracking=tracking_names(EVERYWHERE + one.tracking),
        keeps_fragment=keeps_fragment,
    )


def _known_hosts(one: Platform) -> dict[str, _Host]:
    rules = rules_of(one)
    mirrors = re.compile(one.mirrors)
    hosts = {}
    for host in hosts_of(one):
        here = [
            (word, rule)
            for own, wild, word, rule in rules
            if not wild and (own == host or (not own and host in one.hosts))
        ]
        below = [(NAME, rule) for own, wild, _, rule in rules if wild and own == host]
        keeps = host in one.fragments
        hosts[host] = _Host(
            mirrors,
            _site(one, here, host, keeps_fragment=keeps),
            _site(one, below, host, keeps_fragment=keeps),
        )
    return hosts


_BY_ID = {one.id: one for one in PLATFORMS}
_PLATFORM_AT = {host: one.id for one in PLATFORMS for host in hosts_of(one)}


@cache
def _hosts_with_rules(platform: str) -> Mapping[str, _Host]:
    """A platform's hosts; its rules are made when its first page is looked at."""
    return _known_hosts(_BY_ID[platform])


@cache
def _any_site() -> Site:
    return _known_hosts(ANY_SITE)[ANY_SITE.hosts[0]].site


def _host(host: str) -> _Host | None:
    platform = _PLATFORM_AT.get(host)
    return _hosts_with_rules(platform)[host] if platform else None


def _below(known: _Host, sub: str) -> Site:
    """The site of a host that has something before a known host."""
    if not sub or known.mirrors.fullmatch(sub):
        return known.site
    return known.subdomains._replace(before=sub)


@lru_cache(maxsize=1024)
def _known_site(host: str) -> Site | None:
    if known := _host(host):
        return known.site
    sub, dot, parent = host.partition(".")
    while dot:
        if known := _host(parent):
            return _below(known, sub)
        label, dot, parent = parent.partition(".")
        sub = f"{sub}.{label}"
    return None


def site_of(host: str, extra_hosts: Mapping[str, str]) -> Site | None:
    """The platform's site at a host, by the host's labels (never by a part of a label); None for
    a host that nobody named. `extra_hosts` are config's, host to platform id."""
    if extra_hosts:
        sub, parent, dot = "", host, "."
        while dot:
            platform = extra_hosts.get(parent)
            if platform is not None:
                known = _host(_BY_ID[platform].hosts[0]) if platform in _BY_ID else None
                return _below(known, sub) if known else Site(platform)
            label, dot, parent = parent.partition(".")
            sub = f"{sub}.{label}" if sub else label
    return _known_site(host)


def identify(canonical: str, extra_hosts: Mapping[str, str] = NO_HOSTS) -> tuple[str, str, str]:
    """A canonical URL's page key, platform and kind of page.

    `canonical` is what `page_urls.parse_page` gave, now or under an older version of the rules;
    `extra_hosts` is config's host → platform id. A host of a known platform's id follows that
    platform's rules; any other id is a platform of the team's own, whose pages have `web:` keys.

    The key is `platform:kind:id`. A page that no rule knows has `web:` and the canonical URL as
    https and without a `www.` in front (where a name remains), since both lead to one page; on a
    platform's host the platform is that platform's all the same, and the kind is "page".

    **Changing rules.** Any change that gives a stored canonical URL another key (a new kind, host,
    alphabet or tracking parameter) raises KEY_RULES_VERSION by one. Stored keys carry the version
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
    if not port:
        rules = site
        if site is None and path.startswith(("/@", "/%40")):
            rules = _any_site()._replace(before=_without_www(host))
        found = rules and _match(rules, path, query, fragment)
        if found:
            return found
    key = f"web:https://{_without_www(host)}{port or ''}{path}"
    if query is not None:
        key += "?" + query
    if fragment:
        key += fragment
    return key, site.platform if site else OTHER, "page"


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


def _without_www(host: str) -> str:
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
    known = _BY_ID.get(platform)
    return known.label if known else platform[:1].upper() + platform[1:]
