"""What the control API shows: the workspace as one person sees it, and the wire."""

from __future__ import annotations

from handlers.workspace.app_requests.socket_mode import Sockets
from handlers.workspace.control.reader import ControlReader
from handlers.workspace.state.model import JSON, SlackChannel, User
from handlers.workspace.state.refusals import ControlError
from handlers.workspace.state.timeline import padded_ts
from handlers.workspace.state.workspace import Workspace

LOOKED_THROUGH = 500
"""So many unread messages of a channel are looked through for own ones and mentions."""


class Queries:
    def __init__(self, workspace: Workspace, reader: ControlReader, sockets: Sockets) -> None:
        self._workspace = workspace
        self._reader = reader
        self._sockets = sockets

    async def state(self, asked: JSON) -> JSON:
        workspace, me = self._workspace, self._reader.person(asked)
        return {
            "ok": True,
            "me": me.id,
            "team": {
                "id": workspace.team.id,
                "name": workspace.team.name,
                "domain": workspace.team.domain,
            },
            "app": {
                "id": workspace.app.id,
                "name": workspace.app.name,
                "bot_user_id": workspace.app.bot_user_id,
                "color": workspace.app.color,
            },
            "users": [user.as_page() for user in workspace.users.values()],
            "channels": [
                self._channel_page(me, channel)
                for channel in workspace.channels.values()
                if workspace.may_see(me.id, channel)
            ],
            "commands": [command.as_page() for command in workspace.commands.values()],
            "shortcuts": [shortcut.as_page() for shortcut in workspace.shortcuts.values()],
            "home_tab": workspace.features.home_tab,
            "clock": workspace.clock_json(),
            "faults": workspace.faults.as_json(),
            "sockets": self._sockets.count,
            "notice": workspace.notice,
        }

    def _channel_page(self, me: User, channel: SlackChannel) -> JSON:
        timeline = self._workspace.timeline(channel.id)
        unread = timeline.after(self._workspace.reads.get((me.id, channel.id), ""))
        newest = [timeline.messages[ts] for ts in unread[-LOOKED_THROUGH:]]
        theirs = [message for message in newest if message.user != me.id]
        is_member = me.id in channel.members
        mention = f"<@{me.id}>"
        page: JSON = {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind,
            "topic": channel.topic,
            "members": channel.members,
            "unread": len(unread) - len(newest) + len(theirs) if is_member else 0,
            "mentioned": is_member
            and bool(theirs)
            and (channel.kind == "im" or any(mention in message.text for message in theirs)),
            "latest_ts": timeline.top[-1] if timeline.top else None,
            "is_archived": channel.is_archived,
        }
        if channel.kind == "im":
            page["user"] = channel.other_member(me.id)
        return page

    async def messages(self, asked: JSON) -> JSON:
        me = self._reader.person(asked)
        channel = self._reader.channel(me, asked)
        try:
            limit = min(500, max(1, int(asked.get("limit") or 50)))
            before = padded_ts(asked["before"]) if asked.get("before") else ""
        except ValueError as wrong:
            raise ControlError("invalid_arguments", str(wrong)) from None
        timeline = self._workspace.timeline(channel.id)
        private = self._workspace.ephemerals.of(me.id, channel.id)
        if thread_ts := asked.get("thread_ts"):
            parent = timeline.messages.get(thread_ts)
            if parent is None:
                raise ControlError("thread_not_found", "That thread is gone.", status=404)
            page = timeline.newest(limit, latest=before, keys=timeline.threads.get(thread_ts, []))
            shown = page.messages if before else [parent, *page.messages]
            shown = shown + [one for one in private if one.thread_ts == thread_ts and not before]
        else:
            page = timeline.newest(limit, latest=before)
            first = page.messages[0].ts if page.has_more else ""
            shown = page.messages + [
                one
                for one in private
                if not one.is_reply and one.ts > first and (not before or one.ts < before)
            ]
        shown.sort(key=lambda message: message.ts)
        return {
            "ok": True,
            "has_more": page.has_more,
            "messages": [message.as_page() for message in shown],
        }

    async def views(self, asked: JSON) -> JSON:
        me = self._reader.person(asked)
        home = self._workspace.modals.homes.get(me.id)
        return {
            "ok": True,
            "stack": [view.as_page() for view in self._workspace.modals.stack(me.id)],
            "home": home.as_page() if home else None,
        }

    async def wire(self, asked: JSON) -> JSON:
        try:
            after = int(asked.get("after") or 0)
        except ValueError:
            raise ControlError("invalid_arguments", "`after` must be a number.") from None
        return {
            "ok": True,
            "entries": [entry.as_page() for entry in self._workspace.wire.after(after)],
        }
