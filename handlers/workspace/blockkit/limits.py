"""Slack's limits for blocks and views.

`problems_in_blocks` and `problems_in_view` return Slack's own sentences, each with the path of what
is wrong (`[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]`); an empty
list means that Slack would take it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, Literal

from handlers.workspace.blockkit import numbers as most
from handlers.workspace.blockkit import tables_and_charts
from handlers.workspace.blockkit.block_constraints import ids_hold_together, kinds_hold_together
from handlers.workspace.blockkit.elements import (
    ELEMENTS,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    image_element,
)
from handlers.workspace.blockkit.options import any_id
from handlers.workspace.blockkit.rich_text import rich_text_elements
from handlers.workspace.blockkit.shapes import (
    Check,
    Findings,
    anything,
    boolean,
    by_type,
    exactly_one,
    list_of,
    mrkdwn_or_plain,
    one_of,
    plain,
    shape,
    string,
    web_url,
)

Surface = Literal["message", "modal", "home"]

_ID: dict[str, Check] = {"block_id": string(most.ID, 1)}


def _section_has_something(value: Any, at: str, out: Findings) -> None:
    if value.get("text") is None and value.get("fields") is None:
        out.say(at, "missing required field: text")


def _card_has_something(value: Any, at: str, out: Findings) -> None:
    if not any(value.get(name) for name in ("title", "body", "hero_image", "actions")):
        out.say(at, "missing required field: title")


_image_object = shape(
    {"alt_text": string(most.IMAGE_ALT, 1)}, {"image_url": web_url, "slack_file": anything}
)

_card = shape(
    {},
    {
        **_ID,
        "hero_image": _image_object,
        "icon": _image_object,
        "title": mrkdwn_or_plain(most.CARD_TITLE),
        "subtitle": mrkdwn_or_plain(most.CARD_TITLE),
        "body": mrkdwn_or_plain(most.CARD_BODY),
        "subtext": mrkdwn_or_plain(most.CARD_BODY),
        "actions": list_of(by_type(ELEMENTS, ("button", "overflow")), most.CARD_ACTIONS),
        "slack_icon": anything,
    },
    also=_card_has_something,
)

BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        {
            **_ID,
            "text": mrkdwn_or_plain(most.TEXT),
            "fields": list_of(mrkdwn_or_plain(most.SECTION_FIELD), most.SECTION_FIELDS),
            "accessory": by_type(ELEMENTS, IN_SECTION),
            "expand": boolean,
        },
        also=_section_has_something,
    ),
    "header": shape({"text": plain(most.HEADER)}, {**_ID, "level": anything}),
    "divider": shape({}, _ID),
    "context": shape(
        {
            "elements": list_of(
                by_type(
                    {
                        "plain_text": mrkdwn_or_plain(most.TEXT),
                        "mrkdwn": mrkdwn_or_plain(most.TEXT),
                        "image": image_element,
                    }
                ),
                most.CONTEXT,
            )
        },
        _ID,
    ),
    "actions": shape({"elements": list_of(by_type(ELEMENTS, IN_ACTIONS), most.ACTIONS)}, _ID),
    "context_actions": shape(
        {
            "elements": list_of(
                by_type(ELEMENTS, ("feedback_buttons", "icon_button")), most.CONTEXT_ACTIONS
            )
        },
        _ID,
    ),
    "image": shape(
        {"alt_text": string(most.IMAGE_ALT, 1)},
        {
            **_ID,
            "image_url": web_url,
            "slack_file": shape({}, {"id": any_id, "url": web_url}, typed=False),
            "title": plain(most.IMAGE_TITLE),
        },
        also=exactly_one("image_url", "slack_file"),
    ),
    "input": shape(
        {"label": plain(most.INPUT_LABEL), "element": by_type(ELEMENTS, IN_INPUT)},
        {**_ID, "hint": plain(most.INPUT_LABEL), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": shape({"elements": rich_text_elements}, _ID),
    "markdown": shape({"text": string(most.MARKDOWN_TEXT, 1)}, _ID),
    "file": shape({"external_id": any_id, "source": one_of("remote")}, _ID),
    "video": shape(
        {
            "alt_text": string(most.VIDEO_TEXT, 1),
            "title": plain(most.VIDEO_TEXT),
            "thumbnail_url": web_url,
            "video_url": web_url,
        },
        {
            **_ID,
            "author_name": string(most.VIDEO_NAME),
            "description": plain(most.VIDEO_TEXT),
            "provider_name": string(most.VIDEO_NAME),
            "provider_icon_url": web_url,
            "title_url": web_url,
        },
    ),
    "alert": shape(
        {"text": mrkdwn_or_plain(most.ALERT_TEXT)},
        {**_ID, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": _card,
    "carousel": shape({"elements": list_of(by_type({"card": _card}), most.CAROUSEL)}, _ID),
    "table": shape(
        tables_and_charts.table,
        {**_ID, **tables_and_charts.table_settings},
        also=tables_and_charts.table_also,
    ),
    "data_table": shape(
        tables_and_charts.data_table,
        {**_ID, **tables_and_charts.data_table_settings},
        also=tables_and_charts.data_table_also,
    ),
    "data_visualization": shape(tables_and_charts.data_visualization, _ID),
}
BLOCKS["container"] = shape(
    {
        "child_blocks": list_of(
            by_type({kind: check for kind, check in BLOCKS.items() if kind != "input"}),
            most.CONTAINER_BLOCKS,
        )
    },
    {
        **_ID,
        "title": mrkdwn_or_plain(most.CONTAINER_TITLE),
        "subtitle": mrkdwn_or_plain(most.CONTAINER_TITLE),
        "icon": _image_object,
        "width": anything,
        "is_collapsible": boolean,
        "default_collapsed": boolean,
    },
)

_block = by_type(BLOCKS)
_ONLY_IN_MESSAGES = frozenset(
    {"container", "context_actions", "data_table", "data_visualization", "markdown", "table"}
)
_NOT_ON: dict[str, frozenset[str]] = {
    "message": frozenset({"alert", "input"}),
    "modal": _ONLY_IN_MESSAGES | {"carousel"},
    "home": _ONLY_IN_MESSAGES | {"alert"},
}


def problems_in_blocks(
    blocks: Any,
    surface: Surface = "message",
    *,
    unsupported: Collection[str] = (),
    pointer: str = "/blocks",
) -> list[str]:
    """What Slack would refuse in these blocks; `unsupported` block types are unknown to it."""
    out = Findings(surface, frozenset(unsupported))
    if not isinstance(blocks, list):
        out.say(pointer, "must be an array")
        return out.problems
    limit = most.MESSAGE_BLOCKS if surface == "message" else most.VIEW_BLOCKS
    if len(blocks) > limit:
        out.say(pointer, f"no more than {limit} items allowed")
        return out.problems
    for index, block in enumerate(blocks):
        at = f"{pointer}/{index}"
        kind = str(block.get("type")) if isinstance(block, dict) else ""
        if kind in out.unsupported or kind in _NOT_ON[surface]:
            out.say(f"{at}/type", f"unsupported type: {kind}")
        else:
            _block(block, at, out)
    whole = [block for block in blocks if isinstance(block, dict)]
    ids_hold_together(whole, pointer, out)
    kinds_hold_together(whole, pointer, out)
    return out.problems


_view_fields: dict[str, Check] = {
    "blocks": anything,
    "private_metadata": string(most.PRIVATE_METADATA),
    "callback_id": string(most.ID),
    "external_id": string(most.ID),
}
_VIEWS: dict[str, Check] = {
    "modal": shape(
        {"title": plain(most.VIEW_TITLE), "blocks": anything},
        {
            **_view_fields,
            "close": plain(most.VIEW_TITLE),
            "submit": plain(most.VIEW_TITLE),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": shape({"blocks": anything}, _view_fields),
}


def problems_in_view(view: Any, *, unsupported: Collection[str] = ()) -> list[str]:
    """What Slack would refuse in this modal or Home view."""
    out = Findings("view")
    by_type(_VIEWS)(view, "/view", out)
    if not isinstance(view, dict) or str(view.get("type")) not in _VIEWS:
        return out.problems
    surface: Surface = "modal" if view["type"] == "modal" else "home"
    blocks = view.get("blocks")
    if isinstance(blocks, list) and not blocks:
        out.say("/view/blocks", "must not be empty")
    if blocks is not None:
        out.problems += problems_in_blocks(
            blocks, surface, unsupported=unsupported, pointer="/view/blocks"
        )
    kinds = {str(block.get("type")) for block in blocks or [] if isinstance(block, dict)}
    if surface == "modal" and "input" in kinds and not view.get("submit"):
        out.say("/view/submit", "missing required field: submit")
    if len(json.dumps(view, default=str, ensure_ascii=False)) > most.VIEW_BYTES:
        out.say("/view", "view is too large")
    return out.problems
