"""The action ids and menu choices that buttons carry, and that `handlers.slack` listens to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from bot.domain.page_checks import Answered
from handlers.blocks.kit import Press

ANY_ACT = re.compile(r"^act:[a-z_]+$")
"""Matches the action id of every control here."""


class Act(StrEnum):
    """Buttons and menus. A button's value is `Press.value`; a menu option's `Press.option(…)`."""

    REFER = "act:refer"
    SHOW_URL = "act:show_url"
    CLOSE = "act:close"
    REJECT = "act:reject"
    RESTRICT = "act:restrict"
    APPEAL = "act:appeal"
    REFER_AGAIN = "act:refer_again"
    OVERTURN = "act:overturn"
    UPHOLD = "act:uphold"
    REAPPEAR = "act:reappear"
    RELEASE = "act:release"
    OPEN = "act:open"  # shows one referral, privately
    MORE = "act:more"  # the overflow menu of a card
    SNOOZE = "act:snooze"  # a menu: for how many days
    CHECK_CLOSED = "act:check_closed"  # answers to what a page check found
    CHECK_GONE = "act:check_gone"
    CHECK_UP = "act:check_up"
    CHECK_BACK = "act:check_back"
    CHECK_OTHER = "act:check_other"
    CHECK_NOW = "act:check_now"  # asks for a page check
    SHOW_ALL = "act:show_all"  # all that waits for this person; its value is SHOW_ALL_VALUE


LABELS: dict[Act, str] = {
    Act.REFER: "Mark referred",
    Act.SHOW_URL: "Show URL",
    Act.CLOSE: "Closed",
    Act.REJECT: "Rejected",
    Act.RESTRICT: "Restricted",
    Act.APPEAL: "Appeal",
    Act.REFER_AGAIN: "Refer again",
    Act.OVERTURN: "Overturned: page closed",
    Act.UPHOLD: "Upheld: page stays up",
    Act.REAPPEAR: "Reappeared",
    Act.RELEASE: "Release",
    Act.OPEN: "Show",
    Act.CHECK_CLOSED: "Platform closed it",
    Act.CHECK_GONE: "Gone, no decision",
    Act.CHECK_UP: "Still up",
    Act.CHECK_BACK: "Reappeared",
    Act.CHECK_OTHER: "Not the same page",
    Act.CHECK_NOW: "Check page",
    Act.SHOW_ALL: "Show all",
}


CHECK_ANSWERS: dict[Answered, Act] = {
    Answered.CLOSED: Act.CHECK_CLOSED,
    Answered.GONE: Act.CHECK_GONE,
    Answered.STILL_UP: Act.CHECK_UP,
    Answered.REAPPEARED: Act.CHECK_BACK,
    Answered.ANOTHER: Act.CHECK_OTHER,
}
"""The button of each answer. Its value is `Press.option(…)` of the reading's number."""


class Choice(StrEnum):
    """The items of More."""

    SHOW_URL = "show_url"
    NOTE = "note"
    HISTORY = "history"
    UNDO = "undo"
    WITHDRAW = "withdraw"
    ALL = "all"


CHOICES: dict[Choice, str] = {
    Choice.SHOW_URL: "Show URL",
    Choice.NOTE: "Add note",
    Choice.HISTORY: "History",
    Choice.UNDO: "Undo",
    Choice.WITHDRAW: "Withdraw",
    Choice.ALL: "All actions…",
}

SNOOZE_CHOICES: Sequence[tuple[str, str]] = (("1", "1 day"), ("3", "3 days"), ("7", "1 week"))
"""Days as a menu option's choice, and its label."""

SHOW_ALL_VALUE = "waiting"
SHOW_OVERDUE_VALUE = "overdue"
"""The value of Show all in a lead's message: everybody's overdue, not their own."""


def parse_option(value: str) -> tuple[str, Press]:
    """A menu option's value → what was chosen, and of which referral.

    Raises ValueError for anything that `Press.option` did not make.
    """
    choice, _, press = value.partition(":")
    if not choice:
        raise ValueError(f"no choice in {value!r}")
    return choice, Press.parse(press)
