"""The message shortcut: which links in a message a person sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.domain.pages.urls import find_pages
from handlers.slack.interactions.shortcut_flag import addresses

PAGE = "https://t.me/some_channel"
KEY = "telegram:channel:some_channel"
LINK = "https://team.slack.com/archives/C0123/p1700000000000000"
LINK_BLOCK = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "link", "url": PAGE}]}],
}


def keys(message: Mapping[str, Any]) -> list[str]:
    return [page.key for page in find_pages("\n".join(addresses(message)), cut_at=10**6).pages]


@pytest.mark.parametrize(
    "message",
    [
        {"text": f"<{PAGE}>"},
        {"text": "", "blocks": [LINK_BLOCK]},
        # A button, in a block, in an attachment and as its accessory
        {"blocks": [{"type": "actions", "elements": [{"type": "button", "url": PAGE}]}]},
        {"blocks": [{"type": "section", "accessory": {"type": "button", "url": PAGE}}]},
        {"attachments": [{"actions": [{"type": "button", "text": "Open", "url": PAGE}]}]},
        # A snippet's text and an e-mail's
        {"files": [{"mode": "snippet", "preview": f"one\n{PAGE}\ntwo", "permalink": LINK}]},
        {"files": [{"mode": "email", "subject": "boats", "plain_text": f"see {PAGE}"}]},
        {"files": [{"mode": "email", "subject": PAGE, "preview": "no"}]},
        # Forwarded: the words are links, where Slack took them from is none
        {"attachments": [{"from_url": LINK, "text": f"see <{PAGE}>", "is_share": True}]},
        {
            "attachments": [
                {
                    "from_url": LINK,
                    "original_url": LINK,
                    "message_blocks": [{"message": {"blocks": [LINK_BLOCK]}}],
                }
            ]
        },
        {"attachments": [{"from_url": LINK, "files": [{"mode": "snippet", "preview": PAGE}]}]},
        {"text": f"<{LINK}> <{PAGE}>"},
        {"attachments": [{"title": "x", "title_link": PAGE}]},
    ],
)
def test_links_that_a_person_sees(message: Mapping[str, Any]) -> None:
    assert keys(message) == [KEY]


@pytest.mark.parametrize(
    "message",
    [
        {"text": "words"},
        {"text": f"<{LINK}>", "attachments": [{"from_url": LINK, "fallback": "words"}]},
        {"attachments": [{"from_url": PAGE, "original_url": PAGE, "text": "words"}]},
        {"files": [{"mode": "hosted", "permalink": PAGE, "url_private": PAGE}]},
        {"files": [{"mode": "snippet", "preview": f"a {PAGE}", "preview_is_truncated": True}]},
        {"files": "no list", "blocks": "none", "attachments": [None]},
    ],
)
def test_what_is_no_link_in_the_message(message: Mapping[str, Any]) -> None:
    assert keys(message) == []
