"""Whether all that can be pressed or handed in says of which referral, or of which database, it is.

After each journey: a number, a period or a channel alone would mean another thing after a restore.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

_UID = re.compile(r"(?<![0-9a-f])[0-9a-f]{20}(?![0-9a-f])")
"""Of a referral, a selection or an answer."""

CARRY_NOTHING = {
    "select:all": "the form has the selection's uid",
    "select:none": "the form has the selection's uid",
    "submission:change": "the form has the selection's uid",
    "submission:answers": "it opens an empty form",
    "do:hand_over": "it opens a form of who owns what now, and names a person",
    "do:own_hours": "one's own hours",
    "do:back": "one's own leave",
    "list:filter": "it opens an empty form",
    "notice:edit": "the form has the referral's uid",
    "notice:again": "the form has the referral's uid",
}
"""Buttons whose value says nothing of this database, and why."""

FORMS_OF_NOTHING = {
    "form:flag": "a page that is typed",
    "import:file": "a file; what was found in it is another form",
    "answer:text": "a text that is pasted",
    "own_hours": "one's own hours",
    "list:filter": "words that are typed",
    "says": "a sentence",
}
"""Forms that are of nothing in this database, and why."""


def unidentified(said: Iterable[Any]) -> list[str]:
    """What of all that was sent names something without saying of which database it is."""
    found: dict[str, None] = {}
    for one in said:
        for part in _parts(one):
            if part.get("type") == "modal":
                found |= dict.fromkeys(_form(part))
            elif "action_id" in part and part.get("type") in ("button", "overflow"):
                found |= dict.fromkeys(_pressed(part))
    return list(found)


def _parts(one: Any) -> Iterator[dict[str, Any]]:
    if isinstance(one, list):
        for each in one:
            yield from _parts(each)
    elif isinstance(one, dict):
        yield one
        for each in one.values():
            yield from _parts(each)


def _pressed(part: dict[str, Any]) -> Iterator[str]:
    if part["action_id"] in CARRY_NOTHING or "url" in part:
        return
    for value in [part.get("value"), *(one.get("value") for one in part.get("options", ()))]:
        if value and not _UID.search(value):
            yield f"{part['action_id']}: {value}"


def _form(view: dict[str, Any]) -> Iterator[str]:
    if "submit" not in view or view.get("callback_id") in FORMS_OF_NOTHING:
        return
    carried = f"{view.get('private_metadata')} {view['blocks'][0].get('block_id')}"
    if not _UID.search(carried):
        yield f"form {view.get('callback_id')}: {carried}"
