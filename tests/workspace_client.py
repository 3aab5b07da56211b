"""A typed client of the control API, for journeys, tests and scripts.

```python
async with ControlClient(base_url) as control:
    analyst = control.person("U0ANALYST")
    await analyst.type("C0REFERRALS", "/flag https://example.com/page")
```
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx
import orjson

JSON = dict[str, Any]
LONG_SECONDS = 900.0


class ControlRefused(Exception):
    """The workspace refused a control call."""

    def __init__(self, status: int, body: JSON) -> None:
        super().__init__(f"{body.get('error')}: {body.get('detail')}")
        self.status = status
        self.body = body

    @property
    def error(self) -> str:
        return str(self.body.get("error", ""))

    @property
    def errors(self) -> dict[str, str]:
        """For `invalid_input`: block id → sentence."""
        return dict(self.body.get("errors") or {})


class ControlClient:
    """Calls `/_control/…` of the workspace at `base_url`; `transport` keeps it in one process."""

    def __init__(
        self,
        base_url: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        timeout: float = 30.0,
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=base_url,
            transport=transport,
            timeout=timeout,
            trust_env=False,
            # Shorter than the server keeps them, so that none is used just as it is closed.
            limits=httpx.Limits(keepalive_expiry=2.0),
            verify=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._http.aclose()

    def person(self, user: str) -> ClientPerson:
        """Somebody to act as."""
        return ClientPerson(self, user)

    # --- looking -------------------------------------------------------------

    async def get(self, name: str, **asked: Any) -> JSON:
        params = {key.rstrip("_"): value for key, value in asked.items() if value not in (None, "")}
        return _checked(await self._http.get(f"/_control/{name}", params=params))

    async def post(self, name: str, **asked: Any) -> JSON:
        body = {key.rstrip("_"): value for key, value in asked.items() if value is not None}
        # A long way of the clock takes as long as what falls due on it.
        timeout = LONG_SECONDS if name == "clock" else httpx.USE_CLIENT_DEFAULT
        return _checked(
            await self._http.post(f"/_control/{name}", content=orjson.dumps(body), timeout=timeout)
        )

    async def state(self, as_: str = "") -> JSON:
        return await self.get("state", as_=as_)

    async def messages(
        self, as_: str, channel: str, *, thread_ts: str = "", before: str = "", limit: int = 50
    ) -> list[JSON]:
        """Oldest first: the channel's newest `limit`, or one thread."""
        page = await self.get(
            "messages", as_=as_, channel=channel, thread_ts=thread_ts, before=before, limit=limit
        )
        return list(page["messages"])

    async def views(self, as_: str) -> tuple[list[JSON], JSON | None]:
        """The person's open modals (the last is on top) and Home view."""
        page = await self.get("views", as_=as_)
        return list(page["stack"]), page["home"]

    async def wire(self, after: int = 0) -> list[JSON]:
        return list((await self.get("wire", after=after))["entries"])

    @asynccontextmanager
    async def events(self, as_: str) -> AsyncIterator[AsyncIterator[JSON]]:
        """The live event stream of one person; listening has begun when this is entered."""
        async with self._http.stream(
            "GET", "/_control/events", params={"as": as_}, timeout=None
        ) as response:
            lines = response.aiter_lines()
            await anext(lines)

            async def parsed() -> AsyncIterator[JSON]:
                async for line in lines:
                    if line.startswith("data: "):
                        yield orjson.loads(line[6:])

            yield parsed()

    # --- doing ---------------------------------------------------------------

    async def type(
        self,
        as_: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[str] = (),
    ) -> JSON:
        return await self.post(
            "type", as_=as_, channel=channel, text=text, thread_ts=thread_ts, files=list(files)
        )

    async def click(
        self,
        as_: str,
        action_id: str,
        *,
        channel: str | None = None,
        message_ts: str | None = None,
        view_id: str | None = None,
        block_id: str | None = None,
        value: Any = None,
        view_state: Mapping[str, Any] | None = None,
    ) -> JSON:
        return await self.post(
            "click",
            as_=as_,
            action_id=action_id,
            channel=channel,
            message_ts=message_ts,
            view_id=view_id,
            block_id=block_id,
            value=value,
            view_state=view_state,
        )

    async def submit(
        self, as_: str, view_id: str, values: Mapping[str, Mapping[str, Any]] | None = None
    ) -> JSON:
        return await self.post("submit", as_=as_, view_id=view_id, values=values or {})

    async def upload(self, as_: str, name: str, content: bytes) -> JSON:
        """Hand a file to Slack, for a form: its file object."""
        encoded = base64.b64encode(content).decode()
        found: JSON = (await self.post("upload", as_=as_, name_=name, content=encoded))["file"]
        return found

    async def close_view(self, as_: str, view_id: str) -> JSON:
        return await self.post("close", as_=as_, view_id=view_id)

    async def shortcut(self, as_: str, channel: str, message_ts: str, callback_id: str) -> JSON:
        return await self.post(
            "shortcut", as_=as_, channel=channel, message_ts=message_ts, callback_id=callback_id
        )

    async def global_shortcut(self, as_: str, channel: str, callback_id: str) -> JSON:
        return await self.post("shortcut", as_=as_, channel=channel, callback_id=callback_id)

    async def home(self, as_: str) -> JSON | None:
        """Open the Home tab; returns the view that the app published."""
        view: JSON | None = (await self.post("home", as_=as_))["home"]
        return view

    async def read(self, as_: str, channel: str) -> JSON:
        return await self.post("read", as_=as_, channel=channel)

    async def join(self, user: str, channel: str) -> JSON:
        return await self.post("join", user=user, channel=channel)

    async def leave(self, user: str, channel: str) -> JSON:
        return await self.post("leave", user=user, channel=channel)

    async def delete(self, channel: str, ts: str) -> JSON:
        return await self.post("delete", channel=channel, ts=ts)

    async def archive(self, channel: str, archived: bool = True) -> JSON:
        return await self.post("archive", channel=channel, archived=archived)

    async def move_clock(
        self,
        *,
        seconds: float | None = None,
        to: datetime | None = None,
        next_: str | None = None,
        as_: str | None = None,
    ) -> datetime:
        """Move the clock on (one of the three), and return what it shows."""
        moment = to.isoformat() if to is not None else None
        answer = await self.post("clock", advance_seconds=seconds, to=moment, next_=next_, as_=as_)
        return datetime.fromisoformat(answer["clock"]["now"])

    async def play(self, playing: bool = True) -> JSON:
        return await self.post("clock", play=playing)

    async def faults(self, *rules: Mapping[str, Any], seed: int | None = None) -> JSON:
        """Replace the fault rules; without any, Slack is well again."""
        answer = await self.post("faults", rules=list(rules), seed=seed)
        found: JSON = answer["faults"]
        return found

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> int:
        return int((await self.post("socket", disconnect=reason))["sockets"])

    async def reset(self) -> JSON:
        return await self.post("reset")


