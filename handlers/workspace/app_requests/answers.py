"""What an app says in answer to a command or through a response URL becomes a message."""

from __future__ import annotations

from typing import Any

from handlers.workspace.blockkit.ids import with_ids
from handlers.workspace.blockkit.message_checks import (
    checked_content,
    complaints_about,
    parsed,
    truthy,
)
from handlers.workspace.state.model import JSON, SlackMessage
from handlers.workspace.state.refusals import SlackError
from handlers.workspace.state.trigger_ids import ResponseUrl
from handlers.workspace.state.workspace import Workspace


def apply_answer(workspace: Workspace, url: ResponseUrl, body: Any) -> list[str]:
    """Carry out an answer (empty, a text, or JSON); returns complaints, raises Slack's refusals."""
    if body in (None, "", b""):
        return []
    if isinstance(body, str):
        body = {"text": body}
    if not isinstance(body, dict):
        raise SlackError("invalid_payload", status=400)
    body = {**body, "blocks": parsed(body.get("blocks"), "invalid_blocks_format")}
    original = _original(workspace, url)
    if truthy(body.get("delete_original")):
        if original is None:
            raise SlackError("message_not_found", status=404)
        workspace.delete(original)
        return []
    text, blocks, attachments = checked_content(body, workspace.unsupported_blocks)
    complaints = complaints_about(body, text, blocks)
    content: JSON = {"text": text, "blocks": with_ids(blocks), "attachments": attachments}
    if truthy(body.get("replace_original")) and original is not None:
        _replace(workspace, original, content)
        return complaints
    if truthy(body.get("replace_original")) and url.message_ts:
        raise SlackError("message_not_found", status=404)
    message = SlackMessage(
        url.channel,
        "",
        workspace.app.bot_user_id,
        by_app=True,
        bot_id=workspace.app.bot_id,
        app_id=workspace.app.id,
        team=workspace.team.id,
        thread_ts=str(body.get("thread_ts") or url.thread_ts),
        **content,
    )
    if body.get("response_type") == "in_channel":
        workspace.post(message)
    else:
        workspace.show_only_to(url.user, message)
    return complaints


def _original(workspace: Workspace, url: ResponseUrl) -> SlackMessage | None:
    """The message whose button was pressed, if it still stands there."""
    if not url.message_ts:
        return None
    if url.on_ephemeral:
        return workspace.ephemerals.find(url.user, url.channel, url.message_ts)
    return workspace.find_message(url.channel, url.message_ts)


def _replace(workspace: Workspace, message: SlackMessage, content: JSON) -> None:
    message.text = content["text"]
    message.blocks = content["blocks"]
    message.attachments = content["attachments"]
    message.edited_ts, message.edited_by = workspace.next_ts(), message.user
    workspace.changed(message)
