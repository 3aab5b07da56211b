"""Select several: a form with all of a list ticked, one action for all, Undo all."""

from __future__ import annotations

import re

from bot.actions.recording.bulk import Done, record_batch, snooze_batch, undo_batch
from bot.domain.batches import MOST, Picked
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.lifecycle.action_spec import FieldKind
from bot.domain.lifecycle.actions import spec_of
from bot.ports.store import UnitOfWork
from bot.sentences import labels, refusals
from bot.sentences.recording import batches as sentences
from handlers.messages.cards.controls import earlier_version
from handlers.messages.forms import batches
from handlers.messages.forms import selection as forms
from handlers.messages.kit.kit import Block, Reply
from handlers.messages.kit.modals import says
from handlers.messages.lists.lists import ListPage
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Meta, Submission
from handlers.slack.interactions.lists import find, list_asked
from handlers.slack.interactions.submit_form import check_person
from handlers.slack.replies.listeners import FormResult, Listeners
from handlers.slack.replies.replying import show


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to Select several, to what is chosen in its form, and to Undo all."""
    listeners.on_click(forms.SEVERAL, open_several)
    listeners.on_click(forms.WHAT, _choose, in_order=True)
    listeners.on_click(re.compile(r"^select:(all|none)$"), _tick, in_order=True)
    listeners.on_click(batches.UNDO, _undo)
    listeners.on_form(forms.FORM, _record)


async def open_several(context: AppContext, click: Click) -> None:
    """Open the form with all of the list, as it stands now, ticked."""
    try:
        page = ListPage.load(click.value)
    except ValueError:
        raise BadAnswer(earlier_version("")) from None
    await show(context, click.trigger, click.surface, _form(context, click, page))


async def _form(context: AppContext, click: Click, page: ListPage) -> Block:
    actor = await context.actor(click.requester)

    def work(uow: UnitOfWork) -> Block:
        asked = list_asked(uow, context, actor, page)
        found = find(uow, context, actor, asked, page, MOST)
        if not found.referrals:
            raise NotFound(sentences.NOTHING_LEFT)
        picked = [Picked.of(one) for one in found.referrals]
        kept = uow.batches.add(picked, actor.person.id, actor.now)
        meta = Meta(
            uid=kept.uid,
            channel=actor.place.id,
            thread=click.meta.thread,
            home=click.meta.home,
        )
        return forms.selection_form(
            found.referrals,
            lambda one: context.card_context(one, {}, actor.now),
            found.total,
            meta.dump(),
        )

    return await context.store.write(work)


async def _choose(context: AppContext, click: Click) -> None:
    """Show the fields of the action that was chosen."""
    if click.view is None:
        return
    actor = await context.actor(click.requester)
    today = actor.now.astimezone(context.config.zone(actor.place.id)).date()
    view = forms.with_fields(click.view, click.value, context.config, today)
    await context.responder.update(click.view_id, view)


async def _tick(context: AppContext, click: Click) -> None:
    """Tick all, or none."""
    if click.view is not None:
        view = forms.with_all(click.view, ticked=click.action_id == forms.ALL)
        await context.responder.update(click.view_id, view)


async def _record(context: AppContext, submission: Submission) -> FormResult:
    """Record what was chosen for all that are ticked, once."""
    actor, meta = await context.actor(submission.requester), submission.meta
    answers = submission.answers
    chosen, what = forms.ticked_in(answers), answers.pop(forms.WHAT, "")
    action = forms.action_chosen(what)
    if not meta.uid or (action is None and what != batches.SNOOZE):
        raise BadAnswer(refusals.OLD_FORM)
    given = {name: value for name, value in answers.items() if not name.startswith(forms.PICK)}
    for one in spec_of(action).fields if action else ():
        if one.kind is FieldKind.PERSON:
            await check_person(context, one.name, given.get(one.name, ""))

    def record(uow: UnitOfWork) -> Done:
        if action is None:
            return snooze_batch(uow, meta.uid, chosen, given.get(forms.DAYS, ""), actor)
        return record_batch(uow, meta.uid, chosen, action, given, actor, context.config)

    def work(uow: UnitOfWork) -> Reply:
        return Reply(batches.recorded(record(uow), action, meta.uid), labels.RECORDED)

    reply = await context.once(f"{submission.key} {meta.uid}", work)
    shown = says(reply.post, labels.RECORDED, meta.dump()) if meta.home else None
    return FormResult(reply.post, shown)


async def _undo(context: AppContext, click: Click) -> Reply:
    """Take back what was recorded of a selection, or referred as submissions."""
    actor = await context.actor(click.requester)

    def work(uow: UnitOfWork) -> Reply:
        done = undo_batch(uow, click.value, actor, context.config)
        return Reply(batches.taken_back(done), labels.RECORDED)

    return await context.once(click.key, work)
