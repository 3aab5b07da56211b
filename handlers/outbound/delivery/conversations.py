"""Lane → the conversation in Slack that its messages go to."""

from __future__ import annotations

from handlers.outbound.delivery.context import DeliveryContext
from handlers.outbound.delivery.verdicts import (
    Again,
    Halted,
    RateLimited,
    RefusedForGood,
    Sent,
    verdict,
)
from handlers.outbound.slack_calls import Method

PERSON = "@"
"""A lane that begins so is of direct messages to one person."""


async def conversation_of(
    context: DeliveryContext, lane: str
) -> str | Halted | RateLimited | Again | RefusedForGood:
    """The id of a lane's conversation; a direct one is opened, which may be repeated."""
    if not lane.startswith(PERSON):
        return lane
    user = lane.removeprefix(PERSON)
    if known := context.direct_messages.get(user):
        return known
    came = verdict(Method.OPEN, await context.call_slack(Method.OPEN, {"users": user}))
    if isinstance(came, Sent):
        opened = came.body.get("channel") or {}
        channel = str(opened.get("id") or "") if isinstance(opened, dict) else ""
        if not channel:
            return Again("an answer that is not Slack's")
        context.direct_messages[user] = channel
        return channel
    if isinstance(came, Halted | RateLimited | Again):
        return came
    return RefusedForGood(came.reason)


def forget_conversation(context: DeliveryContext, lane: str) -> None:
    """Slack refused it: next time it is opened anew."""
    context.direct_messages.pop(lane.removeprefix(PERSON), None)
