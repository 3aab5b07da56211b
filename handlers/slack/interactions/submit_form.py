"""Handing in a form: recorded once, refused at its field, or shown again with what was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.actions.recording.evidence import keep_files
from bot.actions.recording.flag import FlagRequest
from bot.actions.recording.record import act
from bot.domain.errors import BadAnswer, NotAllowed, Refusal
from bot.domain.evidence import Arrived
from bot.domain.lifecycle.action_fields import APPEAL_NOW, FILES
from bot.domain.lifecycle.action_spec import FieldKind
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.chosen_day import chosen_instant
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import labels, refusals
from handlers.messages.cards.answers import in_mrkdwn, with_sentence
from handlers.messages.forms.forms import CHANNEL, FLAG, action_of
from handlers.messages.kit.kit import Post, Reply
from handlers.messages.kit.modals import says
from handlers.slack.commands.flag import flag_once
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Meta, Requester, Submission
from handlers.slack.interactions.open_form import appeal_form
from handlers.slack.interactions.recording import check_card, confirmed
from handlers.slack.replies.fetching import fetched
from handlers.slack.replies.listeners import FormResult, Listeners
from handlers.slack.replies.replying import sentence_for


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to every form."""
    listeners.on_form(FLAG, _flag)
    listeners.on_form(re.compile(r"^form:[a-z_]+$"), _act)


async def _flag(context: AppContext, submission: Submission) -> FormResult:
    answers, requester = submission.answers, submission.requester
    channel = answers.pop(CHANNEL, "")
    actor = await _at(context, replace(requester, channel=channel or requester.channel))
    text, note = answers.pop("page", ""), answers.pop("note", None)
    request = FlagRequest(text, note, answers, cut_at=len(text) + 1)
    if attached := submission.files(FILES.name):
        async with fetched(context, attached, submission.key) as files:
            with_files = replace(request, files=files)
            reply = await flag_once(context, submission.key, with_files, actor)
    else:
        reply = await flag_once(context, submission.key, request, actor)
    if channel:  # it was opened from nowhere: what is said stays in its window
        return FormResult(view=says(reply.post, labels.FLAGGED, Meta(channel=channel).dump()))
    return FormResult(said=reply.post)


async def _at(context: AppContext, requester: Requester) -> Actor:
    """Who asks, in the channel that was chosen. Raises BadAnswer at its field."""
    await context.directory.person(requester.user, requester.team)
    try:
        return await context.actor(requester)
    except Refusal as refusal:
        raise type(refusal)(refusal.sentence, field=CHANNEL) from None


async def _act(context: AppContext, submission: Submission) -> FormResult:
    action, meta = action_of(str(submission.view["callback_id"])), submission.meta
    if action is None or not meta.uid:
        raise BadAnswer(refusals.OLD_FORM)
    actor = await context.actor(submission.requester)
    answers = submission.answers
    for one in spec_of(action).fields:
        if one.kind is FieldKind.PERSON:
            await check_person(context, one.name, answers.get(one.name, ""))
    appeal_now = answers.pop(APPEAL_NOW.name, "")

    def work(uow: UnitOfWork, files: Sequence[Arrived] = ()) -> Reply:
        referral = check_card(uow, meta, actor, for_change=True)
        request = _request(uow, context, referral, action, meta, answers, actor)
        acted = act(uow, referral, request, actor, context.config)
        if not files:
            return Reply(confirmed(uow, context, acted, actor), labels.RECORDED)
        kept = keep_files(uow, acted.new or acted.after, files, actor, context.config)
        told = (
            replace(acted, new=kept.referral) if acted.new else replace(acted, after=kept.referral)
        )
        post = confirmed(uow, context, told, actor)
        return Reply(with_sentence(post, kept.sentence()), labels.RECORDED)

    if attached := submission.files(FILES.name):
        async with fetched(context, attached, submission.key) as files:
            with_files = partial(work, files=files)
            reply = await context.act_once(submission.key, meta.number, with_files)
    else:
        reply = await context.act_once(submission.key, meta.number, work)
    if appeal_now:
        return await _then_appeal(context, meta, actor, reply.post)
    return FormResult(
        reply.post, says(reply.post, labels.RECORDED, meta.dump()) if meta.home else None
    )


def _request(
    uow: UnitOfWork,
    context: AppContext,
    referral: Referral,
    action: Action,
    meta: Meta,
    answers: dict[str, str],
    actor: Actor,
) -> ActionRequest:
    zone = context.config.zone(referral.channel)
    events = uow.referrals.history(meta.number)
    return ActionRequest(
        action,
        None if spec_of(action).any_version else meta.seen,
        answers,
        chosen_instant(answers.get("date"), action, events, zone, actor.now),
    )


async def _then_appeal(context: AppContext, meta: Meta, actor: Actor, said: Post) -> FormResult:
    """The form of the appeal in place of that of the rejection, or why there is none."""
    try:
        view = await context.read(lambda uow: appeal_form(uow, context, meta, actor))
    except Refusal as refusal:
        post = Post(f"{said.text} {in_mrkdwn(sentence_for(refusal, context))}")
        return FormResult(post, says(post, labels.RECORDED, meta.dump()))
    return FormResult(said, view)


async def check_person(context: AppContext, name: str, user: str) -> None:
    """BadAnswer at the field for who cannot use the bot."""
    if not user:
        return
    try:
        await context.directory.person(user)
    except NotAllowed:
        raise BadAnswer(refusals.CANNOT_USE, field=name) from None
