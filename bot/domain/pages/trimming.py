"""An address without what hangs on to it in running text, and alive again where it was defanged."""

import re
import unicodedata

from bot.domain.pages.defang import refang

_BEFORE_PATH = re.compile(r"[^/]*(?:/{1,2}[^/]*)?")
# `example[.com`, `example.]com`; and `[.]` in a path, which no address has unencoded.
_HALF_BRACKET = re.compile(r"(?<=\w)(?:[\[({]\.(?=\w)|(?<![\[({])\.[\])}](?=\w))")
_MAY_BE_DEAD = re.compile(r"[\[({\])}\\]|\Ah(?:x|tx|\*|_)", re.IGNORECASE)
_ESCAPED_DOT = re.compile(r"(?<=\w)\\\.(?=\w)")
_DEAD_DOT = re.compile(r"(?<=\w)\[(?:\.|dot)\](?=\w)", re.IGNORECASE)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_OPENS = {opening: closing for closing, opening in _PAIRS.items()}
_CLOSING = ".,;:!?'|"
_LEFT_BY_HTML = re.compile(r"&(?:quot|apos|nbsp|#0?3[49]|#x2[27]);?\Z", re.IGNORECASE)
LONGEST_BY_HTML = 6
_STYLES = "*_~"
_ARROWS = "→⇒⟶➔➜➡►▶"


def without_html(text: str) -> str:
    """Without the quotes and blanks at the end that HTML wrote as `&quot;`."""
    end = len(text)
    while found := _LEFT_BY_HTML.search(text, max(end - LONGEST_BY_HTML, 0), end):
        end = found.start()
    return text[:end]


def trimmed(text: str, before: str) -> str:
    """Without the marks behind an address that belong to the sentence, and without brackets and
    stars that were opened before it."""
    end = len(text)
    if not text or text[-1].isalnum() or text[-1] == "/":
        return text
    surplus: dict[str, int] = {}
    while end:
        last = text[end - 1]
        if not surplus and (last in _PAIRS or last in _OPENS):
            surplus = {
                mark: text.count(mark, 0, end) - text.count(_PAIRS[mark], 0, end) for mark in _PAIRS
            }
        if last in _PAIRS:
            if surplus[last] <= 0:
                break
            surplus[last] -= 1
        elif last in _OPENS:
            surplus[_OPENS[last]] += 1
        elif last in _STYLES:
            if last not in before:
                break
        elif last not in _CLOSING and (
            last.isascii()
            or (unicodedata.category(last)[0] != "P" and last not in _ARROWS)
            or last == "…"
        ):
            break
        end -= 1
    return text[:end]


def revived(text: str) -> str:
    """The address behind a defanged one. Brackets in the path of an address that is not defanged
    at its beginning are part of it."""
    if not _MAY_BE_DEAD.search(text):
        return text
    head = _BEFORE_PATH.match(text)
    for odd in (_HALF_BRACKET, _ESCAPED_DOT):
        if head and odd.search(head[0]):
            text = odd.sub(".", head[0]) + text[head.end() :]
            head = _BEFORE_PATH.match(text)
    if head and refang(head[0]) != head[0]:
        return refang(text)
    return _DEAD_DOT.sub(".", text)
