"""No post is longer than Slack takes, however long what it says; no button is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.lifecycle.referral import State
from bot.domain.reminders import Waiting
from handlers.messages.cards.card import card
from handlers.messages.kit.kit import (
    LARGEST,
    Block,
    Post,
    actions,
    button,
    fitted,
    header,
    quote,
    section,
    size,
)
from handlers.messages.lists.flagged_list import flagged_list
from handlers.messages.lists.reminder import Item, escalation, reminder
from handlers.workspace.blockkit.limits import problems_in_blocks
from handlers.workspace.blockkit.message_checks import checked_content
from handlers.workspace.state.refusals import SlackError
from tests.handlers.messages.samples import context, referral

NASTY = 'x& <y> `*_ é\u202e"\\ ' * 300
PAGE = "https://www.facebook.com/groups/" + "a/b?c=d&" * 250
LONG = {
    "note": NASTY,
    "url": PAGE,
    "canonical": PAGE,
    "words": NASTY,
    "restriction": NASTY,
    "hold_reason": NASTY,
    "warning": NASTY,
    "appeal_ground": NASTY,
    "clause": NASTY,
    "reference": NASTY,
}


def taken(post: Post) -> list[Block]:
    """The blocks as they go out; the stand-in takes them."""
    payload = post.payload()
    checked_content(payload, ())
    blocks: list[Block] = payload.get("blocks", [])
    assert size(blocks) < LARGEST
    return blocks


def posts() -> Iterator[Post]:
    """The longest of everything."""
    ctx = context(advice=(NASTY, NASTY), names={"UANALYST": NASTY, "USECOND": NASTY})
    for state in State:
        yield card(referral(state, **LONG), ctx)
    many = [referral(State.REFERRED, number=10**15 + n, **LONG) for n in range(46)]
    yield flagged_list(many, "UANALYST", ctx)
    yield flagged_list(many[:20], "UANALYST", ctx)
    items = [Item(one, Waiting.OVERDUE) for one in many[:10]]
    for write in (reminder, escalation):
        yield write(items, 3000, ctx)
    yield Post("text", [section(NASTY)] * 50)
    yield Post("text", [header("title"), *([quote(NASTY * 5)] * 3)])


def test_the_longest_posts_are_taken_whole() -> None:
    for post in posts():
        taken(post)


def test_the_longest_cards_and_reminders_are_not_cut_at_all() -> None:
    for post in posts():
        if len(post.blocks) < 25:
            blocks = post.blocks
            assert fitted(blocks) is blocks or post.text == "text"


TEXTS = st.text(st.sampled_from('ab`<&\n "\\é😀'), max_size=4000)
BLOCKS = st.one_of(
    st.builds(section, TEXTS),
    st.builds(quote, TEXTS),
    st.builds(header, TEXTS),
    st.just(actions([button("Press", "do:it", "1:1")])),
)


@given(st.lists(BLOCKS, min_size=1, max_size=49))
@settings(max_examples=60)
def test_whatever_it_is_made_of(blocks: list[Block]) -> None:
    before = [dict(one) for one in blocks]
    cut = fitted(blocks)
    assert blocks == before
    assert size(cut) < LARGEST
    assert problems_in_blocks(cut) == problems_in_blocks(blocks) == []
    if size(blocks) < LARGEST:
        assert cut == blocks


def test_what_is_short_enough_stays_as_it_is() -> None:
    blocks = [section("a" * 3000)] * 3
    assert fitted(blocks) is blocks


def test_the_stand_in_refuses_more() -> None:
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        checked_content({"text": "t", "blocks": [section("a" * 3000)] * 5}, ())


def test_a_code_span_that_is_cut_is_closed() -> None:
    blocks = fitted([section("`" + "a" * 2990 + "`")] * 6)
    assert all(one["text"]["text"].count("`") == 2 for one in blocks if one["type"] == "section")


def values(block: Any) -> Iterator[str]:
    """What all buttons and options below carry."""
    if isinstance(block, list):
        for one in block:
            yield from values(one)
    elif isinstance(block, dict):
        if "value" in block:
            yield block["value"]
        for one in block.values():
            yield from values(one)


def test_no_button_carries_nothing() -> None:
    for post in posts():
        assert all(values(post.blocks))
