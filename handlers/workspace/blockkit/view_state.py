"""What a person has typed or chosen: plain values as the control API takes them, Slack's state
objects as the app gets them, and the checks that Slack's own client makes before it submits."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from handlers.workspace.blockkit.ids import elements_of
from handlers.workspace.blockkit.numbers import INPUT_MAX_LENGTH
from handlers.workspace.blockkit.options import all_options
from handlers.workspace.state.model import JSON, Blocks

REQUIRED = "Please complete this required field."
_SINGLE_ID = {
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}
_MANY_IDS = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}
_TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_PICKED = {
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
STATEFUL = {*_SINGLE_ID, *_MANY_IDS, *_OPTION, *_OPTIONS, *_TYPED, *_PICKED} - {"overflow"}
STATEFUL |= {"rich_text_input", "file_input"}


class BadValue(ValueError):
    """A value that this element cannot take; the text is a sentence."""


def initial_values(blocks: Blocks) -> JSON:
    """The `state.values` of blocks that nobody has touched yet."""
    values: JSON = {}
    for block, element in elements_of(blocks):
        if element["type"] in STATEFUL:
            values.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element)
    return values


def _initial(element: JSON) -> JSON:
    kind = element["type"]
    if kind in _OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in _OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options") or []}
    if kind in _SINGLE_ID:
        field, initial = _SINGLE_ID[kind]
        return {"type": kind, field: element.get(initial)}
    if kind in _MANY_IDS:
        field, initial = _MANY_IDS[kind]
        return {"type": kind, field: element.get(initial) or []}
    if kind in _PICKED:
        field, initial = _PICKED[kind]
        return {"type": kind, field: element.get(initial)}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": element.get("initial_value")}
    if kind == "file_input":
        return {"type": kind, "files": []}
    return {"type": kind, "value": element.get("initial_value") or None}


def state_of(element: JSON, value: Any) -> JSON:
    """Slack's state object for a plain value; raises BadValue where the element cannot take it."""
    kind = element["type"]
    if isinstance(value, dict) and value.get("type") == kind:
        return value
    empty = value is None or value in ("", [])
    if kind in _OPTION:
        return {"type": kind, "selected_option": None if empty else _option(element, value)}
    if kind in _OPTIONS:
        wanted = [] if empty else value if isinstance(value, list) else [value]
        return {"type": kind, "selected_options": [_option(element, one) for one in wanted]}
    if kind in _SINGLE_ID:
        return {"type": kind, _SINGLE_ID[kind][0]: None if empty else str(value)}
    if kind in _MANY_IDS:
        wanted = [] if empty else value if isinstance(value, list) else [value]
        return {"type": kind, _MANY_IDS[kind][0]: [str(one) for one in wanted]}
    if kind in _PICKED:
        return {"type": kind, _PICKED[kind][0]: None if empty else _picked(kind, value)}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": None if empty else value}
    if kind == "file_input":
        return {"type": kind, "files": [] if empty else value}
    return {"type": kind, "value": None if empty else str(value)}


def _option(element: JSON, value: Any) -> JSON:
    if isinstance(value, dict):
        value = value.get("value")
    for option in all_options(element):
        if option.get("value") == value:
            found: JSON = option
            return found
    if element["type"].endswith("external_select"):
        return {"text": {"type": "plain_text", "text": str(value)}, "value": str(value)}
    raise BadValue(f"{value!r} is not one of the options.")


def _picked(kind: str, value: Any) -> Any:
    if kind == "datepicker":
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise BadValue("Please enter a valid date.") from None
    if kind == "timepicker":
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value)):
            raise BadValue("Please enter a valid time.")
        return str(value)
    try:
        return int(value)
    except (TypeError, ValueError):
        raise BadValue("Please enter a valid date and time.") from None


def values_from(blocks: Blocks, start: JSON, typed: Any) -> tuple[JSON, dict[str, str]]:
    """`start` overlaid with typed values; and for each block whose value cannot be, a sentence."""
    values = {block_id: dict(actions) for block_id, actions in start.items()}
    errors: dict[str, str] = {}
    typed = typed if isinstance(typed, dict) else {}
    known: set[tuple[str, str]] = set()
    for block, element in elements_of(blocks):
        block_id, action_id = block["block_id"], element.get("action_id", "")
        known.add((block_id, action_id))
        given = typed.get(block_id)
        if not isinstance(given, dict) or action_id not in given or element["type"] not in STATEFUL:
            continue
        try:
            state = state_of(element, given[action_id])
        except BadValue as wrong:
            errors[block_id] = str(wrong)
        else:
            values.setdefault(block_id, {})[action_id] = state
    for block_id, given in typed.items():
        for action_id in given if isinstance(given, dict) else ():
            if (block_id, action_id) not in known:
                errors[block_id] = f"There is no input {action_id!r} in block {block_id!r}."
    return values, errors


def is_filled(state: JSON | None) -> bool:
    """Whether a state object holds anything."""
    return state is not None and any(
        value not in (None, "", []) for key, value in state.items() if key != "type"
    )


def refused_inputs(blocks: Blocks, values: JSON) -> dict[str, str]:
    """What Slack's client says before it submits: block id → sentence."""
    errors: dict[str, str] = {}
    for block, element in elements_of(blocks):
        if block["type"] != "input":
            continue
        state = values.get(block["block_id"], {}).get(element["action_id"])
        if not is_filled(state):
            if not block.get("optional"):
                errors[block["block_id"]] = REQUIRED
            continue
        if (sentence := _refused(element, state)) != "":
            errors[block["block_id"]] = sentence
    return errors


def _refused(element: JSON, state: JSON) -> str:
    kind = element["type"]
    if kind in {*_MANY_IDS, *_OPTIONS}:
        chosen = next(value for key, value in state.items() if key != "type")
        most = element.get("max_selected_items")
        return f"Please select at most {most} items." if most and len(chosen) > most else ""
    if kind not in _TYPED:
        return ""
    text = str(state["value"])
    if kind == "plain_text_input":
        least, most = element.get("min_length") or 0, element.get("max_length") or INPUT_MAX_LENGTH
        if len(text) < least:
            return f"Please enter at least {least} characters."
        return f"Please enter at most {most} characters." if len(text) > most else ""
    if kind == "email_text_input":
        good = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text)
        return "" if good else "Please enter a valid email address."
    if kind == "url_text_input":
        return "" if _is_url(text) else "Please enter a valid URL."
    return _refused_number(element, text)


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in text


def _refused_number(element: JSON, text: str) -> str:
    try:
        given = float(text)
    except ValueError:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and given != int(given):
        return "Please enter a whole number."
    if "min_value" in element and given < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and given > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""