class ClientPerson:
    """One person's hands: the calls of `Control` with `as` filled in."""

    def __init__(self, control: ControlClient, user: str) -> None:
        self._control = control
        self.user = user

    async def type(
        self,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[str] = (),
    ) -> JSON:
        return await self._control.type(self.user, channel, text, thread_ts=thread_ts, files=files)

    async def messages(self, channel: str, *, thread_ts: str = "", limit: int = 50) -> list[JSON]:
        return await self._control.messages(self.user, channel, thread_ts=thread_ts, limit=limit)

    async def private_messages(self, channel: str) -> list[JSON]:
        """What only this person sees in a channel."""
        return [one for one in await self.messages(channel) if one["ephemeral"]]

    async def modal(self) -> JSON | None:
        """The modal on top."""
        stack, _ = await self._control.views(self.user)
        return stack[-1] if stack else None

    async def click(
        self,
        channel: str,
        message_ts: str,
        action_id: str,
        *,
        block_id: str = "",
        value: Any = None,
    ) -> JSON:
        return await self._control.click(
            self.user,
            action_id,
            channel=channel,
            message_ts=message_ts,
            block_id=block_id,
            value=value,
        )

    async def click_in_view(
        self,
        view_id: str,
        action_id: str,
        *,
        block_id: str = "",
        value: Any = None,
        view_state: Mapping[str, Any] | None = None,
    ) -> JSON:
        return await self._control.click(
            self.user,
            action_id,
            view_id=view_id,
            block_id=block_id,
            value=value,
            view_state=view_state,
        )

    async def submit(
        self, view_id: str, values: Mapping[str, Mapping[str, Any]] | None = None
    ) -> JSON:
        return await self._control.submit(self.user, view_id, values)

    async def upload(self, name: str, content: bytes) -> JSON:
        """Hand a file to Slack, for a form: its file object."""
        return await self._control.upload(self.user, name, content)

    async def close_view(self, view_id: str) -> JSON:
        return await self._control.close_view(self.user, view_id)

    async def shortcut(self, channel: str, message_ts: str, callback_id: str) -> JSON:
        return await self._control.shortcut(self.user, channel, message_ts, callback_id)

    async def global_shortcut(self, channel: str, callback_id: str) -> JSON:
        return await self._control.global_shortcut(self.user, channel, callback_id)

    async def home(self) -> JSON | None:
        return await self._control.home(self.user)


def _checked(response: httpx.Response) -> JSON:
    try:
        body: JSON = response.json()
    except ValueError:
        body = {"error": "no_json", "detail": response.text[:200]}
    if response.status_code != 200:
        raise ControlRefused(response.status_code, body)
    return body


def buttons(blocks: Sequence[JSON]) -> dict[str, tuple[str, str]]:
    """Label → (block_id, action_id) of every button in blocks, as a person would look for it."""
    found: dict[str, tuple[str, str]] = {}
    for block in blocks:
        inside = [*block.get("elements", []), block.get("accessory") or {}]
        for element in inside:
            if element.get("type") == "button":
                found[element["text"]["text"]] = (block["block_id"], element["action_id"])
    return found
