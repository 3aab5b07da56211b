"""Running text, as people paste it and Slack sends it → its words, those that are addresses apart.

Nothing is parsed here: a word that may be an address is cleaned and named, and `page_urls` asks
the parser. Slack's escapes: https://docs.slack.dev/messaging/formatting-message-text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.pages.defang import refang

_LINK = re.compile(r"<([^<>|\s]+)(?:\|([^<>]*))?>")
_BEFORE_LINK = re.compile(r"h(?:tt|xx)ps?(?:\[:\]|:)(?://)?\Z|\[:\]//\Z", re.IGNORECASE)
_AFTER_LINK = re.compile(r"\s?[\[({]\s?(?:\.|dot)\s?[\])}]", re.IGNORECASE)
_SPACED_DOT = re.compile(
    r"(?<=\w)(?:\s+[\[({]\s*(?:\.|dot)\s*[\])}]\s*|\s*[\[({](?:\s+(?:\.|dot)\s*|\s*(?:\.|dot)\s+)[\])}]\s*|[\[({](?:\.|dot)[\])}]\s+)(?=\w)",
    re.IGNORECASE,
)
_SPELT_DOT = re.compile(
    r"(\bhxxps?(?:\[:\]|:)//[\w-]+(?:(?:\.|\[\.\])[\w-]+)*)\s+dot\s+(?=\w)", re.IGNORECASE
)
_WORD = re.compile(r'(\s+)|([^\s<>"`“”„‟«»]+)|[<>"`“”„‟«»]')
_SCHEME = re.compile(
    r"h(?:tt|xx|\*\*|__)p(?:s|\[s\]|\(s\))?(?:\[:\]|\(:\)|:)(?:[/\\]|\[/)"
    r"|h(?:tt|xx|\*\*|__)ps?\[://\]"
    r"|(?<=[,;|])www\.",
    re.IGNORECASE,
)
_HOST_FIRST = re.compile(r"[\w-]+(?:\.[\w-]+)+[/?#:]", re.ASCII)
_NEXT_BARE = re.compile(r"[,;|](?=[\w-]+(?:\.[\w-]+)+(?:[/?:#,;|]|\Z))")

# Joined to nothing that is seen: pasted along with an address. ZWNJ and ZWJ are letters' business
# in Persian and Indic scripts, and stay between such letters.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb]|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_WIDE_DOT = re.compile("(?<=\\w)[\u3002\uff0e\uff61](?=[A-Za-z0-9])")
_HEAD = re.compile(r"(?:[^/]*?:\\?//)?[^/]*")
_BEFORE_PATH = re.compile(r"[^/]*(?:/{1,2}[^/]*)?")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_CLOSING = ".,;:!?'([{"
_STYLES = "*_~"
_LABEL = re.compile(r"(?:url|uri|link|href|src|address|site|page)[:=]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `typed` is what stood there; `address` what may be an address in it, cleaned
    (without invisible characters, brackets, quotes, defanging), and "" in other words. `left` is
    what of the word belongs to the words around it, with the space before it.

    `dead` says that it was typed defanged, `ended` that it reaches the end of the text, and
    `glued` that one address seems to begin inside another.
    """

    typed: str
    address: str = ""
    left: str = ""
    dead: bool = False
    ended: bool = False
    glued: bool = False


