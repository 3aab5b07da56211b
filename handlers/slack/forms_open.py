"""Opening an action's form: filled with what is known, refused before anything is typed."""

from __future__ import annotations

from bot.actions.look import Seen, look
from bot.actions.record import check_fresh
from bot.domain.decisions import ActionRequest, decide
from bot.domain.errors import Stale
from bot.domain.permissions import check_role, check_state
from bot.domain.referral import Action, Referral
from bot.ports import UnitOfWork
from handlers.blocks.answers import in_mrkdwn
from handlers.blocks.form_fields import Sheet
from handlers.blocks.forms import form
from handlers.blocks.kit import Block
from handlers.slack.acting import as_it_stands, check_card
from handlers.slack.asking import Click, Meta
from handlers.slack.desk import Desk, Visit
from handlers.slack.replying import Reply, show

TIMELESS = frozenset({Action.NOTE, Action.ASSIGN, Action.DESCRIBE})
"""What does not depend on the version that was seen."""

_TRIED: dict[Action, dict[str, str]] = {
    Action.APPEAL: {"ground": "?"},
    Action.REFER_AGAIN: {"reason": "new evidence"},
}
"""Answers that are as good as any: a refusal of these is one of the action itself."""


async def open_form(desk: Desk, click: Click, action: Action) -> Reply | None:
    """Open the form, or say why not: the state, the role, or that the card was stale."""
    press = click.press

    async def build() -> Block:
        visit = await desk.visit(click.asked)
        meta = Meta(press.number, press.version, click.meta.channel, click.thread, click.meta.home)
        return await desk.read(lambda uow: fresh_form(uow, desk, action, meta, visit))

    try:
        await show(desk, click.trigger, click.surface, build())
    except Stale as stale:
        await desk.refresh_card(press.number)
        visit = await desk.visit(click.asked)
        return await as_it_stands(desk, press.number, visit, in_mrkdwn(stale.sentence))
    return None


def fresh_form(uow: UnitOfWork, desk: Desk, action: Action, meta: Meta, visit: Visit) -> Block:
    """The action's form for the referral as it stands. Raises a Refusal where it would be vain."""
    check_card(uow.referrals.get(meta.number), visit)
    seen = look(uow, meta.number, visit.person, visit.where, visit.now, desk.config)
    if action not in TIMELESS:
        events = uow.referrals.history(meta.number)
        check_fresh(uow, seen.referral, events, meta.version, visit.person, desk.config)
    check_role(check_state(seen.referral, action), seen.referral, visit.person)
    if action in _TRIED:
        _try(uow, desk, action, seen.referral, visit)
    current = Meta(meta.number, seen.referral.version, meta.channel, meta.thread, meta.home)
    return form(action, Sheet(seen, desk.seen_context(seen, visit.now)), current.dump())


def _try(uow: UnitOfWork, desk: Desk, action: Action, referral: Referral, visit: Visit) -> None:
    decide(
        ActionRequest(action, None, _TRIED[action]),
        referral,
        uow.referrals.history(referral.number),
        visit.person,
        visit.now,
        desk.config.rules_for(referral.channel),
    )


def appeal_form(uow: UnitOfWork, desk: Desk, meta: Meta, visit: Visit) -> Block:
    """The appeal of what was rejected a moment ago, in its place."""
    seen: Seen = look(uow, meta.number, visit.person, visit.where, visit.now, desk.config)
    current = Meta(meta.number, seen.referral.version, meta.channel, meta.thread, meta.home)
    return fresh_form(uow, desk, Action.APPEAL, current, visit)
