"""Who owns new referrals this week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def on_duty(people: Sequence[str], starts: date, day: date) -> str:
    """Whose week it is on `day`, in the channel's time zone; nobody's before `starts`.

    The first week begins with `starts`, each other one seven days later, whatever the calendar's
    weeks and years do.
    """
    week = (day - starts).days // 7
    return people[week % len(people)] if people and week >= 0 else ""
