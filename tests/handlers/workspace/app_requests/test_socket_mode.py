"""Socket Mode, with slack_sdk's own client on the other side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

ROOM = "C0REFERRALS"


@dataclass
class SocketApp:
    """Takes envelopes, remembers them, acknowledges each with `payload`."""

    payload: dict[str, Any] | None = None
    acknowledges: bool = True
    heard: list[SocketModeRequest] = field(default_factory=list)

    async def __call__(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        if self.acknowledges:
            await client.send_socket_mode_response(
                SocketModeResponse(envelope_id=request.envelope_id, payload=self.payload)
            )


@asynccontextmanager
async def connected(world: Any) -> AsyncIterator[SocketApp]:
    app = SocketApp()
    client = SocketModeClient(
        app_token=world.workspace.app_token,
        web_client=AsyncWebClient(base_url=f"{world.base_url}/api/"),
        ping_interval=1,
    )
    client.socket_mode_request_listeners.append(app)
    try:
        await client.connect()  # type: ignore[no-untyped-call]
        await sockets(world, 1)
        yield app
    finally:
        await client.close()  # type: ignore[no-untyped-call]


async def sockets(world: Any, count: int) -> None:
    """Wait until so many sockets are open; the state says so as soon as it is true."""

    async def seen() -> bool:
        return bool((await world.control.state())["sockets"] == count)

    async with asyncio.timeout(5):
        while not await seen():
            continue


async def test_commands_clicks_and_events_come_over_the_socket(world: Any) -> None:
    async with connected(world) as app:
        app.payload = {"text": "Recorded."}
        await world.control.type("U0ANALYST", ROOM, "/flag https://a.example")
        (private,) = await world.control.person("U0ANALYST").private_messages(ROOM)
        assert private["text"] == "Recorded."
        app.payload = None
        button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        ts = await world.post("card", blocks=[{"type": "actions", "elements": [button]}])
        await world.control.click("U0ANALYST", "go", channel=ROOM, message_ts=ts)
        world.workspace.modals.homes.clear()
        await world.control.post("home", as_="U0ANALYST", tab="messages")
        assert [one.type for one in app.heard] == ["slash_commands", "interactive", "events_api"]
        assert app.heard[0].payload["text"] == "https://a.example"
        assert app.heard[0].accepts_response_payload
        assert app.heard[2].payload["event"]["type"] == "app_home_opened"
        assert world.app.heard == []
    await sockets(world, 0)
    await world.control.type("U0ANALYST", ROOM, "/flag")
    assert world.app.heard[-1].kind == "command"


async def test_forms_are_answered_over_the_socket(world: Any) -> None:
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "T"},
        "submit": {"type": "plain_text", "text": "S"},
        "blocks": [
            {
                "type": "input",
                "block_id": "i",
                "label": {"type": "plain_text", "text": "L"},
                "element": {"type": "plain_text_input", "action_id": "a"},
            }
        ],
    }
    async with connected(world) as app:
        await world.control.type("U0ANALYST", ROOM, "/flag")
        trigger = app.heard[-1].payload["trigger_id"]
        opened = (await world.call("views.open", trigger_id=trigger, view=view))["view"]
        app.payload = {"response_action": "errors", "errors": {"i": "No."}}
        answer = await world.control.submit("U0ANALYST", opened["id"], {"i": {"a": "x"}})
        assert answer["errors"] == {"i": "No."}


async def test_no_acknowledgement_is_a_timeout(world: Any) -> None:
    world.workspace.deadline = 0.05
    async with connected(world) as app:
        app.acknowledges = False
        await world.control.type("U0ANALYST", ROOM, "/flag")
        (private,) = await world.control.person("U0ANALYST").private_messages(ROOM)
        assert "operation_timeout" in private["text"]


async def test_the_client_comes_back_when_slack_refreshes_the_connection(world: Any) -> None:
    async with connected(world) as app:
        assert await world.control.disconnect_sockets("refresh_requested") == 1
        await sockets(world, 1)
        await world.control.type("U0ANALYST", ROOM, "/flag")
        assert [one.type for one in app.heard] == ["slash_commands"]


async def test_an_address_is_good_for_one_connection(world: Any) -> None:
    headers = {"Authorization": f"Bearer {world.workspace.app_token}"}
    url = (await world.http.post("/api/apps.connections.open", headers=headers)).json()["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as first:
            hello = await first.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)
        fresh = (await world.http.post("/api/apps.connections.open", headers=headers)).json()["url"]
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(fresh, headers={"Origin": "http://evil.example"})


async def test_ten_sockets_at_most_and_envelopes_in_turn(world: Any) -> None:
    headers = {"Authorization": f"Bearer {world.workspace.app_token}"}
    async with aiohttp.ClientSession() as session:
        open_ones = []
        for _ in range(10):
            url = (await world.http.post("/api/apps.connections.open", headers=headers)).json()[
                "url"
            ]
            websocket = await session.ws_connect(url)
            await websocket.receive_json()
            open_ones.append(websocket)
        refused = (await world.http.post("/api/apps.connections.open", headers=headers)).json()
        assert refused["error"] == "too_many_websockets"

        async def take(websocket: aiohttp.ClientWebSocketResponse) -> None:
            envelope = await websocket.receive_json()
            await websocket.send_str("rubbish")
            await websocket.send_json({"envelope_id": envelope["envelope_id"]})

        for websocket in open_ones[:3]:
            taking = asyncio.create_task(take(websocket))
            answer = await world.control.type("U0ANALYST", ROOM, "/flag")
            assert answer["acknowledged"]["status"] == 200
            await taking
        for websocket in open_ones:
            await websocket.close()
