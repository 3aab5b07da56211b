"""An address and the note round it, each without the marks that belong to the other.

In a note a mark goes with its partner: both stay, or both go.
"""

import re
import unicodedata

_PAIRS = {")": "(", "]": "[", "}": "{"}
_OPENS = {opening: closing for closing, opening in _PAIRS.items()}
_BEHIND = ".,;:!?'|"
_LEFT_BY_HTML = re.compile(r"&(?:quot|apos|nbsp|#0?3[49]|#x2[27]);?\Z", re.IGNORECASE)
LONGEST_BY_HTML = 6
_STYLES = "*_~"
_ARROWS = "→⇒⟶➔➜➡►▶"
PLACE = "\x00"
"""Where an address stood."""
_DEEP = 5
_ROUND_A_PLACE = re.compile(rf"""[(\[{{<"“„«][\s\-–—,;]*{PLACE}[\s\-–—,;{PLACE}]*[)\]}}>"”“»]""")
_BEFORE = re.compile(r"[ \-–—:;,|•*=>]*")
_AFTER = re.compile(r"(?<![ \-–—:;,|•*=])[ \-–—:;,|•*=]*\Z")
_OPENING = re.compile(r"([*|=])\1{0,7}\Z")
_CLOSING = re.compile(r"([*|=])\1{0,7}")
_EMOJI_OPENS = re.compile(r":[\w+'-]+:")
_EMOJI_CLOSES = re.compile(r":[\w+'-]+:\Z")
_BRACKETS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«"}
_EMOJI_OF_MARKS = "‼⁉〰"


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
        elif last not in _BEHIND and (
            last.isascii()
            or (unicodedata.category(last)[0] != "P" and last not in _ARROWS)
            or last == "…"
        ):
            break
        end -= 1
    return text[:end]


def tidy(text: str) -> str:
    """The note in a text whose addresses are `PLACE`; empty where nothing is said."""
    for _ in range(_DEEP):
        if (without := _ROUND_A_PLACE.sub(PLACE, text)) == text:
            break
        text = without
    lines = (_tidy_line(" ".join(line.replace(PLACE, " ").split())) for line in text.split("\n"))
    note = "\n".join(line for line in lines if line)
    return note if any(_says(character) for character in note) else ""


def _says(character: str) -> bool:
    """Whether it says something by itself: letters, digits, pictures."""
    return (
        character.isalnum()
        or unicodedata.category(character) == "So"
        or character in _EMOJI_OF_MARKS
    )


def _tidy_line(line: str) -> str:
    before = _BEFORE.match(line)
    assert before is not None
    body = line[before.end() :]
    after = _AFTER.search(body)
    assert after is not None
    body, tail = body[: after.start()], after[0]
    if "<" not in line:
        body = body.rstrip(" -–—:;,|•*=>")
    head, tail = _kept_before(before[0], body, tail), _kept_after(before[0], body, tail)
    return _without_half_a_pair(head + body + tail)


def _kept_before(head: str, body: str, tail: str) -> str:
    """The mark that opens what stands first in the note, where it is closed."""
    if head.endswith(":") and _EMOJI_OPENS.match(f":{body}{tail}"):
        return ":"
    opening = _OPENING.search(head.rstrip(" "))
    if opening is None:
        return ""
    closed = re.search(rf"\S{re.escape(opening[0])}(?!\w)", body + tail)
    # With a space between, an address stood after the mark, or it is a list's.
    whole = not head.endswith(" ") or (body + tail).count(opening[1]) % 2 == 1
    return opening[0] if closed and whole else ""


def _kept_after(head: str, body: str, tail: str) -> str:
    """The mark that closes what stands last, where it was opened."""
    if tail.startswith(":") and _EMOJI_CLOSES.search(f"{head[-1:]}{body}:"):
        return ":"
    closing = _CLOSING.match(tail)
    if closing is None:
        return ""
    opened = re.search(rf"(?<!\w){re.escape(closing[0])}\S", head + body)
    return closing[0] if opened else ""


def _without_half_a_pair(line: str) -> str:
    """Without a bracket at the end whose partner stood before an address."""
    if line[-1:] not in _BRACKETS and line[-1:] != " ":
        return line
    surplus = {last: line.count(last) - line.count(_BRACKETS[last]) for last in _BRACKETS}
    end = len(line)
    while end and (line[end - 1] == " " or surplus.get(line[end - 1], 0) > 0):
        if line[end - 1] != " ":
            surplus[line[end - 1]] -= 1
        end -= 1
    return line[:end]
