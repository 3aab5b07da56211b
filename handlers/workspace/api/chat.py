"""`chat.*` and `blocks.validate`."""

from __future__ import annotations

from handlers.workspace.api.calls import Call, Method
from handlers.workspace.blockkit.ids import with_ids
from handlers.workspace.blockkit.limits import problems_in_blocks
from handlers.workspace.blockkit.message_checks import (
    checked_content,
    checked_metadata,
    complaints_about,
    has_live_url,
    parsed,
)
from handlers.workspace.state.model import JSON, SlackChannel, SlackMessage
from handlers.workspace.state.refusals import SlackError, refused_schema
from handlers.workspace.state.workspace import Workspace


def new_app_message(workspace: Workspace, channel: SlackChannel, text: str) -> SlackMessage:
    """A message of the app that is not yet posted."""
    return SlackMessage(
        channel.id,
        "",
        workspace.app.bot_user_id,
        text,
        by_app=True,
        bot_id=workspace.app.bot_id,
        app_id=workspace.app.id,
        team=workspace.team.id,
    )


def post_message(call: Call) -> JSON:
    call.need("chat:write")
    channel = call.channel_to_post_in()
    text, blocks, attachments = checked_content(call.args, call.workspace.unsupported_blocks)
    metadata = checked_metadata(call.args.get("metadata"))
    parent = call.thread_parent(channel)
    call.complaints += complaints_about(call.args, text, blocks)
    message = new_app_message(call.workspace, channel, text)
    message.blocks = with_ids(blocks)
    message.attachments, message.metadata = attachments, metadata
    message.thread_ts = parent.ts if parent else ""
    message.broadcast = parent is not None and call.flag("reply_broadcast")
    message.unfurls = has_live_url(text) and not (
        str(call.args.get("unfurl_links")).lower() == "false"
        and str(call.args.get("unfurl_media")).lower() == "false"
    )
    call.workspace.post(message)
    return {
        "ok": True,
        "channel": channel.id,
        "ts": message.ts,
        "message": message.as_slack(with_metadata=True),
    }


def update(call: Call) -> JSON:
    """Blocks and metadata that the call leaves out stay as they are, as in Slack."""
    call.need("chat:write")
    channel = call.channel()
    message = call.own_message(channel, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_archived")
    args = dict(call.args)
    keeps_blocks = args.get("blocks") is None and args.get("markdown_text") is None
    text, blocks, attachments = checked_content(args, call.workspace.unsupported_blocks)
    if args.get("text") is None and keeps_blocks:
        text = message.text
    call.complaints += complaints_about(args, text, blocks, unfurl_asked=False)
    blocks = message.blocks if keeps_blocks else with_ids(blocks)
    if not blocks and text != message.text:
        message.edited_ts, message.edited_by = call.workspace.next_ts(), message.user
    message.text, message.blocks = text, blocks
    if args.get("attachments") is not None:
        message.attachments = attachments
    if args.get("metadata") is not None:
        message.metadata = checked_metadata(args["metadata"])
    call.workspace.changed(message)
    return {
        "ok": True,
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.as_slack(with_metadata=True),
    }


def delete(call: Call) -> JSON:
    call.need("chat:write")
    channel = call.channel()
    message = call.own_message(channel, "cant_delete_message")
    call.workspace.delete(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> JSON:
    call.need("chat:write")
    channel = call.channel()
    user = call.user()
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks, attachments = checked_content(call.args, call.workspace.unsupported_blocks)
    call.complaints += complaints_about(call.args, text, blocks, unfurl_asked=False)
    message = new_app_message(call.workspace, channel, text)
    message.blocks, message.attachments = with_ids(blocks), attachments
    parent = call.thread_parent(channel)
    message.thread_ts = parent.ts if parent else ""
    call.workspace.show_only_to(user.id, message)
    return {"ok": True, "message_ts": message.ts}


def permalink(workspace: Workspace, message: SlackMessage) -> str:
    base = f"https://{workspace.team.domain}.slack.com/archives/{message.channel}"
    link = f"{base}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={message.channel}"
    return link


def get_permalink(call: Call) -> JSON:
    channel = call.channel()
    message = call.workspace.find_message(channel.id, call.ts("message_ts", "message_not_found"))
    if message is None:
        raise SlackError("message_not_found")
    return {
        "ok": True,
        "channel": channel.id,
        "permalink": permalink(call.workspace, message),
    }


def validate_blocks(call: Call) -> JSON:
    blocks = parsed(call.args.get("blocks"), "invalid_blocks_format")
    problems = problems_in_blocks(blocks, unsupported=call.workspace.unsupported_blocks)
    if problems:
        raise refused_schema("invalid_blocks", problems)
    return {"ok": True}


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
    "blocks.validate": validate_blocks,
}
