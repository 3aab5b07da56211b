"""Messages that one person alone sees. They live in memory, and the oldest ones go first."""

from __future__ import annotations

from handlers.workspace.state.model import SlackMessage

KEPT = 200
"""So many per person and channel."""


class Ephemerals:
    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[SlackMessage]] = {}

    def of(self, user: str, channel_id: str) -> list[SlackMessage]:
        """Oldest first."""
        return self._kept.get((user, channel_id), [])

    def add(self, message: SlackMessage) -> None:
        kept = self._kept.setdefault((message.ephemeral_to, message.channel), [])
        kept.append(message)
        del kept[:-KEPT]

    def find(self, user: str, channel_id: str, ts: str) -> SlackMessage | None:
        return next((one for one in self.of(user, channel_id) if one.ts == ts), None)

    def remove(self, message: SlackMessage) -> None:
        self.of(message.ephemeral_to, message.channel).remove(message)

    def clear(self) -> None:
        self._kept.clear()
