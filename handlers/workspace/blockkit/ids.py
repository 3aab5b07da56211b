"""What Slack adds to blocks on arrival: missing block and action ids; and finding elements again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from handlers.workspace.state.model import JSON, Blocks

INTERACTIVE = frozenset(
    {
        "button",
        "checkboxes",
        "channels_select",
        "conversations_select",
        "datepicker",
        "datetimepicker",
        "email_text_input",
        "external_select",
        "feedback_buttons",
        "file_input",
        "icon_button",
        "multi_channels_select",
        "multi_conversations_select",
        "multi_external_select",
        "multi_static_select",
        "multi_users_select",
        "number_input",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "rich_text_input",
        "static_select",
        "timepicker",
        "url_text_input",
        "users_select",
        "workflow_button",
    }
)


def _short_id() -> str:
    return secrets.token_urlsafe(4)[:5]


def with_ids(blocks: Blocks) -> Blocks:
    """A copy of checked blocks in which every block and interactive element has its id."""
    return [_block_with_ids(block) for block in blocks]


def _block_with_ids(block: JSON) -> JSON:
    copy = {**block, "block_id": block.get("block_id") or _short_id()}
    for key in ("accessory", "element"):
        if isinstance(copy.get(key), dict):
            copy[key] = _element_with_id(copy[key])
    if copy["type"] in {"actions", "context_actions"}:
        copy["elements"] = [_element_with_id(element) for element in copy["elements"]]
    elif copy["type"] == "carousel":
        copy["elements"] = with_ids(copy["elements"])
    elif copy["type"] == "container":
        copy["child_blocks"] = with_ids(copy["child_blocks"])
    elif copy["type"] == "card" and isinstance(copy.get("actions"), list):
        copy["actions"] = [_element_with_id(element) for element in copy["actions"]]
    return copy


def _element_with_id(element: JSON) -> JSON:
    if element.get("type") in INTERACTIVE and not element.get("action_id"):
        return {**element, "action_id": _short_id()}
    return element


def elements_of(blocks: Blocks) -> Iterator[tuple[JSON, JSON]]:
    """Every (block, interactive element) in reading order."""
    for block in blocks:
        for key in ("accessory", "element"):
            if isinstance(block.get(key), dict) and block[key].get("type") in INTERACTIVE:
                yield block, block[key]
        if block["type"] in {"actions", "context_actions"}:
            for element in block["elements"]:
                if element.get("type") in INTERACTIVE:
                    yield block, element
        elif block["type"] == "carousel":
            yield from elements_of(block["elements"])
        elif block["type"] == "container":
            yield from elements_of(block["child_blocks"])
        elif block["type"] == "card":
            for element in block.get("actions") or []:
                yield block, element


def find_element(blocks: Blocks, block_id: str, action_id: str) -> tuple[JSON, JSON] | None:
    """The block and the element that these two ids name; `block_id` may be left empty."""
    for block, element in elements_of(blocks):
        if element.get("action_id") == action_id and block_id in ("", block.get("block_id")):
            return block, element
    return None
