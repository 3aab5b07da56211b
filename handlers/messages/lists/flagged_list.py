"""The message of many pages that were flagged at once: a card of them all, live as a card is.

Plain rows rather than a `data_table`: a phone shows a row whole, and of a table its first columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain.lifecycle.referral import Referral, State
from bot.domain.listing import View
from bot.sentences import histories, labels
from handlers.messages.cards.controls import LABELS, Control, control_button
from handlers.messages.forms.selection import several_button
from handlers.messages.kit.kit import (
    Block,
    Post,
    Press,
    actions,
    button,
    context,
    marked,
    section,
)
from handlers.messages.kit.wording import (
    CardContext,
    marked_state,
    next_step,
    said,
    state_sentence,
    title,
    where,
)
from handlers.messages.lists.lists import ListPage

_MOST_LISTED = 45  # a message takes 50 blocks
_LONGEST_VALUE = 2_000
_LONGEST_TEXT = 3_900


def flagged_list(referrals: Sequence[Referral], by: str, ctx: CardContext) -> Post:
    """A row each: number, address, state, next action, and a button that shows it privately.

    `by` is the user id of who flagged them.
    """
    opening = _opening(referrals, by, ctx)
    blocks = [section(f"*{opening}*")]
    blocks += [row(referral, ctx) for referral in referrals[:_MOST_LISTED]]
    if len(referrals) > _MOST_LISTED:
        blocks.append(context(labels.and_more(len(referrals) - _MOST_LISTED)))
    below = [*mark_all(referrals), *several_of(referrals)]
    if below:
        blocks.append(actions(below))
    names = ", ".join(referral.name for referral in referrals[:_MOST_LISTED])
    return marked(f"{opening}: {names}", blocks, demo=ctx.demo)


def mark_all(referrals: Sequence[Referral]) -> list[Block]:
    """The button for those that can be referred, where there are some and it can carry them."""
    to_refer = [one for one in referrals if one.state is State.FLAGGED and not one.erased]
    value = press_all(to_refer)
    if not to_refer or len(value) > _LONGEST_VALUE:
        return []
    return [button(LABELS[Control.MARK_ALL], Control.MARK_ALL, value, "primary")]


def several_of(referrals: Sequence[Referral]) -> list[Block]:
    """Select several, of just these, where there are several."""
    kept = [one.name for one in referrals if not one.erased]
    if len(kept) < 2:
        return []
    made = Press.of(max(referrals, key=lambda one: one.number))
    return [several_button(ListPage(View.QUEUE, " ".join(kept), made=made).dump())]


def row(referral: Referral, ctx: CardContext) -> Block:
    """One referral of several, with a button that shows it privately."""
    text = f"*{title(referral, ctx)}*\n{where(referral)}\n{_stands(referral, ctx, marked_state)}"
    return section(text, control_button(Control.OPEN, referral))


def flagged_as_text(referrals: Sequence[Referral], by: str, ctx: CardContext) -> Post:
    """The same for a Slack that refuses the blocks: as many lines as fit."""
    text = f"{_opening(referrals, by, ctx)}:"
    left = len(referrals)
    for referral in referrals:
        stands = _stands(referral, ctx, state_sentence)
        line = f"\n{referral.name} · {where(referral)} · {stands}"
        if len(text) + len(line) > _LONGEST_TEXT:
            break
        text, left = text + line, left - 1
    return marked(text + (f"\n{labels.and_more(left)}" if left else ""), [], demo=ctx.demo)


def _opening(referrals: Sequence[Referral], by: str, ctx: CardContext) -> str:
    who = said(ctx.names.get(by, by), 80) if by else ""
    return histories.pages_flagged(len(referrals), who)


def _stands(
    referral: Referral, ctx: CardContext, sentence: Callable[[Referral, CardContext], str]
) -> str:
    parts = sentence(referral, ctx), next_step(referral, ctx)
    return " · ".join(part for part in parts if part)


def press_all(referrals: Sequence[Referral]) -> str:
    """What a button of several referrals carries: each as a button of its own would."""
    return ",".join(Press.of(referral).value for referral in referrals)


def pressed_all(value: str) -> tuple[Press, ...]:
    """The reverse. Raises ValueError for anything that `press_all` did not make."""
    return tuple(Press.parse(one) for one in value.split(","))
