"""`/_control/…`: what a person at the page, a script or a test can see and do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from handlers.workspace.acts import Acts
from handlers.workspace.faults import rule_from_json
from handlers.workspace.forms import Forms
from handlers.workspace.live import Listener
from handlers.workspace.model import JSON, Channel, User, View
from handlers.workspace.refusals import ControlError
from handlers.workspace.serving import STOPPING
from handlers.workspace.socket_mode import Sockets
from handlers.workspace.state import Workspace
from handlers.workspace.time_travel import TimeTravel, next_moment
from handlers.workspace.timeline import padded_ts

KEEP_ALIVE_SECONDS = 15.0
_Work = Callable[[JSON], Awaitable[JSON]]


class Control:
    def __init__(
        self,
        workspace: Workspace,
        acts: Acts,
        forms: Forms,
        travel: TimeTravel,
        sockets: Sockets,
    ) -> None:
        self._workspace = workspace
        self._acts = acts
        self._forms = forms
        self._travel = travel
        self._sockets = sockets

    def routes(self) -> list[Route]:
        looking: dict[str, _Work] = {
            "state": self.state,
            "messages": self.messages,
            "views": self.views,
            "wire": self.wire,
        }
        doing: dict[str, _Work] = {
            "type": self.type,
            "click": self.click,
            "submit": self.submit,
            "close": self.close,
            "shortcut": self.shortcut,
            "home": self.home,
            "read": self.read,
            "join": self.join,
            "leave": self.leave,
            "delete": self.delete,
            "archive": self.archive,
            "clock": self.clock,
            "faults": self.faults,
            "reset": self.reset,
            "socket": self.socket,
        }
        return [
            Route("/_control/events", self.events, methods=["GET"]),
            *(
                Route(f"/_control/{name}", _get(work), methods=["GET"])
                for name, work in looking.items()
            ),
            *(
                Route(f"/_control/{name}", _post(work), methods=["POST"])
                for name, work in doing.items()
            ),
        ]

    # --- looking -------------------------------------------------------------

    async def state(self, asked: JSON) -> JSON:
        workspace, me = self._workspace, self._person(asked)
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

    def _channel_page(self, me: User, channel: Channel) -> JSON:
        timeline = self._workspace.timeline(channel.id)
        unread = [
            message
            for ts in timeline.after(self._workspace.reads.get((me.id, channel.id), ""))
            if (message := timeline.messages[ts]).user != me.id
        ]
        is_member = me.id in channel.members
        mention = f"<@{me.id}>"
        page: JSON = {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind,
            "topic": channel.topic,
            "members": channel.members,
            "unread": len(unread) if is_member else 0,
            "mentioned": is_member
            and bool(unread)
            and (channel.kind == "im" or any(mention in message.text for message in unread)),
            "latest_ts": timeline.top[-1] if timeline.top else None,
            "is_archived": channel.is_archived,
        }
        if channel.kind == "im":
            page["user"] = channel.other_member(me.id)
        return page

    async def messages(self, asked: JSON) -> JSON:
        me = self._person(asked)
        channel = self._channel(me, asked)
        try:
            limit = min(500, max(1, int(asked.get("limit") or 50)))
            before = padded_ts(asked["before"]) if asked.get("before") else ""
        except ValueError as wrong:
            raise ControlError("invalid_arguments", str(wrong)) from None
        timeline = self._workspace.timeline(channel.id)
        private = self._workspace.ephemerals.get((me.id, channel.id), [])
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
        me = self._person(asked)
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

    async def events(self, request: Request) -> Response:
        try:
            me = self._person(dict(request.query_params))
        except ControlError as refused:
            return _answer(refused.body(), refused.status)
        stopping = (request.scope.get("extensions") or {}).get(STOPPING)

        async def stream() -> AsyncIterator[bytes]:
            with self._workspace.live.listening(me.id) as listener:
                yield b": listening\n\n"
                while True:
                    event = await _next_event(listener, stopping)
                    if event is None:
                        return
                    yield event

        return StreamingResponse(
            stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    # --- doing ---------------------------------------------------------------

    async def type(self, asked: JSON) -> JSON:
        me = self._person(asked)
        channel = self._channel(me, asked)
        return await self._acts.type(
            me, channel, str(asked.get("text") or ""), str(asked.get("thread_ts") or "")
        )

    async def click(self, asked: JSON) -> JSON:
        me = self._person(asked)
        block_id, action_id = str(asked.get("block_id") or ""), _wanted(asked, "action_id")
        value, typed = asked.get("value"), asked.get("view_state")
        if asked.get("view_id"):
            return await self._acts.click_view(
                me, self._view(me, asked), block_id, action_id, value, typed
            )
        channel = self._channel(me, asked)
        ts = _wanted(asked, "message_ts")
        return await self._acts.click_message(me, channel, ts, block_id, action_id, value, typed)

    async def submit(self, asked: JSON) -> JSON:
        me = self._person(asked)
        return await self._forms.submit(me, self._view(me, asked), asked.get("values"))

    async def close(self, asked: JSON) -> JSON:
        me = self._person(asked)
        return await self._forms.close(me, self._view(me, asked))

    async def shortcut(self, asked: JSON) -> JSON:
        me = self._person(asked)
        channel = self._channel(me, asked)
        return await self._acts.shortcut(
            me, channel, _wanted(asked, "message_ts"), _wanted(asked, "callback_id")
        )

    async def home(self, asked: JSON) -> JSON:
        return await self._acts.open_home(self._person(asked), str(asked.get("tab") or "home"))

    async def read(self, asked: JSON) -> JSON:
        me = self._person(asked)
        self._workspace.mark_read(me.id, self._channel(me, asked), str(asked.get("ts") or ""))
        return {"ok": True}

    async def join(self, asked: JSON) -> JSON:
        user, channel = self._person(asked, "user"), self._any_channel(asked)
        self._workspace.join(user.id, channel)
        return {"ok": True}

    async def leave(self, asked: JSON) -> JSON:
        user, channel = self._person(asked, "user"), self._any_channel(asked)
        if channel.kind == "im":
            raise ControlError("not_in_ims", "Nobody leaves a direct message.", status=409)
        self._workspace.leave(user.id, channel)
        return {"ok": True}

    async def delete(self, asked: JSON) -> JSON:
        channel = self._any_channel(asked)
        message = self._workspace.find_message(channel.id, _wanted(asked, "ts"))
        if message is None:
            raise ControlError("message_not_found", "That message is gone.", status=404)
        self._workspace.delete(message)
        return {"ok": True}

    async def archive(self, asked: JSON) -> JSON:
        self._workspace.archive(self._any_channel(asked), asked.get("archived") is not False)
        return {"ok": True}

    async def clock(self, asked: JSON) -> JSON:
        given = [name for name in ("advance_seconds", "to", "next", "play") if name in asked]
        if len(given) != 1:
            raise ControlError(
                "invalid_arguments", "Give one of advance_seconds, to, next and play."
            )
        value = asked[given[0]]
        match given[0]:
            case "play":
                await self._travel.play(bool(value))
            case "advance_seconds":
                if isinstance(value, bool) or not isinstance(value, int | float):
                    raise ControlError("invalid_time", "`advance_seconds` must be a number.")
                await self._travel.advance(timedelta(seconds=min(value, 1e10)))
            case "to":
                await self._travel.move_to(_moment(value))
            case _:
                now, zone = self._workspace.clock.now(), self._person(asked).tz
                await self._travel.move_to(next_moment(now, str(value), zone))
        return {"ok": True, "clock": self._workspace.clock_json()}

    async def faults(self, asked: JSON) -> JSON:
        rules, seed = asked.get("rules"), asked.get("seed")
        if not isinstance(rules, list):
            raise ControlError("invalid_rule", "`rules` must be a list.")
        self._workspace.faults.replace(
            [rule_from_json(rule) for rule in rules], seed if isinstance(seed, int) else None
        )
        told = self._workspace.faults.as_json()
        self._workspace.live.tell(lambda: {"type": "faults", "faults": told})
        return {"ok": True, "faults": told}

    async def reset(self, asked: JSON) -> JSON:
        self._workspace.reset()
        return {"ok": True}

    async def socket(self, asked: JSON) -> JSON:
        """Tell the app's sockets to reconnect (`refresh_requested`, `warning`, `link_disabled`)."""
        reason = str(asked.get("disconnect") or "refresh_requested")
        return {
            "ok": True,
            "sockets": await self._sockets.disconnect(reason, close=reason != "warning"),
        }

    # --- who, where, what ----------------------------------------------------

    def _person(self, asked: JSON, name: str = "as") -> User:
        """The person who acts; nobody named: the first in the list."""
        user_id = asked.get(name)
        if not user_id and name == "as":
            return next(user for user in self._workspace.users.values() if not user.is_bot)
        user = self._workspace.user(str(user_id))
        if user is None or (name == "as" and user.is_bot):
            raise ControlError("user_not_found", f"There is no person {user_id!r}.", status=404)
        return user

    def _any_channel(self, asked: JSON) -> Channel:
        channel = self._workspace.channels.get(_wanted(asked, "channel"))
        if channel is None:
            raise ControlError("channel_not_found", "There is no such channel.", status=404)
        return channel

    def _channel(self, me: User, asked: JSON) -> Channel:
        channel = self._any_channel(asked)
        if not self._workspace.may_see(me.id, channel):
            raise ControlError("channel_not_found", "There is no such channel.", status=404)
        return channel

    def _view(self, me: User, asked: JSON) -> View:
        view = self._workspace.modals.find(_wanted(asked, "view_id"))
        if view is None or view.user != me.id:
            raise ControlError("view_not_found", "That form is closed.", status=404)
        return view


