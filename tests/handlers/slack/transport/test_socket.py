"""Socket Mode: the same bot over a WebSocket that comes back, with a clean end."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sentences import troubles
from bot.sentences.operations import health
from handlers.slack.transport.socket import Handler, socket, until_stopped
from handlers.workspace.app_requests.socket_mode import _Socket
from tests.harness.with_slack.shown import Shown
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.journeys.processes import until

GROUP = "https://www.facebook.com/groups/1234567890/"
OTHER = "https://www.facebook.com/groups/2345678901/"
PING = 0.4


@asynccontextmanager
async def connected(world: SlackHarness) -> AsyncIterator[None]:
    """The bot on a socket, which notices quickly that it was dropped; no requests come by HTTP."""
    world.workspace.request_url = ""
    async with socket(world.bot.app, world.workspace.app_token, ping=PING) as (_, connecting):
        await connecting
        await until_connected(world)
        yield


async def listen(world: SlackHarness, stop: asyncio.Event, token: str = "") -> None:
    """As `run` does."""
    async with socket(world.bot.app, token or world.workspace.app_token) as (_, connecting):
        await until_stopped(connecting, stop)


async def until_connected(world: SlackHarness, sockets: int = 1) -> None:
    """Ask Slack until it sees so many of the bot's sockets."""
    async with asyncio.timeout(10):
        while (await world.control.state("U0ANALYST"))["sockets"] != sockets:
            pass


async def test_commands_and_clicks_come_over_the_socket(world: SlackHarness) -> None:
    async with connected(world):
        assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")
        told = await world.analyst.clicks("Show URL", world.referrals.card("R-1"))
        assert told
        assert told.shows(GROUP)
        await world.analyst.clicks("Mark referred", world.referrals.card("R-1"))
        answers = {"Category": "Vessels", "Confidence": "Low", "Basis": "Both"}
        assert await world.analyst.fills(answers) == {}
        assert (await world.analyst.opens_home()).shows("R-1")
    assert (await world.control.state("U0ANALYST"))["sockets"] == 0


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
async def test_it_comes_back_after_slack_asked_it_to_reconnect(
    world: SlackHarness, reason: str
) -> None:
    async with connected(world):
        assert await world.control.disconnect_sockets(reason) == 1
        await until_connected(world)
        assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")


