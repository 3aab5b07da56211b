"""`conversations.*`."""

from __future__ import annotations

from handlers.workspace.api.calls import Call, Method, cursor_of, mark_of, page_of
from handlers.workspace.state.model import JSON, SlackChannel
from handlers.workspace.state.refusals import SlackError


def channel_json(call: Call, channel: SlackChannel) -> JSON:
    is_member = call.bot in channel.members
    answer: JSON = {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_private": channel.kind != "channel",
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_ext_shared": any(
            call.workspace.users[member].is_stranger
            for member in channel.members
            if member in call.workspace.users
        ),
        "is_member": is_member,
        "created": channel.created,
        "creator": "USLACKBOT",
        "context_team_id": call.workspace.team.id,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }
    if channel.kind == "im":
        answer |= {"user": channel.other_member(call.bot), "is_user_deleted": False}
        for name in ("name", "name_normalized", "is_member"):
            del answer[name]
    return answer


def info(call: Call) -> JSON:
    channel = call.channel()
    call.need_for(channel, "read")
    answer = channel_json(call, channel)
    if call.flag("include_num_members"):
        answer["num_members"] = len(channel.members)
    return {"ok": True, "channel": answer}


_TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}


def list_channels(call: Call) -> JSON:
    return _listed(call, call.bot, only_member=False)


def list_of_user(call: Call) -> JSON:
    return _listed(call, call.text("user") or call.bot, only_member=True)


def _listed(call: Call, user: str, *, only_member: bool) -> JSON:
    types = call.names("types") or ["public_channel"]
    if any(name not in _TYPES for name in types):
        raise SlackError("invalid_types")
    kinds = {_TYPES[name] for name in types}
    for kind in sorted(kinds):
        call.need({"channel": "channels", "private": "groups"}.get(kind, kind) + ":read")
    found = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds
        and (channel.is_public or call.bot in channel.members)
        and (user in channel.members or not only_member)
        and not (call.flag("exclude_archived") and channel.is_archived)
    ]
    page, metadata = page_of(call, found, 100)
    shown = [channel_json(call, channel) for channel in page]
    return {"ok": True, "channels": shown, "response_metadata": metadata}


def members(call: Call) -> JSON:
    channel = call.channel()
    call.need_for(channel, "read")
    page, metadata = page_of(call, channel.members, 100)
    return {"ok": True, "members": page, "response_metadata": metadata}


def history(call: Call) -> JSON:
    """Newest first; no thread replies but broadcast ones; metadata only where it is asked for."""
    channel = _readable(call)
    limit = call.limit(100, 999)
    latest = (
        mark_of(call.text("cursor"))
        if call.text("cursor")
        else call.ts("latest", "invalid_ts_latest")
    )
    page = call.workspace.timeline(channel.id).newest(
        limit,
        oldest=call.ts("oldest", "invalid_ts_oldest"),
        latest=latest,
        inclusive=call.flag("inclusive") and not call.text("cursor"),
    )
    with_metadata = call.flag("include_all_metadata")
    answer: JSON = {
        "ok": True,
        "messages": [
            message.as_slack(with_metadata=with_metadata) for message in reversed(page.messages)
        ],
        "has_more": page.has_more,
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    if page.has_more:
        answer["response_metadata"] = {"next_cursor": cursor_of(page.messages[0].ts)}
    return answer


def replies(call: Call) -> JSON:
    """The parent first, then its replies, oldest first."""
    channel = _readable(call)
    ts = call.ts("ts", "invalid_ts")
    timeline = call.workspace.timeline(channel.id)
    asked = timeline.messages.get(ts)
    if asked is None:
        raise SlackError("thread_not_found")
    parent = timeline.messages.get(asked.thread_ts, asked) if asked.is_reply else asked
    limit = call.limit(1000, 1000)
    cursor = call.text("cursor")
    oldest = mark_of(cursor) if cursor else call.ts("oldest", "invalid_ts_oldest")
    page = timeline.thread(
        parent.ts,
        limit,
        oldest=oldest,
        latest=call.ts("latest", "invalid_ts_latest"),
        inclusive=call.flag("inclusive") and not cursor,
    )
    with_metadata = call.flag("include_all_metadata")
    found = page.messages if cursor else [parent, *page.messages]
    answer: JSON = {
        "ok": True,
        "messages": [message.as_slack(with_metadata=with_metadata) for message in found],
        "has_more": page.has_more,
    }
    if page.has_more:
        answer["response_metadata"] = {"next_cursor": cursor_of(page.messages[-1].ts)}
    return answer


def _readable(call: Call) -> SlackChannel:
    channel = call.channel()
    call.need_for(channel, "history")
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def open_direct(call: Call) -> JSON:
    call.need("im:write")
    if call.text("channel"):
        channel = call.channel()
        if channel.kind != "im":
            raise SlackError("method_not_supported_for_channel_type")
    else:
        users = call.names("users")
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > 1:
            raise SlackError("method_not_supported_for_channel_type")
        user = call.workspace.users.get(users[0])
        if user is None or user.is_bot:
            raise SlackError("user_not_found" if user is None else "cannot_dm_bot")
        channel = call.workspace.direct_message(user.id)
    return {
        "ok": True,
        "no_op": True,
        "already_open": True,
        "channel": {"id": channel.id} | ({"user": channel.other_member(call.bot), "is_im": True}),
    }


def join(call: Call) -> JSON:
    call.need("channels:join")
    channel = call.channel()
    if not channel.is_public:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    answer: JSON = {"ok": True}
    if call.bot in channel.members:
        answer |= {
            "warning": "already_in_channel",
            "response_metadata": {"warnings": ["already_in_channel"]},
        }
    call.workspace.join(call.bot, channel)
    return answer | {"channel": channel_json(call, channel)}


def invite(call: Call) -> JSON:
    channel = call.channel()
    call.need("channels:manage" if channel.is_public else "groups:write")
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    users = call.names("users")
    if not users:
        raise SlackError("no_user")
    for user in users:
        if user not in call.workspace.users:
            raise SlackError("user_not_found")
        if user == call.bot:
            raise SlackError("cant_invite_self")
        if user in channel.members:
            raise SlackError("already_in_channel")
    for user in users:
        call.workspace.join(user, channel)
    return {"ok": True, "channel": channel_json(call, channel)}


def leave(call: Call) -> JSON:
    channel = call.channel()
    call.need("channels:manage" if channel.is_public else "groups:write")
    if channel.kind == "im":
        raise SlackError("method_not_supported_for_channel_type")
    if call.bot not in channel.members:
        return {"ok": False, "not_in_channel": True}
    call.workspace.leave(call.bot, channel)
    return {"ok": True}


METHODS: dict[str, Method] = {
    "conversations.info": info,
    "conversations.list": list_channels,
    "conversations.members": members,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.open": open_direct,
    "conversations.join": join,
    "conversations.invite": invite,
    "conversations.leave": leave,
    "users.conversations": list_of_user,
}
