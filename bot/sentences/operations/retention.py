"""What is erased, and why something stays."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import verb

ON_HOLD, UNDER_APPEAL = "on hold", "under appeal"


def is_live(name: str, state: str) -> str:
    return f"{name} is {state}"


def same_page_is(name: str, state: str) -> str:
    return f"{name}, of the same page, is {state}"


def can_be_appealed(name: str, day: str) -> str:
    return f"{name} can be appealed until {day}"


def erased_already(name: str) -> str:
    return f"{name} is erased already"


def nothing_erased(reasons: Sequence[str]) -> str:
    """`reasons` are sentences without their full stop."""
    return f"{'; '.join(reasons)}. Nothing was erased."


def no_such_referrals(names: Sequence[str]) -> str:
    return f"There is no {' and no '.join(names)}. Nothing was erased."


def same_page_stays(others: Sequence[str], erased: Sequence[str]) -> str:
    return (
        f"{', '.join(others)} {verb(len(others), 'has', 'have')} the same page as "
        f"{', '.join(erased)}, and its address. Erase {verb(len(others), 'it', 'them')} too when "
        f"{verb(len(others), 'it is', 'they are')} finished."
    )


CARD_PARTS = {
    "line": "a step of its history",
    "checked": "what a page check found",
    "question": "what a page check found",
    "reminder": "a reminder that named it",
    "escalation": "a note to the leads that named it",
    "held": "a note to the leads about it",
}
"""What stood in a message, by its kind."""
THIS_MESSAGE = "this message"


def text_not_kept(name: str, what: str) -> str:
    return f"{name}: {what} was taken out here. No text of such a page is kept; History says what was done."


def message_erased(name: str, what: str) -> str:
    return f"{name}: {what} was erased, as its time was over."
