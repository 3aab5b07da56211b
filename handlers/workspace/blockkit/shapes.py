"""Small pieces that a description of Block Kit is put together from.

A *check* takes a value and its JSON pointer and writes what is wrong into the `Findings`. The
sentences are Slack's own, as they come in `response_metadata.messages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from handlers.workspace.blockkit.numbers import TEXT, URL


@dataclass
class Findings:
    """What is wrong so far, and what the surface allows."""

    surface: str
    unsupported: frozenset[str] = frozenset()
    problems: list[str] = field(default_factory=list)

    def say(self, pointer: str, sentence: str) -> None:
        self.problems.append(f"[ERROR] {sentence} [json-pointer:{pointer}]")


Check = Callable[[Any, str, Findings], None]


def string(most: int, least: int = 0) -> Check:
    def check(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, str):
            out.say(at, "must be a string")
        elif len(value) > most:
            out.say(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            out.say(at, f"must be more than {least - 1} characters")

    return check


def boolean(value: Any, at: str, out: Findings) -> None:
    if not isinstance(value, bool):
        out.say(at, "must be a boolean")


def integer(least: int | None = None, most: int | None = None) -> Check:
    def check(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            out.say(at, "must be an integer")
        elif least is not None and value < least:
            out.say(at, f"must be greater than or equal to {least}")
        elif most is not None and value > most:
            out.say(at, f"must be less than or equal to {most}")

    return check


def number(value: Any, at: str, out: Findings) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        out.say(at, "must be a number")
    elif value != value or value in (float("inf"), float("-inf")):
        out.say(at, "must be a finite number")


def one_of(*allowed: str) -> Check:
    def check(value: Any, at: str, out: Findings) -> None:
        if value not in allowed:
            out.say(at, f"must be a valid enum value: {', '.join(allowed)}")

    return check


def anything(value: Any, at: str, out: Findings) -> None:
    """No demand."""


def web_url(value: Any, at: str, out: Findings) -> None:
    if not isinstance(value, str) or not value:
        out.say(at, "must be a valid URL")
        return
    if len(value) > URL:
        out.say(at, f"must be less than {URL + 1} characters")
        return
    try:
        parts = urlsplit(value)
    except ValueError:
        out.say(at, "must be a valid URL")
        return
    if not parts.scheme or (parts.scheme in {"http", "https"} and not parts.netloc):
        out.say(at, "must be a valid URL")


def list_of(check: Check, most: int | None = None, least: int = 1) -> Check:
    def check_list(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, list):
            out.say(at, "must be an array")
            return
        if len(value) < least:
            out.say(
                at, f"no fewer than {least} items allowed" if least > 1 else "must not be empty"
            )
        if most is not None and len(value) > most:
            out.say(at, f"no more than {most} items allowed")
            return
        for index, item in enumerate(value):
            check(item, f"{at}/{index}", out)

    return check_list


def shape(
    required: dict[str, Check] | None = None,
    optional: dict[str, Check] | None = None,
    *,
    typed: bool = True,
    also: Check | None = None,
) -> Check:
    """An object with these fields and no others; `also` looks at the whole afterwards.

    `typed`: a `type` field is expected, and was checked by whoever chose this shape.
    """
    required, optional = required or {}, optional or {}
    known = {**optional, **required}

    def check(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, dict):
            out.say(at, "must provide an object")
            return
        for name in required:
            if name not in value or value[name] is None:
                out.say(at, f"missing required field: {name}")
        for name, item in value.items():
            if name == "type" and typed:
                continue
            if name not in known:
                out.say(at, f"invalid additional property: {name}")
            elif item is not None:
                known[name](item, f"{at}/{name}", out)
            elif name in optional:
                out.say(f"{at}/{name}", "must not be null")
        if also is not None:
            also(value, at, out)

    return check


def by_type(shapes: dict[str, Check], only: Iterable[str] | None = None) -> Check:
    """An object whose `type` says which shape it must have."""
    allowed = set(only) if only is not None else set(shapes)

    def check(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, dict):
            out.say(at, "must provide an object")
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in shapes or kind not in allowed:
            out.say(f"{at}/type" if "type" in value else at, f"unsupported type: {kind}")
            return
        shapes[kind](value, at, out)

    return check


def _text(kinds: tuple[str, ...], most: int, least: int) -> Check:
    length = string(most, least)

    def check(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, dict):
            out.say(at, "must provide an object")
            return
        kind = value.get("type")
        if kind not in kinds:
            out.say(f"{at}/type" if "type" in value else at, f"must be one of: {', '.join(kinds)}")
            return
        allowed = {"type", "text", "emoji" if kind == "plain_text" else "verbatim"}
        for name in value:
            if name not in allowed:
                out.say(at, f"invalid additional property: {name}")
        for name in ("emoji", "verbatim"):
            if name in allowed and name in value:
                boolean(value[name], f"{at}/{name}", out)
        if "text" not in value:
            out.say(at, "missing required field: text")
        else:
            length(value["text"], f"{at}/text", out)

    return check


def plain(most: int = TEXT, least: int = 1) -> Check:
    """A plain_text object."""
    return _text(("plain_text",), most, least)


def mrkdwn_or_plain(most: int = TEXT) -> Check:
    """A text object of either kind."""
    return _text(("plain_text", "mrkdwn"), most, 1)


def exactly_one(*names: str) -> Check:
    """Of these fields, one and only one must be there."""

    def check(value: Any, at: str, out: Findings) -> None:
        found = [name for name in names if value.get(name) is not None]
        if not found:
            out.say(at, f"missing required field: {names[0]}")
        elif len(found) > 1:
            out.say(at, f"only one of these fields is allowed: {', '.join(names)}")

    return check
