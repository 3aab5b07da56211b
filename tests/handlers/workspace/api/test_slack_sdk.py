"""slack_sdk and Bolt, unchanged, against the stand-in."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers.workspace.serving import serve

ROOM = "C0REFERRALS"


async def test_the_client_reads_and_writes(world: Any) -> None:
    client = AsyncWebClient(world.workspace.bot_token, base_url=f"{world.base_url}/api/")
    assert (await client.auth_test())["bot_id"] == "B0REFERRAL"
    metadata = {"event_type": "row", "event_payload": {"key": "1"}}
    posted = await client.chat_postMessage(
        channel=ROOM, text="x", metadata=metadata, unfurl_links=False, unfurl_media=False
    )
    history = await client.conversations_history(channel=ROOM, include_all_metadata=True, limit=1)
    assert history["messages"][0]["metadata"] == metadata
    assert history["messages"][0]["ts"] == posted["ts"]
    assert world.workspace.wire.complaints == []
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel="C0NOWHERE", text="x")
    names = [
        user["name"] async for page in await client.users_list(limit=3) for user in page["members"]
    ]
    assert len(names) == 7


async def test_a_bolt_app_is_served(world: Any) -> None:
    client = AsyncWebClient(world.workspace.bot_token, base_url=f"{world.base_url}/api/")
    bolt = AsyncApp(
        client=client,
        signing_secret=world.workspace.signing_secret,
        process_before_response=True,
    )

    @bolt.command("/flag")
    async def flag(ack: Any, client: Any, body: Any) -> None:
        await client.views_open(
            trigger_id=body["trigger_id"],
            view={
                "type": "modal",
                "callback_id": "form",
                "title": {"type": "plain_text", "text": "Flag"},
                "submit": {"type": "plain_text", "text": "Flag"},
                "blocks": [
                    {
                        "type": "input",
                        "block_id": "page",
                        "label": {"type": "plain_text", "text": "Page"},
                        "element": {"type": "plain_text_input", "action_id": "url"},
                    }
                ],
            },
        )
        await ack()

    @bolt.view("form")
    async def submitted(ack: Any, view: Any) -> None:
        typed = view["state"]["values"]["page"]["url"]["value"]
        if "." not in typed:
            await ack(response_action="errors", errors={"page": "An address, please."})
        else:
            await ack()

    @bolt.action("go")
    async def clicked(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="done", replace_original=True, unfurl_links=False, unfurl_media=False)

    @bolt.event("app_home_opened")
    async def home(client: Any, event: Any) -> None:
        view = {"type": "home", "blocks": [{"type": "divider"}]}
        await client.views_publish(user_id=event["user"], view=view)

    handler = AsyncSlackRequestHandler(bolt)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    bot = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
    async with serve(bot) as bot_url:
        world.workspace.request_url = f"{bot_url}/slack/events"
        analyst = world.control.person("U0ANALYST")
        await analyst.type(ROOM, "/flag")
        form = await analyst.modal()
        refused = await analyst.submit(form["id"], {"page": {"url": "nowhere"}})
        assert refused["errors"] == {"page": "An address, please."}
        assert (await analyst.submit(form["id"], {"page": {"url": "a.example"}}))["errors"] == {}
        button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        ts = await world.post("card", blocks=[{"type": "actions", "elements": [button]}])
        await analyst.click(ROOM, ts, "go")
        assert world.workspace.find_message(ROOM, ts).text == "done"
        assert (await analyst.home())["blocks"][0]["type"] == "divider"
