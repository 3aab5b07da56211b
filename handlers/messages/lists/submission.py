"""Submissions of one reference, one to each platform: what they hold and how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.lifecycle.referral import Referral, State
from bot.domain.lifecycle.submissions import Submission
from bot.domain.list_words import of_submission
from bot.domain.listing import View
from bot.sentences import labels
from bot.sentences import lists as words
from bot.sentences.recording import submissions as sentences
from handlers.messages.forms.selection import several_button
from handlers.messages.kit.kit import (
    Block,
    Post,
    actions,
    button,
    context,
    marked,
    section,
)
from handlers.messages.kit.wording import CardContext, day, platform_of, said
from handlers.messages.lists.flagged_list import row
from handlers.messages.lists.lists import ListPage

TURN, ANSWERS = "submission:page", "submission:answers"
SIZE = 20


def submission_page(found: Sequence[Submission], page: ListPage, ctx: CardContext) -> Post:
    """Each with its figures, and twenty of their referrals; the page's words are the reference."""
    every = [one for submission in found for one in submission.referrals]
    shown = {one.number for one in every[page.offset : page.offset + SIZE]}
    blocks: list[Block] = []
    texts: list[str] = []
    for submission in found:
        text = _figures(submission, ctx)
        heading = _heading(submission, ctx)
        texts.append(f"{heading}: {text}")
        rows = [row(one, ctx) for one in submission.referrals if one.number in shown]
        if rows or not page.offset:
            blocks += [section(f"*{heading}*\n{text}"), *rows]
    blocks.append(actions([*_buttons(page, len(every)), *_several(page, every)]))
    blocks.append(context(labels.LEAVES_OUT))
    return marked(" ".join([*texts, labels.LEAVES_OUT]), blocks, demo=ctx.demo)


def _heading(submission: Submission, ctx: CardContext) -> str:
    platform = platform_of(submission.referrals[0], ctx)
    return sentences.heading(said(submission.reference, 80), platform)


def _figures(submission: Submission, ctx: CardContext) -> str:
    days = list(dict.fromkeys(day(at, ctx) for at in submission.referred_at))
    states = {
        words.WAITING if state is State.REFERRED else state.value: count
        for state, count in submission.states.items()
    }
    outcomes, total = submission.outcomes, len(submission.referrals)
    decided = sentences.decided(sum(outcomes.values()), total, outcomes[State.REJECTED])
    return f"{sentences.holds(total, days, states)} {decided}"


def _buttons(page: ListPage, total: int) -> list[Block]:
    row_ = [button(sentences.RECORD_ANSWERS, ANSWERS, page.dump(), "primary")]
    if page.offset:
        back = replace(page, offset=max(0, page.offset - SIZE))
        row_.append(button(words.BACK, TURN, back.dump()))
    if page.offset + SIZE < total:
        onward = replace(page, offset=page.offset + SIZE)
        row_.append(button(words.MORE, f"{TURN}:on", onward.dump()))
    return row_


def _several(page: ListPage, every: Sequence[Referral]) -> list[Block]:
    listed = [one for one in every if one.state is not State.HELD and not one.erased]
    asked = ListPage(View.QUEUE, of_submission(page.words), made=page.made)
    return [several_button(asked.dump())] if len(listed) > 1 else []
