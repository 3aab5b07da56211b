"""Slack's answer to one call → what the bot knows after it. Pure.

The line that matters runs between "Slack did not do it" (it may be done again) and "nobody knows"
(`Doubtful`: a post must be looked for before it is sent again).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from handlers.outbound.slack_client import Method, NoReply, SlackReply


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack did it."""

    body: Mapping[str, Any]

    @property
    def channel(self) -> str:
        return str(self.body.get("channel") or "")

    @property
    def ts(self) -> str:
        return str(self.body.get("ts") or "")


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Slack did not do it, and says for how long not to ask; None where it does not say."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class RefusedForGood:
    """Slack will not do this, however often it is asked."""

    reason: str


@dataclass(frozen=True, slots=True)
class BadBlocks:
    """Slack will not take these blocks; the same as text it may."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The message to be changed, or the thread to be answered, is not there any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Halted:
    """The bot itself is refused: no message can be sent until somebody mends it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Again:
    """Slack did not do it, or doing it twice does no harm: it is tried again later."""

    reason: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A post that Slack may have accepted."""

    reason: str


Verdict: TypeAlias = (
    Sent | RateLimited | RefusedForGood | BadBlocks | Missing | Halted | Again | Doubtful
)

HALTING = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "not_allowed_token_type",
        "org_login_required",
        "team_access_not_granted",
        "ekm_access_denied",
        "access_denied",
    }
)
LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
MISSING_TO_UPDATE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
MISSING_TO_ANSWER = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})
UNCLEAR = frozenset({"fatal_error", "internal_error"})
"""Slack's words for both: "It's possible some aspect of the operation succeeded"."""
LATER = frozenset(
    {
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "accesslimited",
        "update_failed",
    }
)

LONGEST_RETRY_AFTER = 3600.0


def verdict(method: Method, came: SlackReply | NoReply) -> Verdict:
    """What the bot knows after one call of `method`."""
    unknown = Again if method.repeatable else Doubtful
    if isinstance(came, NoReply):
        return unknown(came.why) if came.reached else Again(came.why)
    if came.status == 429:
        return RateLimited(_seconds(came.retry_after))
    error = came.body.get("error")
    if came.status >= 500 or (came.status != 200 and not error):
        return unknown(f"HTTP {came.status}")
    if came.body.get("ok") is True:
        if method is Method.POST and not came.body.get("ts"):
            return Doubtful("Slack said ok without saying where")
        return Sent(came.body)
    if not isinstance(error, str) or not error:
        return unknown("an answer that is not Slack's")
    return _of_error(method, error, came.retry_after)


def _of_error(method: Method, error: str, retry_after: str | None) -> Verdict:
    if error in LIMITED:
        return RateLimited(_seconds(retry_after))
    if error in HALTING or (error == "missing_scope" and method in (Method.POST, Method.UPDATE)):
        return Halted(error)
    if error in UNCLEAR:
        return Again(error) if method.repeatable else Doubtful(error)
    if error in LATER:
        return Again(error)
    if error in BLOCKS:
        return BadBlocks(error)
    gone = MISSING_TO_UPDATE if method is Method.UPDATE else MISSING_TO_ANSWER
    if error in gone:
        return Missing(error)
    return RefusedForGood(error)


def _seconds(retry_after: str | None) -> float | None:
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return min(seconds, LONGEST_RETRY_AFTER) if seconds >= 0 else None