def unescape(text: str) -> str:
    """Takes off the only three escapes that Slack puts on, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def cleaned(text: str) -> str:
    """A word without what cannot be seen, and in ordinary letters where it was typed in full-width
    ones. A full-width letter that stands only in the path stays: it belongs to the address."""
    if text.isascii():
        return text
    text = _WIDE_DOT.sub(".", _UNSEEN.sub("", text))
    head = _HEAD.match(text)
    if head and _FULL_WIDTH.search(head[0]):
        text = text.translate(_NARROW)
    return text


def words(text: str) -> Iterator[Word]:
    """The words of a text as Slack sends it, in order."""
    segments = list(_segments(text))
    for index, (segment, is_link) in enumerate(segments):
        last = index == len(segments) - 1
        if is_link:
            yield Word(segment, cleaned(segment), ended=last)
            continue
        segment = _SPACED_DOT.sub("[.]", unescape(segment))
        while (joined := _SPELT_DOT.sub(r"\1[.]", segment)) != segment:
            segment = joined
        space = ""
        for found in _WORD.finditer(segment):
            if found[1]:
                space = "\n" if "\n" in found[1] else " "
            elif found[2]:
                yield from _of_token(found[2], space, ended=last and found.end() == len(segment))
                space = ""
            else:
                yield Word(found[0], left=space + found[0])
                space = ""


def _segments(text: str) -> Iterator[tuple[str, bool]]:
    """Text and links apart. Slack makes links of parts of defanged addresses; those are text."""
    pending, at = "", 0
    for found in _LINK.finditer(text):
        pending += text[at : found.start()]
        at = found.end()
        target, label = found[1], found[2]
        if target[0] in "@#!":
            pending += f" {label or found[0].strip('<>')} "
        elif _BEFORE_LINK.search(pending):
            pending += label or re.sub(r"\A\w+://", "", target)
        elif _AFTER_LINK.match(text, at):
            pending += label if label and "://" in target and label in target else target
        elif target.lower().startswith(("mailto:", "tel:")):
            pending += label or target.partition(":")[2]
        elif label and target.lower() in (f"http://{label}".lower(), f"http://{label}/".lower()):
            # Slack's own guess that these letters are a site.
            pending += label
        else:
            if pending:
                yield pending, False
            pending = ""
            yield unescape(target), True
    pending += text[at:]
    if pending:
        yield pending, False


def _of_token(token: str, space: str, *, ended: bool) -> Iterator[Word]:
    """A run of characters without spaces is one word, or several addresses."""
    token_clean = cleaned(token)
    starts = [found.start() for found in _SCHEME.finditer(token_clean)]
    if starts and _HOST_FIRST.match(token_clean) and token_clean[starts[0] - 1] not in ",;|":
        starts = []
    if not starts:
        cuts = [0, *(found.end() for found in _NEXT_BARE.finditer(token_clean)), len(token_clean)]
        for start, end in pairwise(cuts):
            whole = token if len(cuts) == 2 else token_clean[start:end]
            yield _word(whole, token_clean[start:end], space, "", ended=ended and end == cuts[-1])
            space = ""
        return
    prefix = token_clean[: starts[0]]
    if prefix and prefix[-1].isascii() and prefix[-1].isalnum():
        yield Word(token, token_clean, space + token)
        return
    cuts, glued = [starts[0]], False
    for start in starts[1:]:
        before = token_clean[start - 1]
        if before in ",;|()[]{}'*" or not before.isascii():
            cuts.append(start)
        elif before.isalnum() or before in "_-.~":
            glued = True
    cuts.append(len(token_clean))
    if any(char.isalnum() for char in prefix) and not _LABEL.fullmatch(prefix):
        yield Word(prefix, left=space + prefix.strip("([{}])*_~'="))
        space = " "
    for start, end in pairwise(cuts):
        whole = token if not prefix and len(cuts) == 2 else token_clean[start:end]
        word = _word(whole, token_clean[start:end], space, prefix, ended=ended and end == cuts[-1])
        yield Word(word.typed, word.address, word.left, word.dead, word.ended, glued)
        space = ""


def _word(typed: str, text: str, space: str, prefix: str, *, ended: bool) -> Word:
    opening = text[: len(text) - len(text.lstrip("([{'*_~¿¡‘‚‹（「『【《"))]
    bare = _trimmed(text[len(opening) :], prefix + opening)
    address = _revived(bare)
    return Word(
        typed=bare if typed == text else typed,
        address=address,
        left=space + typed,
        dead=address != bare,
        ended=ended and text.endswith(bare),
    )


def _trimmed(text: str, before: str) -> str:
    """Without the marks behind an address that belong to the sentence, and without brackets and
    stars that were opened before it."""
    while text:
        last = text[-1]
        if last in _PAIRS:
            if text.count(last) <= text.count(_PAIRS[last]):
                break
        elif last in _STYLES:
            if last not in before:
                break
        elif last not in _CLOSING and (
            last.isascii() or unicodedata.category(last)[0] != "P" or last == "…"
        ):
            break
        text = text[:-1]
    return text


def _revived(text: str) -> str:
    """The address behind a defanged one. Brackets in the path of an address that is not defanged
    at its beginning are part of it."""
    head = _BEFORE_PATH.match(text)
    return refang(text) if head and refang(head[0]) != head[0] else text
