"""A notice: its form is opened, follows what is filled in, and is handed in; and what came of it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.actions.notices.preparing import (
    ANSWERS,
    Typed,
    check,
    draft_of,
    hand_over,
    kept,
    may_attach,
    open_notice,
    way_for,
)
from bot.actions.notices.settling import ATTACHED, arrived, send_again
from bot.actions.recording.look import advice_for, look
from bot.domain.errors import BadAnswer, NotFound, Refusal
from bot.domain.evidence import Piece
from bot.domain.lifecycle.referral import Referral
from bot.domain.notice import missing
from bot.domain.people import Actor
from bot.domain.platforms import PLATFORMS
from bot.domain.times import say_day
from bot.ports.notices import CannotDraft, Progress
from bot.ports.store import UnitOfWork
from bot.sentences import labels, notices, refusals
from handlers.messages.cards.answers import in_mrkdwn, notices_as_sent
from handlers.messages.forms import notices as forms
from handlers.messages.kit.kit import Block, Post, Press, Reply
from handlers.messages.kit.modals import again
from handlers.messages.kit.wording import said
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Meta, Submission, answers_in
from handlers.slack.interactions.open_form import pressed, show_or_as_it_stands
from handlers.slack.interactions.recording import check_card, confirmed
from handlers.slack.replies.listeners import FormResult, Listeners
from handlers.slack.replies.replying import sentence_for

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Of our references: none that could be taken for another."""


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the form of a notice and to what is chosen in it."""
    listeners.on_form(forms.FORM, _hand_in)
    listeners.on_click(re.compile(r"^notice:"), _follow)


def new_reference() -> str:
    """A reference that no other notice has, such as N-7KQ2MXAB."""
    return "N-" + "".join(secrets.choice(_LETTERS) for _ in range(8))


async def open_notice_form(context: AppContext, click: Click) -> Reply | None:
    """Open the form, filled with what is known, or with what the form it was opened from says.

    A stale press is answered with the card as it stands.
    """
    press = click.press

    async def build() -> Block:
        actor = await context.actor(click.requester)

        def work(uow: UnitOfWork) -> tuple[Referral, ...]:
            check_card(uow, press, actor)
            return open_notice(uow, {press.number: press.version}, actor, context.config)

        referrals = await context.store.write(work)
        typed = Typed.known(referrals[0], context.config)
        if click.view is not None:
            typed = _typed(click.view, typed)
        return await _form(context, actor, pressed(click), _State(typed, new_reference()))

    return await show_or_as_it_stands(context, click, build())


@dataclass(frozen=True, slots=True)
class _State:
    """Where a form is: what is filled in, and the text where a person writes it themselves."""

    typed: Typed
    reference: str
    own_text: str | None = None
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """What a form shows that the database knows."""

    referrals: tuple[Referral, ...]
    advised: tuple[str, ...]
    before: tuple[str, ...]
    pieces: tuple[Piece, ...]


def _typed(view: Mapping[str, Any], before: Typed) -> Typed:
    """What is filled in, over what was known."""
    given = answers_in(view)
    state = (view.get("state") or {}).get("values") or {}

    def of(name: str, known: str) -> str:
        return given.get(name, "") if name in state else known

    answers = {name: of(name, before.answers.get(name, "")) for name in ANSWERS}
    return Typed(
        given.get(forms.LANGUAGE) or before.language,
        answers,
        of(forms.REASONS, before.reasons),
        of(forms.REFERENCE, before.reference),
        tuple(filter(None, given.get(ATTACHED, "").split(","))),
    )


async def _follow(context: AppContext, click: Click) -> Reply | None:
    """Bring the form up to date with a choice, or let the person write the text themselves."""
    if click.view is None or not (reference := forms.reference_in(click.view)):
        return None
    view = click.view
    meta = Meta.load(str(view.get("private_metadata", "")))
    actor = await context.actor(click.requester)
    typed = _typed(view, Typed("", {}))
    own = answers_in(view).get(forms.TEXT, "") if forms.is_edited(view) else None
    if click.action_id == forms.AGAIN:
        own = None
    try:
        sheet = await _sheet(context, actor, meta, _State(typed, reference, own))
        if click.action_id == forms.EDIT:
            sheet = replace(sheet, editing=True)
        shown = forms.notice_form(sheet, meta.dump())
    except Refusal as refusal:  # what was typed stays
        shown = again(view, in_mrkdwn(sentence_for(refusal, context)), meta.dump())
    await context.responder.update(click.view_id, shown)
    return None


async def _sheet(context: AppContext, actor: Actor, meta: Meta, state: _State) -> forms.NoticeSheet:
    """What the form shows. Raises a Refusal where the notice may not be prepared."""
    config = context.config

    def read(uow: UnitOfWork) -> _Read:
        check_card(uow, meta, actor)
        referrals = check(uow, {meta.number: meta.version}, actor, config)
        described = replace(referrals[0], category=state.typed.answers.get("category") or None)
        before = []
        for one in uow.notices.of_referral(meta.number):
            if one.progress is Progress.DOUBT:
                before.append(notices.may_have_arrived(one.reference))
            elif one.progress is Progress.SENT and one.sent_at:
                day = say_day(one.sent_at.astimezone(config.zone(referrals[0].channel)))
                before.append(notices.sent_before(one.reference, day))
        if why := config.keeps_nothing(described.category):
            before.append(why)
        advised = advice_for(uow, described, actor.now, config).sentences
        pieces = may_attach(uow, referrals, actor, config)
        return _Read(referrals, advised, tuple(before[-3:]), pieces)

    found = await context.read(read)
    referrals = found.referrals
    platform = referrals[0].platform
    languages = context.drafter.languages(platform)
    typed = state.typed
    if typed.language not in languages and languages:
        typed = replace(typed, language=languages[0])
    draft = draft_of(referrals, typed, state.reference, config)
    try:
        drafted = await context.drafter.draft(platform, typed.language, draft)
    except CannotDraft as fault:
        raise Refusal(str(fault)) from None
    text = drafted.text if state.own_text is None else state.own_text
    bare = drafted.bare if state.own_text is not None else None
    ctx = context.card_context(referrals[0], {}, actor.now)
    return forms.NoticeSheet(
        referrals,
        replace(ctx, advice=found.advised),
        typed,
        state.reference,
        languages,
        text,
        missing(draft, text, drafted.good_faith, without_reasons=bare),
        way_for(platform, config),
        config.reporting_for(platform),
        next((one.report for one in PLATFORMS if one.id == platform), ""),
        found.pieces,
        state.own_text is not None,
        (*found.before, *state.above),
    )


async def _form(context: AppContext, actor: Actor, meta: Meta, state: _State) -> Block:
    return forms.notice_form(await _sheet(context, actor, meta, state), meta.dump())


async def _hand_in(context: AppContext, submission: Submission) -> FormResult:
    """Send what was read, or say what is missing or has changed, with the form as it now stands."""
    view, meta = submission.view, submission.meta
    reference = forms.reference_in(view)
    if not reference or not meta.uid:
        raise BadAnswer(refusals.OLD_FORM)
    actor = await context.actor(submission.requester)
    typed = _typed(view, Typed("", {}))
    own = answers_in(view).get(forms.TEXT, "") if forms.is_edited(view) else None
    sheet = await _sheet(context, actor, meta, _State(typed, reference, own))
    if own is None and not forms.shows(view, sheet.text):
        sheet = replace(sheet, above=(*sheet.above, notices.CHANGED))
        return FormResult(view=forms.notice_form(sheet, meta.dump()))
    if sheet.missing:
        sheet = replace(sheet, above=(*sheet.above, notices.is_missing(sheet.missing)))
        return FormResult(view=forms.notice_form(sheet, meta.dump()))

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, meta, actor)
        versions = {meta.number: meta.version}
        handed = hand_over(uow, versions, sheet.text, sheet.typed, reference, actor, context.config)
        if not handed.acted:
            name = f"R-{meta.number}"
            return Reply(Post(notices.under_way(name, reference)), labels.NOTICE)
        (acted,) = handed.acted
        return Reply(confirmed(uow, context, acted, actor), labels.RECORDED)

    reply = await context.act_once(submission.key, meta.number, work)
    return FormResult(reply.post)


async def show_kept(context: AppContext, click: Click) -> Reply:
    """The notices of a referral as they were sent, to one person; that is an event."""
    actor, press = await context.actor(click.requester), click.press

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        several = kept(uow, press.number, actor)
        if not several:
            raise NotFound(notices.NO_NOTICE)
        seen = look(uow, press.number, actor, context.config)
        ctx = context.card_context_seen(seen, actor.now)
        told = []
        for one in several:
            at = say_day((one.sent_at or one.created_at).astimezone(ctx.zone))
            told.append((notices.as_sent(said(one.reference, 40), one.progress, at), one.text))
        return Reply(notices_as_sent(told, ctx), labels.NOTICE)

    return await context.store.write(work)


async def say_arrived(context: AppContext, click: Click) -> Reply:
    """A person knows that a notice in doubt arrived: it counts as sent."""
    actor, press = await context.actor(click.requester), click.press

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        notice = arrived(uow, _number(press), press.number, actor, context.config)
        return Reply(Post(notices.recorded(f"R-{press.number}", notice.reference)), labels.RECORDED)

    return await context.act_once(click.key, press.number, work)


async def have_sent_again(context: AppContext, click: Click) -> Reply:
    """A person has a notice sent once more."""
    actor, press = await context.actor(click.requester), click.press

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        notice = send_again(uow, _number(press), press.number, actor)
        return Reply(Post(notices.under_way(f"R-{press.number}", notice.reference)), labels.NOTICE)

    return await context.act_once(click.key, press.number, work)


def _number(press: Press) -> int:
    return int(press.choice) if press.choice.isdigit() else 0
