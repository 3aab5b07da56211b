"""What holds for all blocks of a message or view together."""

from __future__ import annotations

from collections import Counter
from typing import Any

from handlers.workspace.blockkit import numbers as most
from handlers.workspace.blockkit.ids import INTERACTIVE
from handlers.workspace.blockkit.shapes import Findings

_AT_MOST: dict[str, int] = {
    "table": most.TABLES_A_MESSAGE,
    "data_visualization": most.CHARTS_A_MESSAGE,
}


def ids_hold_together(blocks: list[Any], pointer: str, out: Findings) -> None:
    """block_ids are unique, and action_ids are unique within a block."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id:
            if block_id in seen:
                out.say(f"{pointer}/{index}/block_id", f"block_id already exists: {block_id}")
            seen.add(block_id)
        elements = block.get("elements")
        kind = str(block.get("type"))
        if kind not in {"actions", "context_actions"} or not isinstance(elements, list):
            continue
        named = Counter(
            str(element.get("action_id") or "")
            for element in elements
            if isinstance(element, dict) and str(element.get("type")) in INTERACTIVE
        )
        for action_id, count in named.items():
            if action_id and count > 1:
                out.say(f"{pointer}/{index}/elements", f"action_id already exists: {action_id}")


def kinds_hold_together(blocks: list[Any], pointer: str, out: Findings) -> None:
    """So many of a kind in one message, and so much markdown in all."""
    kinds = Counter(str(block.get("type")) for block in blocks)
    for kind, limit in _AT_MOST.items():
        if kinds[kind] > limit:
            out.say(pointer, f"only {limit} {kind} block{'s' if limit > 1 else ''} allowed")
    written = sum(
        len(block["text"])
        for block in blocks
        if block.get("type") == "markdown" and isinstance(block.get("text"), str)
    )
    if kinds["markdown"] > 1 and written > most.MARKDOWN_TEXT:
        out.say(pointer, f"markdown blocks must be less than {most.MARKDOWN_TEXT + 1} characters")
