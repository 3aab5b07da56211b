"""A referral's history: who did what, when it happened and when it was written down."""

from __future__ import annotations

from bot.actions.look import Seen
from bot.domain.history import undone
from bot.domain.referral import Event
from bot.domain.times import say_instant
from handlers.blocks.kit import Block, Post, section
from handlers.blocks.lines import line
from handlers.blocks.wording import CardContext, title, where

SHOWN = 60


def history(seen: Seen, ctx: CardContext) -> Post:
    """The events that this person may read, oldest first; the last sixty where there are more."""
    head = f"*{title(seen.referral, ctx)}*\n{where(seen.referral)}"
    blocks: list[Block] = [section(head)]
    if len(seen.events) > SHOWN:
        blocks.append(section(f"The last {SHOWN} of {len(seen.events)} steps."))
    blocks += [section(text) for text in _gathered(recent(seen, ctx, SHOWN))]
    return Post(f"The history of {seen.referral.name}: {len(seen.events)} steps.", blocks)


def recent(seen: Seen, ctx: CardContext, count: int = 5) -> list[str]:
    """The last steps, a line each, oldest first."""
    gone, by_seq = undone(seen.events), {event.seq: event for event in seen.events}
    return [
        _told(event, seen, ctx, by_seq.get(event.target or 0), event.seq in gone)
        for event in seen.events[-count:]
    ]


def _told(
    event: Event, seen: Seen, ctx: CardContext, target: Event | None, taken_back: bool
) -> str:
    what = line(event, seen.referral, ctx, target).text
    what = what.removeprefix("Demo data. ").removeprefix(f"{seen.referral.name}: ")
    written = say_instant(event.recorded_at, ctx.zone)
    text = f"*{written}*  {what}"
    return f"{text} _(undone later)_" if taken_back else text


def _gathered(told: list[str]) -> list[str]:
    """Lines put together into sections of at most 3000 characters."""
    sections: list[str] = []
    for text in told:
        if sections and len(sections[-1]) + len(text) < 2900:
            sections[-1] += "\n" + text
        else:
            sections.append(text)
    return sections
