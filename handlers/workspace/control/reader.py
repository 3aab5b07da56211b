"""Reads a control call: who acts, where, on what. Raises ControlError with a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from handlers.workspace.state.model import JSON, SlackChannel, SlackView, User
from handlers.workspace.state.refusals import ControlError
from handlers.workspace.state.workspace import Workspace


class ControlReader:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def person(self, asked: JSON, name: str = "as") -> User:
        """The person who acts; nobody named: the first in the list."""
        user_id = asked.get(name)
        if not user_id and name == "as":
            return next(user for user in self._workspace.users.values() if not user.is_bot)
        user = self._workspace.user(str(user_id))
        if user is None or (name == "as" and user.is_bot):
            raise ControlError("user_not_found", f"There is no person {user_id!r}.", status=404)
        return user

    def any_channel(self, asked: JSON) -> SlackChannel:
        channel = self._workspace.channels.get(wanted(asked, "channel"))
        if channel is None:
            raise ControlError("channel_not_found", "There is no such channel.", status=404)
        return channel

    def channel(self, me: User, asked: JSON) -> SlackChannel:
        channel = self.any_channel(asked)
        if not self._workspace.may_see(me.id, channel):
            raise ControlError("channel_not_found", "There is no such channel.", status=404)
        return channel

    def view(self, me: User, asked: JSON) -> SlackView:
        view = self._workspace.modals.find(wanted(asked, "view_id"))
        if view is None or view.user != me.id:
            raise ControlError("view_not_found", "That form is closed.", status=404)
        return view


def wanted(asked: JSON, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise ControlError("invalid_arguments", f"`{name}` is missing.")
    return value


def moment_in(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise ControlError("invalid_time", "`to` must be an ISO 8601 time.") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
