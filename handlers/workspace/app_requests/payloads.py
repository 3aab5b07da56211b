"""The bodies of the requests that Slack sends to an app."""

from __future__ import annotations

from typing import Any

from handlers.workspace.app_requests.typed_text import as_command_text
from handlers.workspace.blockkit.view_state import STATEFUL, initial_values
from handlers.workspace.state.model import JSON, SlackChannel, SlackMessage, SlackView, User, new_id
from handlers.workspace.state.trigger_ids import ResponseUrl
from handlers.workspace.state.workspace import Workspace

VERIFICATION_TOKEN = "local-verification-token"  # noqa: S105 - Slack's deprecated check, unused


def response_address(workspace: Workspace, url: ResponseUrl) -> str:
    """The address of a response URL, as the app is told it."""
    return f"{workspace.base_url}/{url.kind}/{workspace.team.id}/{workspace.app.id}/{url.key}"


def command_form(
    workspace: Workspace, user: User, channel: SlackChannel, command: str, text: str
) -> tuple[JSON, ResponseUrl]:
    """The form of a slash command, and the response URL in it."""
    url = workspace.response_urls.make("commands", user.id, channel.id)
    known = workspace.commands[command]
    form = {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team.id if user.teams else user.team_id or workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": channel.command_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": as_command_text(
            text, known.should_escape, workspace.users.values(), workspace.channels.values()
        ),
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": response_address(workspace, url),
        "trigger_id": workspace.triggers.make(user.id),
    }
    return form, url


def _common(workspace: Workspace, kind: str, user: User, view_id: str = "") -> JSON:
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "team": {"id": workspace.team.id, "domain": workspace.team.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team_id or workspace.team.id,
        },
        "api_app_id": workspace.app.id,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": workspace.triggers.make(user.id, view_id),
    }


def action_of(block: JSON, element: JSON, state: JSON | None, action_ts: str) -> JSON:
    """One entry of a block_actions payload's `actions`."""
    action: JSON = {
        "type": element["type"],
        "action_id": element.get("action_id", ""),
        "block_id": block["block_id"],
        "action_ts": action_ts,
    }
    for name in ("text", "value", "style", "url", "placeholder"):
        if name in element:
            action[name] = element[name]
    return action | (state or {})


def message_action(
    workspace: Workspace,
    user: User,
    channel: SlackChannel,
    message: SlackMessage,
    action: JSON,
    choices: JSON,
) -> tuple[JSON, ResponseUrl]:
    """block_actions from a message. Slack leaves `message` out where it was ephemeral."""
    url = workspace.response_urls.make(
        "actions",
        user.id,
        channel.id,
        thread_ts=message.thread_ts if message.is_reply else "",
        message_ts=message.ts,
        on_ephemeral=bool(message.ephemeral_to),
    )
    container: JSON = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.ephemeral_to),
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    payload = _common(workspace, "block_actions", user) | {
        "container": container,
        "channel": {"id": channel.id, "name": channel.command_name},
        "state": {"values": initial_values(message.blocks) | choices},
        "response_url": response_address(workspace, url),
        "actions": [action],
    }
    if not message.ephemeral_to:
        payload["message"] = message.as_slack(with_metadata=True)
    return payload, url


def view_action(workspace: Workspace, user: User, view: SlackView, action: JSON) -> JSON:
    """block_actions from a modal or the Home tab."""
    return _common(workspace, "block_actions", user, view.id) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view.as_slack(),
        "actions": [action],
    }


def submission(workspace: Workspace, user: User, view: SlackView) -> JSON:
    return _common(workspace, "view_submission", user, view.id) | {
        "view": view.as_slack(),
        "response_urls": _response_urls(workspace, view),
    }


def _response_urls(workspace: Workspace, view: SlackView) -> list[JSON]:
    """A response URL for each channel that was chosen in a select that asks for one."""
    found: list[JSON] = []
    for block in view.blocks:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        state = view.values.get(block["block_id"], {}).get(element["action_id"], {})
        chosen = state.get("selected_conversation") or state.get("selected_channel")
        if chosen:
            url = workspace.response_urls.make("commands", view.user, chosen)
            found.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": chosen,
                    "response_url": response_address(workspace, url),
                }
            )
    return found


def closing(workspace: Workspace, user: User, view: SlackView, *, is_cleared: bool) -> JSON:
    payload = _common(workspace, "view_closed", user)
    del payload["trigger_id"]
    return payload | {"view": view.as_slack(), "is_cleared": is_cleared}


def message_shortcut(
    workspace: Workspace, user: User, channel: SlackChannel, message: SlackMessage, callback_id: str
) -> tuple[JSON, ResponseUrl]:
    url = workspace.response_urls.make(
        "actions",
        user.id,
        channel.id,
        thread_ts=message.thread_ts if message.is_reply else "",
        message_ts=message.ts,
    )
    payload = _common(workspace, "message_action", user) | {
        "callback_id": callback_id,
        "action_ts": workspace.next_ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel.command_name},
        "message": message.as_slack(),
        "response_url": response_address(workspace, url),
    }
    return payload, url


def global_shortcut(workspace: Workspace, user: User, callback_id: str) -> JSON:
    return _common(workspace, "shortcut", user) | {
        "callback_id": callback_id,
        "action_ts": workspace.next_ts(),
    }


def event_envelope(workspace: Workspace, event: JSON) -> JSON:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team.id,
        "api_app_id": workspace.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(workspace.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team.id,
                "user_id": workspace.app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def home_opened(workspace: Workspace, user: User, tab: str) -> JSON:
    event: JSON = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": workspace.direct_message(user.id).id,
        "event_ts": workspace.next_ts(),
        "tab": tab,
    }
    if (view := workspace.modals.homes.get(user.id)) is not None:
        event["view"] = view.as_slack()
    return event


def is_stateful(element: JSON) -> bool:
    """Whether what is chosen in an element stays in `state.values`."""
    return element["type"] in STATEFUL


def wire_name(payload: JSON) -> str:
    """How the wire log calls an interactive payload."""
    detail: Any = ""
    if payload["type"] == "block_actions":
        detail = payload["actions"][0]["action_id"]
    elif "view" in payload:
        detail = payload["view"]["callback_id"]
    else:
        detail = payload.get("callback_id", "")
    return f"{payload['type']}:{detail}" if detail else str(payload["type"])
