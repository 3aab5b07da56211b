"""What nobody expected, outside the work of a request: logged, and said in one sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.response import BoltResponse

from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.kit.kit import Block, Post
from handlers.slack.context.app_context import Desk
from handlers.slack.replies.replying import sentence_for

Handler = Callable[..., Awaitable[BoltResponse]]


def handler(desk: Desk) -> Handler:
    """Bolt's handler of errors: the person gets a sentence, Slack gets a 200."""

    async def failed(error: Exception, body: Block) -> BoltResponse:
        post = Post(in_mrkdwn(sentence_for(error, desk)))
        payload: dict[str, Any] = {"response_type": "ephemeral", **post.payload()}
        if "command" in body:
            return BoltResponse(status=200, body=payload)
        if body.get("response_url"):
            answer = {**payload, "replace_original": False}
            desk.later(_say(desk, str(body["response_url"]), answer))
        return BoltResponse(status=200, body="")

    return failed


async def _say(desk: Desk, response_url: str, answer: dict[str, Any]) -> None:
    await desk.voice.respond(response_url, answer)
