"""Mark all referred: several referrals as one submission to each platform; and a submission's page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.actions.recording.bulk import record_batch
from bot.actions.recording.submissions import chosen, of_reference, to_refer
from bot.domain.batches import MOST, Picked
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences import labels, refusals
from bot.sentences.recording import submissions as sentences
from handlers.messages.cards.controls import earlier_version
from handlers.messages.forms import submissions as forms
from handlers.messages.forms.batches import recorded
from handlers.messages.forms.platform_answers import text_form
from handlers.messages.forms.submissions import SubmissionSheet
from handlers.messages.kit.kit import Block, Press, Reply
from handlers.messages.kit.modals import says
from handlers.messages.kit.origin import check_here, newest
from handlers.messages.kit.wording import CardContext, said
from handlers.messages.lists.flagged_list import pressed_all
from handlers.messages.lists.lists import ListPage
from handlers.messages.lists.submission import ANSWERS, TURN, submission_page
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Meta, Submission, answers_in
from handlers.slack.interactions.lists import find, list_asked
from handlers.slack.replies.listeners import FormResult, Listeners
from handlers.slack.replies.replying import show


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to both forms, to Change, and to a submission's page."""
    listeners.on_form(forms.FORM, _record)
    listeners.on_form(forms.LINE, _change)
    listeners.on_click(forms.CHANGE, _open_line)
    listeners.on_click(re.compile(rf"^{TURN}"), _turn)
    listeners.on_click(ANSWERS, _open_answers)


async def mark_all(context: AppContext, click: Click) -> None:
    """Open the form for what of a list still waits to be referred; the value is what `press_all`
    made, or the list as a `ListPage`."""
    page: ListPage | None = None
    pressed: Sequence[Press] = ()
    try:
        if click.value.startswith("["):
            page = ListPage.load(click.value)
        else:
            pressed = pressed_all(click.value)
    except ValueError:
        raise BadAnswer(earlier_version("")) from None

    async def build() -> Block:
        actor = await context.actor(click.requester)

        def work(uow: UnitOfWork) -> Block:
            picked = [Picked(one.number, one.seen.version, one.uid) for one in pressed]
            if page is not None:
                asked = list_asked(uow, context, actor, page)
                found = find(uow, context, actor, asked, page, MOST)
                picked = [Picked.of(one) for one in found.referrals]
            batch, referrals = to_refer(uow, picked, actor)
            return _form(context, SubmissionSheet(batch.uid), referrals, actor, click.meta)

        return await context.store.write(work)

    await show(context, click.trigger, click.surface, build())


def _form(
    context: AppContext,
    sheet: SubmissionSheet,
    referrals: tuple[Referral, ...],
    actor: Actor,
    meta: Meta,
) -> Block:
    carried = replace(meta, number=0, more=sheet.dump()).dump()
    if len(carried) > forms.LONGEST:
        raise BadAnswer(sentences.TOO_MANY_CHANGES)
    return forms.submission_form(sheet, referrals, _context(context, actor), carried)


def _context(context: AppContext, actor: Actor) -> CardContext:
    zone = context.config.zone(actor.place.id)
    return CardContext(context.config, {}, actor.now, zone, context.demo)


def _sheet(meta: Meta) -> SubmissionSheet:
    try:
        return SubmissionSheet.load(meta.more)
    except ValueError:
        raise BadAnswer(refusals.OLD_FORM) from None


async def _open_line(context: AppContext, click: Click) -> None:
    """One line's form in place of that of all, which is kept as it is filled in."""
    actor = await context.actor(click.requester)
    view = click.view or {}
    meta = Meta.load(str(view.get("private_metadata") or ""))
    sheet = replace(_sheet(meta), answers=answers_in(view))

    def work(uow: UnitOfWork) -> Block:
        referral = _one(chosen(uow, sheet.uid, actor), int(click.value))
        carried = replace(meta, number=referral.number, more=sheet.dump()).dump()
        return forms.line_form(sheet, referral, _context(context, actor), carried)

    await context.responder.update(click.view_id, await context.read(work))


def _one(referrals: tuple[Referral, ...], number: int) -> Referral:
    found = next((one for one in referrals if one.number == number), None)
    if found is None:
        raise NotFound(sentences.NOTHING_TO_REFER)
    return found


async def _change(context: AppContext, submission: Submission) -> FormResult:
    """The form of all again, with what was changed in one line."""
    actor = await context.actor(submission.requester)
    sheet, meta = _sheet(submission.meta), submission.meta
    today = actor.now.astimezone(context.config.zone(actor.place.id)).date().isoformat()

    def work(uow: UnitOfWork) -> Block:
        referrals = chosen(uow, sheet.uid, actor)
        own = forms.changed(sheet, _one(referrals, meta.number), submission.answers, today)
        each: Mapping[int, Mapping[str, str]] = {**sheet.each, meta.number: own}
        kept = {number: said for number, said in each.items() if said}
        return _form(context, replace(sheet, each=kept), referrals, actor, meta)

    return FormResult(view=await context.read(work))


async def _record(context: AppContext, submission: Submission) -> FormResult:
    """Record what was confirmed, once."""
    actor = await context.actor(submission.requester)
    sheet, answers = _sheet(submission.meta), submission.answers
    _check_day(answers.get("date", ""))
    named = [
        answers.get("reference", ""),
        *(own.get("reference", "") for own in sheet.each.values()),
    ]
    references = list(dict.fromkeys(one.strip() for one in named if one.strip()))

    def work(uow: UnitOfWork) -> Reply:
        batch = uow.batches.get(sheet.uid)
        numbers = {one.number for one in batch.picked} if batch else {0}
        done = record_batch(
            uow, sheet.uid, numbers, Action.REFER, answers, actor, context.config, sheet.each
        )
        command = context.config.commands.referrals
        found = [sentences.finds_them(command, said(one, 80)) for one in references if done.acted]
        return Reply(recorded(done, Action.REFER, sheet.uid, found), labels.RECORDED)

    reply = await context.once(f"{submission.key} {sheet.uid}", work)
    home = submission.meta.home
    shown = says(reply.post, labels.RECORDED, submission.meta.dump()) if home else None
    return FormResult(reply.post, shown)


def _check_day(typed: str) -> None:
    try:
        date.fromisoformat(typed)
    except ValueError:
        raise BadAnswer(refusals.CHOOSE_DAY, field="date") from None


async def show_submission(
    context: AppContext, actor: Actor, page: ListPage, *, replace_: bool = False
) -> Reply:
    """The submissions with the reference that are the page's words. Raises NotFound where this person
    sees none."""

    def work(uow: UnitOfWork) -> Reply:
        if page.made is not None:
            check_here(uow, page.made)
        found = of_reference(uow, page.words, actor)
        every = [one for submission in found for one in submission.referrals]
        post = submission_page(
            found, replace(page, made=newest(uow, every)), _context(context, actor)
        )
        return Reply(post, labels.REFERRALS, replace_)

    return await context.read(work)


async def _turn(context: AppContext, click: Click) -> Reply:
    actor = await context.actor(click.requester)
    try:
        page = ListPage.load(click.value)
    except ValueError:
        raise BadAnswer(earlier_version("")) from None
    return await show_submission(context, actor, page, replace_=True)


async def _open_answers(context: AppContext, click: Click) -> None:
    """The form in which the platform's answer to it is pasted."""
    await context.actor(click.requester)
    await context.responder.open(click.trigger, text_form(click.meta.dump()))
