"""When a person works, as they say on Home."""

from __future__ import annotations

from collections.abc import Sequence

TITLE = "My hours"
HEADER = "My hours"
CHANGE = "My hours…"
BACK = "I am back"
SAVE = "Save"
FROM, TO, DAYS, ZONE = "I work from", "To", "On", "Time zone"
OFF_UNTIL = "Off until"
HOURS_HINT = "Leave both times empty for the hours of each channel."
OFF_HINT = "The day on which you are back. Your reminders wait until then; leads hear of what waits too long."
ZONE_HINT = "Such as Europe/London. Empty: that of each channel."
NO_TO = "Say until when you work, or leave both times empty."
NO_FROM = "Say from when you work, or leave both times empty."
FROM_BEFORE_TO = "This is not after the time from which you work."
NO_DAY = "Choose at least one day."


def no_zone(typed: str, nearest: str) -> str:
    """`nearest` is what was probably meant, if anything."""
    hint = f" Did you mean {nearest}?" if nearest else " Write it like Europe/London."
    return f"“{typed}” isn't a time zone.{hint}"


def off_is_past(day: str) -> str:
    return f"{day} is not after today. Choose the day on which you are back, from tomorrow on."


def off_too_long(day: str) -> str:
    return f"{day} is more than a year away. Choose an earlier day, or hand your referrals over."


def channels() -> str:
    return "You are reminded in the working hours of each channel."


def own(start: str, end: str, days: Sequence[str], zone: str) -> str:
    """`zone` may be empty."""
    where = f" ({zone})" if zone else ""
    return f"You are reminded from {start} to {end}{where} on {', '.join(days)}."


def off(day: str) -> str:
    """`day` is the day on which they are back."""
    return f"You are off until {day}: your reminders wait, and leads hear of what waits too long."
