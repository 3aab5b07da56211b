"""What a person typed → the rich_text block that Slack's composer makes of it.

Understood as Slack's "format messages with markup": `*bold*`, `_italic_`, `~strike~`, `code`,
```blocks```, `>` quotations, bullets and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from typing import TypeAlias

from handlers.workspace.state.model import JSON, Blocks

Token: TypeAlias = Callable[[str], list[JSON]]
"""Text without styles → elements: what is a link, a person or a channel in it."""

_FENCE = re.compile(r"```\n?(.+?)\n?```\n?", re.DOTALL)
_STYLED = re.compile(
    r"(?P<url>https?://\S+)"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
)
_LINES = (
    ("quote", re.compile(r"> ?")),
    ("bullet", re.compile(r"[•*-] +")),
    ("ordered", re.compile(r"[0-9]{1,3}[.)] +")),
)


def as_rich_text(text: str, token: Token) -> Blocks:
    """One rich_text block; `token` makes elements of what is not styled."""
    elements: list[JSON] = []
    at = 0
    for fence in _FENCE.finditer(text):
        elements += _paragraphs(text[at : fence.start()].removesuffix("\n"), token)
        code = {"type": "text", "text": fence[1]}
        elements.append({"type": "rich_text_preformatted", "elements": [code]})
        at = fence.end()
    elements += _paragraphs(text[at:], token)
    return [{"type": "rich_text", "elements": elements}]


def _paragraphs(text: str, token: Token) -> list[JSON]:
    if not text:
        return []
    parts: list[JSON] = []
    for kind, lines in groupby((_line(line) for line in text.split("\n")), lambda one: one[0]):
        bodies = [body for _, body in lines]
        if kind in ("bullet", "ordered"):
            items = [_section(body, token) for body in bodies]
            parts.append({"type": "rich_text_list", "style": kind, "elements": items})
        elif kind == "quote":
            quoted = _section("\n".join(bodies), token)
            parts.append({**quoted, "type": "rich_text_quote"})
        else:
            parts.append(_section("\n".join(bodies), token))
    return parts


def _line(line: str) -> tuple[str, str]:
    for kind, mark in _LINES:
        if found := mark.match(line):
            return kind, line[found.end() :]
    return "text", line


def _section(text: str, token: Token) -> JSON:
    return {"type": "rich_text_section", "elements": _inline(text, token)}


def _inline(text: str, token: Token) -> list[JSON]:
    elements: list[JSON] = []
    at = 0
    for found in _STYLED.finditer(text):
        style = found.lastgroup or ""
        if style == "url":  # `token` finds it; here it only hides the marks in it
            continue
        elements += token(text[at : found.start()])
        if style == "code":
            elements.append({"type": "text", "text": found[style], "style": {style: True}})
        else:
            elements += [
                {**one, "style": {**one.get("style", {}), style: True}}
                for one in _inline(found[style], token)
            ]
        at = found.end()
    return elements + token(text[at:])
