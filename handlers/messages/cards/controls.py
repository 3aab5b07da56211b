"""The one language of buttons and menus: `do:<what>`, and of which referral as it was seen.

`handlers.slack.interactions.clicks` listens to it. An action's own button is `do:close`,
`do:refer_again` …; what else can be pressed is a `Control`. An item of More has
the same in its value.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.domain.lifecycle.action_spec import Who
from bot.domain.lifecycle.actions import SPECS, spec_of
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.pages.checks import Answered
from bot.sentences import cards
from handlers.messages.kit.kit import Block, Press, button, option

DO = re.compile(r"^do:[a-z_]+$")
"""Matches the action id of every button and menu of a referral."""


class Control(StrEnum):
    """What a button or menu does that is not one action by itself."""

    SHOW_URL = "do:show_url"
    HISTORY = "do:history"
    ALL = "do:all_actions"
    PREPARE = "do:prepare_notice"  # opens the form of a notice
    NOTICE = "do:show_notice"  # shows notices as they were sent
    NOTICE_ARRIVED = "do:notice_arrived"  # of a notice in doubt; its value names the notice
    NOTICE_AGAIN = "do:notice_again"
    ANSWER = "do:show_answer"
    EVIDENCE = "do:list_evidence"  # lists its pieces
    PIECE = "do:piece"  # sends one of them to who pressed
    OPEN = "do:open"  # shows one referral, privately
    MORE = "do:more"  # the overflow menu of a card
    SNOOZE = "do:snooze"  # a menu: for how many days
    CATEGORY = "do:set_category"  # menus under the answer to a flag
    CONFIDENCE = "do:set_confidence"
    AS_LAST = "do:as_last"  # a button beside them; its value says which category and basis
    CHECK_CLOSED = "do:check_closed"  # answers to what a page check found
    CHECK_GONE = "do:check_gone"
    CHECK_UP = "do:check_up"
    CHECK_BACK = "do:check_back"
    CHECK_OTHER = "do:check_other"
    CHECK_NOW = "do:check_now"  # asks for a page check
    MARK_ALL = "do:mark_all"  # opens the form of a submission; its value is `press_all`
    TAKE = "do:take"  # makes it the owner's who presses
    HAND_OVER = "do:hand_over"  # opens a form; its value is whose referrals, or nothing
    OWN_HOURS = "do:own_hours"  # opens a form: when the person works
    BACK = "do:back"  # they are off no longer
    SHOW_ALL = "do:show_all"  # all that waits for this person; its choice is SHOW_ALL_VALUE


LABELS: dict[Control, str] = {
    control: cards.BUTTONS[control.removeprefix("do:")]
    for control in Control
    if control is not Control.MORE
}

CHECK_ANSWERS: dict[Answered, Control] = {
    Answered.CLOSED: Control.CHECK_CLOSED,
    Answered.GONE: Control.CHECK_GONE,
    Answered.STILL_UP: Control.CHECK_UP,
    Answered.REAPPEARED: Control.CHECK_BACK,
    Answered.ANOTHER: Control.CHECK_OTHER,
}
"""The button of each answer. Its value is `Press.option(…)` of the reading's number."""

SHOW_ALL_VALUE = "waiting"
SHOW_OVERDUE_VALUE = "overdue"
"""The choice of Show all in a lead's message: everybody's overdue, not their own."""


def do_id(action: Action) -> str:
    """The id of a button or menu item that takes an action, or opens its form."""
    return f"do:{action.name.lower()}"


def action_in(do: str) -> Action | None:
    """The reverse; None for an id that is not of this kind."""
    return _ACTIONS.get(do)


_ACTIONS = {
    do_id(spec.action): spec.action
    for spec in SPECS
    if spec.action is not Action.FLAG and spec.who is not Who.NOBODY
}


def do_button(action: Action, referral: Referral, style: str | None = None) -> Block:
    """A button that takes an action, or opens its form."""
    return button(spec_of(action).words.button, do_id(action), Press.of(referral).value, style)


def control_button(control: Control, referral: Referral) -> Block:
    """A button that does something else with a referral."""
    return button(LABELS[control], control, Press.of(referral).value)


def item(what: Action | Control, referral: Referral) -> Block:
    """An item of More: the same as the button, in a menu."""
    label, do = (
        (LABELS[what], str(what))
        if isinstance(what, Control)
        else (spec_of(what).words.button, do_id(what))
    )
    return option(label, Press.of(referral, do).value)


def earlier_version(value: str) -> str:
    """What is said of a button that is not of today's form; `value` is what it carries."""
    named = _NAMES_ONE.fullmatch(value)
    return cards.earlier_version(cards.shows_it(int(named[1])) if named else cards.SHOWS_QUEUE)


_NAMES_ONE = re.compile(r"(?:.+:)?(\d{1,18}):(?:[0-9a-f]{20}:)?\d{1,9}", re.ASCII)
"""What buttons of a referral carry, and carried before they said more than its number."""
