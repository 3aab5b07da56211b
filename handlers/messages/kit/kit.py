"""Block Kit's parts as small pure functions, and the rules that keep a message whole.

Nothing that people typed can ping, link or break a message (safety rules 1 and 2): `escape` what
goes into mrkdwn, or use `plain`; a flagged address is only ever shown through `address`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson

from bot.domain.lifecycle.referral import Referral, SeenVersion
from bot.domain.pages.defang import defang, defang_all, refang
from bot.sentences import labels

Block: TypeAlias = dict[str, Any]

SECTION_LENGTH = 3000
FIELD_LENGTH = 2000
VIEW_BLOCKS = 100


@dataclass(frozen=True, slots=True)
class Post:
    """One message: `text` is whole by itself, for notifications and screen readers."""

    text: str
    blocks: list[Block] = field(default_factory=list)

    def payload(self) -> dict[str, Any]:
        """As Slack takes it, with unfurling off."""
        body: dict[str, Any] = {"text": self.text, "unfurl_links": False, "unfurl_media": False}
        if self.blocks:
            body["blocks"] = fitted(self.blocks)
        return body


@dataclass(frozen=True, slots=True)
class Press:
    """What a button or menu item of ours carries: which referral, and as what it was seen.

    `uid` identifies the referral: its number may be another page's in another database. `choice`
    is what was chosen, where the action id alone does not say it. What is of no one referral (a list,
    a period) carries the newest one (`handlers.messages.kit.origin`).
    """

    number: int
    uid: str
    seen: SeenVersion
    choice: str = ""

    @classmethod
    def of(cls, referral: Referral, choice: str = "") -> Press:
        """Of a referral as it stands."""
        return cls(referral.number, referral.uid, SeenVersion.of(referral), choice)

    @property
    def value(self) -> str:
        """For a button's or a menu item's `value`. Raises ValueError for what no database holds."""
        if not self.uid:
            raise ValueError(
                f"R-{self.number} comes from no database: nothing can be pressed on it"
            )
        return f"{self.choice}:{self.number}:{self.uid}:{self.seen}".lstrip(":")

    def option(self, choice: str) -> str:
        """The value of an item of a menu."""
        return Press(self.number, self.uid, self.seen, choice).value

    @classmethod
    def parse(cls, value: str) -> Press:
        """The reverse. Raises ValueError for anything that `value` did not make."""
        if (made := _PRESS.fullmatch(value)) is None:
            raise ValueError("this is not what a button of ours carries")
        seen = SeenVersion.parse(made["seen"])
        return cls(int(made["number"]), made["uid"], seen, made["choice"] or "")


_PRESS = re.compile(
    r"(?:(?P<choice>.+):)?(?P<number>\d{1,18}):(?P<uid>[0-9a-f]{20}):(?P<seen>[^:]+)",
    re.ASCII | re.DOTALL,
)


def escape(text: str) -> str:
    """Text for mrkdwn: Slack's three characters, and nothing can mention or link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, length: int) -> str:
    """At most `length` characters, the last of them an ellipsis where something was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def typed(text: str, length: int = 300) -> str:
    """What people typed, on one line of mrkdwn: cut, escaped, its addresses defanged."""
    flat = " ".join(text.split())
    for mark in "*_~`":
        flat = flat.replace(mark, mark + "\u200b")
    return escape(defang_all(cut(flat, length)))


def address(url: str) -> str:
    """A flagged address for mrkdwn: defanged, in a code span, so that no client links it."""
    return f"`{escape(cut(defang(refang(url)), 200)).replace('`', '%60')}`"


def plain(text: str, length: int = 75) -> Block:
    """A plain_text object."""
    return {"type": "plain_text", "text": cut(text, length) or " ", "emoji": False}


def mrkdwn(text: str, length: int = SECTION_LENGTH) -> Block:
    """A mrkdwn object; `text` is escaped already."""
    return {"type": "mrkdwn", "text": cut(text, length) or " "}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph of mrkdwn."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | {"accessory": accessory} if accessory else block


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Up to ten label and value pairs, in two columns; values are escaped already."""
    return {
        "type": "section",
        "fields": [mrkdwn(f"*{label}*\n{value}", FIELD_LENGTH) for label, value in pairs[:10]],
    }


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, 150)}


