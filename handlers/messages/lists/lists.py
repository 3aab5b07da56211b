"""Lists that a person asked for: ten a page, each with a button that shows it privately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import orjson

from bot.domain.lifecycle.referral import Referral, State
from bot.domain.listing import BY_URGENCY, Asked, Listing, View, WithLead
from bot.domain.times import say_day
from bot.sentences import labels
from bot.sentences import lists as sentences
from handlers.messages.cards.controls import LABELS, Control, control_button
from handlers.messages.forms.selection import several_button
from handlers.messages.kit.kit import (
    Block,
    Post,
    Press,
    actions,
    address,
    button,
    context,
    labelled,
    marked,
    plain,
    section,
)
from handlers.messages.kit.modals import modal
from handlers.messages.kit.wording import (
    CardContext,
    marked_state,
    next_step,
    person,
    said,
    state_sentence,
    title,
    where,
)

MORE = "list:more"
BACK = "list:back"
FILTER, WORDS = "list:filter", "words"
SIZE = 10
LONGEST = 1_900
"""Characters of a page, dumped: a button carries 2,000."""
SAME_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ListPage:
    """Which page of which list; it stands in the value of the buttons that turn pages.

    `since` and `until` bound the outcomes of CERTAIN; `channel` narrows to what was flagged there.
    `made` says of which database it is (`handlers.messages.kit.origin`); None for one just asked for.
    """

    view: View
    words: str = ""
    offset: int = 0
    since: datetime | None = None
    until: datetime | None = None
    channel: str | None = None
    made: Press | None = None

    def dump(self) -> str:
        """For a button's value. Raises ValueError where nothing says of which database it is."""
        if self.made is None:
            raise ValueError("a list's button has to say of which database it is")
        return self.made.option(self.asked)

    @property
    def asked(self) -> str:
        """Which page of which list, as a button says it; at most `LONGEST` characters fit."""
        bounds = [self.since, self.until, self.channel]
        kept = [self.view, self.words, self.offset, *(bounds if any(bounds) else [])]
        return orjson.dumps(kept).decode()

    @classmethod
    def load(cls, value: str) -> ListPage:
        """The reverse. Raises ValueError for what is not ours."""
        try:
            made = Press.parse(value)
            view, words, offset, *bounds = orjson.loads(made.choice)
            since, until, channel = bounds or (None, None, None)
            return cls(
                View(view),
                str(words),
                max(0, int(offset)),
                since and datetime.fromisoformat(since),
                until and datetime.fromisoformat(until),
                channel and str(channel),
                made,
            )
        except TypeError as error:
            raise ValueError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Headed:
    """What stands over a list: its own heading (or empty, for the usual one), what narrows it, and
    the numbers that were asked for and are not in it; `figures` are those of a case."""

    asked: Asked
    heading: str = ""
    narrowed: tuple[str, ...] = ()
    not_here: tuple[str, ...] = ()
    figures: str = ""


def listing(
    found: Listing,
    page: ListPage,
    headed: Headed,
    context_of: Callable[[Referral], CardContext],
    flag: str,
    *,
    same: Sequence[Sequence[str]] = (),
    zone: ZoneInfo,
    demo: bool,
) -> Post:
    """One page of a list; `context_of` gives each referral's own context. `same` names live referrals that are one page."""
    sent = [section(one) for one in with_leads(found.with_lead, zone)]
    absent = [sentences.not_here(headed.not_here)] if headed.not_here else []
    if not found.referrals and sent:
        text = f"{sentences.WITH_A_LEAD}. {labels.LEAVES_OUT}"
        return marked(text, [*sent, context(labels.LEAVES_OUT)], demo=demo)
    if not found.referrals:
        text = sentences.NO_MORE if found.total else _nothing(headed, flag)
        return marked(" ".join([text, *absent, labels.LEAVES_OUT]), [], demo=demo)
    heading = _heading(found, page, headed)
    rows = [
        row(referral, context_of(referral), went_on=referral.number in found.went_on)
        for referral in found.referrals
    ]
    above = [sentences.URGENT_FIRST] if headed.asked.view in BY_URGENCY else []
    above += [headed.figures] if headed.figures else []
    above += absent
    blocks = [section(f"*{heading}*"), *map(context, above), *rows]
    blocks += [context(sentences.same_page(names)) for names in same[:SAME_SHOWN]]
    blocks += sent
    if below := [*_turning(found, page), *_mark_all(found, page, headed), *_several(found, page)]:
        blocks.append(actions(below))
    lines = [
        f"{referral.name} {state_sentence(referral, context_of(referral))}"
        for referral in found.referrals
    ]
    blocks.append(context(labels.LEAVES_OUT))
    text = f"{heading}: {'; '.join(lines)}. {labels.LEAVES_OUT}"
    return marked(text, blocks, demo=demo)


