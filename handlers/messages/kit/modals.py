"""Modals: what every form is made of, and the form again with what was typed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sentences import forms, labels
from handlers.messages.kit.kit import VIEW_BLOCKS, Block, Post, context, plain, section
from handlers.messages.kit.wording import said

ADVICE = "advice"
ALERT = "alert"
CATEGORY = "category"


def modal(
    heading: str, blocks: Sequence[Block], submit: str | None, callback_id: str, metadata: str
) -> Block:
    """A modal; without `submit` it is only to be read."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(heading, 24),
        "close": plain(forms.CANCEL if submit else forms.CLOSE, 24),
        "private_metadata": metadata,
        "blocks": list(blocks[:VIEW_BLOCKS]),
    }
    return view | {"submit": plain(submit, 24)} if submit else view


def says(post: Post, heading: str = "", metadata: str = "") -> Block:
    """A modal that is only to be read."""
    blocks = post.blocks or [section(post.text)]
    return modal(heading or labels.REFERRAL_BOT, blocks, None, "says", metadata)


def again(view: Mapping[str, Any], alert: str, metadata: str) -> Block:
    """A form as it was handed in, with what was typed, and a sentence on top.

    `view` is Slack's, from the payload.
    """
    values = (view.get("state") or {}).get("values") or {}
    blocks = [typed_in(block, values) for block in view["blocks"] if block["block_id"] != ALERT]
    kept = ("type", "callback_id", "title", "submit", "close")
    shown = {name: view[name] for name in kept if view.get(name)}
    return shown | {"private_metadata": metadata, "blocks": [*_alert(alert), *blocks]}


def with_advice(view: Mapping[str, Any], sentences: Sequence[str]) -> Block:
    """A form as it stands, with the advice for the category that was chosen in it."""
    shown = again(view, "", str(view.get("private_metadata", "")))
    blocks = [block for block in shown["blocks"] if block.get("block_id") != ADVICE]
    at = 1 + next(i for i, block in enumerate(blocks) if block.get("block_id") == CATEGORY)
    return shown | {"blocks": [*blocks[:at], *advice(sentences), *blocks[at:]]}


def typed_in(block: Block, values: Mapping[str, Any]) -> Block:
    """A field of a form with what was typed or chosen in it; every other block as it is."""
    element = block.get("element")
    if block["type"] != "input" or element is None:
        return block
    state = (values.get(block["block_id"]) or {}).get(element["action_id"]) or {}
    initial: dict[str, Any] = {
        "initial_value": state.get("value"),
        "initial_date": state.get("selected_date"),
        "initial_time": state.get("selected_time"),
        "initial_user": state.get("selected_user"),
        "initial_conversation": state.get("selected_conversation"),
    }
    options = element.get("options", [])
    if chosen := state.get("selected_option"):
        initial["initial_option"] = next(
            (one for one in options if one["value"] == chosen["value"]), None
        )
    if ticked := {one["value"] for one in state.get("selected_options") or []}:
        initial["initial_options"] = [one for one in options if one["value"] in ticked]
    bare = {name: value for name, value in element.items() if not name.startswith("initial_")}
    return {
        **block,
        "element": bare | {name: value for name, value in initial.items() if value},
    }


def advice(sentences: Sequence[str]) -> list[Block]:
    """What to know before a page is referred, as one block or none."""
    if not sentences:
        return []
    told = context(*[f":bulb: {said(one, 500)}" for one in sentences])
    return [told | {"block_id": ADVICE}]


def _alert(sentence: str) -> list[Block]:
    return [section(f":warning: {sentence}") | {"block_id": ALERT}] if sentence else []


LOADING = modal(labels.REFERRAL_BOT, [section(forms.LOADING)], None, "says", "")
WORKING = modal(labels.REFERRAL_BOT, [section(forms.WORKING)], None, "says", "")
