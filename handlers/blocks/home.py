"""A person's Home tab: what is theirs, with its buttons, and the team's figures."""

from __future__ import annotations

from collections.abc import Sequence

from bot.config import Commands
from bot.domain.referral import Referral
from handlers.blocks.card import DEMO, buttons
from handlers.blocks.kit import Block, context, divider, header, section
from handlers.blocks.wording import CardContext, state_sentence, title, where


def home(
    items: Sequence[tuple[Referral, CardContext]],
    total: int,
    figures: Sequence[str],
    commands: Commands,
    *,
    demo: bool,
) -> Block:
    """The whole view. `figures` are lines of mrkdwn."""
    blocks: list[Block] = [header(f"Yours, open ({total:,})")]
    if not items:
        blocks.append(
            section(f"Nothing of yours waits. `{commands.flag}` and an address records a page.")
        )
    for referral, ctx in items:
        text = f"*{title(referral, ctx)}*\n{where(referral)}\n{state_sentence(referral, ctx)}"
        blocks += [divider(), section(text), *buttons(referral, ctx)]
    if total > len(items):
        blocks.append(context(f"{total - len(items):,} more: `{commands.referrals} mine`"))
    if figures:
        blocks += [header("The team"), *[section(line) for line in figures]]
    blocks.append(context(f"`{commands.referrals} help` lists what I can do."))
    if demo:
        blocks.append(context(DEMO))
    return {"type": "home", "blocks": blocks[:100]}


def home_says(sentence: str) -> Block:
    """A Home with nothing but a sentence."""
    return {"type": "home", "blocks": [section(sentence)]}
