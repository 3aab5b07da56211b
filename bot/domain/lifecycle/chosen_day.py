"""The day that somebody chose in a form → the instant that stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.decisions import dated_event
from bot.domain.lifecycle.history import effective
from bot.domain.lifecycle.referral import Action, Event
from bot.domain.times import day_to_instant
from bot.sentences import refusals


def chosen_instant(
    day: str | None, action: Action, events: Sequence[Event], zone: ZoneInfo, now: datetime
) -> datetime | None:
    """The instant of the day in a form's `date`; None where it was left as today.

    Raises BadAnswer at the field for what is no day.
    """
    chosen = check_day(day or "")
    if chosen is None:
        return None
    if chosen == now.astimezone(zone).date() and action is not Action.REDATE:
        return None
    before = _step_before(action, events)
    return day_to_instant(chosen, zone, now, before.happened_at if before else now)


def check_day(day: str) -> date | None:
    """The day of a form's `date`, if any. Raises BadAnswer at the field for what is no day."""
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        raise BadAnswer(refusals.CHOOSE_DAY, field="date") from None


def _step_before(action: Action, events: Sequence[Event]) -> Event | None:
    steps = effective(events)
    if action is Action.REDATE and (dated := dated_event(events)) is not None:
        steps = [event for event in steps if event.seq < dated.seq]
    return dated_event(steps) or (steps[0] if steps else None)
