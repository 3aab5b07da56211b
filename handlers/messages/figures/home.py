"""A person's Home tab: what is theirs, with its buttons, their week and hours, the team's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.actions.figures.home import AtHome
from bot.config import Commands
from bot.domain.figures.statistics import Counts
from bot.domain.listing import QueueGroup, View
from bot.domain.platforms import platform_label
from bot.sentences import home as sentences
from bot.sentences import labels
from bot.sentences.recording import owners
from handlers.messages.cards.card import buttons
from handlers.messages.cards.controls import Control, control_button
from handlers.messages.forms.own_hours import own_hours_blocks
from handlers.messages.forms.selection import several_button
from handlers.messages.kit.kit import (
    Block,
    Press,
    actions,
    button,
    context,
    divider,
    header,
    section,
)
from handlers.messages.kit.wording import CardContext, said, state_sentence, title, where
from handlers.messages.lists.flagged_list import mark_all
from handlers.messages.lists.lists import ListPage, filter_button, with_leads

MOST_NAMED, WIDEST = 12, 20


@dataclass(frozen=True, slots=True)
class HomeContext:
    """What Home is drawn with: `cards` has, by number, how each referral is written."""

    cards: Mapping[int, CardContext]
    commands: Commands
    zone: ZoneInfo
    now: datetime
    lead: bool = False
    demo: bool = False


def home(told: AtHome, figures: Sequence[str], ctx: HomeContext) -> Block:
    """The whole view: `figures` are lines of mrkdwn."""
    found, commands = told.found, ctx.commands
    blocks: list[Block] = [header(sentences.yours(found.total, found.more))]
    if counted := sentences.in_groups(
        [(one, told.groups.get(one, 0)) for one in QueueGroup], told.unowned_total
    ):
        blocks.append(context(counted))
    if not told.items:
        blocks.append(section(sentences.nothing_waits(commands.flag)))
    blocks += _own(told, ctx)
    if found.with_lead:
        blocks += [divider(), *map(section, with_leads(found.with_lead, ctx.zone))]
    shown = len(told.items)
    if found.more:
        blocks.append(context(sentences.all_of_them(commands.referrals)))
    elif found.total > shown:
        blocks.append(context(sentences.more(found.total - shown, commands.referrals)))
    blocks += _unowned(told, ctx)
    blocks += _leads(told, ctx)
    week = [sentences.week(told.week.flagged, told.week.referred, told.week.decided)]
    if told.week.on_duty:
        week.append(sentences.on_duty([said(one, 80) for one in told.week.on_duty]))
    blocks += [header(sentences.WEEK), section("\n".join(week))]
    if figures:
        blocks += [header(sentences.TEAM), _chart(told.team.counts)]
        blocks += [section(line) for line in figures]
    blocks += own_hours_blocks(told.hours, ctx.now.astimezone(ctx.zone).date())
    blocks.append(context(sentences.help_is_at(commands.referrals)))
    if ctx.demo:
        blocks.append(context(labels.DEMO_DATA))
    return {"type": "home", "blocks": blocks[:100]}


def _chart(counts: Counts) -> Block:
    """What became of the pages, as bars of text: every Slack shows them."""
    parts = {one: getattr(counts, one) for one in sentences.OUTCOMES}
    most = max(1, *parts.values())
    bars = [sentences.bar(name, -(-count * WIDEST // most), count) for name, count in parts.items()]
    return section("```" + "\n".join(bars) + "```")


def _own(told: AtHome, ctx: HomeContext) -> list[Block]:
    blocks: list[Block] = []
    last: QueueGroup | None = None
    for group, referral in told.items:
        card = ctx.cards[referral.number]
        if group is not last:
            blocks += [divider(), context(f"*{sentences.group(group, told.groups.get(group, 0))}*")]
        last = group
        text = f"*{title(referral, card)}*\n{where(referral)}\n{state_sentence(referral, card)}"
        blocks += [section(text), *buttons(referral, card)]
    to_refer = [one for group, one in told.items if group is QueueGroup.TO_REFER]
    below = mark_all(to_refer) if len(to_refer) > 1 else []
    if len(told.items) > 1:
        made = Press.of(max((one for _, one in told.items), key=lambda one: one.number))
        below.append(several_button(ListPage(View.MINE, made=made).dump()))
    return [*blocks, actions([*below, filter_button()])]


def _unowned(told: AtHome, ctx: HomeContext) -> list[Block]:
    if not told.unowned:
        return []
    blocks: list[Block] = [divider(), context(f"*{sentences.nobodys(told.unowned_total)}*")]
    for referral in told.unowned:
        card = ctx.cards[referral.number]
        text = f"*{title(referral, card)}*\n{where(referral)}\n{state_sentence(referral, card)}"
        blocks.append(section(text, control_button(Control.TAKE, referral)))
    return blocks


def _leads(told: AtHome, ctx: HomeContext) -> list[Block]:
    if not ctx.lead or not told.by_owner:
        return []
    by_owner = [
        (said(name or sentences.NOBODY, 60), count) for name, count in told.by_owner.items()
    ]
    by_platform = [(said(platform_label(one), 60), n) for one, n in told.by_platform.items()]
    lines = [
        sentences.each(heading, counts[:MOST_NAMED], max(0, len(counts) - MOST_NAMED))
        for heading, counts in (
            (sentences.BY_OWNER, by_owner),
            (sentences.BY_PLATFORM, by_platform),
        )
    ]
    hand_over = button(owners.BUTTON, Control.HAND_OVER, "nobody")
    return [divider(), section("\n".join(lines)), actions([hand_over])]


def home_says(sentence: str) -> Block:
    """A Home with nothing but a sentence."""
    return {"type": "home", "blocks": [section(sentence)]}
