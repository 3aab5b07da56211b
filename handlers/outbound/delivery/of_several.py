"""Messages of several referrals: many that were flagged together, and one action on many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain.lifecycle.referral import Action, Referral, State
from bot.ports.outbox import OutboxRow
from bot.ports.store import UnitOfWork
from bot.sentences import labels
from handlers.messages.cards.notes import batch
from handlers.messages.kit.kit import Post
from handlers.messages.kit.wording import CardContext
from handlers.messages.lists.flagged_list import flagged_as_text, flagged_list
from handlers.outbound.delivery.sendable import Nothing, Sendable
from handlers.outbound.slack_client import Method

ContextOf = Callable[[UnitOfWork, str, set[str]], CardContext]
"""What a message in a channel needs to know, with the names of these people."""


def flagged_together(
    uow: UnitOfWork, row: OutboxRow, channel: str, context_of: ContextOf
) -> Sendable | Nothing:
    """The list message of what was flagged in one command, without what is on hold."""
    found = uow.referrals.many(numbers_in(row.data.get("numbers")))
    shown = [found[n] for n in sorted(found) if found[n].state is not State.HELD]
    if not shown:
        return Nothing("all of it is on hold")
    by = str(row.data.get("by") or "")
    ctx = context_of(uow, channel, {by})
    made = posted(channel, row, flagged_list(shown, by, ctx))
    return replace(made, as_text=flagged_as_text(shown, by, ctx), settles=True)


def list_anew(
    uow: UnitOfWork, row: OutboxRow, stands: tuple[str, str], context_of: ContextOf
) -> Sendable | Nothing:
    """A list that was posted, as its referrals stand now; one on hold as before."""
    found = uow.referrals.many(uow.list_messages.numbers(row.subject))
    shown = [before_hold(found[number]) for number in sorted(found)]
    if not shown:
        return Nothing("it names nothing any more")
    by = next((one.flagger for one in shown if one.flagger), labels.ERASED)
    ctx = context_of(uow, stands[0], {by})
    post, as_text = flagged_list(shown, by, ctx), flagged_as_text(shown, by, ctx)
    return Sendable(Method.UPDATE, stands[0], post, as_text, ts=stands[1], settles=True)


def recorded_together(
    uow: UnitOfWork, row: OutboxRow, channel: str, context_of: ContextOf
) -> Sendable | Nothing:
    """What one person recorded of many referrals at once, without what is on hold."""
    found = uow.referrals.many(numbers_in(row.data.get("numbers")))
    did = {
        Action(what): [n for n in numbers_in(several) if _shown(found.get(n))]
        for what, several in row.data["did"].items()
    }
    if not any(did.values()):
        return Nothing("all of it is on hold")
    by = str(row.data.get("by") or "")
    return posted(channel, row, batch(did, by, context_of(uow, channel, {by})))


def posted(channel: str, row: OutboxRow, post: Post) -> Sendable:
    """A message that is posted; as text it is its text alone."""
    return Sendable(Method.POST, channel, post, Post(post.text), row.key)


def before_hold(referral: Referral) -> Referral:
    """As it is shown to those who must not notice that it is on hold."""
    if referral.state is not State.HELD or referral.state_before_hold is None:
        return referral
    return replace(referral, state=referral.state_before_hold)


def _shown(referral: Referral | None) -> bool:
    return referral is not None and referral.state is not State.HELD


def numbers_in(value: object) -> list[int]:
    """The numbers in what may be a list."""
    return [one for one in value if isinstance(one, int)] if isinstance(value, list) else []
