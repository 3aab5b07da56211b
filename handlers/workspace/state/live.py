"""Live updates: who listens at `/_control/events`, and what is told to whom."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from handlers.workspace.state.model import JSON

WAITING_LIMIT = 2_000


class Listener:
    """One open event stream of one person; a listener that lags behind is told to start afresh."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.queue: asyncio.Queue[JSON] = asyncio.Queue(maxsize=WAITING_LIMIT)

    def put(self, event: JSON) -> None:
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            event = {"type": "reset"}
        self.queue.put_nowait(event)


class Live:
    """Hands events to listeners. An event is a JSON object with a `type`."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    @contextmanager
    def listening(self, user: str) -> Iterator[Listener]:
        listener = Listener(user)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def tell(
        self,
        make: Callable[[], JSON],
        *,
        only: str = "",
        may_see: Callable[[str], bool] | None = None,
    ) -> None:
        """Tell everybody, or `only` one person, or those that `may_see`; `make` runs once if heard."""
        if not self._listeners:
            return
        event: JSON | None = None
        for listener in self._listeners:
            if only and listener.user != only:
                continue
            if may_see is not None and not may_see(listener.user):
                continue
            event = event or make()
            listener.put(event)
