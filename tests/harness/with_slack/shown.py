"""What a person sees: messages and forms as labels and words, not as ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]


def texts_in(part: Any) -> Iterator[str]:
    """Every text in blocks, in order; what only machines read is left out."""
    if isinstance(part, list):
        for one in part:
            yield from texts_in(one)
    elif isinstance(part, Mapping):
        for name, value in part.items():
            if name in ("text", "initial_value") and isinstance(value, str):
                yield value
            elif isinstance(value, list | dict) and name not in ("metadata", "confirm"):
                yield from texts_in(value)


@dataclass(frozen=True)
class Control:
    """A button, a menu or a field: its label and where it stands."""

    label: str
    block_id: str
    element: JSON

    @property
    def action_id(self) -> str:
        """As the payload names it."""
        return str(self.element.get("action_id", ""))

    @property
    def options(self) -> dict[str, str]:
        """Label to value of what can be chosen."""
        return {one["text"]["text"]: one["value"] for one in self.element.get("options", [])}

    @property
    def chosen(self) -> str | None:
        """The label of what is chosen from the start."""
        option = self.element.get("initial_option")
        return option["text"]["text"] if option else None


def controls_in(blocks: list[JSON]) -> Iterator[Control]:
    """Every control, in order. A menu's label is its placeholder, an overflow's is "More"."""
    for block in blocks:
        if block["type"] == "input":
            yield Control(block["label"]["text"], block["block_id"], block["element"])
            continue
        elements = list(block.get("elements", []))
        if block.get("accessory"):
            elements.append(block["accessory"])
        for element in elements:
            if not isinstance(element, dict):
                continue
            if element.get("type") == "button":
                yield Control(element["text"]["text"], block["block_id"], element)
            elif element.get("type") == "overflow":
                yield Control("More", block["block_id"], element)
            elif element.get("placeholder"):
                yield Control(element["placeholder"]["text"], block["block_id"], element)


class Shown:
    """A message or a form, as somebody sees it."""

    def __init__(self, body: JSON, channel: str = "") -> None:
        self.body = body
        self.channel = channel

    def __repr__(self) -> str:
        return f"Shown({self.text!r})"

    @property
    def blocks(self) -> list[JSON]:
        """Block Kit."""
        return list(self.body.get("blocks") or [])

    @property
    def ts(self) -> str:
        """Its time, which names it."""
        return str(self.body.get("ts", ""))

    @property
    def private(self) -> bool:
        """Whether one person alone sees it."""
        return bool(self.body.get("ephemeral"))

    @property
    def title(self) -> str:
        """A form's."""
        return str((self.body.get("title") or {}).get("text", ""))

    @property
    def text(self) -> str:
        """All of its words: of the blocks, or of the text where there are none."""
        return "\n".join(texts_in(self.blocks)) or str(self.body.get("text", ""))

    @property
    def fallback(self) -> str:
        """The top-level text, for notifications."""
        return str(self.body.get("text", ""))

    def shows(self, *words: str) -> bool:
        """Whether all of these stand in it."""
        return all(word in self.text for word in words)

    @property
    def labels(self) -> list[str]:
        """Of its buttons, menus and fields, in order."""
        return [one.label for one in controls_in(self.blocks)]

    @property
    def menu(self) -> list[str]:
        """The items of its first More."""
        return list(self.control("More").options)

    def control(self, label: str, near: str = "") -> Control:
        """The control with this label; `near` names the text it stands with or below."""
        seen = not near
        for block in self.blocks:
            seen = seen or near in "\n".join(texts_in(block))
            if seen:
                for one in controls_in([block]):
                    if one.label == label:
                        return one
        raise AssertionError(f"there is no {label!r} among {self.labels} in {self.text!r}")
