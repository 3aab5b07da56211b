"""Blocks cut to what one message of Slack takes in all.

Slack refuses a message whose blocks are too long together (`msg_blocks_too_long`): at about 13,200
characters, it seems with the blocks' own JSON counted (slackapi/bolt-js#2509 and #2867; it is nowhere
documented). Ours stay under 12,000 characters of JSON. Long texts are shortened first, the longest ones; where
that is not enough, blocks at the end go, but not the first one nor a last row of buttons.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from bot.sentences import labels

LARGEST = 12_000
_SHORTEST = 300
"""Texts up to here are not shortened: whole lines go instead."""
_ROOM = 200
"""For the line that says how much was left out."""


def size(blocks: list[dict[str, Any]]) -> int:
    """How long blocks are, in characters of their JSON."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def fitted(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks as they are, if they are not too long together, or else cut."""
    over = size(blocks) - LARGEST
    if over < 0:
        return blocks
    blocks = deepcopy(blocks)
    while over >= 0:
        longest = max(_texts(blocks), key=lambda one: len(one["text"]), default={"text": ""})
        length = len(longest["text"])
        if length <= _SHORTEST:
            return _fewer(blocks)
        longest["text"] = _cut(longest["text"], max(_SHORTEST, min(length * 3 // 4, length - over)))
        over = size(blocks) - LARGEST
    return blocks


def _fewer(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without lines at the end: the first block stays, and a last row of buttons."""
    ends = blocks[-1:] if blocks[-1]["type"] == "actions" and len(blocks) > 1 else []
    kept = blocks[: len(blocks) - len(ends)]
    before = len(kept)
    while len(kept) > 1 and size([*kept, *ends]) > LARGEST - _ROOM:
        kept.pop()
    if len(kept) == before:
        return blocks
    more = {"type": "mrkdwn", "text": labels.and_more(before - len(kept))}
    return [*kept, {"type": "context", "elements": [more]}, *ends]


def _texts(value: Any) -> Iterator[dict[str, Any]]:
    """The objects below with a text that may be shortened: not those of buttons and menus."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict) and value.get("type") not in ("actions", "button", "header"):
        if isinstance(value.get("text"), str):
            yield value
        for one in value.values():
            yield from _texts(one)


def _cut(text: str, length: int) -> str:
    """Shortened without leaving a code span open, in which an address might stand."""
    kept = text[: length - 2].rstrip() + "…"
    return kept + "`" if kept.count("`") % 2 else kept
