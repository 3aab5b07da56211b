"""Requests as Slack signs and sends them, for what no person does by hand: retries, forgeries."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson
from slack_sdk.signature import SignatureVerifier

from handlers.messages.kit.kit import Press
from handlers.workspace.app_requests.payloads import action_of, command_form, message_action
from handlers.workspace.app_requests.payloads import submission as submitted
from handlers.workspace.blockkit.view_state import state_of
from tests.harness.with_slack.people import Actor
from tests.harness.with_slack.shown import JSON, Shown
from tests.harness.with_slack.slack_harness import SlackHarness

FORM = "application/x-www-form-urlencoded"


def form_of(world: SlackHarness, who: Actor, command: str, text: str) -> str:
    """The body of a slash command."""
    workspace = world.workspace
    form, _ = command_form(workspace, workspace.users[who.id], who.room.channel, command, text)
    return urlencode(form)


def click_payload(world: SlackHarness, who: Actor, on: Shown, label: str) -> JSON:
    """The payload of a press on a message as somebody saw it, even if it changed since."""
    workspace = world.workspace
    control = on.control(label)
    channel = workspace.channels[on.channel]
    message = workspace.find_message(channel.id, on.ts)
    assert message is not None
    action = action_of({"block_id": control.block_id}, control.element, None, workspace.next_ts())
    payload, _ = message_action(workspace, workspace.users[who.id], channel, message, action, {})
    return payload


async def presses_as_it_stands(world: SlackHarness, who: Actor, on: Shown, label: str) -> Shown:
    """Press what stood on R-1's earlier card, on R-1 as it stands now; what that person is told."""
    press = click_payload(world, who, on, label)
    press["actions"][0]["value"] = Press.of(world.referral(1)).value
    await send(world, interactive(press))
    await world.settle()
    return who.told


def submission(world: SlackHarness, who: Actor, answers: Mapping[str, Any]) -> JSON:
    """The payload of handing in the form on top, with answers by field name."""
    workspace = world.workspace
    view = workspace.modals.stack(who.id)[-1]
    for block in view.blocks:
        if block["block_id"] in answers:
            element = block["element"]
            state = state_of(element, answers[block["block_id"]])
            view.values[block["block_id"]] = {element["action_id"]: state}
    return submitted(workspace, workspace.users[who.id], view)


def interactive(payload: JSON) -> str:
    """The body of a click, form or shortcut."""
    return urlencode({"payload": orjson.dumps(payload).decode()})


def signed(
    world: SlackHarness, body: str, *, secret: str | None = None, ago: float = 0
) -> dict[str, str]:
    """The headers of a request that was signed so many seconds ago."""
    stamp = str(int(time.time() - ago))
    signer = SignatureVerifier(secret or world.workspace.signing_secret)
    signature = signer.generate_signature(timestamp=stamp, body=body) or ""
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


async def send(
    world: SlackHarness,
    body: str,
    *,
    headers: Mapping[str, str] | None = None,
    kind: str = FORM,
    retry: int = 0,
) -> httpx.Response:
    """Send it to the bot, signed unless `headers` say otherwise."""
    told = dict(signed(world, body) if headers is None else headers)
    if retry:
        told |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
    return await world.web.post(
        "/slack/events", content=body.encode(), headers={"Content-Type": kind, **told}
    )
