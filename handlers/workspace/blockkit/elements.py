"""Interactive elements: buttons, menus, inputs, and the objects inside them."""

from __future__ import annotations

import re
from typing import Any

from handlers.workspace.blockkit import numbers as most
from handlers.workspace.blockkit.options import (
    action_id,
    any_id,
    confirm,
    menu,
    option,
    options_hold_together,
)
from handlers.workspace.blockkit.shapes import (
    Check,
    Findings,
    anything,
    boolean,
    exactly_one,
    integer,
    list_of,
    one_of,
    plain,
    shape,
    string,
    web_url,
)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

_dispatch = shape(
    {},
    {"trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), 2)},
    typed=False,
)


def _text_input(extra: dict[str, Check], initial: Check, also: Check | None = None) -> Check:
    return shape(
        {},
        {
            "action_id": action_id,
            "initial_value": initial,
            "placeholder": plain(most.PLACEHOLDER),
            "dispatch_action_config": _dispatch,
            "focus_on_load": boolean,
            **extra,
        },
        also=also,
    )


def _lengths_hold_together(value: Any, at: str, out: Findings) -> None:
    least, longest = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(longest, int) and least > longest:
        out.say(f"{at}/min_length", "must be less than or equal to max_length")


def _matches(pattern: re.Pattern[str], what: str) -> Check:
    def check(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            out.say(at, f"must be a {what}")

    return check


def _number_text(value: Any, at: str, out: Findings) -> None:
    try:
        float(str(value))
    except ValueError:
        out.say(at, "must be a number")


def _with_url_when_linked(value: Any, at: str, out: Findings) -> None:
    if "url" in value and value["url"] == "":
        out.say(f"{at}/url", "must be a valid URL")


_many = integer(1)
_filter = shape(
    {},
    {
        "include": list_of(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    typed=False,
)
_conversation: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": _filter}
_feedback = shape(
    {"text": plain(most.FEEDBACK_TEXT), "value": string(most.FEEDBACK_VALUE, 1)},
    {"accessibility_label": string(most.ACCESSIBILITY_LABEL)},
    typed=False,
)

image_element = shape(
    {"alt_text": string(most.IMAGE_ALT, 1)},
    {"image_url": web_url, "slack_file": shape({}, {"id": any_id, "url": web_url}, typed=False)},
    also=exactly_one("image_url", "slack_file"),
)

ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"text": plain(most.BUTTON_TEXT)},
        {
            "action_id": action_id,
            "url": web_url,
            "value": string(most.BUTTON_VALUE),
            "style": one_of("primary", "danger"),
            "confirm": confirm,
            "accessibility_label": string(most.ACCESSIBILITY_LABEL),
        },
        also=_with_url_when_linked,
    ),
    "workflow_button": shape(
        {"text": plain(most.BUTTON_TEXT), "workflow": anything},
        {
            "action_id": action_id,
            "style": one_of("primary", "danger"),
            "accessibility_label": string(most.ACCESSIBILITY_LABEL),
        },
    ),
    "overflow": shape(
        {"options": list_of(option(with_url=True), most.OVERFLOW)},
        {"action_id": action_id, "confirm": confirm},
        also=options_hold_together,
    ),
    "checkboxes": shape(
        {"options": list_of(option(markdown=True), most.CHOICES)},
        {
            "action_id": action_id,
            "initial_options": list_of(option(markdown=True), most.CHOICES),
            "confirm": confirm,
            "focus_on_load": boolean,
        },
        also=options_hold_together,
    ),
    "radio_buttons": shape(
        {"options": list_of(option(markdown=True), most.CHOICES)},
        {
            "action_id": action_id,
            "initial_option": option(markdown=True),
            "confirm": confirm,
            "focus_on_load": boolean,
        },
        also=options_hold_together,
    ),
    "static_select": menu({"initial_option": option()}, options=True),
    "multi_static_select": menu(
        {"initial_options": list_of(option(), most.OPTIONS), "max_selected_items": _many},
        options=True,
    ),
    "external_select": menu({"initial_option": option(), "min_query_length": integer(0)}),
    "multi_external_select": menu(
        {
            "initial_options": list_of(option(), most.OPTIONS),
            "max_selected_items": _many,
            "min_query_length": integer(0),
        }
    ),
    "users_select": menu({"initial_user": any_id}),
    "multi_users_select": menu({"initial_users": list_of(any_id), "max_selected_items": _many}),
    "conversations_select": menu(
        {"initial_conversation": any_id, "response_url_enabled": boolean, **_conversation}
    ),
    "multi_conversations_select": menu(
        {"initial_conversations": list_of(any_id), "max_selected_items": _many, **_conversation}
    ),
    "channels_select": menu({"initial_channel": any_id, "response_url_enabled": boolean}),
    "multi_channels_select": menu(
        {"initial_channels": list_of(any_id), "max_selected_items": _many}
    ),
    "datepicker": menu({"initial_date": _matches(_DATE, "date (YYYY-MM-DD)")}),
    "timepicker": menu({"initial_time": _matches(_TIME, "time (HH:mm)"), "timezone": string(64)}),
    "datetimepicker": shape(
        {},
        {
            "action_id": action_id,
            "initial_date_time": integer(1_000_000_000, 9_999_999_999),
            "confirm": confirm,
            "focus_on_load": boolean,
        },
    ),
    "plain_text_input": _text_input(
        {
            "multiline": boolean,
            "min_length": integer(0, most.INPUT_MAX_LENGTH),
            "max_length": integer(1, most.INPUT_MAX_LENGTH),
        },
        string(most.INPUT_MAX_LENGTH),
        _lengths_hold_together,
    ),
    "email_text_input": _text_input({}, string(most.INPUT_MAX_LENGTH)),
    "url_text_input": _text_input({}, string(most.INPUT_MAX_LENGTH)),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {
            "action_id": action_id,
            "initial_value": _number_text,
            "min_value": _number_text,
            "max_value": _number_text,
            "placeholder": plain(most.PLACEHOLDER),
            "dispatch_action_config": _dispatch,
            "focus_on_load": boolean,
        },
    ),
    "rich_text_input": _text_input({}, anything),
    "file_input": shape(
        {},
        {
            "action_id": action_id,
            "filetypes": list_of(string(20, 1)),
            "max_files": integer(1, most.FILES),
        },
    ),
    "feedback_buttons": shape(
        {"positive_button": _feedback, "negative_button": _feedback}, {"action_id": action_id}
    ),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(most.BUTTON_TEXT)},
        {
            "action_id": action_id,
            "value": string(most.BUTTON_VALUE),
            "confirm": confirm,
            "accessibility_label": string(most.ACCESSIBILITY_LABEL),
            "visible_to_user_ids": list_of(any_id, most.ICON_VISIBLE_TO),
        },
    ),
    "image": image_element,
}

MENUS = frozenset(
    name for name in ELEMENTS if name.endswith("_select") or name in {"overflow", "datepicker"}
)
IN_ACTIONS = (
    frozenset(
        {"button", "workflow_button", "checkboxes", "radio_buttons", "timepicker", "datetimepicker"}
    )
    | MENUS
)
IN_SECTION = (IN_ACTIONS | {"image"}) - {"datetimepicker"}
IN_INPUT = frozenset(name for name in ELEMENTS if name.endswith(("_input", "_select"))) | {
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "datetimepicker",
}