def filter_button() -> Block:
    """Opens the form for the words of a list."""
    return button(sentences.FILTER, FILTER, "words")


def filter_form(metadata: str) -> Block:
    """Where the words of a list are typed; how, is said under it."""
    line: Block = {"type": "plain_text_input", "max_length": 300}
    line["placeholder"] = plain(sentences.FILTER_EXAMPLE, 150)
    field = labelled(sentences.FILTER_WORDS, WORDS, line, hint=sentences.ACCEPTED)
    return modal(sentences.FILTER_TITLE, [field], sentences.FILTER_SHOW, FILTER, metadata)


def with_leads(several: Sequence[WithLead], zone: ZoneInfo) -> list[str]:
    """What somebody flagged and a lead looks at first, under a heading: the same whyever that is."""
    lines = [
        f"{sentences.flagged_on(say_day(one.flagged_at.astimezone(zone)))}\n{address(one.url)}"
        for one in several
    ]
    return [f"*{sentences.WITH_A_LEAD}*", *lines] if lines else []


def _nothing(headed: Headed, flag: str) -> str:
    asked = headed.asked
    if asked.view is View.QUEUE:
        return sentences.NOTHING["queue"] if headed.narrowed else sentences.queue_empty(flag)
    if headed.heading or headed.narrowed:
        return sentences.NOTHING["all"]
    return sentences.NOTHING[asked.view]


def _heading(found: Listing, page: ListPage, headed: Headed) -> str:
    asked = headed.asked
    words = said(asked.words, 80) if asked.words else ""
    usual = headed.heading or sentences.HEADINGS[asked.view]
    narrowed = ", ".join(said(one, 200) for one in headed.narrowed)
    heading = sentences.heading(usual, narrowed, words)
    first, last = page.offset + 1, page.offset + len(found.referrals)
    if found.total <= SIZE and page.offset == 0 and not found.more:
        return sentences.all_of(heading, found.total)
    return sentences.some_of(heading, first, last, found.total, found.more)


def row(referral: Referral, ctx: CardContext, *, went_on: bool = False) -> Block:
    """One referral in a list, with a button that shows it."""
    owner = person(referral.owner, referral, ctx)
    step = next_step(referral, ctx, went_on=went_on)
    state = " · ".join(filter(None, (marked_state(referral, ctx), step)))
    return section(
        f"*{title(referral, ctx)}* · {owner}\n{where(referral)}\n{state}",
        control_button(Control.OPEN, referral),
    )


def _several(found: Listing, page: ListPage) -> list[Block]:
    """Only what can be pressed on by itself can be selected: never one alone."""
    return [several_button(replace(page, offset=0).dump())] if found.total > 1 else []


def _mark_all(found: Listing, page: ListPage, headed: Headed) -> list[Block]:
    """Of a list of nothing but what waits to be referred: all of it, as one submission each platform."""
    if found.total < 2 or headed.asked.narrowed.states != (State.FLAGGED,):
        return []
    value = replace(page, offset=0).dump()
    return [button(LABELS[Control.MARK_ALL], Control.MARK_ALL, value, "primary")]


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
