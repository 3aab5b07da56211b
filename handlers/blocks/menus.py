"""All actions…: what a referral's state and a person's role permit and no button of its card does."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.look import Seen
from bot.domain.decisions import dated_event
from bot.domain.referral import Action, State
from handlers.blocks.answers import do_button
from handlers.blocks.controls import LABELS, Act
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
    Item(Action.ACKNOWLEDGE, "Acknowledged", "The platform says that it has it."),
    Item(Action.OVERTURN, "Overturned: restricted", "The appeal succeeded in part."),
    Item(Action.VANISH, "Page gone", "The page went without a decision."),
    Item(Action.ASSIGN, "Assign", "Somebody else looks after it."),
    Item(Action.REDATE, "Change date", "The last step happened on another day."),
    Item(Action.HOLD, "Hold", "Somebody investigates it: nobody else is shown it."),
    Item(Action.WITHDRAW, "Withdraw", "A mistake or a duplicate: it counts in no rate."),
    Item(Action.UNDO, "Undo", "Take the last step back."),
)


def all_actions(seen: Seen, ctx: CardContext) -> Post:
    """A line and a button for each action that has no button on the card."""
    referral = seen.referral
    press = Press(referral.number, referral.version)
    head = f"*{title(referral, ctx)}*\n{where(referral)}\n{state_sentence(referral, ctx)}"
    blocks: list[Block] = [section(head)]
    for item in ITEMS:
        if item.action not in seen.allowed:
            continue
        if item.action is Action.REDATE and dated_event(seen.events) is None:
            continue
        pressed = do_button(item.label, item.action, referral)
        if item.action is Action.OVERTURN:
            pressed = button(item.label, OVERTURN_RESTRICTED, press.value)
        blocks.append(section(item.what, pressed))
    if ctx.checks_on and referral.state not in (State.HELD, State.WITHDRAWN):
        check = button(LABELS[Act.CHECK_NOW], Act.CHECK_NOW, press.value)
        blocks.append(section("Look now whether the page is there.", check))
    blocks.append(
        section(
            "A draft to copy into the platform's form.", button("Show notice", NOTICE, press.value)
        )
    )
    return Post(f"All actions for {referral.name}", blocks)
