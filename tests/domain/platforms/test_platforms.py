"""The platforms' tables, read: every example beside a table is a test here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.pages.urls import InvalidUrl, parse_page
from bot.domain.platforms import (
    KEY_RULES_VERSION,
    PLATFORMS,
    Page,
    identify,
    platform_label,
)
from bot.domain.platforms.companies import COMPANIES
from bot.domain.platforms.rules import rules_of
from bot.domain.platforms.snapchat import SNAPCHAT
from bot.domain.platforms.table import Id, Kind

KINDS = [(platform, kind) for platform in PLATFORMS for kind in platform.kinds]
PAGES = [
    pytest.param(key := f"{platform.id}:{kind.name}:{what}", addresses, id=key)
    for platform, kind in KINDS
    for what, addresses in kind.same.items()
]
NEAR_MISSES = [
    pytest.param(platform.id, kind, id=f"{platform.id}-{kind.name}") for platform, kind in KINDS
]


def key_of(address: str) -> str:
    """The key of an address; what is wrong with it where it names no page."""
    try:
        return parse_page(address).key
    except InvalidUrl as refused:
        return refused.problem.code


@pytest.mark.parametrize(("key", "addresses"), PAGES)
def test_every_spelling_has_the_key(key: str, addresses: Sequence[str]) -> None:
    pages = {address: parse_page(address) for address in addresses}
    assert {address: page.key for address, page in pages.items()} == dict.fromkeys(addresses, key)
    for page in pages.values():
        assert (page.platform, page.kind) == tuple(key.split(":")[:2])
        assert page.key_version == KEY_RULES_VERSION
        # What is stored can be keyed again, and canonicalising again changes nothing.
        assert identify(page.canonical) == (page.key, page.platform, page.kind)
        assert parse_page(page.canonical).canonical == page.canonical


@pytest.mark.parametrize(("platform", "kind"), NEAR_MISSES)
def test_every_near_miss_has_another_key(platform: str, kind: Kind) -> None:
    keys = {f"{platform}:{kind.name}:{what}" for what in kind.same}
    assert not [address for address in kind.other if key_of(address) in keys]


def test_at_least_25_kinds_have_4_spellings_and_2_near_misses() -> None:
    rich = {
        (platform.id, kind.name)
        for platform, kind in KINDS
        if len(kind.other) >= 2 and max(map(len, kind.same.values())) >= 4
    }
    assert len(rich) >= 25
    poor = [(platform.id, kind.name) for platform, kind in KINDS if len(kind.other) < 2]
    assert not poor


def test_examples_of_different_pages_never_share_a_key() -> None:
    seen: dict[str, str] = {}
    for platform, kind in KINDS:
        for what, addresses in kind.same.items():
            page = f"{platform.id}:{kind.name}:{what}"
            for address in addresses:
                assert seen.setdefault(parse_page(address).key, page) == page


def test_every_platform_asked_for_is_there() -> None:
    assert {platform.id for platform in PLATFORMS} == {
        *("facebook", "instagram", "threads", "whatsapp", "messenger", "youtube", "tiktok", "x"),
        *("telegram", "snapchat", "reddit", "linkedin", "vk", "discord", "pinterest", "tumblr"),
        *("twitch", "vimeo", "dailymotion", "odnoklassniki", "bluesky", "mastodon", "truthsocial"),
        *("rumble", "odysee", "bitchute", "gab", "gettr", "parler", "kick", "kwai", "likee"),
        *("lemon8", "weibo", "douyin", "bilibili", "signal", "viber", "line", "zalo", "imo"),
        *("medium", "substack", "linktree", "googledrive", "googledocs", "googlesites"),
        *("googlemaps", "googleplay", "google", "appstore", "wordpress", "blogspot", "pastebin"),
        *("justpasteit", "imgur", "peertube", "misskey", "rutube", "niconico", "flickr", "pixiv"),
        *("streamable", "dropbox"),
    }


def test_hosts_belong_to_one_platform() -> None:
    owners: dict[str, str] = {}
    for platform in PLATFORMS:
        for host in {
            *platform.hosts,
            *platform.others,
            *(own for own, *_ in rules_of(platform) if own),
        }:
            assert owners.setdefault(host, platform.id) == platform.id


@pytest.mark.parametrize(
    ("platform", "label"),
    [
        ("facebook", "Facebook"),
        ("x", "X"),
        ("vk", "VK"),
        ("web", "Other site"),
        ("gettr", "Gettr"),
        ("boatsite", "Boatsite"),
        ("truthsocial", "Truth Social"),
    ],
)
def test_label(platform: str, label: str) -> None:
    assert platform_label(platform) == label


@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://developers.facebook.com/docs/", "facebook"),
        ("https://www.facebook.com/groups/1/user/2/", "facebook"),
        ("https://www.facebook.com:8443/groups/1/", "facebook"),
        ("https://www.youtube.com/feed/trending", "youtube"),
        ("https://facebook.com.evil.example/groups/1", "web"),
        ("https://notfacebook.com/groups/1", "web"),
        ("https://evil.example/facebook.com/groups/1", "web"),
        ("https://evil.example/?u=https://facebook.com/groups/1", "web"),
        ("https://facebook.co/groups/1", "web"),
    ],
)
def test_page_without_a_rule_counts_for_the_platform_of_its_host(
    address: str, platform: str
) -> None:
    page = parse_page(address)
    assert page.key.startswith("web:https://")
    assert (page.platform, page.kind) == (platform, "page")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://www.example.com/a", "web:https://example.com/a"),
        ("https://example.com:8443/a", "web:https://example.com:8443/a"),
        ("https://www.co.uk/", "web:https://www.co.uk/"),
        ("https://www.com/", "web:https://www.com/"),
        ("http://[2001:db8::1]/", "web:https://[2001:db8::1]/"),
        ("http://0x7f.1/", "web:https://127.0.0.1/"),
        ("https://example.com/A?b=C", "web:https://example.com/A?b=C"),
        ("https://example.com/a/", "web:https://example.com/a/"),
    ],
)
def test_key_of_a_page_on_no_platform(address: str, key: str) -> None:
    assert parse_page(address).key == key


def test_the_canonical_url_keeps_scheme_and_host() -> None:
    assert parse_page("http://www.example.com/a").canonical == "http://www.example.com/a"
    assert parse_page("http://m.facebook.com/groups/1?ref=x").canonical == (
        "http://m.facebook.com/groups/1"
    )


def test_config_adds_a_host_to_a_platform() -> None:
    extra = {"fb.example.net": "facebook"}
    for address in ("https://fb.example.net/groups/7", "http://m.fb.example.net/groups/7/"):
        assert parse_page(address, extra).key == "facebook:group:7"
    assert parse_page("https://fb.example.net/groups/7").platform == "web"
    assert parse_page("https://xfb.example.net/groups/7", extra).platform == "web"
    other = parse_page("https://docs.fb.example.net/groups/7", extra)
    assert (other.platform, other.key) == ("facebook", "web:https://docs.fb.example.net/groups/7")


def test_config_adds_a_platform_of_its_own() -> None:
    extra = {"boatsite.example": "boatsite"}
    page = parse_page("https://www.boatsite.example/user/one", extra)
    assert page == Page(
        typed="https://www.boatsite.example/user/one",
        canonical="https://www.boatsite.example/user/one",
        key="web:https://boatsite.example/user/one",
        platform="boatsite",
        kind="page",
    )
    assert parse_page("https://notboatsite.example/user/one", extra).platform == "web"


def test_identify_refuses_what_is_no_web_address() -> None:
    for text in ("", "facebook.com/groups/1", "ftp://example.com/"):
        with pytest.raises(ValueError, match="canonical"):
            identify(text)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Kind("user", at=("/u/{nobody}",)), "`ids` has no 'nobody'"),
        (Kind("user", at=("/u/{lens}",)), "the key needs user"),
        (Kind("user", at=("/u/{user}/{lens}",)), "an id is not in the key"),
    ],
)
def test_a_mistake_in_a_table_is_named(kind: Kind, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        rules_of(replace(SNAPCHAT, kinds=(kind,)))


def test_a_newcomers_platform_needs_only_its_table() -> None:
    platform = replace(
        SNAPCHAT,
        id="boats",
        hosts=("boats.example",),
        ids={"boat": Id("0-9", "1,9")},
        kinds=(Kind("boat", at=("/b/{boat}", "boa.ts/{boat}")),),
    )
    hosts = [(host, rule.kind) for host, _, _, rule in rules_of(platform)]
    assert hosts == [("", "boat"), ("boa.ts", "boat")]


def test_companies_have_platforms_that_there_are_each_of_one_company() -> None:
    known = {one.id for one in PLATFORMS}
    theirs = [one for platforms in COMPANIES.values() for one in platforms]
    assert set(theirs) <= known
    assert len(theirs) == len(set(theirs))
