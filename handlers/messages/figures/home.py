"""A person's Home tab: what is theirs, with its buttons, and the team's figures."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.config import Commands
from bot.domain.lifecycle.referral import Referral
from bot.domain.listing import Listing
from bot.sentences import home as sentences
from bot.sentences import labels
from handlers.messages.cards.card import buttons
from handlers.messages.kit.kit import Block, context, divider, header, section
from handlers.messages.kit.wording import CardContext, state_sentence, title, where
from handlers.messages.lists.lists import with_leads


def home(
    items: Sequence[tuple[Referral, CardContext]],
    found: Listing,
    figures: Sequence[str],
    commands: Commands,
    zone: ZoneInfo,
    *,
    demo: bool,
) -> Block:
    """The whole view: `items` are those of `found`, `figures` lines of mrkdwn."""
    blocks: list[Block] = [header(sentences.yours(found.total, found.more))]
    if not items:
        blocks.append(section(sentences.nothing_waits(commands.flag)))
    for referral, ctx in items:
        text = f"*{title(referral, ctx)}*\n{where(referral)}\n{state_sentence(referral, ctx)}"
        blocks += [divider(), section(text), *buttons(referral, ctx)]
    if found.with_lead:
        blocks += [divider(), *map(section, with_leads(found.with_lead, zone))]
    if found.more:
        blocks.append(context(sentences.all_of_them(commands.referrals)))
    elif found.total > len(items):
        blocks.append(context(sentences.more(found.total - len(items), commands.referrals)))
    if figures:
        blocks += [header(sentences.TEAM), *[section(line) for line in figures]]
    blocks.append(context(sentences.help_is_at(commands.referrals)))
    if demo:
        blocks.append(context(labels.DEMO_DATA))
    return {"type": "home", "blocks": blocks[:100]}


def home_says(sentence: str) -> Block:
    """A Home with nothing but a sentence."""
    return {"type": "home", "blocks": [section(sentence)]}
