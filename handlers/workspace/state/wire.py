"""The log of what went over the wire, bounded, with secrets taken out."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from handlers.workspace.state.clock import utc_now
from handlers.workspace.state.model import JSON

KEPT = 2_000
HIDDEN = "[hidden]"
_SECRET_KEYS = frozenset(
    {"token", "authorization", "x-slack-signature", "client_secret", "signing_secret", "ticket"}
)
_SECRET_TEXT = re.compile(r"\b(?:xox[a-z]|xapp)-[\w-]+")
_SECRET_URL = re.compile(r"(/(?:commands|actions)/(?:[\w-]+/)*|[?&]ticket=)[\w-]{16,}")

Direction = Literal["to_app", "to_slack"]


def without_secrets(value: Any) -> Any:
    """A copy of a JSON value with tokens, signatures and response URLs taken out."""
    if isinstance(value, dict):
        return {
            key: HIDDEN if key.lower() in _SECRET_KEYS and item else without_secrets(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [without_secrets(item) for item in value]
    if isinstance(value, str):
        if "xox" in value or "xapp-" in value:
            value = _SECRET_TEXT.sub(HIDDEN, value)
        if "://" in value:
            value = _SECRET_URL.sub(rf"\1{HIDDEN}", value)
    return value


@dataclass(frozen=True)
class WireEntry:
    """One request and its answer. `status` 0: no answer came, or the connection was cut."""

    n: int
    at: datetime
    direction: Direction
    name: str
    request: Any
    status: int
    response: Any
    ms: float
    complaints: tuple[str, ...] = ()

    def as_page(self) -> JSON:
        return {
            "n": self.n,
            "at": self.at.isoformat().replace("+00:00", "Z"),
            "direction": self.direction,
            "name": self.name,
            "request": without_secrets(self.request),
            "status": self.status,
            "response": without_secrets(self.response),
            "ms": round(self.ms, 2),
            "complaints": list(self.complaints),
        }


@dataclass
class Wire:
    """The last `KEPT` entries, numbered from 1 without gaps. `on_entry` is called with each."""

    on_entry: Callable[[WireEntry], None] | None = None
    entries: deque[WireEntry] = field(default_factory=lambda: deque(maxlen=KEPT))
    _count: int = 0

    def note(
        self,
        direction: Direction,
        name: str,
        request: Any,
        status: int,
        response: Any,
        ms: float,
        complaints: list[str] | tuple[str, ...] = (),
    ) -> WireEntry:
        self._count += 1
        entry = WireEntry(
            self._count,
            utc_now(),
            direction,
            name,
            request,
            status,
            response,
            ms,
            tuple(complaints),
        )
        self.entries.append(entry)
        if self.on_entry is not None:
            self.on_entry(entry)
        return entry

    def after(self, n: int, limit: int = KEPT) -> list[WireEntry]:
        """The entries numbered above `n`, oldest first."""
        first = self._count - len(self.entries) + 1
        skip = max(0, n + 1 - first)
        return [entry for index, entry in enumerate(self.entries) if index >= skip][:limit]

    def clear(self) -> None:
        self.entries.clear()

    @property
    def complaints(self) -> list[tuple[str, str]]:
        """Every (name, complaint) that is still in the log."""
        return [(entry.name, text) for entry in self.entries for text in entry.complaints]
