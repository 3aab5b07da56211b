"""Which finished referrals may be erased, and why the others stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.lifecycle.decisions import appeal_ends, may_appeal
from bot.domain.lifecycle.referral import Event, Referral, State
from bot.domain.lifecycle.requests import Rules
from bot.domain.times import say_day
from bot.sentences.operations import retention as sentences

STATES = {State.HELD: sentences.ON_HOLD, State.APPEALED: sentences.UNDER_APPEAL}


def why_it_stays(
    referral: Referral,
    events: Sequence[Event],
    undecided: Referral | None,
    now: datetime,
    rules: Rules,
) -> str:
    """Why a referral may not be erased, however old: `R-12 is on hold`; empty where it may.

    `events` is its history, `undecided` another referral of its page that is held or appealed. A
    rejection is finished when its appeal window is over (or an appeal was upheld); where the
    platform has no window, nothing is waited for, since it would be for ever.
    """
    if referral.live:
        return sentences.is_live(referral.name, STATES.get(referral.state, referral.state))
    if undecided is not None and undecided.number != referral.number:
        return sentences.same_page_is(undecided.name, STATES[undecided.state])
    ends = appeal_ends(referral, rules)
    if ends is not None and may_appeal(referral, events, now, rules):
        return sentences.can_be_appealed(referral.name, say_day(ends.astimezone(rules.zone)))
    return ""
