"""Lists that a person asked for: ten a page, each with a button that shows it privately."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import orjson

from bot.domain.listing import Listing, View
from bot.domain.referral import Referral
from handlers.blocks.card import DEMO
from handlers.blocks.controls import LABELS, Act
from handlers.blocks.kit import Block, Post, Press, actions, button, context, section
from handlers.blocks.wording import CardContext, person, said, state_sentence, title, where

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
    "searched.",
    View.HELD: "Nothing is on hold.",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of which list; it stands in the value of the buttons that turn pages."""

    view: View
    words: str = ""
    offset: int = 0

    def dump(self) -> str:
        """For a button's value."""
        return orjson.dumps([self.view, self.words[:500], self.offset]).decode()

    @classmethod
    def load(cls, value: str) -> Page:
        """The other way. Raises ValueError for what is not ours."""
        try:
            view, words, offset = orjson.loads(value)
            return cls(View(view), str(words), max(0, int(offset)))
        except TypeError as error:
            raise ValueError(str(error)) from None


def listing(
    found: Listing,
    page: Page,
    context_of: Callable[[Referral], CardContext],
    flag: str,
    *,
    demo: bool,
) -> Post:
    """One page of a list; `context_of` gives each referral's own context."""
    if not found.referrals:
        text = _NONE[page.view].format(flag=flag)
        if found.total:
            text = "There are no more."
        return Post(f"{DEMO}. {text}" if demo else text)
    heading = _heading(found, page)
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


def _heading(found: Listing, page: Page) -> str:
    heading = _HEADINGS[page.view]
    if page.words:
        heading += f": {said(page.words, 80)}"
    first, last = page.offset + 1, page.offset + len(found.referrals)
    if found.total <= SIZE and page.offset == 0:
        return f"{heading} ({found.total})"
    return f"{heading} ({first:,} to {last:,} of {found.total:,})"


def _row(referral: Referral, ctx: CardContext) -> Block:
    press = Press(referral.number, referral.version)
    owner = person(referral.owner, referral, ctx)
    return section(
        f"*{title(referral, ctx)}* · {owner}\n{where(referral)}\n{state_sentence(referral, ctx)}",
        button(LABELS[Act.OPEN], Act.OPEN, press.value),
    )


def _turning(found: Listing, page: Page) -> list[Block]:
    buttons: list[Block] = []
    if page.offset:
        back = Page(page.view, page.words, max(0, page.offset - SIZE))
        buttons.append(button("Back", BACK, back.dump()))
    following = page.offset + len(found.referrals)
    if following < found.total:
        buttons.append(button("More", MORE, Page(page.view, page.words, following).dump()))
    return buttons
