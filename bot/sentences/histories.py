"""A referral's history, and notes to leads about pages on hold."""

from __future__ import annotations

from bot.sentences.counting import plural

UNDONE_LATER = "undone later"
WAITS_FOR_A_LEAD = "A page waits for a lead"
WAS_ON_HOLD = "A page that was on hold"
ONLY_LEADS_SEE = "Only leads see this. Nothing of it shows anywhere else."
NOTE = "Note:"


def last_steps(shown: int, total: int) -> str:
    return f"The last {shown:,} of {plural(total, 'step')}."


def history(name: str, steps: int) -> str:
    return f"The history of {name}: {plural(steps, 'step')}."


def flagged_by(who: str, channel: str) -> str:
    """`channel` is without its #, or empty."""
    return f"Flagged by {who}{f' in #{channel}' if channel else ''}"


def now(state: str) -> str:
    return f"Now: {state}."


def pages_flagged(count: int, by: str) -> str:
    return f"{plural(count, 'page')} flagged by {by or 'the bot'}"


def more(count: int) -> str:
    return f"{count:,} more"
