"""App Home: a person's own queue, and the team's figures."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.figures.home import at_home
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.figures.home import HomeContext, home, home_says
from handlers.messages.kit.kit import Block
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Requester
from handlers.slack.replies.figures import team_lines
from handlers.slack.replies.listeners import Listeners
from handlers.slack.replies.replying import sentence_for

SHOWN = 15


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to people who open Home."""
    listeners.on_home(publish)
    listeners.on_place_change(follow_place)


async def follow_place(context: AppContext, channel: str, private: bool) -> None:
    """From now on what was flagged there is shown as the channel is."""
    await context.directory.became(channel, private=private)


async def refresh_home(context: AppContext, user: str) -> None:
    """Draw the Home of a person anew who has opened it since the start."""
    if user in context.at_home:
        await publish(context, Requester(user, "", ""))


async def publish(context: AppContext, requester: Requester) -> None:
    """Show a person's Home, or the sentence of what stands against it."""
    try:
        actor = await context.actor(requester)
        view = await context.read(lambda uow: view_for(uow, context, actor))
    except Exception as error:
        view = home_says(in_mrkdwn(sentence_for(error, context)))
    await context.responder.publish(requester.user, view)


def view_for(uow: UnitOfWork, context: AppContext, actor: Actor) -> Block:
    """What a person's Home shows now."""
    config = context.config
    told = at_home(uow, actor.person, actor.place, actor.now, config, context.team, SHOWN)
    cards = {
        one.number: replace(
            context.card_context(one, {}, actor.now),
            undoable=one.number in told.undoable,
            appeal_open=one.number in told.appealable,
        )
        for one in (*(one for _, one in told.items), *told.unowned)
    }
    ctx = HomeContext(
        cards,
        config.commands,
        config.zone(""),
        actor.now,
        lead=actor.person.lead,
        demo=context.demo,
    )
    return home(told, team_lines(told.team, context.config, actor), ctx)
