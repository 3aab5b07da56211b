"""Messages beside the card: many flagged at once, what leads are told in private, what failed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.domain.referral import Action, Event, Referral, State
from handlers.blocks.card import DEMO, CardContext, buttons
from handlers.blocks.controls import Control, control_button
from handlers.blocks.kit import Block, Post, actions, button, context, section
from handlers.blocks.lines import line
from handlers.blocks.wording import person, platform_of, said, state_sentence, title, where

SEND_AGAIN = "outbox:send_again"
"""The action id of Send again; its value is the lane."""

_MOST_LISTED = 45  # a message takes 50 blocks


def held(event: Event, referral: Referral, ctx: CardContext, place: str = "") -> Post:
    """To one lead, in private: what happened to a page that is, or was just, on hold.

    `place` is the name of the channel it was flagged in, without `#`.
    """
    what = line(event, referral, ctx).text.removeprefix(f"{DEMO}. ")
    why = event.personal.get("reason", "") if event.action is Action.HOLD else ""
    paragraphs = [
        f"*{_heading(referral)}*",
        what + (f": {said(why, 500)}" if why else ""),
        f"*{title(referral, ctx)}*\n{where(referral)}",
        f"Flagged by {person(referral.flagger, referral, ctx)}"
        + (f" in #{said(place, 80)}" if place else ""),
    ]
    if referral.note:
        paragraphs.append(f"*Note:* {said(referral.note, 500)}")
    blocks = [section(text) for text in paragraphs]
    if referral.state is State.HELD:
        blocks.append(context("Only leads see this. Nothing of it shows anywhere else."))
    else:
        blocks.append(section(f"Now: {state_sentence(referral, ctx)}."))
    return _post(f"{_heading(referral)}: {what}", [*blocks, *buttons(referral, ctx)], ctx)


def _heading(referral: Referral) -> str:
    if referral.state is State.HELD:
        return "A page waits for a lead"
    return "A page that was on hold"


def listing(referrals: Sequence[Referral], by: str, ctx: CardContext) -> Post:
    """Many flagged at once: a line each, with a button that shows it privately."""
    who = said(ctx.names.get(by, by), 80) if by else "the bot"
    count = "1 page" if len(referrals) == 1 else f"{len(referrals)} pages"
    opening = f"{count} flagged by {who}"
    blocks = [section(f"*{opening}*")]
    for referral in referrals[:_MOST_LISTED]:
        show = control_button(Control.OPEN, referral)
        text = f"*{referral.name}* · {platform_of(referral, ctx)}\n{where(referral)}"
        blocks.append(section(text, show))
    if len(referrals) > _MOST_LISTED:
        blocks.append(context(f"{len(referrals) - _MOST_LISTED} more"))
    names = ", ".join(referral.name for referral in referrals[:_MOST_LISTED])
    return _post(f"{opening}: {names}", blocks, ctx)


def imported(states: Mapping[str, int], by: str, ctx: CardContext) -> Post:
    """What an import recorded: counts alone, since the channel need not know more."""
    total = sum(states.values())
    who = said(ctx.names.get(by, by), 80) if by else "The bot"
    parts = [f"{states[one]:,} {_STANDS.get(one, one.value)}" for one in State if states.get(one)]
    count = "1 referral" if total == 1 else f"{total:,} referrals"
    text = (
        f"{who} imported {count} from the team's earlier records: {', '.join(parts)}. "
        "They count in all figures."
    )
    return _post(text, [section(text)], ctx)


_STANDS = {State.REFERRED: "waiting for an answer", State.FLAGGED: "flagged, not referred"}


def parked(place: str, what: str, reason: str, ctx: CardContext, lane: str) -> Post:
    """To one lead: Slack refused a message for good; a button sends all of the lane again.

    `place` says where it was to go, `what` which message it is, `reason` is Slack's error.
    """
    known = _WHY.get(reason)
    word = f"`{re.sub(r'[^A-Za-z0-9_:. -]', '', reason)[:60] or 'nothing'}`"
    why = f"{known} ({word})" if known else f"The reason: {word}"
    text = (
        f"A message could not be delivered to {said(place, 100)}: {said(what, 150)}. {why}. "
        "It is kept, and so is what else is refused there: mend the cause, then send it again."
    )
    return _post(text, [section(text), actions([button("Send again", SEND_AGAIN, lane)])], ctx)


def sent_again(count: int, place: str) -> Post:
    """What a lead is told who pressed Send again; `place` says where the messages go."""
    where_ = said(place, 100)
    if count == 0:
        return Post(f"Nothing waits for {where_} any more: it was sent again already.")
    what = "1 message goes" if count == 1 else f"{count:,} messages go"
    return Post(f"{what} out to {where_} again. Should Slack refuse once more, you are told.")


_WHY: dict[str, str] = {
    "channel_not_found": "The channel is gone, or private and the bot is not in it: invite the bot",
    "is_archived": "The channel is archived: bring it back, or choose another in config.yaml",
    "not_in_channel": "The bot is not in the channel: type `/invite` and the bot's name there",
    "user_not_found": "Slack does not know this person",
    "user_disabled": "This person's account is deactivated: assign their referrals to others",
    "cannot_dm_bot": "This is a bot, and bots get no direct messages",
    "restricted_action": "The workspace does not let the bot write there: ask an admin",
    "msg_too_long": "The message is too long for Slack",
    "in_doubt": (
        "Slack's answer was lost, the channel's history cannot be read, and config.yaml prefers "
        "a lost message to a double one"
    ),
}


def _post(text: str, blocks: list[Block], ctx: CardContext) -> Post:
    if not ctx.demo:
        return Post(text, blocks)
    return Post(f"{DEMO}. {text}", [*blocks, context(DEMO)])
