"""One event → the short line threaded under its card."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.lifecycle.action_spec import Field, FieldKind
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action, Confidence, Event, Referral
from bot.domain.platforms import platform_label
from bot.sentences import cards, histories
from handlers.messages.kit.kit import Post, marked
from handlers.messages.kit.wording import CardContext, day, lowered, person, said

LineWriter = Callable[[Event, Referral, CardContext, Event | None], str]

LENGTH = 300
"""How much of what somebody wrote stands in a line."""


def line(event: Event, referral: Referral, ctx: CardContext, target: Event | None = None) -> Post:
    """The line, with the referral's name; its text is mrkdwn in a post without blocks."""
    text = histories.step(referral.name, told(event, referral, ctx, target))
    return marked(text, [], demo=ctx.demo)


def told(event: Event, referral: Referral, ctx: CardContext, target: Event | None = None) -> str:
    """What the line says; `target` is the event that an undo or a change of date speaks of."""
    return _LINES.get(event.action, _told)(event, referral, ctx, target)


def _fact(event: Event, name: str) -> str:
    value = event.facts.get(name)
    return str(value) if isinstance(value, str | int) and value != "" else ""


def _by(event: Event, referral: Referral, ctx: CardContext) -> str:
    who = person(event.actor, referral, ctx)
    return histories.recorded_by(spec_of(event.action).words.line, who, _happened(event, ctx))


def _happened(event: Event, ctx: CardContext) -> str:
    """The day on which it happened, where that is not the day of recording."""
    happened = day(event.happened_at, ctx)
    return happened if happened != day(event.recorded_at, ctx) else ""


def _told(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    """Who did it, and what they said with it."""
    answers = [
        text
        if field.kind is not FieldKind.LINE or field.personal
        else histories.answer(field.label, text)
        for field in spec_of(event.action).fields
        if field.in_line and not field.secret and (text := _said(event, field, ctx))
    ]
    return histories.with_answers(_by(event, referral, ctx), answers)


def _said(event: Event, field: Field, ctx: CardContext) -> str:
    """The answer to a field, as a line says it."""
    answer = event.personal.get(field.name, "") if field.personal else _fact(event, field.name)
    match field.kind:
        case FieldKind.CATEGORY:
            return said(ctx.config.category_label(answer), 80)
        case FieldKind.REASON:
            return said(lowered(ctx.config.reason_label(answer)), 80)
        case FieldKind.PERSON:
            return said(ctx.names.get(answer, answer), 80)
        case FieldKind.TEXT:
            return said(answer, LENGTH)
        case _:
            return said(answer, 200)


def _described(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    category, confidence, basis = (_fact(event, n) for n in ("category", "confidence", "basis"))
    return histories.described(
        _by(event, referral, ctx),
        said(ctx.config.category_label(category), 80) if category else "",
        confidence if confidence in tuple(Confidence) else "",
        cards.BASES.get(basis, ""),
        said(_fact(event, "clause"), 200),
        said(_fact(event, "reference"), 200),
    )


def _rejected(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    return histories.rejected(
        _by(event, referral, ctx),
        said(lowered(ctx.config.reason_label(_fact(event, "reason"))), 80),
        said(event.personal.get("words", ""), LENGTH),
        said(_fact(event, "reference"), 200),
    )


def _overturned(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    now = "restricted" if _fact(event, "now") == "restricted" else "closed"
    return histories.overturned(now, person(event.actor, referral, ctx), _happened(event, ctx))


def _withdrawn(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    return histories.withdrawn(
        _by(event, referral, ctx),
        said(_fact(event, "reason"), 80),
        _fact(event, "duplicate_of"),
        said(event.personal.get("note", ""), LENGTH),
    )


def _again(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    new, reason = _fact(event, "next"), said(_fact(event, "reason"), 80)
    return histories.goes_on(_by(event, referral, ctx), new, reason)


def _undone(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    why = said(event.personal.get("why", ""), LENGTH)
    what = spec_of(target.action).words.name if target is not None else ""
    on = day(target.happened_at, ctx) if target is not None else ""
    return histories.undone(_by(event, referral, ctx), what, on, why)


def _redated(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    what = spec_of(target.action).words.name if target is not None else ""
    who = person(event.actor, referral, ctx)
    return histories.redated(what, day(event.happened_at, ctx), who)


def _assigned(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    owner = person(event.personal.get("owner", ""), referral, ctx)
    return histories.assigned(owner, person(event.actor, referral, ctx))


def _credited(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    flagger = person(event.personal.get("flagger", ""), referral, ctx)
    return histories.credited(flagger, person(event.actor, referral, ctx))


def _noted(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    again = "again" in event.personal
    note = said(event.personal.get("note", ""), LENGTH)
    if again:
        note = note.removeprefix(cards.FLAGGED_AGAIN).strip()
    who = "" if again and not event.actor else person(event.actor, referral, ctx)
    return histories.noted(who, note, again)


def _erased(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    return histories.erased(_fact(event, "why") == "request")


def _rekeyed(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    told = [said(platform_label(_fact(event, "platform")), 80), said(_fact(event, "kind"), 80)]
    return histories.read_anew([part for part in told if part])


_LINES: dict[Action, LineWriter] = {
    Action.REFER: _described,
    Action.WITHDRAW: _withdrawn,
    Action.REJECT: _rejected,
    Action.OVERTURN: _overturned,
    Action.REFER_AGAIN: _again,
    Action.REAPPEAR: _again,
    Action.UNDO: _undone,
    Action.DESCRIBE: _described,
    Action.ASSIGN: _assigned,
    Action.CREDIT: _credited,
    Action.NOTE: _noted,
    Action.REDATE: _redated,
    Action.ERASE: _erased,
    Action.REKEY: _rekeyed,
}
"""The lines that say more than `_told`."""
