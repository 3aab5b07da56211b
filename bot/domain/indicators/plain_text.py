"""Typed text → the same in plain characters: digits of all scripts, dashes, spaces, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー"), "-")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[_*·•‧∙~|]{1,2}(?=\d)")
_NOT_SEEN = {ord("\ufe0f"), ord("\ufe0e"), ord("\u20e3")}
"""What makes a digit an emoji."""


def plain_text(text: str) -> str:
    """The text as an indicator is looked for in it. Doing it twice changes nothing.

    Kept are letters, with their case; the digits of every script become ASCII, every space a space,
    every dash a hyphen, and marks of direction, joiners and other invisible characters go.
    """
    if text.isascii():
        plain = text
    else:
        folded = unicodedata.normalize("NFKC", text.translate(_DASHES))
        plain = "".join(map(_plain, folded)).translate(_DASHES)
        plain = unicodedata.normalize("NFKC", plain)
    return _BETWEEN_DIGITS.sub("-", plain)


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if ord(character) in _NOT_SEEN:
        return ""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("Cf", "Cs", "Cn", "Co"):
        return ""
    if category == "Zs":
        return " "
    return character
