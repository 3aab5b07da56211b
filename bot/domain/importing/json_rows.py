"""JSON as a stream: a list of objects, or an object with such a list in `referrals`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from bot.domain.errors import BadAnswer
from bot.sentences import importing as sentences

_PIECE = 65_536
_LONGEST = 4 * 1024 * 1024
"""Characters of one value; a referral has some hundred."""
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of the list, numbered from 1; or, with 0, a member of the object round it."""

    entry: int
    name: str
    value: Any


def members(text: TextIO) -> Iterator[Member]:
    """All of them, in order. Raises BadAnswer where it is no such JSON."""
    reader = _Reader(text)
    opening = reader.mark()
    if opening == "[":
        yield from _entries(reader)
    elif opening == "{":
        yield from _object(reader)
    else:
        raise reader.wrong(sentences.LIST_OR_OBJECT)
    if reader.mark(end_allowed=True):
        raise reader.wrong(sentences.THE_END)


def line_members(text: TextIO) -> Iterator[Member]:
    """JSON Lines: an object on each line. Raises BadAnswer for any other line."""
    for number, line in enumerate(text, 1):
        if not line.strip(" \t\r\n\ufeff"):
            continue
        value = object_on(line)
        if value is None:
            raise BadAnswer(sentences.broken_json_line(number))
        yield Member(number, "", value)


def object_on(line: str) -> dict[str, Any] | None:
    """The object that is this whole line, if it is one."""
    try:
        value = json.loads(line.strip("\ufeff \t\r\n"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _object(reader: _Reader) -> Iterator[Member]:
    mark = reader.mark()
    while mark != "}":
        if mark != '"':
            raise reader.wrong(sentences.QUOTED_NAME)
        reader.back()
        name = str(reader.value())
        if reader.mark() != ":":
            raise reader.wrong(sentences.COLON)
        opening = reader.mark()
        if name == "referrals" and opening == "[":
            yield from _entries(reader)
        else:
            reader.back()
            yield Member(0, name, reader.value())
        mark = reader.mark()
        if mark == ",":
            mark = reader.mark()
        elif mark != "}":
            raise reader.wrong(sentences.COMMA)


def _entries(reader: _Reader) -> Iterator[Member]:
    number = 0
    mark = reader.mark()
    while mark != "]":
        reader.back()
        number += 1
        value = reader.value()
        if not isinstance(value, dict):
            raise BadAnswer(sentences.entry_is_no_object(number))
        yield Member(number, "", value)
        mark = reader.mark()
        if mark == ",":
            mark = reader.mark()
        elif mark != "]":
            raise reader.wrong(sentences.COMMA)


def named_cells(member: Member) -> dict[str, str]:
    """An entry as texts; what is null is left empty."""
    return {
        str(name): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in member.value.items()
        if value is not None
    }


class _Reader:
    """A window on the text that holds one value at a time."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._window = ""
        self._at = 0
        self._before = 0
        self._ended = False

    def mark(self, *, end_allowed: bool = False) -> str:
        """The next character that is no space, taken; empty at the end where that is allowed."""
        while True:
            while self._at < len(self._window) and self._window[self._at] in " \t\r\n\ufeff":
                self._at += 1
            if self._at < len(self._window):
                self._at += 1
                return self._window[self._at - 1]
            if not self._more():
                if end_allowed:
                    return ""
                raise self.wrong(sentences.MORE)

    def back(self) -> None:
        """Put the last character back."""
        self._at -= 1

    def value(self) -> Any:
        """The value that begins here, whole."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._window, self._at)
                # A number at the window's end may go on.
                if end < len(self._window) or self._ended:
                    self._at = end
                    return value
            except (ValueError, RecursionError):
                if self._ended or len(self._window) - self._at > _LONGEST:
                    raise self.wrong(sentences.VALUE) from None
            self._more()

    def wrong(self, wanted: str) -> BadAnswer:
        """What is said of JSON that does not go on as it has to."""
        return BadAnswer(sentences.broken_json(self._before + self._at, wanted))

    def _more(self) -> bool:
        piece = self._text.read(_PIECE)
        self._before += self._at
        self._window = self._window[self._at :] + piece
        self._at = 0
        self._ended = not piece
        return bool(piece)
