"""`Control` for one person: `control.person("U0ANALYST")`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handlers.workspace.client import Control

JSON = dict[str, Any]


class Person:
    """One person's hands: the calls of `Control` with `as` filled in."""

    def __init__(self, control: Control, user: str) -> None:
        self._control = control
        self.user = user

    async def type(self, channel: str, text: str, *, thread_ts: str | None = None) -> JSON:
        return await self._control.type(self.user, channel, text, thread_ts=thread_ts)

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

    async def home(self) -> JSON | None:
        return await self._control.home(self.user)
