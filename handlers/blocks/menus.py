"""All actions…: everything that a referral's state and a person's role permit, as a modal."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.look import Seen
from bot.domain.decisions import dated_event
from bot.domain.referral import Action
from handlers.blocks.answers import do_button
from handlers.blocks.kit import Block, Post, Press, button, section
from handlers.blocks.wording import CardContext, state_sentence, title, where

OVERTURN_RESTRICTED = "do:overturn_restricted"
NOTICE = "do:notice"


@dataclass(frozen=True, slots=True)
class Item:
    """One action: its button, and what it is for."""

    action: Action
    label: str
    what: str


ITEMS: tuple[Item, ...] = (
    Item(Action.DESCRIBE, "Describe", "Category, confidence, basis and clause."),
    Item(Action.REFER, "Mark referred", "It was sent to the platform."),
    Item(Action.ACKNOWLEDGE, "Acknowledged", "The platform says that it has it."),
    Item(Action.CLOSE, "Closed", "The platform closed the page."),
    Item(Action.REJECT, "Rejected", "The platform leaves the page up."),
    Item(Action.RESTRICT, "Restricted", "The platform hides it from some."),
    Item(Action.APPEAL, "Appeal", "Contest the platform's decision."),
    Item(Action.REFER_AGAIN, "Refer again", "New content, new evidence or another basis."),
    Item(Action.OVERTURN, "Overturned: page closed", "The appeal succeeded."),
    Item(Action.UPHOLD, "Upheld: page stays up", "The appeal failed; that is final."),
    Item(Action.REAPPEAR, "Reappeared", "The page is back: it gets a new referral."),
    Item(Action.VANISH, "Page gone", "The page went without a decision."),
    Item(Action.ASSIGN, "Assign", "Somebody else looks after it."),
    Item(Action.NOTE, "Add note", "A line for its history."),
    Item(Action.REDATE, "Change date", "The last step happened on another day."),
    Item(Action.HOLD, "Hold", "Somebody investigates it: nobody else is shown it."),
    Item(Action.RELEASE, "Release", "It goes on where it was."),
    Item(Action.WITHDRAW, "Withdraw", "A mistake or a duplicate: it counts in no rate."),
    Item(Action.UNDO, "Undo", "Take the last step back."),
)


def all_actions(seen: Seen, ctx: CardContext) -> Post:
    """The modal's content: a line and a button for each action."""
    referral = seen.referral
    press = Press(referral.number, referral.version)
    head = f"*{title(referral, ctx)}*\n{where(referral)}\n{state_sentence(referral, ctx)}"
    blocks: list[Block] = [section(head)]
    for item in ITEMS:
        if item.action not in seen.allowed:
            continue
        if item.action is Action.REDATE and dated_event(seen.events) is None:
            continue
        blocks.append(section(item.what, do_button(item.label, item.action, referral)))
        if item.action is Action.OVERTURN:
            label = "Overturned: restricted"
            blocks.append(
                section(
                    "The appeal succeeded in part.", button(label, OVERTURN_RESTRICTED, press.value)
                )
            )
    blocks.append(
        section(
            "A draft to copy into the platform's form.", button("Show notice", NOTICE, press.value)
        )
    )
    return Post(f"All actions for {referral.name}", blocks)
