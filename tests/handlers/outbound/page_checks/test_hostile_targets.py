"""No hostile target makes a check reach what it may not, run on, or fill the memory."""

from __future__ import annotations

import asyncio
import copy
import tracemalloc

import pytest

from bot.domain.pages.status import PageToCheck, Reading, Status
from tests.handlers.outbound.page_checks.conftest import ANSWERS, Internet
from tests.handlers.outbound.page_checks.sockets import watch
from tests.handlers.outbound.page_checks.targets import REACHED, TARGETS, Target

pytestmark = pytest.mark.asyncio(loop_scope="module")

MEMORY = 2_000_000
HANGS = 20.0
"""Seconds after which a check that has a third of a second is taken to hang."""


def page(url: str) -> PageToCheck:
    return PageToCheck("web", f"web:{url}", url)


async def checked(internet: Internet, target: Target) -> tuple[Reading, int]:
    """The reading, and how many bytes there were at most for it (those of the sites included)."""
    prober = internet.prober(target.via, short=target.short)
    # What is loaded at the first page that is there, is not the target's.
    await prober.probe(page(f"http://up.example.org:{internet.ports['good']}/up"))
    internet.proxy.mood = target.mood
    internet.proxy.asked.clear()
    internet.heads.clear()
    tracemalloc.start()
    try:
        async with asyncio.timeout(HANGS):
            reading = await prober.probe(page(fill(target.url, internet.ports)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        internet.proxy.mood = ""
    return reading, peak


def fill(url: str, ports: dict[str, int]) -> str:
    for name, number in ports.items():
        url = url.replace("{" + name + "}", str(number)).replace("%7B" + name + "%7D", str(number))
    return url


def shown(target: Target) -> str:
    text = f"{target.via} {target.mood} {target.url}".encode("ascii", "backslashreplace").decode()
    return text.replace("  ", " ")[:110] + (f"…{len(text)}" if len(text) > 110 else "")


@pytest.mark.parametrize("target", [pytest.param(one, id=shown(one)) for one in TARGETS])
async def test_hostile_target(internet: Internet, target: Target) -> None:
    internet.zone.answers = copy.deepcopy(ANSWERS)
    internet.zone.asked.clear()
    internet.reached.clear()
    with watch() as tried:
        reading, memory = await checked(internet, target)

    if target.reason == REACHED:
        assert (reading.status, reading.code) == (Status.UP, 200)
        assert len(reading.sha256) == 64
    else:
        assert (reading.status, reading.reason) == (Status.UNSURE, target.reason)
    assert internet.reached == []
    allowed = {("127.0.0.1", port) for name, port in internet.ports.items() if name != "bad"}
    assert set(tried.connections) <= allowed
    assert set(tried.look_ups) <= {"127.0.0.1"}, "a name left for the system's resolver"
    if target.via != "direct":
        # The warm-up asks for up.example.org; names are the proxy's, and only public ones are sent.
        assert all(".example.org" in asked for asked in internet.proxy.asked)
        assert internet.zone.asked == []
    assert memory < MEMORY
    assert not any("\r\ncookie:" in head.lower() for head in internet.heads)
    assert not any("\r\nx-evil" in head.lower() for head in internet.heads)


async def test_the_table_is_long_enough_and_its_sites_listen(internet: Internet) -> None:
    assert len(TARGETS) >= 60
    assert len(set(map(shown, TARGETS))) == len(TARGETS)
    assert internet.forbidden >= 1
    # A site that counts its visits does count them.
    reader, writer = await asyncio.open_connection("127.0.0.1", internet.ports["bad"])
    await reader.read()
    assert len(internet.reached) == 1
    writer.close()
