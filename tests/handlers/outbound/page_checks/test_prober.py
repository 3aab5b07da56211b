"""A check as it is made: what it sends, what it reads, and how it waits for its turn."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.domain.pages.status import PageToCheck, Status
from handlers.outbound.page_checks.guard import Guard
from handlers.outbound.page_checks.host_limiter import HostLimiter, WaitTooLong
from handlers.outbound.page_checks.probe_settings import ProbeSettings
from handlers.outbound.page_checks.prober import HttpProber
from tests.handlers.outbound.page_checks.conftest import ANSWERS, Internet
from tests.handlers.outbound.page_checks.sites import PAGE

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def net(internet: Internet) -> AsyncIterator[Internet]:
    internet.zone.answers = copy.deepcopy(ANSWERS)
    internet.heads.clear()
    yield internet


def page(net: Internet, path: str) -> PageToCheck:
    url = f"http://up.example.org:{net.ports['good']}/{path}"
    return PageToCheck("web", f"web:{url}", url)


@pytest.mark.parametrize("via", ["direct", "http", "socks"])
async def test_a_check_says_nothing_about_who_looks(net: Internet, via: str) -> None:
    reading = await net.prober(via, short=False).probe(page(net, "up"))
    assert reading.status is Status.UP
    assert reading.sha256 == hashlib.sha256(PAGE).hexdigest()
    (head,) = net.heads
    lines = head.lower().split("\r\n")
    assert lines[0] == "get /up http/1.1"
    names = {line.partition(":")[0] for line in lines[1:] if line}
    assert names <= {
        "host", "user-agent", "accept", "accept-language", "accept-encoding", "connection",
    }  # fmt: skip
    assert f"host: up.example.org:{net.ports['good']}" in lines
    assert "accept-encoding: identity" in lines
    assert "python" not in head.lower()
    assert "httpx" not in head.lower()


async def test_no_cookie_comes_back(net: Internet) -> None:
    prober = net.prober("direct", short=False)
    for path in ("up", "cookies", "up"):
        await prober.probe(page(net, path))
    assert len(net.heads) == 3
    assert "\r\ncookie:" not in "".join(net.heads).lower()


async def test_the_address_goes_out_as_it_is(net: Internet) -> None:
    await net.prober("direct", short=False).probe(page(net, "a%2Fb%3Fc?q=%26%3D%2B+%20x&y=1"))
    assert net.heads[0].startswith("GET /a%2Fb%3Fc?q=%26%3D%2B+%20x&y=1 HTTP/1.1\r\n")


async def test_a_user_agent_of_the_teams(net: Internet) -> None:
    prober = HttpProber(
        ProbeSettings(direct=True, user_agent="Team/1.0", spacing=0.0),
        guard=Guard(allows=net.allows, ports=frozenset(net.ports.values())),
        resolve=net.prober("direct", short=False)._resolve,
        trust=net.trust,
    )
    await prober.probe(page(net, "up"))
    await prober.aclose()
    assert "\r\nuser-agent: team/1.0\r\n" in net.heads[0].lower()


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "either a proxy or direct"),
        ({"direct": True, "proxy": "http://proxy.example.org:3128"}, "either a proxy or direct"),
        ({"proxy": "proxy.example.org:3128"}, "must begin with"),
        ({"proxy": "ftp://proxy.example.org"}, "must begin with"),
        ({"direct": True, "user_agent": "a\r\nX: b"}, "one line"),
    ],
)
async def test_settings_that_cannot_be(given: dict[str, object], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        ProbeSettings(**given)  # type: ignore[arg-type]


async def test_one_site_sees_few_checks_at_once_and_apart() -> None:
    limiter = HostLimiter(at_once=10, at_once_per_host=2, spacing=0.02)
    now = asyncio.get_running_loop().time
    most, start = 0, now()
    inside: dict[str, int] = {"a": 0, "b": 0}
    begun: dict[str, list[float]] = {"a": [], "b": []}

    async def one(host: str) -> None:
        nonlocal most
        async with limiter.slot(host, 60.0):
            begun[host].append(now())
            inside[host] += 1
            most = max(most, inside[host])
            await asyncio.sleep(0.05)
            inside[host] -= 1

    await asyncio.gather(*(one(host) for host in ("a", "b") for _ in range(6)))
    assert most == 2
    for times in begun.values():
        assert len(times) == 6
        # The clock of a loop may wake a sleeper within its resolution before the time.
        assert all(at - start > number * 0.02 - 0.001 for number, at in enumerate(times))


async def test_who_would_wait_too_long_gives_up() -> None:
    limiter = HostLimiter(at_once=10, at_once_per_host=1, spacing=3600.0)
    async with limiter.slot("a", 0.01):
        with pytest.raises(WaitTooLong):
            async with limiter.slot("a", 0.01):
                pytest.fail("the only place was taken")
    with pytest.raises(WaitTooLong):
        async with limiter.slot("a", 0.01):
            pytest.fail("an hour has not passed")
    async with limiter.slot("b", 0.01):
        pass


async def test_sites_that_nobody_waits_for_are_forgotten() -> None:
    limiter = HostLimiter(at_once=10, at_once_per_host=1, spacing=0.0)
    for number in range(5_000):
        async with limiter.slot(f"{number}.example.org", 1.0):
            pass
    assert len(limiter._hosts) <= 1_000


async def test_nothing_of_the_network_is_loaded_before_the_first_check() -> None:
    code = (
        "import asyncio, sys; from handlers.outbound.page_checks.prober import HttpProber;"
        "from handlers.outbound.page_checks.probe_settings import ProbeSettings;"
        "HttpProber(ProbeSettings(direct=True));"
        "print(sorted({'httpx', 'aiohttp', 'httpx_aiohttp', 'httpcore'} & set(sys.modules)))"
    )
    python = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=-1)
    said, _ = await python.communicate()
    assert (python.returncode, said.strip()) == (0, b"[]")
