"""One event → the short line threaded under its card."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.lifecycle.action_spec import Field, Kind
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action, Basis, Confidence, Event, Referral
from bot.domain.platforms import platform_label
from handlers.messages.kit.kit import Post
from handlers.messages.kit.wording import BASES, CardContext, day, lowered, person, said

Teller = Callable[[Event, Referral, CardContext, Event | None], str]

LENGTH = 300
"""How much of what somebody wrote stands in a line."""


def line(event: Event, referral: Referral, ctx: CardContext, target: Event | None = None) -> Post:
    """The line; `target` is the event that an undo or a change of date speaks of.

    Its text is mrkdwn in a post without blocks.
    """
    text = _TELLERS.get(event.action, _told)(event, referral, ctx, target)
    return Post(
        f"{referral.name}: {text}" if not ctx.demo else f"Demo data. {referral.name}: {text}"
    )


def _fact(event: Event, name: str) -> str:
    value = event.facts.get(name)
    return str(value) if isinstance(value, str | int) and value != "" else ""


def _by(event: Event, referral: Referral, ctx: CardContext) -> str:
    dated = ""
    happened = day(event.happened_at, ctx)
    if happened != day(event.recorded_at, ctx):
        dated = f", as of {happened}"
    return f"{spec_of(event.action).words.line} by {person(event.actor, referral, ctx)}{dated}"


def _told(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    """Who did it, and what they said with it."""
    words = [
        text if field.kind is not Kind.LINE or field.personal else f"{field.label} {text}"
        for field in spec_of(event.action).fields
        if field.in_line and not field.secret and (text := _said(event, field, ctx))
    ]
    return _by(event, referral, ctx) + (f": {'. '.join(words)}" if words else "")


def _said(event: Event, field: Field, ctx: CardContext) -> str:
    """The answer to a field, as a line says it."""
    answer = event.personal.get(field.name, "") if field.personal else _fact(event, field.name)
    match field.kind:
        case Kind.CATEGORY:
            return said(ctx.config.category_label(answer), 80)
        case Kind.REASON:
            return said(lowered(ctx.config.reason_label(answer)), 80)
        case Kind.PERSON:
            return said(ctx.names.get(answer, answer), 80)
        case Kind.TEXT:
            return said(answer, LENGTH)
        case _:
            return said(answer, 200)


def _described(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    category, confidence, basis = (_fact(event, n) for n in ("category", "confidence", "basis"))
    parts = [
        said(ctx.config.category_label(category), 80) if category else "",
        f"confidence {confidence}" if confidence in tuple(Confidence) else "",
        BASES[Basis(basis)] if basis in tuple(Basis) else "",
        f"clause {said(_fact(event, 'clause'), 200)}" if _fact(event, "clause") else "",
        f"reference {said(_fact(event, 'reference'), 200)}" if _fact(event, "reference") else "",
    ]
    what = ", ".join(part for part in parts if part)
    return _by(event, referral, ctx) + (f": {what}" if what else "")


def _rejected(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    label = said(lowered(ctx.config.reason_label(_fact(event, "reason"))), 80)
    text = _by(event, referral, ctx) + (f": {label}" if label else "")
    words = said(event.personal.get("words", ""), LENGTH)
    reference = _fact(event, "reference")
    text += f". “{words}”" if words else ""
    return text + (f". Reference {said(reference, 200)}" if reference else "")


def _overturned(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    now = "restricted" if _fact(event, "now") == "restricted" else "closed"
    return f"Overturned: page {now}. Recorded{_by(event, referral, ctx).removeprefix('Overturned')}"


def _withdrawn(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    reason, other = _fact(event, "reason"), _fact(event, "duplicate_of")
    text = _by(event, referral, ctx) + (f": {said(reason, 80)}" if reason else "")
    text += f" of R-{other}" if other else ""
    note = said(event.personal.get("note", ""), LENGTH)
    return text + (f". {note}" if note else "")


def _again(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    new, reason = _fact(event, "next"), _fact(event, "reason")
    text = _by(event, referral, ctx) + (f" → R-{new}" if new else "")
    return text + (f" ({said(reason, 80)})" if reason else "")


def _undone(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    text = _by(event, referral, ctx)
    if target is not None:
        text += f": the {spec_of(target.action).words.name} of {day(target.happened_at, ctx)}"
    why = said(event.personal.get("why", ""), LENGTH)
    return text + (f". {why}" if why else "")


def _redated(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    what = spec_of(target.action).words.name if target is not None else "the last step"
    who = person(event.actor, referral, ctx)
    return f"Date of {what} changed to {day(event.happened_at, ctx)} by {who}"


def _assigned(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    owner = person(event.personal.get("owner", ""), referral, ctx)
    return f"Assigned to {owner} by {person(event.actor, referral, ctx)}"


def _noted(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    again = "again" in event.personal
    who = person(event.actor, referral, ctx)
    note = said(event.personal.get("note", ""), LENGTH)
    if again:
        rest = note.removeprefix("Flagged again.").strip()
        return f"Flagged again by {who}" + (f": {rest}" if rest else "")
    return f"Note by {who}" + (f": {note}" if note else "")


def _erased(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    why = "as asked" if _fact(event, "why") == "request" else "after the time set for that"
    return f"Erased {why}: the address, notes, people and whatever was written"


def _rekeyed(event: Event, referral: Referral, ctx: CardContext, target: Event | None) -> str:
    told = [said(platform_label(_fact(event, "platform")), 80), said(_fact(event, "kind"), 80)]
    return f"Address read anew, by newer rules: {', '.join(part for part in told if part)}"


_TELLERS: dict[Action, Teller] = {
    Action.REFER: _described,
    Action.WITHDRAW: _withdrawn,
    Action.REJECT: _rejected,
    Action.OVERTURN: _overturned,
    Action.REFER_AGAIN: _again,
    Action.REAPPEAR: _again,
    Action.UNDO: _undone,
    Action.DESCRIBE: _described,
    Action.ASSIGN: _assigned,
    Action.NOTE: _noted,
    Action.REDATE: _redated,
    Action.ERASE: _erased,
    Action.REKEY: _rekeyed,
}
"""The lines that say more than `_told`."""
