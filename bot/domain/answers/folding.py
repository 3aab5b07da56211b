"""A text as phrases are compared with it: folded words, a mention as `§4§`.

A phrase is plain words. `(a|b)` is one of several, `word*` any ending, `~` up to two adverbs, `…` up to
eight other words, none of them a "not". Mentions stand in a text as `MARK number MARK`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.domain.answers import doubts

MARK = "\ue000"
"""Stands before and behind the number of a mention in a marked text."""

MENTION = re.compile(r"§(\d+)§")
_TOKEN = re.compile(rf"{MARK}\d+{MARK}|\d+|[^\W\d_][\w'-]*|[,;:–—…!?.|\t]")
_BOX = re.compile(r"\[\s*[xX✓✔]?\s*\]|\(\s*[xX✓✔]?\s*\)|~~|[☐☑☒□■▢⬜⬛✗✘✖❌❎⛔🚫]")
"""A box of a form, ticked or not, and a cross: which of its choices is meant is not clear."""
_GAP = 8


def fold(text: str) -> str:
    """A text's words as phrases are compared with: one blank between them, a mention as `§4§`, a box as `?`."""
    plain = unicodedata.normalize("NFKC", _BOX.sub(" ? ", text)).casefold()
    plain = plain.replace("’", "'").replace("ʼ", "'").replace("‘", "'")
    return " ".join(_TOKEN.findall(plain)).replace(MARK, "§")


def one_of(words: Iterable[str]) -> str:
    """Words as alternatives of a regular expression."""
    return "|".join(re.escape(fold(word)) for word in words)


def words_of(*texts: str) -> frozenset[str]:
    """The folded words of texts."""
    return frozenset(word for text in texts for word in fold(text).split())


_NOT = one_of(doubts.NEGATIONS.split())
_ADVERB = one_of(doubts.ADVERBS.split())
_ANY_ADVERBS = rf"(?: (?:{_ADVERB})(?!\S)){{0,2}} "
_ANY_WORDS = rf"(?: (?!(?:{_NOT})(?!\S))\S+){{0,{_GAP}}}? "
_SIGNS = {"(": "(?:", ")": ")", "|": "|", "*": r"\S*", " ": " "}


def pattern(phrase: str) -> str:
    """A phrase as a regular expression over folded words. Raises ValueError where brackets differ."""
    plain = " ".join(unicodedata.normalize("NFC", phrase).casefold().replace("’", "'").split())
    if plain.count("(") != plain.count(")") or ")" in plain.partition("(")[0]:
        raise ValueError(phrase)
    made = "".join(
        _SIGNS[char] if char in _SIGNS else char if char in "~…§" else re.escape(char)
        for char in plain
    )
    made = made.replace(" ~ ", _ANY_ADVERBS).replace(" … ", _ANY_WORDS).replace("§n", r"\d+")
    return rf"(?<!\S)(?:{made})(?!\S)"


def any_of(told: Iterable[str]) -> re.Pattern[str]:
    """Where any of these phrases stands in folded words."""
    return re.compile("|".join(pattern(phrase) for phrase in told) or r"(?!)")
