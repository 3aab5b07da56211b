"""Referrals in every state, and contexts, for the tests of what is drawn of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.domain.lifecycle.referral import Basis, Confidence, Referral, State
from handlers.messages.kit.wording import CardContext

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
FLAGGED_AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
REFERRED_AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
OUTCOME_AT = datetime(2026, 3, 5, 9, tzinfo=UTC)
NAMES = {"USECOND": "Second", "UANALYST": "Analyst", "": "the bot"}
UID = "0123456789abcdef0123"
EVENT = "89abcdef"
URL = "https://www.facebook.com/groups/1234567890/"


def context(**changes: Any) -> CardContext:
    """A context in which nothing is special."""
    given: dict[str, Any] = {
        "config": Config(),
        "names": NAMES,
        "now": NOW,
        "zone": ZoneInfo("Europe/London"),
        "demo": False,
    }
    return CardContext(**(given | changes))


def referral(state: State = State.FLAGGED, **changes: Any) -> Referral:
    """R-12 as it would stand in a state."""
    given: dict[str, Any] = {
        "number": 12,
        "version": 1,
        "state": state,
        "url": URL,
        "canonical": URL,
        "page_key": "facebook:group:1234567890",
        "key_version": 1,
        "platform": "facebook",
        "kind": "group",
        "channel": "C1",
        "private": False,
        "flagger": "USECOND",
        "owner": "UANALYST",
        "flagged_at": FLAGGED_AT,
        "uid": UID,
        "last_event": EVENT,
    }
    if state not in (State.FLAGGED, State.HELD):
        given |= {
            "version": 3,
            "category": "crossing",
            "confidence": Confidence.CERTAIN,
            "confidence_when_referred": Confidence.CERTAIN,
            "basis": Basis.BOTH,
            "referred_at": REFERRED_AT,
        }
    given |= _OF_STATE.get(state, {})
    return Referral(**(given | changes))


_REJECTED: dict[str, Any] = {
    "outcome": State.REJECTED,
    "outcome_at": OUTCOME_AT,
    "first_outcome": State.REJECTED,
    "first_outcome_at": OUTCOME_AT,
    "reason": "terms",
    "words": "We found no violation.",
}
_OF_STATE: dict[State, dict[str, Any]] = {
    State.HELD: {"state_before_hold": State.FLAGGED, "hold_reason": "under investigation"},
    State.CLOSED: {
        "outcome": State.CLOSED,
        "outcome_at": OUTCOME_AT,
        "first_outcome": State.CLOSED,
        "first_outcome_at": OUTCOME_AT,
    },
    State.RESTRICTED: {
        "outcome": State.RESTRICTED,
        "outcome_at": OUTCOME_AT,
        "first_outcome": State.RESTRICTED,
        "first_outcome_at": OUTCOME_AT,
        "restriction": "hidden in the UK",
    },
    State.REJECTED: _REJECTED,
    State.APPEALED: {
        **_REJECTED,
        "appealed_at": OUTCOME_AT + timedelta(days=1),
        "appealed_outcome": State.REJECTED,
        "appeal_ground": "It offers crossings.",
    },
    State.WITHDRAWN: {"withdrawn_reason": "duplicate"},
    State.GONE: {"vanished_at": OUTCOME_AT},
}
