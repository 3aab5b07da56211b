"""Socket Mode: the same bot over a WebSocket, with a clean end."""

from __future__ import annotations

import asyncio

from handlers.slack.socket import run_socket, socket
from tests.handlers.slack.harness import World

GROUP = "https://www.facebook.com/groups/1234567890/"


async def until_connected(world: World) -> None:
    """Ask Slack until it sees the bot's socket."""
    async with asyncio.timeout(10):
        while not (await world.control.state("U0ANALYST"))["sockets"]:
            pass


async def test_commands_and_clicks_come_over_the_socket(world: World) -> None:
    world.workspace.request_url = ""
    async with socket(world.bot.app, world.workspace.app_token):
        assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")
        told = await world.analyst.clicks("Show URL", world.referrals.card("R-1"))
        assert told
        assert told.shows(GROUP)
        await world.analyst.clicks("Mark referred", world.referrals.card("R-1"))
        answers = {"Category": "Vessels", "Confidence": "Low", "Basis": "Both"}
        assert await world.analyst.fills(answers) == {}
        assert (await world.analyst.opens_home()).shows("R-1")
    assert (await world.control.state("U0ANALYST"))["sockets"] == 0


async def test_it_comes_back_after_slack_asked_it_to_reconnect(world: World) -> None:
    world.workspace.request_url = ""
    async with socket(world.bot.app, world.workspace.app_token):
        assert await world.control.disconnect_sockets() == 1
        await until_connected(world)
        assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")


async def test_it_listens_until_it_is_told_to_stop(world: World) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(run_socket(world.bot.app, world.workspace.app_token, stop))
    await until_connected(world)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert (await world.control.state("U0ANALYST"))["sockets"] == 0
