"""A referral's history: who did what, when it happened and when it was written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.actions.recording.look import Seen
from bot.domain.lifecycle.action_spec import FieldKind
from bot.domain.lifecycle.actions import SPECS
from bot.domain.lifecycle.history import undone
from bot.domain.lifecycle.referral import Action, Event
from bot.domain.pages.checks import Checked
from bot.domain.times import say_instant
from bot.sentences import histories
from handlers.messages.cards.checks import check_lines
from handlers.messages.kit.kit import Block, Post, quote, section
from handlers.messages.kit.wording import CardContext, in_full, title, where
from handlers.messages.lists.lines import LENGTH, told

SHOWN = 60
_QUOTED = 30  # a form takes 100 blocks
_SAID = tuple(
    dict.fromkeys(
        field.name
        for spec in SPECS
        for field in spec.fields
        if field.kind is FieldKind.TEXT and not field.secret and field.name != "page"
    )
)
"""What somebody may have written with an action."""


def history(seen: Seen, ctx: CardContext, checks: Sequence[Checked] = ()) -> Post:
    """The events that this person may read, oldest first; the last sixty where there are more.

    What somebody wrote and a card or line had to cut stands under its step in full. `checks` are
    what page checks found; equal readings that follow each other are one line.
    """
    head = f"*{title(seen.referral, ctx)}*\n{where(seen.referral)}"
    blocks: list[Block] = [section(head)]
    if len(seen.events) > SHOWN:
        blocks.append(section(histories.last_steps(SHOWN, len(seen.events))))
    quoted = {event.seq for event in [one for one in seen.events if _long(one)][-_QUOTED:]}
    shown = seen.events[-SHOWN:]
    steps = [event.recorded_at for event in shown]
    lines: list[tuple[datetime, str, Event | None]] = [
        (event.recorded_at, text, event)
        for event, text in zip(shown, recent(seen, ctx, SHOWN), strict=True)
    ]
    found = check_lines(checks, steps, seen.referral, ctx)[-SHOWN:]
    lines += [(at, text, None) for at, text in found]
    gathered: list[str] = []
    for _, text, event in sorted(lines, key=lambda one: one[0]):
        gathered.append(text)
        if event is not None and event.seq in quoted:
            blocks += [section(one) for one in _gathered(gathered)]
            blocks += [quote(one) for one in _long(event)]
            gathered = []
    blocks += [section(one) for one in _gathered(gathered)]
    return Post(histories.history(seen.referral.name, len(seen.events)), blocks)


def _long(event: Event) -> list[str]:
    """The texts of an event that its line does not hold, or not whole."""
    texts = [in_full(event.personal.get(name, "")) for name in _SAID]
    least = 0 if event.action is Action.FLAG else LENGTH
    return [text for text in texts if len(text) > least]


def recent(seen: Seen, ctx: CardContext, count: int = 5) -> list[str]:
    """The last steps, a line each, oldest first."""
    gone, by_seq = undone(seen.events), {event.seq: event for event in seen.events}
    return [
        _step(event, seen, ctx, by_seq.get(event.target or 0), event.seq in gone)
        for event in seen.events[-count:]
    ]


def _step(
    event: Event, seen: Seen, ctx: CardContext, target: Event | None, taken_back: bool
) -> str:
    what = told(event, seen.referral, ctx, target)
    written = say_instant(event.recorded_at, ctx.zone)
    text = f"*{written}*  {what}"
    return f"{text} _({histories.UNDONE_LATER})_" if taken_back else text


def _gathered(lines: list[str]) -> list[str]:
    """Lines put together into sections of at most 3000 characters."""
    sections: list[str] = []
    for text in lines:
        if sections and len(sections[-1]) + len(text) < 2900:
            sections[-1] += "\n" + text
        else:
            sections.append(text)
    return sections
