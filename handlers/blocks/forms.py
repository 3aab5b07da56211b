"""The form of each action, and that of /flag, as modals."""

from __future__ import annotations

from bot.config import Config
from bot.domain.referral import Action
from handlers.blocks.form_fields import DATE, FORMS, Sheet, basis, category, confidence, text
from handlers.blocks.kit import Block, labelled, section
from handlers.blocks.modals import CATEGORY, modal
from handlers.blocks.wording import state_sentence, title, where

FLAG = "form:flag"
FORM = "form:"


def form_id(action: Action) -> str:
    """The callback id of an action's form."""
    return f"{FORM}{action.name.lower()}"


def action_of(callback_id: str) -> Action | None:
    """The other way; None for another form."""
    name = callback_id.removeprefix(FORM).upper()
    return Action[name] if name in Action.__members__ else None


def form(action: Action, sheet: Sheet, metadata: str) -> Block:
    """The modal of an action."""
    shape = FORMS[action]
    referral, ctx = sheet.seen.referral, sheet.ctx
    head = f"*{title(referral, ctx)}*\n{where(referral)}\n{state_sentence(referral, ctx)}"
    blocks = [section(head), *shape.fields(sheet)]
    for block in blocks:
        if block.get("block_id") == DATE:
            # Each form its own, or Slack would keep the day of the form before it.
            block["element"]["action_id"] = f"{DATE}:{action.name.lower()}"
    return modal(shape.title, blocks, shape.submit, form_id(action), metadata)


def flag_form(config: Config, metadata: str) -> Block:
    """The form of /flag: everything but the page is optional."""
    blocks = [
        labelled(
            "Page",
            "page",
            text(None, long=True, placeholder="https://… or hxxps://…"),
            hint="Up to 20 addresses, each on a line of its own. They may be defanged.",
        ),
        labelled("Note", "note", text(None, long=True), optional=True),
        labelled("Category", CATEGORY, category(config, None), optional=True),
        labelled("Confidence", "confidence", confidence(None), optional=True),
        labelled("Basis", "basis", basis(None), optional=True),
    ]
    return modal("Flag a page", blocks, "Flag", FLAG, metadata)
