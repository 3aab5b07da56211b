"""The Bolt app: what Slack sends → the handler that answers it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.commands import flag as commands_flag
from handlers.slack.commands import referrals as commands_referrals
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.directory import authorize_from
from handlers.slack.interactions import (
    clicks,
    evidence,
    form_advice,
    home,
    lists,
    network,
    notices,
    own_hours,
    owners,
    platform_answers,
    selection,
    shortcut_flag,
    submissions,
    submit_form,
)
from handlers.slack.replies import exports, figures, importing, parked
from handlers.slack.replies.listeners import Listeners
from handlers.slack.transport.request_lines import LoggedApp

# Bolt asks one listener after the other, each at the cost of some hundredths of a bare request: what
# is used most comes first.
LISTENERS: tuple[Callable[[Listeners, AppContext], None], ...] = (
    commands_flag.register,
    clicks.register,
    commands_referrals.register,
    shortcut_flag.register,
    lists.register,
    figures.register,
    exports.register,
    form_advice.register,
    submit_form.register,
    importing.register,
    platform_answers.register,
    selection.register,
    submissions.register,
    evidence.register,
    owners.register,
    own_hours.register,
    network.register,
    notices.register,
    home.register,
    parked.register,
    clicks.register_unknown,  # last: it takes every button that nobody knows
)


def build_app(context: AppContext, *, client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """The app, listening to everything the bot offers.

    `Directory.who_am_i` must have answered: requests are authorised from its answer, without a
    call. Without a signing secret no request is taken over HTTP: for Socket Mode alone.
    """
    logger = logging.getLogger("slack_bolt")
    logger.addFilter(_of_use)
    app = LoggedApp(
        name="referral-bot",
        logger=logger,
        client=_bare(client),
        signing_secret=signing_secret,
        process_before_response=True,
        authorize=authorize_from(context.directory),
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    listeners = Listeners(app, context, home.refresh_home)
    for register in LISTENERS:
        register(listeners, context)
    return app


def _of_use(record: logging.LogRecord) -> bool:
    """Not Bolt's remark that it ignores SLACK_BOT_TOKEN: that is how it is meant."""
    return "`token` will be unused" not in record.getMessage()


def _bare(client: AsyncWebClient) -> AsyncWebClient:
    """The same address and session without the token: handlers speak through `context.responder`."""
    bare = AsyncWebClient(
        base_url=client.base_url,
        timeout=client.timeout,
        session=client.session,
        retry_handlers=[],
    )
    bare.proxy = client.proxy
    return bare
