"""A person's Home tab: what is theirs, with its buttons, and the team's figures."""

from __future__ import annotations

from collections.abc import Sequence

from bot.config import Commands
from bot.domain.listing import Listing
from bot.domain.referral import Referral
from handlers.blocks.card import DEMO, buttons
from handlers.blocks.kit import Block, context, divider, header, section
from handlers.blocks.wording import CardContext, state_sentence, title, where


def home(
    items: Sequence[tuple[Referral, CardContext]],
    found: Listing,
    figures: Sequence[str],
    commands: Commands,
    *,
    demo: bool,
) -> Block:
    """The whole view: `items` are those of `found`, `figures` lines of mrkdwn."""
    several = f"more than {found.total:,}" if found.more else f"{found.total:,}"
    blocks: list[Block] = [header(f"Yours, open ({several})")]
    if not items:
        blocks.append(
            section(f"Nothing of yours waits. `{commands.flag}` and an address records a page.")
        )
    for referral, ctx in items:
        text = f"*{title(referral, ctx)}*\n{where(referral)}\n{state_sentence(referral, ctx)}"
        blocks += [divider(), section(text), *buttons(referral, ctx)]
    if found.more:
        blocks.append(context(f"All of them: `{commands.referrals} mine`"))
    elif found.total > len(items):
        blocks.append(context(f"{found.total - len(items):,} more: `{commands.referrals} mine`"))
    if figures:
        blocks += [header("The team"), *[section(line) for line in figures]]
    blocks.append(context(f"`{commands.referrals} help` lists what I can do."))
    if demo:
        blocks.append(context(DEMO))
    return {"type": "home", "blocks": blocks[:100]}


def home_says(sentence: str) -> Block:
    """A Home with nothing but a sentence."""
    return {"type": "home", "blocks": [section(sentence)]}