async def test_connections_that_end_at_once_are_tried_again_later_and_later(
    world: SlackHarness, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(world):
        for _ in range(4):
            assert await world.control.disconnect_sockets("link_disabled") == 1
            await until_connected(world)
        assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")
    waits = [one for one in caplog.messages if "ended at once" in one]
    assert waits[:3] == [
        f"a Socket Mode connection ended at once; the next in {wait:g} s"
        for wait in (PING, 2 * PING, 4 * PING)
    ]


async def test_it_comes_back_after_the_socket_was_dropped_without_a_word(
    world: SlackHarness,
) -> None:
    world.workspace.request_url = ""
    handler = Handler(world.bot.app, world.workspace.app_token, ping=PING)
    await handler.connect()
    try:
        await until_connected(world)
        session = handler.client.current_session
        assert session is not None
        transport = session._response.connection.transport  # type: ignore[union-attr]
        assert transport is not None
        transport.abort()
        await until(lambda: handler.client.current_session is not session, 10)
        await until_connected(world)
        assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")
    finally:
        await handler.finish(1.0)


async def test_an_address_that_is_used_up_is_not_tried_for_ever(world: SlackHarness) -> None:
    world.workspace.request_url = ""
    handler = Handler(world.bot.app, world.workspace.app_token, ping=PING)
    asking = asyncio.create_task(handler.watch())
    used = await handler.client.issue_new_wss_url()
    handler.client.wss_uri = used.replace("ticket=", "ticket=not-")
    connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
    try:
        await until_connected(world)
        assert handler.client.wss_uri != used
    finally:
        asking.cancel()
        connecting.cancel()
        await asyncio.gather(asking, connecting, return_exceptions=True)
        await handler.finish(1.0)


async def test_it_listens_until_it_is_told_to_stop(world: SlackHarness) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(listen(world, stop))
    await until_connected(world)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert (await world.control.state("U0ANALYST"))["sockets"] == 0


async def test_it_can_be_stopped_while_slack_cannot_be_reached(world: SlackHarness) -> None:
    stop = asyncio.Event()
    world.bot.app.client.base_url = "http://127.0.0.1:9/api/"
    running = asyncio.create_task(listen(world, stop))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(running, 5)


async def test_a_refused_token_is_said_at_once(world: SlackHarness) -> None:
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await listen(world, asyncio.Event(), token="xapp-wrong")


async def test_what_is_in_hand_is_finished_and_nothing_new_is_taken(world: SlackHarness) -> None:
    world.workspace.request_url = ""
    handler = Handler(world.bot.app, world.workspace.app_token)
    await handler.connect()
    await until_connected(world)
    with closing(sqlite3.connect(world.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # so that what is to be recorded waits
        first = asyncio.create_task(world.analyst.asks(f"/flag {GROUP}"))
        await until(lambda: handler.in_hand == 1, 10)
        ending = asyncio.create_task(handler.finish(10.0))
        await asyncio.sleep(0)
        assert (await world.analyst.asks(f"/flag {OTHER}")).shows(troubles.RESTARTING)
        assert not ending.done()
        other.execute("ROLLBACK")
    assert (await first).shows("R-1 recorded")
    await ending
    assert (await world.control.state("U0ANALYST"))["sockets"] == 0
    assert world.bot.database.read(lambda uow: uow.referrals.get(2)) is None


@asynccontextmanager
async def in_hand(world: SlackHarness) -> AsyncIterator[tuple[Handler, asyncio.Task[Shown]]]:
    """A command that has come in, and is answered once the block ends."""
    world.workspace.request_url = ""
    async with socket(world.bot.app, world.workspace.app_token, ping=PING) as (handler, connecting):
        await connecting
        await until(lambda: handler.trouble() == "", 10)
        with closing(sqlite3.connect(world.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # so that what is to be recorded waits
            asking = asyncio.create_task(world.analyst.asks(f"/flag {GROUP}"))
            await until(lambda: handler.in_hand == 1, 10)
            yield handler, asking
            other.execute("ROLLBACK")
        await until(lambda: handler.in_hand == 0, 10)
        await world.settle()
        asking.cancel()
        assert len([one for one in world.analyst.sees() if one.shows("R-1 recorded")]) == 1
        assert world.count == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_connection_that_is_replaced_stays_open_for_what_is_in_hand(
    world: SlackHarness, reason: str
) -> None:
    async with in_hand(world) as (handler, _):
        before = handler.client.current_session
        assert await world.control.disconnect_sockets(reason) == 1
        await until(lambda: handler.client.current_session not in (before, None), 10)
        assert before is not None
        assert not before.closed
    assert before.closed


async def test_a_command_whose_connection_ended_is_answered_at_its_response_url(
    world: SlackHarness,
) -> None:
    async with in_hand(world) as (handler, _):
        before = handler.client.current_session
        assert await world.control.disconnect_sockets("link_disabled") == 1
        await until(lambda: handler.client.current_session not in (before, None), 10)
        assert before is not None
        assert before.closed


async def test_what_comes_over_a_connection_that_is_being_replaced_is_taken(
    world: SlackHarness,
) -> None:
    async with connected(world):
        assert await world.control.disconnect_sockets("warning") == 1
        asking = [world.analyst.asks(f"/flag https://site{n}.com/x") for n in range(5)]
        assert all(one.shows("recorded") for one in await asyncio.gather(*asking))


async def test_200_commands_while_it_is_cut_silenced_and_refreshed(world: SlackHarness) -> None:
    """Nothing is lost or done twice, and `/readyz` says when nothing can come in."""
    world.workspace.request_url = ""
    troubles_seen = set[str]()
    async with socket(world.bot.app, world.workspace.app_token, ping=PING) as (handler, connecting):
        await connecting

        async def until_in_trouble() -> None:
            await until(lambda: handler.trouble() != "", 20)
            troubles_seen.add(handler.trouble())

        def transport() -> Any:
            session = handler.client.current_session
            assert session is not None
            return session._response.connection.transport  # type: ignore[union-attr]

        for turn in range(20):
            await until(lambda: handler.trouble() == "", 20)
            pages = [f"https://site{turn * 10 + n}.com/x" for n in range(10)]
            told = await asyncio.gather(*(world.analyst.asks(f"/flag {page}") for page in pages))
            assert all(one.shows("recorded") for one in told)
            if turn in (3, 12):
                assert await world.control.disconnect_sockets("refresh_requested") == 1
                await until_connected(world)
            elif turn == 8:
                transport().abort()
                await until_in_trouble()
            elif turn == 15:
                transport().pause_reading()
                await until_in_trouble()
    assert world.count == 200
    assert health.SOCKET_DOWN in troubles_seen


async def test_a_connection_without_a_hello_is_replaced(
    world: SlackHarness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    send, said = _Socket.send, list[str]()

    async def no_first_hello(self: _Socket, message: dict[str, Any]) -> None:
        if message["type"] == "hello":
            said.append("hello")
            if len(said) == 1:
                return
        await send(self, message)

    monkeypatch.setattr(_Socket, "send", no_first_hello)
    world.workspace.request_url = ""
    async with socket(world.bot.app, world.workspace.app_token, ping=PING) as (handler, connecting):
        await connecting
        assert handler.trouble() == health.SOCKET_SILENT
        await until(lambda: handler.trouble() == "", 10)
        assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")
    assert len(said) == 2
    assert any("no hello" in one for one in caplog.messages)
