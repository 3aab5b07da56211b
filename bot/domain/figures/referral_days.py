"""The days of one referral, in the time zone of its own channel, whoever asks."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.figures.days import day_in
from bot.domain.figures.shares import HOURS
from bot.domain.lifecycle.referral import Referral, State


def referred_on(referral: Referral) -> date | None:
    """The day on which it was referred, in its own channel's time zone."""
    return referral.referred_at and day_in(referral.referred_at, referral.zone)


def days_followed(referral: Referral) -> int | None:
    """Calendar days from the day referred to that of the first outcome, gone too; None: none yet.

    Days are those of the referral's own channel, whoever asks: Monday to the next Monday is 7.
    """
    if referral.referred_at is None or referral.first_outcome_at is None:
        return None
    first = day_in(referral.referred_at, referral.zone)
    return max(0, (day_in(referral.first_outcome_at, referral.zone) - first).days)


def days_to_outcome(referral: Referral) -> int | None:
    """Time to outcome: `days_followed` where the first outcome is a decision; gone is none."""
    return None if referral.first_outcome is State.GONE else days_followed(referral)


def days_to_sign(referral: Referral) -> int | None:
    """Calendar days to the first sign of life: an acknowledgement or a decision; None: none yet."""
    if (at := referral.first_acknowledged_at) is None or referral.referred_at is None:
        return days_to_outcome(referral)
    first = day_in(referral.referred_at, referral.zone)
    return max(0, (day_in(at, referral.zone) - first).days)


def decided_within(referral: Referral) -> int | None:
    """24 or 48 where the first decision came within so many hours of the referral; else None."""
    if referral.referred_at is None or referral.first_outcome_at is None:
        return None
    took = referral.first_outcome_at - referral.referred_at
    if referral.first_outcome is State.GONE:
        return None
    return next((hours for hours in HOURS if took <= timedelta(hours=hours)), None)


def days_to_return(referral: Referral) -> int | None:
    """Calendar days from when it was closed or gone to when it came back; None: it did not."""
    if referral.reappeared_at is None or referral.outcome_at is None:
        return None
    ended = day_in(referral.outcome_at, referral.zone)
    return max(0, (day_in(referral.reappeared_at, referral.zone) - ended).days)
