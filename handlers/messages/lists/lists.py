"""Lists that a person asked for: ten a page, each with a button that shows it privately."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from bot.domain.lifecycle.referral import Referral
from bot.domain.listing import Listing, View
from handlers.messages.cards.card import DEMO
from handlers.messages.cards.controls import Control, control_button
from handlers.messages.kit.kit import Block, Post, actions, button, context, section
from handlers.messages.kit.wording import CardContext, person, said, state_sentence, title, where

MORE = "list:more"
BACK = "list:back"
SIZE = 10

_HEADINGS: dict[View, str] = {
    View.QUEUE: "Open in this channel",
    View.MINE: "Yours, open",
    View.OVERDUE: "No answer within the team's time limit",
    View.CERTAIN: "Rejected although the team was certain",
    View.SEARCH: "Found",
    View.HELD: "On hold",
}
_NONE: dict[View, str] = {
    View.QUEUE: "Nothing is open in this channel. `{flag}` and an address records a page.",
    View.MINE: "Nothing that is yours is open.",
    View.OVERDUE: "Nothing is overdue.",
    View.CERTAIN: "Nothing was rejected that the team was certain of.",
    View.SEARCH: "Nothing was found. Numbers, addresses, notes, platforms and categories are "
    "searched for words that begin with yours.",
    View.HELD: "Nothing is on hold.",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of which list; it stands in the value of the buttons that turn pages.

    `since` and `until` bound the outcomes of CERTAIN; `channel` narrows to what was flagged there.
    """

    view: View
    words: str = ""
    offset: int = 0
    since: datetime | None = None
    until: datetime | None = None
    channel: str | None = None

    def dump(self) -> str:
        """For a button's value."""
        bounds = [self.since, self.until, self.channel]
        return orjson.dumps(
            [self.view, self.words[:500], self.offset, *(bounds if any(bounds) else [])]
        ).decode()

    @classmethod
    def load(cls, value: str) -> Page:
        """The other way. Raises ValueError for what is not ours."""
        try:
            view, words, offset, *bounds = orjson.loads(value)
            since, until, channel = bounds or (None, None, None)
            return cls(
                View(view),
                str(words),
                max(0, int(offset)),
                since and datetime.fromisoformat(since),
                until and datetime.fromisoformat(until),
                channel and str(channel),
            )
        except TypeError as error:
            raise ValueError(str(error)) from None


def listing(
    found: Listing,
    page: Page,
    context_of: Callable[[Referral], CardContext],
    flag: str,
    *,
    dates: str = "",
    demo: bool,
) -> Post:
    """One page of a list; `context_of` gives each referral's own context, `dates` its period."""
    if not found.referrals:
        text = _NONE[page.view].format(flag=flag)
        if found.total:
            text = "There are no more."
        return Post(f"{DEMO}. {text}" if demo else text)
    heading = _heading(found, page, dates)
    rows = [_row(referral, context_of(referral)) for referral in found.referrals]
    blocks = [section(f"*{heading}*"), *rows]
    turning = _turning(found, page)
    if turning:
        blocks.append(actions(turning))
    if demo:
        blocks.append(context(DEMO))
    lines = [
        f"{referral.name} {state_sentence(referral, context_of(referral))}"
        for referral in found.referrals
    ]
    text = f"{heading}: {'; '.join(lines)}."
    return Post(f"{DEMO}. {text}" if demo else text, blocks)


def _heading(found: Listing, page: Page, dates: str) -> str:
    heading = _HEADINGS[page.view]
    if dates:
        heading += f", {dates}"
    if page.words:
        heading += f": {said(page.words, 80)}"
    first, last = page.offset + 1, page.offset + len(found.referrals)
    if found.total <= SIZE and page.offset == 0 and not found.more:
        return f"{heading} ({found.total})"
    more = "more than " if found.more else ""
    return f"{heading} ({first:,} to {last:,} of {more}{found.total:,})"


def _row(referral: Referral, ctx: CardContext) -> Block:
    owner = person(referral.owner, referral, ctx)
    return section(
        f"*{title(referral, ctx)}* · {owner}\n{where(referral)}\n{state_sentence(referral, ctx)}",
        control_button(Control.OPEN, referral),
    )


def _turning(found: Listing, page: Page) -> list[Block]:
    buttons: list[Block] = []
    if page.offset:
        back = replace(page, offset=max(0, page.offset - SIZE))
        buttons.append(button("Back", BACK, back.dump()))
    following = page.offset + len(found.referrals)
    if following < found.total or found.more:
        buttons.append(button("More", MORE, replace(page, offset=following).dump()))
    return buttons
