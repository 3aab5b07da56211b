"""The Slack app manifest, made from what the bot listens to and calls."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.config import Config
from bot.domain.errors import BadAnswer
from bot.sentences.operations import manifest as sentences
from bot.sentences.recording import answers
from bot.sentences.recording import evidence as evidence_says
from handlers.slack.interactions import evidence, platform_answers
from handlers.slack.interactions.shortcut_flag import CALLBACK, FORM_CALLBACK

METHODS: dict[str, tuple[str, ...]] = {
    "auth.test": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read", "im:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "users.conversations": ("channels:read", "groups:read"),
    "users.info": ("users:read", "users:read.email"),
    "users.list": ("users:read", "users:read.email"),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""The Web API methods that the bot calls, and the scopes each needs for what it is used on."""

BOT_SCOPES: tuple[str, ...] = tuple(
    sorted({"commands", *(scope for scopes in METHODS.values() for scope in scopes)})
)
"""The least that the bot can work with; `sentences.SCOPES` says what for."""

EVENTS = ("app_home_opened",)


def refuse_request_url(url: str) -> None:
    """Raises BadAnswer for an address that Slack could not send requests to."""
    try:
        parts = urlsplit(url)
        right = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        right = False
    if not right or parts.path != "/slack/events" or re.search(r"[@?#\s]", url):
        raise BadAnswer(sentences.REQUEST_URL)


def manifest(config: Config, *, request_url: str | None, socket: bool) -> dict[str, Any]:
    """As Slack takes it, to be pasted under "Create an app from a manifest".

    `request_url` is where Slack reaches the bot, for HTTP; with `socket` it needs none.
    """
    url = {"url": request_url} if request_url and not socket else {}
    request = {"request_url": request_url} if request_url and not socket else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": sentences.NAME,
            "description": sentences.DESCRIPTION,
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "referral-bot", "always_online": True},
            "slash_commands": [
                {
                    "command": config.commands.flag,
                    **url,
                    "description": sentences.FLAG,
                    "usage_hint": sentences.FLAG_HINT,
                    "should_escape": False,
                },
                {
                    "command": config.commands.referrals,
                    **url,
                    "description": sentences.REFERRALS,
                    "usage_hint": sentences.REFERRALS_HINT,
                    "should_escape": False,
                },
            ],
            "shortcuts": [
                {
                    "name": sentences.FLAG_SHORTCUT,
                    "type": "global",
                    "callback_id": FORM_CALLBACK,
                    "description": sentences.FLAG_SHORTCUT_SAYS,
                },
                {
                    "name": sentences.SHORTCUT,
                    "type": "message",
                    "callback_id": CALLBACK,
                    "description": sentences.shortcut(config.commands.flag),
                },
                {
                    "name": answers.SHORTCUT,
                    "type": "message",
                    "callback_id": platform_answers.CALLBACK,
                    "description": answers.SHORTCUT_SAYS,
                },
                {
                    "name": evidence_says.SHORTCUT,
                    "type": "message",
                    "callback_id": evidence.CALLBACK,
                    "description": evidence_says.SHORTCUT_SAYS,
                },
            ],
        },
        "oauth_config": {"scopes": {"bot": list(BOT_SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }
