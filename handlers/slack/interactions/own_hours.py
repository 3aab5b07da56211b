"""When a person works, and until when they are off: the form on Home."""

from __future__ import annotations

from bot.actions.people.own_hours import come_back, hours_of, keep_hours
from bot.ports.store import UnitOfWork
from handlers.messages.forms.own_hours import FORM, own_hours_form
from handlers.messages.kit.kit import Block
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Click, Meta, Submission
from handlers.slack.replies.listeners import FormResult, Listeners
from handlers.slack.replies.replying import show


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the form."""
    listeners.on_form(FORM, _keep)


async def open_hours(context: AppContext, click: Click) -> None:
    """Open the form, filled with what the person said before."""
    config = context.config

    async def build() -> Block:
        actor = await context.actor(click.requester)
        hours = await context.read(lambda uow: hours_of(uow, actor.person.id))
        meta = Meta(channel=actor.place.id, home=click.meta.home)
        return own_hours_form(hours, config.working_hours.days, config.time_zone, meta.dump())

    await show(context, click.trigger, click.surface, build())


async def back(context: AppContext, click: Click) -> None:
    """They are off no longer."""
    actor = await context.actor(click.requester)
    await context.store.write(lambda uow: come_back(uow, actor))


async def _keep(context: AppContext, submission: Submission) -> FormResult:
    actor = await context.actor(submission.requester)

    def work(uow: UnitOfWork) -> None:
        keep_hours(uow, submission.answers, actor, context.config)

    await context.store.write(work)
    return FormResult()
