"""Interactive elements: buttons, menus, inputs, and the objects inside them."""

from __future__ import annotations

import re
from typing import Any

from handlers.workspace import block_numbers as most
from handlers.workspace.block_shapes import (
    Check,
    Findings,
    anything,
    boolean,
    exactly_one,
    integer,
    list_of,
    mrkdwn_or_plain,
    one_of,
    plain,
    shape,
    string,
    web_url,
)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

action_id = string(most.ID, 1)
any_id = string(most.ID, 1)

confirm = shape(
    {
        "title": plain(most.CONFIRM_TITLE),
        "text": mrkdwn_or_plain(most.CONFIRM_TEXT),
        "confirm": plain(most.CONFIRM_BUTTON),
        "deny": plain(most.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
    typed=False,
)

_dispatch = shape(
    {},
    {"trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), 2)},
    typed=False,
)


def option(*, markdown: bool = False, with_url: bool = False) -> Check:
    text = mrkdwn_or_plain if markdown else plain
    optional: dict[str, Check] = {"description": text(most.OPTION_DESCRIPTION)}
    if with_url:
        optional["url"] = web_url
    return shape(
        {"text": text(most.OPTION_TEXT), "value": string(most.OPTION_VALUE, 1)},
        optional,
        typed=False,
    )


_menu_options = list_of(option(), most.OPTIONS)
_groups = list_of(
    shape({"label": plain(most.OPTION_TEXT), "options": _menu_options}, typed=False), most.OPTIONS
)


def all_options(element: dict[str, Any]) -> list[Any]:
    """Every option of a menu, also those in groups."""
    found = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        if isinstance(group, dict):
            found.extend(group.get("options") or [])
    return found


def _options_hold_together(element: Any, at: str, out: Findings) -> None:
    """No value twice; what is chosen at the start stands among the options."""
    options = all_options(element)
    values = [item.get("value") for item in options if isinstance(item, dict)]
    if len({str(value) for value in values}) != len(values):
        out.say(f"{at}/options", "option values must be unique")
    chosen = element.get("initial_options") or []
    if isinstance(element.get("initial_option"), dict):
        chosen = [element["initial_option"]]
    if not isinstance(chosen, list):
        return
    for item in chosen:
        if not any(_same_option(item, known) for known in options):
            name = "initial_option" if "initial_option" in element else "initial_options"
            out.say(f"{at}/{name}", f"{name} must match one of the options")


def _same_option(one: Any, other: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    return one.get("value") == other.get("value") and _written(one) == _written(other)


def _written(option: dict[str, Any]) -> Any:
    text = option.get("text")
    return text.get("text") if isinstance(text, dict) else None


def _menu(extra: dict[str, Check], *, options: bool = False) -> Check:
    fields: dict[str, Check] = {
        "action_id": action_id,
        "placeholder": plain(most.PLACEHOLDER),
        "confirm": confirm,
        "focus_on_load": boolean,
        **extra,
    }
    if not options:
        return shape({}, fields)
    fields |= {"options": _menu_options, "option_groups": _groups}

    def also(value: Any, at: str, out: Findings) -> None:
        exactly_one("options", "option_groups")(value, at, out)
        _options_hold_together(value, at, out)

    return shape({}, fields, also=also)


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
        also=_options_hold_together,
    ),
    "checkboxes": shape(
        {"options": list_of(option(markdown=True), most.CHOICES)},
        {
            "action_id": action_id,
            "initial_options": list_of(option(markdown=True), most.CHOICES),
            "confirm": confirm,
            "focus_on_load": boolean,
        },
        also=_options_hold_together,
    ),
    "radio_buttons": shape(
        {"options": list_of(option(markdown=True), most.CHOICES)},
        {
            "action_id": action_id,
            "initial_option": option(markdown=True),
            "confirm": confirm,
            "focus_on_load": boolean,
        },
        also=_options_hold_together,
    ),
    "static_select": _menu({"initial_option": option()}, options=True),
    "multi_static_select": _menu(
        {"initial_options": list_of(option(), most.OPTIONS), "max_selected_items": _many},
        options=True,
    ),
    "external_select": _menu({"initial_option": option(), "min_query_length": integer(0)}),
    "multi_external_select": _menu(
        {
            "initial_options": list_of(option(), most.OPTIONS),
            "max_selected_items": _many,
            "min_query_length": integer(0),
        }
    ),
    "users_select": _menu({"initial_user": any_id}),
    "multi_users_select": _menu({"initial_users": list_of(any_id), "max_selected_items": _many}),
    "conversations_select": _menu(
        {"initial_conversation": any_id, "response_url_enabled": boolean, **_conversation}
    ),
    "multi_conversations_select": _menu(
        {"initial_conversations": list_of(any_id), "max_selected_items": _many, **_conversation}
    ),
    "channels_select": _menu({"initial_channel": any_id, "response_url_enabled": boolean}),
    "multi_channels_select": _menu(
        {"initial_channels": list_of(any_id), "max_selected_items": _many}
    ),
    "datepicker": _menu({"initial_date": _matches(_DATE, "date (YYYY-MM-DD)")}),
    "timepicker": _menu({"initial_time": _matches(_TIME, "time (HH:mm)"), "timezone": string(64)}),
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
