"""One call to Slack and its answer, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class Method(StrEnum):
    """The methods that delivery calls."""

    POST = "chat.postMessage"
    UPDATE = "chat.update"
    OPEN = "conversations.open"
    HISTORY = "conversations.history"
    REPLIES = "conversations.replies"

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice is the same as doing it once."""
        return self is not Method.POST


@dataclass(frozen=True, slots=True)
class SlackReply:
    """An answer came. `body` is empty where it was not JSON."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class NoReply:
    """No answer came. `reached` is False where the request cannot have left this machine."""

    why: str
    reached: bool = True


class CallSlack(Protocol):
    """Calls Slack once. Never raises for what Slack or the network did."""

    async def __call__(self, method: Method, args: Mapping[str, Any]) -> SlackReply | NoReply: ...
