"""Lists that a person asked for: ten a page, each with a button that shows it privately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import orjson

from bot.domain.lifecycle.referral import Referral
from bot.domain.listing import Listing, View, WithLead
from bot.domain.times import say_day
from bot.sentences import labels
from bot.sentences import lists as sentences
from handlers.messages.cards.controls import Control, control_button
from handlers.messages.kit.kit import (
    Block,
    Post,
    actions,
    address,
    button,
    context,
    marked,
    section,
)
from handlers.messages.kit.wording import (
    CardContext,
    marked_state,
    person,
    said,
    state_sentence,
    title,
    where,
)

MORE = "list:more"
BACK = "list:back"
SIZE = 10
SAME_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ListPage:
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
    def load(cls, value: str) -> ListPage:
        """The reverse. Raises ValueError for what is not ours."""
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
    page: ListPage,
    context_of: Callable[[Referral], CardContext],
    flag: str,
    *,
    dates: str = "",
    same: Sequence[Sequence[str]] = (),
    zone: ZoneInfo,
    demo: bool,
) -> Post:
    """One page of a list; `context_of` gives each referral's own context, `dates` its period.
    `same` names live referrals that are one page."""
    sent = [section(one) for one in with_leads(found.with_lead, zone)]
    if not found.referrals and sent:
        text = f"{sentences.WITH_A_LEAD}. {labels.LEAVES_OUT}"
        return marked(text, [*sent, context(labels.LEAVES_OUT)], demo=demo)
    if not found.referrals:
        text = sentences.NO_MORE if found.total else _nothing(page.view, flag)
        return marked(f"{text} {labels.LEAVES_OUT}", [], demo=demo)
    heading = _heading(found, page, dates)
    rows = [_row(referral, context_of(referral)) for referral in found.referrals]
    blocks = [section(f"*{heading}*"), *rows]
    blocks += [context(sentences.same_page(names)) for names in same[:SAME_SHOWN]]
    blocks += sent
    turning = _turning(found, page)
    if turning:
        blocks.append(actions(turning))
    lines = [
        f"{referral.name} {state_sentence(referral, context_of(referral))}"
        for referral in found.referrals
    ]
    blocks.append(context(labels.LEAVES_OUT))
    text = f"{heading}: {'; '.join(lines)}. {labels.LEAVES_OUT}"
    return marked(text, blocks, demo=demo)


def with_leads(several: Sequence[WithLead], zone: ZoneInfo) -> list[str]:
    """What somebody flagged and a lead looks at first, under a heading: the same whyever that is."""
    lines = [
        f"{sentences.flagged_on(say_day(one.flagged_at.astimezone(zone)))}\n{address(one.url)}"
        for one in several
    ]
    return [f"*{sentences.WITH_A_LEAD}*", *lines] if lines else []


def _nothing(view: View, flag: str) -> str:
    return sentences.queue_empty(flag) if view is View.QUEUE else sentences.NOTHING[view]


def _heading(found: Listing, page: ListPage, dates: str) -> str:
    words = said(page.words, 80) if page.words else ""
    heading = sentences.heading(sentences.HEADINGS[page.view], dates, words)
    first, last = page.offset + 1, page.offset + len(found.referrals)
    if found.total <= SIZE and page.offset == 0 and not found.more:
        return sentences.all_of(heading, found.total)
    return sentences.some_of(heading, first, last, found.total, found.more)


def _row(referral: Referral, ctx: CardContext) -> Block:
    owner = person(referral.owner, referral, ctx)
    return section(
        f"*{title(referral, ctx)}* · {owner}\n{where(referral)}\n{marked_state(referral, ctx)}",
        control_button(Control.OPEN, referral),
    )


def _turning(found: Listing, page: ListPage) -> list[Block]:
    buttons: list[Block] = []
    if page.offset:
        back = replace(page, offset=max(0, page.offset - SIZE))
        buttons.append(button(sentences.BACK, BACK, back.dump()))
    following = page.offset + len(found.referrals)
    if following < found.total or found.more:
        onward = replace(page, offset=following)
        buttons.append(button(sentences.MORE, MORE, onward.dump()))
    return buttons
