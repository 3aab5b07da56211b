"""Messages beside the card: many flagged at once, what leads are told, what Slack refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.domain.lifecycle.referral import Action, Event, Referral, State
from bot.sentences import histories, importing
from bot.sentences import parked as parked_sentences
from bot.sentences.operations import audit
from bot.sentences.recording import batches
from handlers.messages.cards.card import buttons
from handlers.messages.kit.kit import Post, Press, actions, button, context, marked, section
from handlers.messages.kit.wording import (
    CardContext,
    person,
    said,
    state_sentence,
    title,
    where,
)
from handlers.messages.lists.lines import told

SEND_AGAIN = "outbox:send_again"
"""The action id of Send again; its value is the lane."""


def held(event: Event, referral: Referral, ctx: CardContext, place: str = "") -> Post:
    """To one lead, in private: what happened to a page that is, or was just, on hold.

    `place` is the name of the channel it was flagged in, without `#`.
    """
    what = histories.step(referral.name, told(event, referral, ctx))
    why = event.personal.get("reason", "") if event.action is Action.HOLD else ""
    paragraphs = [
        f"*{_heading(event, referral)}*",
        what + (f": {said(why, 500)}" if why else ""),
        f"*{title(referral, ctx)}*\n{where(referral)}",
        histories.flagged_by(person(referral.flagger, referral, ctx), said(place, 80)),
    ]
    if referral.note:
        paragraphs.append(f"*{histories.NOTE}* {said(referral.note, 500)}")
    blocks = [section(text) for text in paragraphs]
    if referral.state is State.HELD:
        blocks.append(context(histories.ONLY_LEADS_SEE))
    else:
        blocks.append(section(histories.now(state_sentence(referral, ctx))))
    return marked(
        f"{_heading(event, referral)}: {what}", [*blocks, *buttons(referral, ctx)], demo=ctx.demo
    )


def _heading(event: Event, referral: Referral) -> str:
    if referral.state is State.HELD:
        return histories.WAITS_FOR_A_LEAD
    if "again" in event.personal:
        return histories.FLAGGED_ELSEWHERE
    return histories.WAS_ON_HOLD


def imported(states: Mapping[str, int], by: str, ctx: CardContext) -> Post:
    """What an import recorded: counts alone, since the channel need not know more."""
    who = said(ctx.names.get(by, by), 80) if by else ""
    counted = {one.value: states[one] for one in State if states.get(one)}
    text = importing.announced(who, counted)
    return marked(text, [section(text)], demo=ctx.demo)


def batch(did: Mapping[Action, Sequence[int]], by: str, ctx: CardContext) -> Post:
    """What one person recorded of many referrals at once, in one message."""
    who = said(ctx.names.get(by, by), 80) if by else ""
    lines = [
        batches.did(who, action.value, [f"R-{number}" for number in numbers])
        for action, numbers in did.items()
        if numbers
    ]
    return marked("\n".join(lines), [section(one) for one in lines], demo=ctx.demo)


def anchor(told: str, ctx: CardContext) -> Post:
    """The day's anchor of the audit, to be compared some day."""
    text = audit.anchor_posted(told)
    return marked(text, [section(text)], demo=ctx.demo)


def parked(place: str, what: str, reason: str, ctx: CardContext, press: Press) -> Post:
    """To one lead: Slack refused a message for good; a button sends all of the lane again.

    `place` says where it was to go, `what` which message it is, `reason` is Slack's error; the choice
    of `press` is the lane.
    """
    code = re.sub(r"[^A-Za-z0-9_:. -]", "", reason)[:60] or "nothing"
    text = parked_sentences.refused(said(place, 100), said(what, 150), code)
    again = button(parked_sentences.SEND_AGAIN, SEND_AGAIN, press.value)
    return marked(text, [section(text), actions([again])], demo=ctx.demo)


def said_alone(text: str, ctx: CardContext) -> Post:
    """A sentence of ours as a message of its own."""
    return marked(text, [section(text)], demo=ctx.demo)


def sent_again(count: int, place: str) -> Post:
    """What a lead is told who pressed Send again; `place` says where the messages go."""
    where_ = said(place, 100)
    if count == 0:
        return Post(parked_sentences.nothing_waits(where_))
    return Post(parked_sentences.going_out(where_, count))
