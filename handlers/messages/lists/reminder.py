"""What waits → the message that reminds its owner, or tells a lead that it waits too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.lifecycle.decisions import appeal_ends
from bot.domain.lifecycle.referral import Referral
from bot.domain.reminders import Waiting
from bot.sentences import labels
from bot.sentences import reminders as sentences
from handlers.messages.cards.card import controls
from handlers.messages.cards.controls import (
    LABELS,
    SHOW_ALL_VALUE,
    SHOW_OVERDUE_VALUE,
    Control,
)
from handlers.messages.kit.kit import (
    Block,
    Post,
    Press,
    actions,
    button,
    context,
    divider,
    marked,
    option,
    section,
    select,
)
from handlers.messages.kit.wording import (
    CardContext,
    day,
    marked_state,
    overdue,
    person,
    said,
    state_sentence,
    title,
    where,
)
from handlers.messages.lists.flagged_list import mark_all, several_of

MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One referral that waits, and for what.

    `hidden` where this conversation may not show its page: it was flagged in a private place.
    """

    referral: Referral
    waiting: Waiting
    appeal_open: bool = True
    hidden: bool = False
    place: str = ""
    """The name of its channel, without `#`; for items that are hidden."""
    done: bool = False
    """It does not wait for that any more: its line is struck out."""
    moved: bool = False
    """It is somebody else's now; the same."""

    @property
    def struck(self) -> bool:
        """Whether its line is struck out."""
        return self.done or self.moved


def reminder(
    items: Sequence[Item], total: int, ctx: CardContext, *, in_channel: bool = False
) -> Post:
    """At most ten of what waits for one person, each with its buttons and Snooze.

    In a channel, of what waits for its people, with the owner of each.
    """
    left = _left(items, total)
    opening = sentences.in_channel(left) if in_channel else sentences.for_you(left)
    return _message(items, total, ctx, opening, owners=in_channel)


def escalation(
    items: Sequence[Item], total: int, ctx: CardContext, *, in_channel: bool = False
) -> Post:
    """The same for a lead, with the owner of each."""
    return _message(items, total, ctx, sentences.for_a_lead(_left(items, total)), owners=True)


def _left(items: Sequence[Item], total: int) -> int:
    return max(total, len(items)) - sum(item.struck for item in items)


def _message(
    items: Sequence[Item], total: int, ctx: CardContext, opening: str, *, owners: bool
) -> Post:
    shown = items[:MOST_LINES]
    total = max(total, len(items))
    if not _left(items, total):
        opening = sentences.ALL_DONE
    blocks = [section(f"*{opening}*")]
    texts: list[str] = []
    for waiting in Waiting:
        group = [item for item in shown if item.waiting is waiting]
        if not group:
            continue
        blocks += [divider(), context(f"*{sentences.HEADINGS[waiting]}*")]
        for item in group:
            blocks += _item(item, ctx, owners=owners)
            if not item.struck:
                texts.append(f"{item.referral.name} {_why(item, ctx, whole=False)}")
        blocks += _mark_all(group) if waiting is Waiting.FLAGGED else []
    below = several_of([item.referral for item in shown if not (item.struck or item.hidden)])
    if total > len(shown):
        blocks.append(context(labels.and_more(total - len(shown))))
        value = SHOW_OVERDUE_VALUE if owners else SHOW_ALL_VALUE
        made = Press.of(max((item.referral for item in items), key=lambda one: one.number))
        below = [button(LABELS[Control.SHOW_ALL], Control.SHOW_ALL, made.option(value)), *below]
    if below:
        blocks.append(actions(below))
    text = sentences.as_text(opening, texts) if texts else opening
    return marked(text, blocks, demo=ctx.demo)


def _mark_all(items: Sequence[Item]) -> list[Block]:
    """A button for all that can be referred here."""
    shown = [item.referral for item in items if not (item.struck or item.hidden)]
    return [actions(mark_all(shown))] if len(shown) > 1 and mark_all(shown) else []


def _item(item: Item, ctx: CardContext, *, owners: bool) -> list[Block]:
    referral = item.referral
    if item.struck:
        return [context(_struck(item, ctx))]
    owner = ""
    if owners:
        owner = f" · {sentences.owner(person(referral.owner, referral, ctx))}"
    if item.hidden:
        place = f"#{said(item.place, 80)}" if item.place else sentences.PRIVATE_CHANNEL
        why = f"{_why(item, ctx)}{owner}"
        return [section(f"*{referral.name}* · {why}\n{sentences.flagged_in(place)}")]
    why = _why(item, ctx)
    why = why[:1].upper() + why[1:]
    return [
        section(f"*{title(referral, ctx)}*\n{where(referral)}\n{why}{owner}"),
        actions([*controls(referral, _for(item, ctx)), _snooze(referral)]),
    ]


def _struck(item: Item, ctx: CardContext) -> str:
    referral = item.referral
    if item.moved and not item.done:
        now = sentences.belongs_to(person(referral.owner, referral, ctx))
    elif item.hidden or referral.erased:
        now = sentences.DONE
    else:
        now = marked_state(referral, ctx)
    name = referral.name if item.hidden else title(referral, ctx)
    return f"~{name}~ · {now}"


def _for(item: Item, ctx: CardContext) -> CardContext:
    if item.appeal_open == ctx.appeal_open:
        return ctx
    return CardContext(
        ctx.config, ctx.names, ctx.now, ctx.zone, ctx.demo, appeal_open=item.appeal_open
    )


def _snooze(referral: Referral) -> Block:
    press = Press.of(referral)
    choices = [option(label, press.option(days)) for days, label in sentences.SNOOZES.items()]
    return select(Control.SNOOZE, LABELS[Control.SNOOZE], choices)


def _why(item: Item, ctx: CardContext, *, whole: bool = True) -> str:
    referral = item.referral
    match item.waiting:
        case Waiting.OVERDUE:
            late = overdue(referral, ctx)
            since = sentences.referred_on(day(referral.referred_at, ctx))
            return f"{late}, {since}" if late else since
        case Waiting.FLAGGED:
            waited = max(0, (ctx.now - referral.flagged_at).days)
            return sentences.flagged_ago(waited)
        case Waiting.APPEAL:
            ends = appeal_ends(referral, ctx.config.rules)
            until = sentences.appeal_until(day(ends, ctx))
            return f"{state_sentence(referral, ctx)}; {until}" if whole else until
