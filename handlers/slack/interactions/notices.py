"""A notice: its form is opened, follows what is filled in, and is handed in; and what came of it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.actions.joining.sharing import given_by_all
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
    which_can,
)
from bot.actions.notices.settling import ATTACHED, arrived, send_again
from bot.actions.recording.bulk import versions_seen
from bot.actions.recording.look import advice_for, look
from bot.domain.batches import Picked
from bot.domain.errors import BadAnswer, NotFound, Refusal
from bot.domain.evidence import Piece
from bot.domain.indicators.joining import Among
from bot.domain.lifecycle.referral import Action, Referral, SeenVersion
from bot.domain.notice import missing
from bot.domain.people import Actor
from bot.domain.platforms import PLATFORMS
from bot.domain.times import say_day
from bot.ports.notices import CannotDraft, Notice, Progress
from bot.ports.store import UnitOfWork
from bot.sentences import labels, notices, refusals
from handlers.messages.cards.answers import in_mrkdwn, notices_as_sent
from handlers.messages.forms import batches, selection
from handlers.messages.forms import notices as forms
from handlers.messages.kit.kit import Block, Post, Press, Reply
from handlers.messages.kit.modals import again, says
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
    listeners.on_form(forms.FORM, _hand_in, in_order=True)
    listeners.on_click(re.compile(r"^notice:"), _follow, in_order=True)
    listeners.on_click(selection.NOTICE, _open_for_several)


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
            return open_notice(uow, {press.number: press.seen}, actor, context.config)

        referrals = await context.store.write(work)
        typed = Typed.known(referrals, context.config)
        if click.view is not None:
            typed = _typed(click.view, typed)
        return await _form(context, actor, pressed(click), _State(typed, new_reference()))

    return await show_or_as_it_stands(context, click, build())


async def _open_for_several(context: AppContext, click: Click) -> None:
    """Open the form for all that are ticked in the form of a selection, in its place.

    What cannot be in the notice is left out, and the form says so.
    """
    if click.view is None:
        return
    actor, meta = await context.actor(click.requester), click.form_meta
    ticked = selection.ticked_in(answers_in(click.view))

    def work(uow: UnitOfWork) -> tuple[tuple[Referral, ...], Mapping[str, str], str]:
        versions = versions_seen(uow, meta.uid, actor, ticked)
        can, refused = which_can(uow, versions, actor, context.config)
        kept = uow.batches.add([Picked.of(one) for one in can], actor.person.id, actor.now)
        return can, refused, kept.uid

    try:
        referrals, refused, uid = await context.store.write(work)
        above = (notices.left_out(refused),) if refused else ()
        state = _State(Typed.known(referrals, context.config), new_reference(), above=above)
        view = await _form(context, actor, replace(meta, uid=uid), state)
    except Refusal as refusal:  # what is ticked stays
        view = again(click.view, in_mrkdwn(sentence_for(refusal, context)), meta.dump())
    await context.responder.update(click.view_id, view)


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
    among: Among | None


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
        given.get(forms.AMONG) == forms.SAID,
    )


async def _follow(context: AppContext, click: Click) -> None:
    """Bring the form up to date with a choice, or let the person write the text themselves."""
    if click.view is None or not (reference := forms.reference_in(click.view)):
        return
    view, meta = click.view, click.form_meta
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


async def _sheet(context: AppContext, actor: Actor, meta: Meta, state: _State) -> forms.NoticeSheet:
    """What the form shows. Raises a Refusal where the notice may not be prepared."""
    config = context.config

    def read(uow: UnitOfWork) -> _Read:
        referrals = check(uow, _versions(uow, meta, actor), actor, config)
        described = replace(referrals[0], category=state.typed.answers.get("category") or None)
        before = []
        for one in uow.notices.of_referrals(each.number for each in referrals):
            if one.progress is Progress.DOUBT:
                before.append(notices.may_have_arrived(one.reference))
            elif one.progress is Progress.SENT and one.sent_at:
                day = say_day(one.sent_at.astimezone(config.zone(referrals[0].channel)))
                before.append(notices.sent_before(one.reference, day))
        if why := config.keeps_nothing(described.category):
            before.append(why)
        advised = advice_for(uow, described, actor.now, config).sentences
        pieces = may_attach(uow, referrals, actor, config)
        among = given_by_all(uow, referrals, actor.place.id, config)
        return _Read(referrals, advised, tuple(before[-3:]), pieces, among)

    found = await context.read(read)
    referrals = found.referrals
    platform = referrals[0].platform
    languages = context.drafter.languages(platform)
    typed = state.typed
    if typed.language not in languages and languages:
        typed = replace(typed, language=languages[0])
    draft = draft_of(referrals, typed, state.reference, config, found.among)
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
        next((one.report for one in PLATFORMS if one.id == platform), None),
        found.pieces,
        found.among,
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
        versions = _versions(uow, meta, actor)
        handed = hand_over(uow, versions, sheet.text, sheet.typed, reference, actor, context.config)
        done = handed.done
        if not meta.number:
            uow.batches.recorded(meta.uid, done.versions if done else {}, actor.now)
        if done is None:
            names = [f"R-{number}" for number in sorted(versions)]
            return Reply(Post(notices.under_way(names, reference)), labels.NOTICE)
        if not meta.number:
            told = batches.recorded(done, Action.REFER, meta.uid)
            return Reply(told, labels.RECORDED)
        return Reply(confirmed(uow, context, done.acted[0], actor), labels.RECORDED)

    reply = await context.act_once(f"{submission.key} {reference}", meta.number, work)
    shown = says(reply.post, labels.RECORDED, meta.dump()) if meta.home else None
    return FormResult(reply.post, shown)


def _versions(uow: UnitOfWork, meta: Meta, actor: Actor) -> Mapping[int, SeenVersion]:
    """What a form is about, with the versions that were seen: one referral, or a selection of them."""
    if not meta.number:
        return versions_seen(uow, meta.uid, actor)
    check_card(uow, meta, actor)
    return {meta.number: meta.seen}


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
        notice = arrived(uow, _number(uow, press), press.number, actor, context.config)
        said = notices.recorded(_names(notice), notice.reference)
        return Reply(Post(said), labels.RECORDED)

    return await context.act_once(click.key, press.number, work)


async def have_sent_again(context: AppContext, click: Click) -> Reply:
    """A person has a notice sent once more."""
    actor, press = await context.actor(click.requester), click.press

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow, press, actor)
        notice = send_again(uow, _number(uow, press), press.number, actor)
        return Reply(Post(notices.under_way(_names(notice), notice.reference)), labels.NOTICE)

    return await context.act_once(click.key, press.number, work)


def _names(notice: Notice) -> list[str]:
    return [f"R-{number}" for number in sorted(notice.referrals)]


def _number(uow: UnitOfWork, press: Press) -> int:
    """The notice's number here: after a restore it may be another's. Raises NotFound."""
    notice = uow.notices.with_reference(press.choice)
    if notice is None:
        raise NotFound(notices.NO_NOTICE)
    return notice.number
