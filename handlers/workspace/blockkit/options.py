"""The options of menus and choices, and the menus."""

from __future__ import annotations

from typing import Any

from handlers.workspace.blockkit import numbers as most
from handlers.workspace.blockkit.shapes import (
    Check,
    Findings,
    boolean,
    exactly_one,
    list_of,
    mrkdwn_or_plain,
    one_of,
    plain,
    shape,
    string,
    web_url,
)

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


def options_hold_together(element: Any, at: str, out: Findings) -> None:
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


def menu(extra: dict[str, Check], *, options: bool = False) -> Check:
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
        options_hold_together(value, at, out)

    return shape({}, fields, also=also)
