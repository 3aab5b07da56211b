"""Message timestamps: the workspace's time in microseconds, never repeated, never going back."""

from __future__ import annotations

from handlers.workspace.state.clock import MovableClock

_SECOND = 1_000_000


class Timestamps:
    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        self._last = max(int(self._clock.now().timestamp() * _SECOND), self._last + 1)
        return self.last

    @property
    def last(self) -> str:
        """The latest timestamp that was given."""
        whole, part = divmod(self._last, _SECOND)
        return f"{whole:010d}.{part:06d}"

    def seen(self, ts: str) -> None:
        """A timestamp that was given before a restart."""
        if ts:
            self._last = max(self._last, int(ts.replace(".", "")))
