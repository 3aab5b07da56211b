"""A line in the log for each request of Slack's: what kind, which, how long it took until it was acknowledged.

It names commands, buttons and forms as we call them, and never who asked or what was typed. All that
is logged for a request, in the background too, carries the same `request`.
"""

from __future__ import annotations

import logging
import secrets
import time
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from structlog.contextvars import bound_contextvars

log = logging.getLogger(__name__)

_SHOWN_MS = 1000
_NOT_SIGNED = 401
_KINDS = {
    "block_actions": "click",
    "view_submission": "form",
    "view_closed": "form closed",
    "message_action": "shortcut",
    "shortcut": "shortcut",
    "event_callback": "event",
}


class LoggedApp(AsyncApp):
    """Bolt's app; whatever comes of a request that Slack signed, there is one line.

    A middleware would not do: Bolt has left it before a listener is asked.
    """

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """As Bolt does."""
        began, refused = time.perf_counter(), False
        with bound_contextvars(request=secrets.token_hex(4)):
            try:
                answer = await super().async_dispatch(req)
                refused = answer.status == _NOT_SIGNED
                return answer
            finally:
                if not refused:
                    kind, what = named(req.body)
                    took = round((time.perf_counter() - began) * _SHOWN_MS, 1)
                    log.info("request", extra={"kind": kind, "what": what, "ms": took})


def named(body: dict[str, Any]) -> tuple[str, str]:
    """The kind of a request, and our own name of what was used: nothing that people typed."""
    if "command" in body:
        return "command", str(body["command"])
    sent = str(body.get("type") or "")
    try:
        match sent:
            case "block_actions":
                what = (body.get("actions") or [{}])[0].get("action_id")
            case "view_submission" | "view_closed":
                what = (body.get("view") or {}).get("callback_id")
            case "event_callback":
                what = (body.get("event") or {}).get("type")
            case _:
                what = body.get("callback_id")
    except (AttributeError, KeyError, TypeError):  # nothing that Slack would send
        what = ""
    return _KINDS.get(sent, "other"), str(what or sent)
