"""The guard's rules, one by one."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address

import pytest

from bot.domain.pages.status import PageToCheck
from bot.domain.platforms import PLATFORMS
from handlers.outbound.page_checks.guard import Guard, TargetRefused, is_public
from handlers.outbound.page_checks.probe_settings import ProbeSettings
from handlers.outbound.page_checks.prober import HttpProber
from tests.handlers.outbound.page_checks.sockets import watch

PUBLIC = (
    "8.8.8.8",
    "1.1.1.1",
    "172.32.0.1",
    "100.128.0.1",
    "169.255.0.1",
    "192.0.1.1",
    "198.20.0.1",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2a03:2880:f12f:83:face:b00c:0:25de",
)
NOT_PUBLIC = (
    "0.0.0.0",
    "0.1.2.3",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.255.255.255",
    "168.63.129.16",
    "169.254.0.1",
    "172.16.0.0",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.255.255",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.251",
    "239.255.255.255",
    "255.255.255.255",
    "::",
    "::1",
    "::8.8.8.8",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "64:ff9b:1::808:808",
    "100::1",
    "1000::1",
    "2001::1",
    "2001:2::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:808:808::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700:4700::1111%eth0",
    "fec0::1",
    "ff05::2",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_site_can_be_there(address: str) -> None:
    assert is_public(ip_address(address), 443)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_site_is_there(address: str) -> None:
    assert not is_public(ip_address(address), 443)


def test_one_address_inside_spoils_a_name() -> None:
    guard = Guard()
    guard.check_all(PUBLIC, 443)
    for inside in NOT_PUBLIC:
        with pytest.raises(TargetRefused, match="address not allowed"):
            guard.check_all([*PUBLIC, inside], 443)


@pytest.mark.parametrize("port", [0, 22, 25, 81, 3306, 6379, 8080, 8443, 65535])
def test_only_the_ports_of_the_web(port: int) -> None:
    with pytest.raises(TargetRefused):
        Guard().check("8.8.8.8", port)
    with pytest.raises(TargetRefused):
        Guard().target(f"https://example.org:{port}/")


def test_what_is_asked_is_what_a_browser_would_ask() -> None:
    target = Guard().target("HTTPS://ExAmple.ORG:443/a b?q=é#top")
    assert (target.url, target.host, target.port) == (
        "https://example.org/a%20b?q=%C3%A9",
        "example.org",
        443,
    )
    assert Guard().target("../up", "https://example.org/a/b/c").url == "https://example.org/a/up"


def test_every_page_of_the_platforms_may_be_asked() -> None:
    """So that the guard stops nobody's work: it refuses none of the examples but the onion site."""
    for platform in PLATFORMS:
        for kind in platform.kinds:
            for spellings in kind.same.values():
                for url in spellings:
                    if url.startswith("http") and ".onion" not in url:
                        Guard().target(url)
    Guard(proxied=True).target(f"http://{'a' * 56}.onion/")


async def test_a_socket_is_checked_again_when_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a look-up gave: here the check of its answer is left out."""
    monkeypatch.setattr(Guard, "check_all", lambda *_: None)

    async def names(_: str) -> list[str]:
        return ["127.0.0.1"]

    prober = HttpProber(ProbeSettings(direct=True), resolve=names)
    with watch() as tried:
        reading = await prober.probe(PageToCheck("web", "web:x", "http://example.org/"))
    await prober.aclose()
    assert reading.reason == "address not allowed"
    assert tried.connections == []


async def test_a_literal_is_no_matter_for_the_resolver() -> None:
    asked: list[str] = []

    async def names(name: str) -> list[str]:
        asked.append(name)
        raise socket.gaierror(socket.EAI_NONAME, "nobody")

    prober = HttpProber(ProbeSettings(direct=True, spacing=0.0), resolve=names)
    pages = ("http://127.0.0.1/", "http://[::1]/", "http://0x7f.1/", "http://example.org/")
    with watch() as tried:
        readings = await asyncio.gather(
            *(prober.probe(PageToCheck("web", "web:x", url)) for url in pages)
        )
    await prober.aclose()
    assert [reading.reason for reading in readings] == ["address not allowed"] * 3 + [
        "no such name"
    ]
    assert asked == ["example.org."]
    assert tried.connections == []