def context(*texts: str) -> Block:
    """Small grey lines; escaped already."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def quote(text: str) -> Block:
    """Text as it is, of any length, as a quotation; nothing in it can format, mention or link."""
    element = {"type": "text", "text": text or " "}
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [element]}],
    }


def marked(text: str, blocks: Sequence[Block], *, demo: bool) -> Post:
    """A message; it says so, in its text and under its blocks, if the database has demo data."""
    if not demo:
        return Post(text, list(blocks))
    below = [context(labels.DEMO_DATA)] if blocks else []
    return Post(labels.with_demo(text), [*blocks, *below])


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(elements: Iterable[Block], block_id: str | None = None) -> Block:
    """A row of buttons and menus."""
    block: Block = {"type": "actions", "elements": list(elements)[:25]}
    return block | {"block_id": block_id} if block_id else block


def button(label: str, action_id: str, value: str, style: str | None = None) -> Block:
    """A button."""
    block: Block = {
        "type": "button",
        "text": plain(label),
        "action_id": action_id,
        "value": value,
    }
    return block | {"style": style} if style else block


def option(label: str, value: str, description: str | None = None) -> Block:
    """One choice of a menu."""
    block: Block = {"text": plain(label), "value": value}
    return block | {"description": plain(description)} if description else block


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """The `…` menu; Slack allows five items."""
    return {"type": "overflow", "action_id": action_id, "options": list(options[:5])}


def select(
    action_id: str, placeholder: str, options: Sequence[Block], chosen: str | None = None
) -> Block:
    """A menu of up to 100 choices, with the chosen value selected."""
    block: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": list(options[:100]),
    }
    initial = next((one for one in options[:100] if one["value"] == chosen), None)
    return block | {"initial_option": initial} if initial else block


def labelled(
    label: str,
    name: str,
    element: Block,
    *,
    optional: bool = False,
    hint: str | None = None,
) -> Block:
    """A form's field: `name` is its block_id and action_id, and the answer's name."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": {**element, "action_id": name},
        "optional": optional,
    }
    return block | {"hint": plain(hint, 2000)} if hint else block


@dataclass(frozen=True, slots=True)
class Reply:
    """What one person is told in private.

    `title` is that of the modal in which it is shown where the click came from one or from Home;
    `replace` puts it where the private answer with the pressed button stood. `plain` says the same
    to a Slack that refuses one of its blocks.
    """

    post: Post
    title: str = ""
    replace: bool = False
    plain: Post | None = None

    def payload(self) -> dict[str, Any]:
        """As Slack takes it for one person alone."""
        return {"response_type": "ephemeral", **self.post.payload()}

    def to_json(self) -> str:
        """For when the same request comes again; what `plain` says is not kept."""
        kept = [self.post.text, self.post.blocks, self.title, self.replace]
        return orjson.dumps(kept).decode()

    @classmethod
    def from_json(cls, text: str) -> Reply:
        """The other way."""
        said, blocks, title, replace = orjson.loads(text)
        return cls(Post(said, blocks), title, replace)


LARGEST = 12_000
"""Characters of all blocks of one message. Slack refuses more (`msg_blocks_too_long`) and documents nothing: it
is the texts "with a buffer for block containers" (slackapi/bolt-js#2509, #2867)."""
_CONTAINER = 25
_SHORTEST = 300
"""Texts up to here are not shortened: whole blocks go instead."""


def size(blocks: Any) -> int:
    """How long blocks are together: all their texts, and something for each object round them."""
    total, within = 0, [blocks]
    for one in within:
        if isinstance(one, dict):
            text = one.get("text")
            total += len(text) if isinstance(text, str) else 0
            total += _CONTAINER if "type" in one else 0
            within += one.values()
        elif isinstance(one, list):
            within += one
    return total


def fitted(blocks: list[Block]) -> list[Block]:
    """The blocks as they are or, if they are too long together, cut: the longest texts first.

    Where that is not enough, blocks at the end go, but not a last row of buttons.
    """
    over = size(blocks) - LARGEST
    if over < 0:
        return blocks
    blocks = deepcopy(blocks)
    while over >= 0:
        longest = max(_texts(blocks), key=lambda one: len(one["text"]), default={"text": ""})
        length = len(longest["text"])
        if length <= _SHORTEST:
            return _fewer(blocks)
        longest["text"] = _shorter(
            longest["text"], max(_SHORTEST, length * 3 // 4, length - over - 2)
        )
        over = size(blocks) - LARGEST
    return blocks


def _fewer(blocks: list[Block]) -> list[Block]:
    ends = blocks[-1:] if blocks[-1]["type"] == "actions" and len(blocks) > 1 else []
    kept = blocks[: len(blocks) - len(ends)]
    before = len(kept)
    while len(kept) > 1 and size([*kept, *ends]) > LARGEST - 200:
        kept.pop()
    return [*kept, context(labels.and_more(before - len(kept))), *ends]


def _texts(value: Any) -> Iterator[Block]:
    """The objects below with a text that may be shortened: not those of buttons and menus."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict) and value.get("type") not in ("actions", "button", "header"):
        if isinstance(value.get("text"), str):
            yield value
        for one in value.values():
            yield from _texts(one)


def _shorter(text: str, length: int) -> str:
    """Cut without leaving a code span open, in which an address might stand."""
    kept = cut(text, length - 1)
    return kept + "`" if kept.count("`") % 2 else kept
