"""A host → the platform's site that it is, with the rules of that platform's table."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from bot.domain.platforms.every import PLATFORMS
from bot.domain.platforms.rules import (
    ANYTHING,
    NAME,
    Rule,
    hosts_of,
    rules_of,
    tracking_names,
)
from bot.domain.platforms.table import Platform
from bot.domain.platforms.trackers import EVERYWHERE

is_tracking_anywhere = tracking_names(EVERYWHERE)


class Site(NamedTuple):
    """What is known of a host: its rules by fixed first words of paths, its rules for all other
    paths, what goes before the path, and what is dropped or kept.

    `first` is the host that pages without a rule are keyed by; "" where that is their own. With
    `front`, the host alone names no page."""

    platform: str
    by_word: Mapping[str, tuple[Rule, ...]] = MappingProxyType({})
    by_name: tuple[Rule, ...] = ()
    before: str = ""
    is_tracking: Callable[[str], bool] = is_tracking_anywhere
    views: frozenset[str] = frozenset()
    keeps_fragment: bool = False
    hashbang: bool = False
    first: str = ""
    front: bool = False
    homes: frozenset[str] = frozenset()


class _Host(NamedTuple):
    name: str
    mirrors: re.Pattern[str]
    apart: re.Pattern[str]
    site: Site
    subdomains: Site


def _site(one: Platform, rules: list[tuple[str, Rule]], host: str) -> Site:
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
        views=frozenset(one.views),
        keeps_fragment=host in one.fragments,
        hashbang=one.hashbang and host in one.hosts,
        first=one.hosts[0] if host in one.hosts and not one.host_in_key else host,
        front=not one.host_in_key,
        homes=frozenset(one.homes),
    )


def _known_hosts(one: Platform) -> dict[str, _Host]:
    rules = rules_of(one)
    mirrors, apart = re.compile(one.mirrors), re.compile(one.apart)
    hosts = {}
    for host in _all_hosts(one):
        here = [
            (word, rule)
            for own, wild, word, rule in rules
            if not wild and (own == host or (not own and host in one.hosts))
        ]
        # Words that are nobody's name on the platform's own host may be paths on somebody's.
        below = [(ANYTHING, rule) for own, wild, _, rule in rules if wild and own == host]
        subdomains = _site(one, below, host)._replace(front=False, hashbang=False)
        name = one.hosts[0] if one.same_below and host in one.hosts else host
        hosts[host] = _Host(name, mirrors, apart, _site(one, here, host), subdomains)
    return hosts


def _all_hosts(one: Platform) -> set[str]:
    return hosts_of(one).union(one.others)


BY_ID = {one.id: one for one in PLATFORMS}
_PLATFORM_AT = {host: one.id for one in PLATFORMS for host in _all_hosts(one)}


@cache
def _hosts_with_rules(platform: str) -> Mapping[str, _Host]:
    """A platform's hosts; its rules are made when its first page is looked at."""
    return _known_hosts(BY_ID[platform])


def _host(host: str) -> _Host | None:
    platform = _PLATFORM_AT.get(host)
    return _hosts_with_rules(platform)[host] if platform else None


def _below(known: _Host, sub: str) -> Site:
    """The site of a host that has something before a known host."""
    if not sub:
        return known.site
    host = f"{sub}.{known.name}"
    if not known.mirrors.fullmatch(sub):
        return known.subdomains._replace(before=sub, first=host)
    return known.site._replace(first=host) if known.apart.fullmatch(sub) else known.site


def _elsewhere(known: _Host, host: str) -> _Host:
    """A platform's rules at a host that config names: a mirror, or a server of its own."""
    known = known._replace(name=host)
    if not known.site.before:
        return known
    return known._replace(site=known.site._replace(before=host, first=host))


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
                known = _host(BY_ID[platform].hosts[0]) if platform in BY_ID else None
                return _below(_elsewhere(known, parent), sub) if known else Site(platform)
            label, dot, parent = parent.partition(".")
            sub = f"{sub}.{label}" if sub else label
    return _known_site(host)


@cache
def kinds() -> tuple[tuple[str, str], ...]:
    """Every platform's kinds of page, as they begin a page key."""
    return tuple((one.id, kind.name) for one in PLATFORMS for kind in one.kinds)
