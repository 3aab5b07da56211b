"""Short-lived keys that Slack hands to an app: trigger ids and response URLs. Real time counts."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.workspace.state.refusals import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60.0
RESPONSE_URL_USES = 5
_REMEMBERED = 5_000

Seconds = Callable[[], float]


@dataclass
class Trigger:
    """A right to open one modal for one person; `view_id` is the modal that it came from."""

    user: str
    view_id: str
    until: float
    used: bool = False


class TriggerIds:
    """Made per request to the app, good for three seconds and one use."""

    def __init__(self, seconds: Seconds = time.monotonic) -> None:
        self._seconds = seconds
        self._known: dict[str, Trigger] = {}

    def make(self, user: str, view_id: str = "") -> str:
        trigger_id = (
            f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        )
        self._known[trigger_id] = Trigger(user, view_id, self._seconds() + TRIGGER_SECONDS)
        while len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return trigger_id

    def look(self, trigger_id: str) -> Trigger:
        """The trigger if it can still be used; raises Slack's three refusals."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._seconds() > trigger.until:
            raise SlackError("expired_trigger_id")
        return trigger


@dataclass
class ResponseUrl:
    """Where an app may answer one request later: at most five times within half an hour."""

    key: str
    kind: str
    user: str
    channel: str
    until: float
    thread_ts: str = ""
    message_ts: str = ""
    on_ephemeral: bool = False
    uses_left: int = RESPONSE_URL_USES


@dataclass
class ResponseUrls:
    seconds: Seconds = time.monotonic
    _known: dict[str, ResponseUrl] = field(default_factory=dict)

    def make(
        self,
        kind: str,
        user: str,
        channel: str,
        *,
        thread_ts: str = "",
        message_ts: str = "",
        on_ephemeral: bool = False,
    ) -> ResponseUrl:
        """`kind` is `commands` or `actions`, as in Slack's own addresses."""
        made = ResponseUrl(
            secrets.token_urlsafe(24),
            kind,
            user,
            channel,
            self.seconds() + RESPONSE_URL_SECONDS,
            thread_ts,
            message_ts,
            on_ephemeral,
        )
        self._known[made.key] = made
        while len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return made

    def use(self, key: str) -> ResponseUrl:
        """Count one use; raises `invalid_url`, `expired_url` or `used_url`."""
        found = self._known.get(key)
        if found is None:
            raise SlackError("invalid_url", status=404)
        if self.seconds() > found.until:
            raise SlackError("expired_url", status=404)
        if found.uses_left < 1:
            raise SlackError("used_url", status=404)
        found.uses_left -= 1
        return found
