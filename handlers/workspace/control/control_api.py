"""`/_control/…`: what a person at the page, a script or a test can see and do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers.workspace.app_requests.socket_mode import Sockets
from handlers.workspace.control.event_stream import EventStream
from handlers.workspace.control.form_files import take_file
from handlers.workspace.control.queries import Queries
from handlers.workspace.control.reader import ControlReader, moment_in, wanted
from handlers.workspace.control.user_actions import UserActions
from handlers.workspace.control.view_submission import ViewSubmissions
from handlers.workspace.state.faults import rule_from_json
from handlers.workspace.state.model import JSON
from handlers.workspace.state.refusals import ControlError
from handlers.workspace.state.time_travel import TimeTravel, next_moment
from handlers.workspace.state.workspace import Workspace

_Work = Callable[[JSON], Awaitable[JSON]]


class ControlApi:
    def __init__(
        self,
        workspace: Workspace,
        user_actions: UserActions,
        forms: ViewSubmissions,
        travel: TimeTravel,
        sockets: Sockets,
    ) -> None:
        self._workspace = workspace
        self._user_actions = user_actions
        self._forms = forms
        self._travel = travel
        self._sockets = sockets
        self._reader = ControlReader(workspace)
        self._queries = Queries(workspace, self._reader, sockets)
        self._stream = EventStream(workspace.live, self._reader)

    def routes(self) -> list[Route]:
        reads: dict[str, _Work] = {
            "state": self._queries.state,
            "messages": self._queries.messages,
            "views": self._queries.views,
            "wire": self._queries.wire,
        }
        changes: dict[str, _Work] = {
            "type": self.type,
            "click": self.click,
            "submit": self.submit,
            "upload": self.upload,
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
            Route("/_control/events", self._stream.endpoint, methods=["GET"]),
            *(
                Route(f"/_control/{name}", _get(work), methods=["GET"])
                for name, work in reads.items()
            ),
            *(
                Route(f"/_control/{name}", _post(work), methods=["POST"])
                for name, work in changes.items()
            ),
        ]

    async def type(self, asked: JSON) -> JSON:
        me = self._reader.person(asked)
        channel = self._reader.channel(me, asked)
        return await self._user_actions.type(
            me,
            channel,
            str(asked.get("text") or ""),
            str(asked.get("thread_ts") or ""),
            asked.get("files") or (),
        )

    async def click(self, asked: JSON) -> JSON:
        me = self._reader.person(asked)
        block_id, action_id = str(asked.get("block_id") or ""), wanted(asked, "action_id")
        value, typed = asked.get("value"), asked.get("view_state")
        if asked.get("view_id"):
            return await self._user_actions.click_view(
                me, self._reader.view(me, asked), block_id, action_id, value, typed
            )
        channel = self._reader.channel(me, asked)
        ts = wanted(asked, "message_ts")
        return await self._user_actions.click_message(
            me, channel, ts, block_id, action_id, value, typed
        )

    async def submit(self, asked: JSON) -> JSON:
        me = self._reader.person(asked)
        return await self._forms.submit(me, self._reader.view(me, asked), asked.get("values"))

    async def upload(self, asked: JSON) -> JSON:
        """A file for a form: what Slack keeps as soon as it is chosen."""
        me = self._reader.person(asked)
        name, content = wanted(asked, "name"), wanted(asked, "content")
        return {"ok": True, "file": take_file(self._workspace, me, name, content)}

    async def close(self, asked: JSON) -> JSON:
        me = self._reader.person(asked)
        return await self._forms.close(me, self._reader.view(me, asked))

    async def shortcut(self, asked: JSON) -> JSON:
        me = self._reader.person(asked)
        channel, callback_id = self._reader.channel(me, asked), wanted(asked, "callback_id")
        if not asked.get("message_ts"):
            return await self._user_actions.global_shortcut(me, channel, callback_id)
        return await self._user_actions.shortcut(
            me, channel, wanted(asked, "message_ts"), callback_id
        )

    async def home(self, asked: JSON) -> JSON:
        return await self._user_actions.open_home(
            self._reader.person(asked), str(asked.get("tab") or "home")
        )

    async def read(self, asked: JSON) -> JSON:
        me = self._reader.person(asked)
        self._workspace.mark_read(
            me.id, self._reader.channel(me, asked), str(asked.get("ts") or "")
        )
        return {"ok": True}

    async def join(self, asked: JSON) -> JSON:
        user, channel = self._reader.person(asked, "user"), self._reader.any_channel(asked)
        self._workspace.join(user.id, channel)
        return {"ok": True}

    async def leave(self, asked: JSON) -> JSON:
        user, channel = self._reader.person(asked, "user"), self._reader.any_channel(asked)
        if channel.kind == "im":
            raise ControlError("not_in_ims", "Nobody leaves a direct message.", status=409)
        self._workspace.leave(user.id, channel)
        return {"ok": True}

    async def delete(self, asked: JSON) -> JSON:
        channel = self._reader.any_channel(asked)
        message = self._workspace.find_message(channel.id, wanted(asked, "ts"))
        if message is None:
            raise ControlError("message_not_found", "That message is gone.", status=404)
        self._workspace.delete(message)
        return {"ok": True}

    async def archive(self, asked: JSON) -> JSON:
        self._workspace.archive(self._reader.any_channel(asked), asked.get("archived") is not False)
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
                await self._travel.advance(timedelta(seconds=min(value, 1e9)))
            case "to":
                await self._travel.move_to(moment_in(value))
            case _:
                now, zone = self._workspace.clock.now(), self._reader.person(asked).tz
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
        return {"ok": True, "sockets": await self._sockets.disconnect(reason)}


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
