"""What page checks found: the question to people, the line for who asked, and the history's lines."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action, Referral, SeenVersion, State
from bot.domain.pages.checks import ANSWERS, Answered, Checked, ended_at, says
from bot.domain.pages.status import Status
from bot.domain.times import say_instant
from bot.sentences import checks, histories
from handlers.messages.cards.controls import CHECK_ANSWERS, LABELS
from handlers.messages.kit.kit import Block, Post, Press, actions, button, marked, section
from handlers.messages.kit.wording import CardContext, day, person, said


def finding(checked: Checked, ctx: CardContext) -> str:
    """`404, checked 09:12`; the day too where it was not today."""
    local = checked.at.astimezone(ctx.zone)
    today = local.date() == ctx.now.astimezone(ctx.zone).date()
    at = f"{local:%H:%M}" if today else say_instant(checked.at, ctx.zone)
    return checks.checked_at(said(checked.reason, 80), at)


def looks(referral: Referral, checked: Checked, ctx: CardContext) -> str:
    """`Looks gone (404, checked 09:12)`, or what it looks like although it was closed or gone."""
    if checked.status is Status.GONE:
        return checks.looks_gone(finding(checked, ctx))
    if says(referral.state) is Status.UP:
        return checks.looks_up(finding(checked, ctx))
    since = day(ended_at(referral), ctx)
    return checks.looks_up_again(referral.state is State.GONE, since, finding(checked, ctx))


def question(referral: Referral, checked: Checked, ctx: CardContext) -> Post:
    """What people are asked, with a button for each answer."""
    status = checked.status or Status.UNSURE
    asks = checks.WHAT_HAPPENED if status is Status.GONE else checks.REAPPEARED
    text = checks.question(looks(referral, checked, ctx), asks)
    press = Press.of(referral, str(SeenVersion(checked.seq, checked.event))).value
    row = [
        button(LABELS[CHECK_ANSWERS[answer]], CHECK_ANSWERS[answer], press)
        for answer in ANSWERS[status]
    ]
    return _post(referral, text, [section(f"*{referral.name}*: {text}"), actions(row)], ctx)


def answered(referral: Referral, checked: Checked, answer: str, by: str, ctx: CardContext) -> Post:
    """The same once it is answered, or asked no longer."""
    looked = checks.LOOKED_GONE if checked.status is Status.GONE else checks.LOOKED_UP_AGAIN
    at = say_instant(checked.at, ctx.zone)
    text = checks.page_looked(looked, said(checked.reason, 80), at)
    text = f"{text} {_answer(answer, by, referral, ctx)}"
    return _post(referral, text, [section(f"*{referral.name}*: {text}")], ctx)


def _answer(answer: str, by: str, referral: Referral, ctx: CardContext) -> str:
    who = person(by, referral, ctx)
    if answer in (Answered.STILL_UP, Answered.ANOTHER):
        return f"{checks.answered(answer, who)}."
    if answer in tuple(Action):
        return checks.recorded(spec_of(Action(answer)).words.line, who)
    return checks.NO_LONGER_ASKED.get(answer, checks.NO_LONGER_ASKED[""])


def checked_line(referral: Referral, checked: Checked, ctx: CardContext) -> Post:
    """What a check found that somebody asked for: a line without blocks."""
    who = person(checked.by, referral, ctx)
    text = histories.step(referral.name, checks.checked_for(who, _found(checked)))
    return marked(text, [], demo=ctx.demo)


def _found(checked: Checked) -> str:
    match checked.status:
        case Status.GONE:
            looks = checks.LOOKS_GONE
        case Status.UP:
            looks = checks.LOOKS_UP
        case _:
            looks = checks.UNCLEAR
    return checks.found(looks, said(checked.reason, 80))


def check_lines(
    several: Sequence[Checked], steps: Sequence[datetime], referral: Referral, ctx: CardContext
) -> list[tuple[datetime, str]]:
    """A line for each answer and each run of equal readings, with when it was last so.

    `steps` are the instants of what people did, in order, between which a run does not go on.
    """

    def alike(one: Checked) -> tuple[object, ...]:
        return (one.status, one.reason, one.by, one.answer, bisect(steps, one.at))

    lines: list[tuple[datetime, str]] = []
    for _, group in groupby(several, key=alike):
        run = list(group)
        first, last = run[0], run[-1]
        who = person(last.by, referral, ctx) if last.by else ""
        if last.status is None:
            text = checks.answered(last.answer, who or checks.SOMEBODY)
        else:
            since = say_instant(first.at, ctx.zone)
            text = checks.checked(len(run), since, who, _found(last))
        lines.append((last.at, f"*{say_instant(last.at, ctx.zone)}*  {text}"))
    return lines


def _post(referral: Referral, text: str, blocks: list[Block], ctx: CardContext) -> Post:
    return marked(histories.step(referral.name, text), blocks, demo=ctx.demo)
