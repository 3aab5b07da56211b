"""All actions…: what a referral's state and a person's role permit and no button of its card does."""

from __future__ import annotations

from bot.actions.recording.look import Seen
from bot.domain.lifecycle.actions import SPECS
from bot.domain.lifecycle.referral import Action, State
from bot.sentences import cards, checks
from bot.sentences.recording import evidence, owners
from handlers.messages.cards.controls import Control, control_button, do_button, do_id
from handlers.messages.kit.kit import Block, Post, Press, button, section
from handlers.messages.kit.wording import CardContext, state_sentence, title, where


def all_actions(seen: Seen, ctx: CardContext) -> Post:
    """A line and a button for each action that has no button on the card."""
    referral = seen.referral
    head = f"*{title(referral, ctx)}*\n{where(referral)}\n{state_sentence(referral, ctx)}"
    blocks: list[Block] = [section(head)]
    for spec in SPECS:
        if spec.action not in seen.allowed:
            continue
        if spec.action is Action.ASSIGN and not seen.own:
            blocks.append(section(owners.TAKE_MENU, control_button(Control.TAKE, referral)))
        if spec.menu and referral.state not in spec.on_card:
            blocks.append(section(spec.menu, do_button(spec.action, referral)))
        if spec.variant is not None:
            value = Press.of(referral, spec.variant.answer).value
            pressed = button(spec.variant.button, do_id(spec.action), value)
            blocks.append(section(spec.variant.menu, pressed))
    if ctx.checks_on and referral.state not in (State.HELD, State.WITHDRAWN):
        check = control_button(Control.CHECK_NOW, referral)
        blocks.append(section(checks.CHECK_NOW, check))
    if referral.referred_at is not None:
        blocks.append(section(cards.NOTICE_KEPT, control_button(Control.NOTICE, referral)))
    if seen.pieces:
        listed = control_button(Control.EVIDENCE, referral)
        blocks.append(section(evidence.LISTED_PRIVATELY, listed))
    if seen.may_read_answer:
        blocks.append(section(cards.ANSWER_KEPT, control_button(Control.ANSWER, referral)))
    return Post(cards.all_actions(referral.name), blocks)
