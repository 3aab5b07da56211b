"""Handing in a form: recorded once, refused at its field, or shown again with what was typed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.actions.recording.flag import FlagRequest
from bot.domain.errors import BadAnswer, NotAllowed, Refusal, Stale, StorageUnavailable
from bot.domain.lifecycle.action_fields import APPEAL_NOW
from bot.domain.lifecycle.action_spec import FieldKind
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.referral import Action
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.forms.forms import FLAG, action_of
from handlers.messages.kit.kit import Block, Post
from handlers.messages.kit.modals import WORKING, again, says
from handlers.slack.commands.dates import chosen_instant
from handlers.slack.commands.flag import flag_once
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Meta, Submission
from handlers.slack.interactions.home import refresh_home
from handlers.slack.interactions.open_form import appeal_form
from handlers.slack.interactions.recording import check_card, confirmed, done
from handlers.slack.replies.replying import Ack, Reply, ReplyDump, in_time, sentence_for


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a form: closed, errors at its fields, or another view in its place.

    `said` is told in the channel. `view` stands for `errors` where the form was acknowledged
    before they were known.
    """

    said: Post | None = None
    view: Block | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def answer(self) -> dict[str, Any]:
        """As Slack takes it in the acknowledgement."""
        if self.errors:
            return {"response_action": "errors", "errors": self.errors}
        if self.view is not None:
            return {"response_action": "update", "view": self.view}
        return {"response_action": "clear"}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to every form."""

    async def flagged(ack: Ack, body: Block) -> None:
        submission = Submission.read(body)
        await answer_form(desk, submission, ack, _flag(desk, submission))

    async def acted(ack: Ack, body: Block) -> None:
        submission = Submission.read(body)
        await answer_form(desk, submission, ack, _act(desk, submission))

    app.view(FLAG)(flagged)
    app.view(re.compile(r"^form:[a-z_]+$"))(acted)


async def answer_form(
    desk: Desk, submission: Submission, ack: Ack, work: Coroutine[Any, Any, Outcome]
) -> None:
    """Acknowledge with what becomes of the form, or with "this takes longer" and then that."""
    desk.asked["form"] += 1
    task = asyncio.create_task(_guarded(desk, submission, work))
    if await in_time(desk, task):
        await ack(task.result().answer())
        desk.later(_say(desk, submission, task.result()))
        return
    await ack({"response_action": "update", "view": WORKING})
    desk.later(_finish(desk, submission, task))


async def _finish(desk: Desk, submission: Submission, task: asyncio.Task[Outcome]) -> None:
    outcome = await task
    view = outcome.view or says(outcome.said or Post("Done."))
    await desk.voice.update(submission.view_id, view)
    await _say(desk, submission, outcome)


async def _say(desk: Desk, submission: Submission, outcome: Outcome) -> None:
    asked, meta = submission.asked, submission.meta
    if outcome.said is not None and meta.channel:
        await desk.voice.whisper(meta.channel, asked.user, outcome.said, meta.thread)
    if outcome.said is not None:
        await refresh_home(desk, asked.user)


async def _guarded(
    desk: Desk, submission: Submission, work: Coroutine[Any, Any, Outcome]
) -> Outcome:
    """The outcome, or the form again with the sentence of what stood against it. Never raises."""
    try:
        return await work
    except Exception as error:
        sentence, meta = sentence_for(error, desk), submission.meta
        if isinstance(error, Stale):
            meta = await _current(desk, meta)
        view = again(submission.view, in_mrkdwn(sentence), meta.dump())
        name = error.field if isinstance(error, Refusal) else None
        inputs = {one["block_id"] for one in submission.view["blocks"] if one["type"] == "input"}
        if name is not None and name in inputs:
            return Outcome(view=view, errors={name: sentence.replace("`", "")})
        return Outcome(view=view)


async def _current(desk: Desk, meta: Meta) -> Meta:
    """With the version that stands: who read the sentence and hands in again means it."""
    try:
        referral = await desk.read(lambda uow: uow.referrals.get(meta.number))
    except StorageUnavailable:
        return meta
    return replace(meta, version=referral.version) if referral else meta


async def _flag(desk: Desk, submission: Submission) -> Outcome:
    answers = submission.answers
    actor = await desk.actor(submission.asked)
    text, note = answers.pop("page", ""), answers.pop("note", None)
    request = FlagRequest(text, note, answers, cut_at=len(text) + 1)
    reply = await flag_once(desk, submission.key, request, actor)
    return Outcome(said=reply.post)


async def _act(desk: Desk, submission: Submission) -> Outcome:
    action, meta = action_of(str(submission.view["callback_id"])), submission.meta
    if action is None:
        raise BadAnswer("I do not know this form any more. Please open it again.")
    actor = await desk.actor(submission.asked)
    answers = submission.answers
    for one in spec_of(action).fields:
        if one.kind is FieldKind.PERSON:
            await _check_person(desk, one.name, answers.get(one.name, ""))
    appeal_now = answers.pop(APPEAL_NOW.name, "")

    def work(uow: UnitOfWork) -> Reply:
        check_card(uow.referrals.get(meta.number), actor)
        request = _request(uow, desk, action, meta, answers, actor)
        acted = done(uow, desk, meta.number, request, actor)
        return Reply(confirmed(uow, desk, acted, actor), "Recorded")

    reply = await desk.act_once(submission.key, meta.number, work, ReplyDump())
    if appeal_now:
        return await _then_appeal(desk, meta, actor, reply.post)
    return Outcome(reply.post, says(reply.post, "Recorded", meta.dump()) if meta.home else None)


def _request(
    uow: UnitOfWork,
    desk: Desk,
    action: Action,
    meta: Meta,
    answers: dict[str, str],
    actor: Actor,
) -> ActionRequest:
    referral = uow.referrals.get(meta.number)
    zone = desk.config.zone(referral.channel if referral else meta.channel)
    events = uow.referrals.history(meta.number)
    return ActionRequest(
        action,
        None if spec_of(action).any_version else meta.version,
        answers,
        chosen_instant(answers.get("date"), action, events, zone, actor.now),
    )


async def _then_appeal(desk: Desk, meta: Meta, actor: Actor, said: Post) -> Outcome:
    """The form of the appeal in place of that of the rejection, or why there is none."""
    try:
        view = await desk.read(lambda uow: appeal_form(uow, desk, meta, actor))
    except Refusal as refusal:
        post = Post(f"{said.text} {in_mrkdwn(refusal.sentence)}")
        return Outcome(post, says(post, "Recorded", meta.dump()))
    return Outcome(said, view)


async def _check_person(desk: Desk, name: str, user: str) -> None:
    """BadAnswer at the field for who cannot use the bot."""
    if not user:
        return
    try:
        await desk.directory.person(user)
    except NotAllowed:
        raise BadAnswer(
            "This person cannot use the bot. Choose a full member of the team.", field=name
        ) from None