async def _next_event(listener: Listener, stopping: asyncio.Event | None) -> bytes | None:
    """The next event as a line of the stream, a sign of life, or None when the server stops."""
    get = asyncio.ensure_future(listener.queue.get())
    waits: set[asyncio.Future[Any]] = {get}
    if stopping is not None:
        waits.add(asyncio.ensure_future(stopping.wait()))
    try:
        await asyncio.wait(waits, timeout=KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if get.done():
            return b"data: " + orjson.dumps(get.result()) + b"\n\n"
        return None if stopping is not None and stopping.is_set() else b": keep-alive\n\n"
    finally:
        for wait in waits:
            wait.cancel()


def _wanted(asked: JSON, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise ControlError("invalid_arguments", f"`{name}` is missing.")
    return value


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise ControlError("invalid_time", "`to` must be an ISO 8601 time.") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _answer(body: JSON, status: int = 200) -> Response:
    return Response(
        orjson.dumps(body),
        status,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _get(work: _Work) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return _answer(await work(dict(request.query_params)))
        except ControlError as refused:
            return _answer(refused.body(), refused.status)

    return endpoint


def _post(work: _Work) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body = await request.body()
            try:
                asked = orjson.loads(body) if body else {}
            except orjson.JSONDecodeError:
                raise ControlError("invalid_json", "The body is not JSON.") from None
            if not isinstance(asked, dict):
                raise ControlError("invalid_json", "The body must be a JSON object.")
            return _answer(await work(asked))
        except ControlError as refused:
            return _answer(refused.body(), refused.status)

    return endpoint
