"""The clock that people and tests can move on: real time plus an offset that only grows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    """Real time, aware."""
    return datetime.now(UTC)


class MovableClock:
    """`now()` is real time plus `offset`; it can be moved forward, never back."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        if offset < timedelta():
            raise ValueError("the clock can only be ahead of real time")
        self._offset = offset

    @property
    def offset(self) -> timedelta:
        return self._offset

    def now(self) -> datetime:
        return utc_now() + self._offset

    def advance(self, by: timedelta) -> datetime:
        """Move on by a span and return the new time; a negative span is refused."""
        if by < timedelta():
            raise ValueError("the clock never goes back")
        self._offset += by
        return self.now()

    def move_to(self, moment: datetime) -> datetime:
        """Move on to a moment (aware); a moment that has passed changes nothing."""
        self._offset = max(self._offset, moment - utc_now())
        return self.now()
