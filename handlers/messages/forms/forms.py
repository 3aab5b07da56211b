"""The form of each action, and that of /flag, as modals."""

from __future__ import annotations

from bot.config import Config
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.history import anything_new
from bot.domain.lifecycle.referral import Action
from bot.sentences import forms, notices
from handlers.messages.cards.controls import Control, control_button
from handlers.messages.forms.fields import Sheet, empty_fields, fields_of
from handlers.messages.kit.kit import Block, labelled, plain, section
from handlers.messages.kit.modals import modal
from handlers.messages.kit.wording import appeal_until, state_sentence, title, where

FLAG = "form:flag"
FORM = "form:"
CHANNEL = "channel"


def form_id(action: Action) -> str:
    """The callback id of an action's form."""
    return f"{FORM}{action.name.lower()}"


def action_of(callback_id: str) -> Action | None:
    """The reverse; None for another form."""
    name = callback_id.removeprefix(FORM).upper()
    return Action[name] if name in Action.__members__ else None


def form(action: Action, sheet: Sheet, metadata: str) -> Block:
    """The modal of an action."""
    spec = spec_of(action)
    referral, ctx = sheet.seen.referral, sheet.ctx
    head = f"*{title(referral, ctx)}*\n{where(referral)}\n{state_sentence(referral, ctx)}"
    until = appeal_until(referral, ctx) if action is Action.APPEAL else ""
    prepare = control_button(Control.PREPARE, referral) if action is Action.REFER else None
    blocks = [section(f"{head}\n{until}" if until else head, prepare), *fields_of(spec, sheet)]
    if action is Action.REFER_AGAIN and not anything_new(sheet.seen.events):
        blocks.insert(1, section(f":bulb: {notices.REPEATS}"))
    return modal(spec.words.button, blocks, spec.submit, form_id(action), metadata)


def flag_form(config: Config, metadata: str, *, asks_where: bool = False) -> Block:
    """The form of /flag: everything but the page is optional, and the channel where it is asked for."""
    spec = spec_of(Action.FLAG)
    fields = empty_fields(spec, config)
    if asks_where:
        fields.insert(0, labelled(forms.CHANNEL, CHANNEL, _CHANNELS, hint=forms.CHANNEL_HINT))
    return modal(forms.FLAG_A_PAGE, fields, spec.submit, FLAG, metadata)


_CHANNELS: Block = {
    "type": "conversations_select",
    "placeholder": plain(forms.WHICH_CHANNEL),
    "default_to_current_conversation": True,
    "filter": {"include": ["public", "private"]},
}
