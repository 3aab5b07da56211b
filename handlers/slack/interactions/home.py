"""App Home: a person's own queue, and the team's figures."""

from __future__ import annotations

import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncApp

from bot.actions.figures.home import at_home
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.figures.home import home, home_says
from handlers.messages.kit.kit import Block
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Asked
from handlers.slack.replies.figures import team_lines
from handlers.slack.replies.replying import sentence_for

T = TypeVar("T")
SHOWN = 15

log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to people who open Home."""

    async def opened(ack: Any, body: Block) -> None:
        await ack()
        desk.asked["event"] += 1
        event = body["event"]
        if event.get("tab") != "home":
            return
        asked = Asked(str(event["user"]), str(body.get("team_id") or ""), "")
        desk.at_home.add(asked.user)
        desk.later(publish(desk, asked))

    app.event("app_home_opened")(opened)


async def keep_home(desk: Desk, user: str, work: Coroutine[Any, Any, T]) -> T:
    """Do something for a person, and bring their Home up to date after it."""
    result = await work
    if user in desk.at_home:
        desk.later(refresh_home(desk, user))
    return result


async def refresh_home(desk: Desk, user: str) -> None:
    """Draw the Home of a person anew who has opened it since the start."""
    if user in desk.at_home:
        await publish(desk, Asked(user, "", ""))


async def publish(desk: Desk, asked: Asked) -> None:
    """Show a person's Home, or the sentence of what stands against it."""
    try:
        actor = await desk.actor(asked)
        view = await desk.read(lambda uow: view_for(uow, desk, actor))
    except Exception as error:
        view = home_says(in_mrkdwn(sentence_for(error, desk)))
    await desk.voice.publish(asked.user, view)


def view_for(uow: UnitOfWork, desk: Desk, actor: Actor) -> Block:
    """What a person's Home shows now."""
    config = desk.config
    now = at_home(uow, actor.person, actor.place, actor.now, config, desk.team, SHOWN)
    items = [
        (
            one,
            replace(desk.context(one, {}, actor.now), undoable=one.number in now.undoable),
        )
        for one in now.found.referrals
    ]
    return home(
        items, now.found, team_lines(now.team, desk, actor), config.commands, demo=desk.demo
    )
