"""What a person types becomes the block that Slack's composer makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.workspace.app_requests.typed_text import as_message
from handlers.workspace.blockkit.limits import problems_in_blocks
from handlers.workspace.state.workspace import Workspace

WORKSPACE = Workspace()
KNOWN = (list(WORKSPACE.users.values()), list(WORKSPACE.channels.values()))


def typed(text: str) -> list[dict[str, Any]]:
    (block,) = as_message(text, *KNOWN)[1]
    parts: list[dict[str, Any]] = block["elements"]
    return parts


def said(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", [said("plain")]),
        ("*b*", [said("b", bold=True)]),
        ("_i_ ~s~", [said("i", italic=True), said(" "), said("s", strike=True)]),
        ("*b _both_*", [said("b ", bold=True), said("both", italic=True, bold=True)]),
        ("`*code*`", [said("*code*", code=True)]),
        ("2*3*4 a_b_c * no *", [said("2*3*4 a_b_c * no *")]),
        ("https://a.example/_x_", [{"type": "link", "url": "https://a.example/_x_"}]),
        ("@lead", [{"type": "user", "user_id": "U0LEAD"}]),
        ("*@lead*", [{"type": "user", "user_id": "U0LEAD", "style": {"bold": True}}]),
        ("#general", [{"type": "channel", "channel_id": "C0GENERAL"}]),
        ("<b>&", [said("<b>&")]),
    ],
)
def test_styles_in_a_line(text: str, expected: list[dict[str, Any]]) -> None:
    assert typed(text) == [{"type": "rich_text_section", "elements": expected}]


def test_lines_make_quotations_lists_and_code() -> None:
    parts = typed("say\n> one\n> two\n• a\n• b\n1. c\n```\nx = *1*\n```\nend")
    assert [(part["type"], part.get("style")) for part in parts] == [
        ("rich_text_section", None),
        ("rich_text_quote", None),
        ("rich_text_list", "bullet"),
        ("rich_text_list", "ordered"),
        ("rich_text_preformatted", None),
        ("rich_text_section", None),
    ]
    assert parts[1]["elements"] == [said("one\ntwo")]
    assert parts[4]["elements"] == [said("x = *1*")]


def test_the_text_beside_the_block_keeps_what_was_typed() -> None:
    text, _ = as_message("*see* https://a.example/x @lead <b>", *KNOWN)
    assert text == "*see* <https://a.example/x> <@U0LEAD> &lt;b&gt;"


@given(st.text(alphabet="*_~`> \n•-1.a@#:/h", min_size=1, max_size=60))
def test_whatever_is_typed_is_a_block_that_slack_takes(text: str) -> None:
    assert problems_in_blocks(as_message(text, *KNOWN)[1], "message") == []
