"""Running text, as people paste it and Slack sends it → its words, those that are addresses apart.

Nothing is parsed here: a word that may be an address is cleaned and named, and `page_urls` asks
the parser. Slack's escapes: https://docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from bot.domain.pages.defang import refang, revived
from bot.domain.pages.suffixes import known_suffix, may_be_a_word
from bot.domain.pages.trimming import trimmed, without_html
from bot.domain.pages.wrappers import carried
from bot.domain.platforms.matching import NO_HOSTS, site_of

_LINK = re.compile(r"<([^<>|\s]+)(?:\|([^<>]*))?>")
LONGEST_BEFORE_LINK = 10
_BEFORE_LINK = re.compile(r"h(?:tt|xx)ps?(?:\[:\]|:)(?://)?\Z|\[:\]//\Z", re.IGNORECASE)
_AFTER_LINK = re.compile(r"\s?[\[({]\s?(?:\.|dot)\s?[\])}]", re.IGNORECASE)
_SPACED_DOT = re.compile(
    r"(?<=\w)(?:\s+[\[({]\s*(?:\.|dot)\s*[\])}]\s*|\s*[\[({](?:\s+(?:\.|dot)\s*|\s*(?:\.|dot)\s+)[\])}]\s*|[\[({](?:\.|dot)[\])}]\s+)(?=\w)",
    re.IGNORECASE,
)
_SPELT_DOTS = re.compile(
    r"\bhxxps?(?:\[:\]|:)//[\w-]+(?:(?:\.|\[\.\]|\s+dot\s+)[\w-]+)*\s+dot\s+\w", re.IGNORECASE
)
_SPELT_DOT = re.compile(r"\s+dot\s+", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_WORD = re.compile(r'(\s+)|([^\s<>"`“”„‟«»]+)|[<>"`“”„‟«»]+')
_ORDINARY = re.compile(
    r"[^\w:]*+[^.:\[({。．｡：（［｛]*+(?!\[?:\]?[/\\])\W*+|:[\w+'-]*+:?|[\w.-]*\.[A-Za-z]\.?"
)
"""A word without what every address has inside: a dot or a colon, in any of their forms, and more
than one letter behind the last dot."""
_SCHEME = re.compile(
    r"h(?:tt|xx|xt|tx|\*\*|__)p(?:s|\[s\]|\(s\))?(?:\[:\]|\(:\)|:)(?:[/\\]|\[/)"
    r"|h(?:tt|xx|xt|tx|\*\*|__)ps?\[://\]"
    r"|(?<=[,;|])www\.",
    re.IGNORECASE,
)
_HOST_FIRST = re.compile(r"[\w-]+(?:\.[\w-]+)+[/?#:]", re.ASCII)
_NEXT_BARE = re.compile(r"[,;|](?=([\w-]+(?:\.[\w-]+)+)([/?:#,;|]|\Z))")
_HOST_AT = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# An address in ASCII ends where such a mark stands; in others the mark may be of a title.
_FOREIGN_MARKS = re.compile("[、。〈〉《》「」『』【】〔〕（），：；？！｡．]+")
_FOREIGN_CLOSING = "、。〉》」』】〕），：；？！｡．"
_WIDE_DOTS = "。．｡"
_ADDRESS_IN_ASCII = re.compile(
    r"(?:h(?:tt|xx)ps?(?::|\[:\])[/\\]{1,2})?[\w-]+(?:(?:\.|\[\.\])[\w-]+)+(?P<end>[/?#:][!-~]*)?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_FRONT = r"(?:h(?:tt|xx)ps?(?::|\[:\])//)?((?:[\w-]+(?:\.|\[\.\]))+[\w-]{2,})"
# `https://t.me /somechannel`: a blank between a host and its path.
_BLANK_BEFORE_PATH = re.compile(
    rf"(?<![^\s<>(\[\"'])({_FRONT})[ \t\u00a0](/[\w@+~][^\s<>]*)", re.IGNORECASE
)
_BARE_FRONT = re.compile(rf"{_FRONT}/?", re.IGNORECASE)
_GLUED_PATH = re.compile(r"[ \t\u00a0](/[\w@+~][^\s<>]*)")
_CUTS = re.compile("[,;|]")
_ARROW = re.compile(r"(?<=[^\s<>=-])([-=]{1,2}>)(?=h(?:tt|xx)ps?\b)", re.IGNORECASE)
# `[address](label)`, `[[address][label]]` and `[label](address)[label](address)`
_LABEL_BEHIND = {"[": re.compile(r"\][(\[]"), "(": re.compile(r"\)[(\[]")}
_LOCAL = "localhost"

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
_BEFORE_GUESS = " \t\n([{\"'*_~>"
# What stands before an address without a scheme: marks, and signs of any other script. Behind `…` the
# front of the address is missing.
_OPENING = re.compile(r"(?:[(\[{'*_~]|[^\x00-\x7f\w…])*")
_FORUM_BEGINS = re.compile(r"\[(?:url|link|a)=\Z", re.IGNORECASE)
_FORUM_ENDS = re.compile(r"\[/(?:url|link|a|b|i|u|img|code|quote)\]\Z", re.IGNORECASE)
_LABEL = re.compile(r"\[?(?:url|uri|link|href|src|address|site|page)[:=\]]", re.IGNORECASE)


class Word(NamedTuple):
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
    """The words of a text as Slack sends it, in order; ordinary ones beside each other as one."""
    segments = list(_segments(text))
    for index, (segment, kind) in enumerate(segments):
        last = index == len(segments) - 1
        if kind is _Segment.LINK:
            yield from _of_link(segment, ended=last)
            continue
        if kind is _Segment.GUESS:
            yield _word(segment, cleaned(segment), "", "", ended=last)
            continue
        if _SPACE.search(segment):
            segment = _BLANK_BEFORE_PATH.sub(_joined, segment)
            segment = _SPACED_DOT.sub("[.]", unescape(segment))
            segment = _SPELT_DOTS.sub(lambda found: _SPELT_DOT.sub("[.]", found[0]), segment)
        else:
            segment = unescape(segment)
        if ">" in segment:
            segment = _ARROW.sub(r" \1 ", segment)
        space, ordinary = "", ""
        for found in _WORD.finditer(segment):
            blank, token = found.groups()
            if blank:
                space = "\n" if "\n" in blank else " "
                continue
            if not token or (_ORDINARY.fullmatch(token) and token[: len(_LOCAL)].lower() != _LOCAL):
                ordinary += space + found[0]
                space = ""
                continue
            if ordinary:
                yield Word(ordinary, left=ordinary)
                ordinary = ""
            pieces = [token] if token.isascii() else _pieces(token)
            for piece in pieces:
                ended = last and found.end() == len(segment) and piece is pieces[-1]
                yield from _of_token(piece, space, ended=ended)
                space = " "
            space = ""
        if ordinary:
            yield Word(ordinary, left=ordinary)


class _Segment(Enum):
    TEXT = "text"
    LINK = "link"
    GUESS = "guess"
    """Letters of which Slack guessed that they are a site, and that a mark might cut."""


def _joined(found: re.Match[str]) -> str:
    """A platform's host and the path behind a blank, as one word."""
    return found[1] + found[3] if _is_platform(found[2]) else found[0]


def _is_platform(host: str) -> bool:
    return site_of(refang(host).lower(), NO_HOSTS) is not None


def _segments(text: str) -> Iterator[tuple[str, _Segment]]:
    """Text and links apart. Slack makes links of parts of defanged addresses; those are text."""
    pending, at = "", 0
    for found in _LINK.finditer(text):
        if found.start() < at:
            continue
        pending += text[at : found.start()]
        at = found.end()
        target, label = found[1], found[2]
        if target[0] in "@#!":
            pending += f" {label or found[0].strip('<>')} "
        elif _BEFORE_LINK.search(pending[-LONGEST_BEFORE_LINK:]):
            pending += label or re.sub(r"\A\w+://", "", target)
        elif _AFTER_LINK.match(text, at):
            pending += label if label and "://" in target and label in target else target
        elif target.lower().startswith(("mailto:", "tel:")):
            pending += label or target.partition(":")[2]
        elif label and target.lower() in (f"http://{label}".lower(), f"http://{label}/".lower()):
            # Slack's own guess that these letters are a site.
            if _CUTS.search(unescape(label)) and (not pending or pending[-1] in _BEFORE_GUESS):
                if pending:
                    yield pending, _Segment.TEXT
                pending = ""
                whole = target if "/" in label else label
                yield unescape(whole), _Segment.LINK if "/" in label else _Segment.GUESS
            else:
                pending += label
        else:
            front = _BARE_FRONT.fullmatch(target)
            if front and _is_platform(front[1]) and (path := _GLUED_PATH.match(text, at)):
                target = target.rstrip("/") + path[1]
                at = path.end()
            if pending:
                yield pending, _Segment.TEXT
            pending = ""
            yield unescape(target), _Segment.LINK
    pending += text[at:]
    if pending:
        yield pending, _Segment.TEXT


def _of_link(target: str, *, ended: bool) -> Iterator[Word]:
    """A link as Slack sends it is one address; Slack makes links of what stood behind it in
    other scripts, too: `https://t.me/x。这是`."""
    clean = cleaned(target)
    address, *tail = [clean] if clean.isascii() else _pieces(clean)
    yield Word(target if not tail else address, address, ended=ended and not tail)
    for piece in tail:
        yield Word(piece, left=" " + piece)


def _pieces(token: str) -> list[str]:
    """A run of characters, cut where an address in ASCII meets a mark of another script."""
    cuts, start = [0], 0
    for mark in _FOREIGN_MARKS.finditer(token):
        before = token[start : mark.start()]
        begins = max(before.rfind("http"), before.rfind("hxxp"), 0)
        start = mark.end()
        if found := _ADDRESS_IN_ASCII.fullmatch(before, begins):
            is_dot = (
                mark[0] in _WIDE_DOTS and not found["end"] and token[start : start + 1].isascii()
            )
            if not (is_dot and token[start : start + 1].isalnum()):
                cuts.append(mark.start())
    first, *others = (token[one:other] for one, other in pairwise([*cuts, len(token)]))
    return [first, *filter(None, (piece.lstrip(_FOREIGN_CLOSING) for piece in others))]


def _of_token(token: str, space: str, *, ended: bool) -> Iterator[Word]:
    """A run of characters without spaces is one word, or several addresses."""
    token_clean = cleaned(token)
    several = _CUTS.search(token_clean)
    starts = []
    if several or ":" in token_clean:
        starts = [
            found.start()
            for found in _SCHEME.finditer(token_clean)
            if _is_start(found, token_clean)
        ]
    host = _HOST_FIRST.match(token_clean) if starts else None
    if host and host.end() <= starts[0] and token_clean[starts[0] - 1] not in ",;|":
        starts = []
    if not starts:
        if not several:
            yield _word(token, token_clean, space, "", ended=ended)
            return
        nexts = (found.end() for found in _NEXT_BARE.finditer(token_clean) if _is_next(found))
        cuts = [0, *nexts, len(token_clean)]
        for start, end in pairwise(cuts):
            whole = token if len(cuts) == 2 else token_clean[start:end]
            yield _word(whole, token_clean[start:end], space, "", ended=ended and end == cuts[-1])
            space = ""
        return
    starts = sorted({*starts, *_platforms_behind(token_clean, starts[0])})
    prefix = token_clean[: starts[0]]
    if prefix and prefix[-1].isascii() and prefix[-1].isalnum():
        yield Word(token, token_clean, space + token)
        return
    cuts, glued, carries = [starts[0]], False, None
    for start in starts[1:]:
        before = token_clean[start - 1]
        if before in ",;|()[]{}'*" or not before.isascii():
            cuts.append(start)
            carries = None
        elif not glued and (before.isalnum() or before in "_-.~"):
            if carries is None:
                carries = carried(refang(token_clean[cuts[-1] :])) is not None
            glued = not carries
    cuts.append(len(token_clean))
    if any(char.isalnum() for char in prefix) and not _LABEL.fullmatch(prefix):
        yield Word(prefix, left=space + prefix.strip("([{}])*_~'="))
        space = " "
    for start, end in pairwise(cuts):
        label = _label_behind(token_clean, start, end)
        stop = label.start() if label else end
        whole = token if not prefix and len(cuts) == 2 else token_clean[start:stop]
        ends = ended and stop == cuts[-1]
        word = _word(whole, token_clean[start:stop], space, prefix, ended=ends)
        yield Word(word.typed, word.address, word.left, word.dead, word.ended, glued)
        space = ""
        if label and (said := token_clean[label.end() : end].rstrip("])([")):
            yield Word(said, left=" " + said)


def _label_behind(token: str, start: int, end: int) -> re.Match[str] | None:
    """Where the bracket before an address closes and a label begins."""
    opening = token[start - 1 : start]
    closes = _LABEL_BEHIND.get(opening)
    label = closes.search(token, start, end) if closes else None
    return None if label and opening in token[start : label.start()] else label


def _platforms_behind(token: str, first: int) -> Iterator[int]:
    """Where, behind an address and a mark, a page of a platform begins without a scheme."""
    query = token.find("?", first) + 1 or len(token)
    for found in _NEXT_BARE.finditer(token, first, query):
        if found[2] == "/" and _is_platform(found[1]):
            yield found.end()


def _is_start(found: re.Match[str], token: str) -> bool:
    """Whether an address begins here; at `www.` only where it has a known ending."""
    if found[0].lower() != "www.":
        return True
    host = _HOST_AT.match(token, found.start())
    return bool(host and known_suffix(host[0]))


def _is_next(found: re.Match[str]) -> bool:
    """Whether what stands behind a mark is an address of its own and no file or number."""
    return known_suffix(found[1]) and not (found[2] in ("", *",;|") and may_be_a_word(found[1]))


def _word(typed: str, text: str, space: str, prefix: str, *, ended: bool) -> Word:
    opening = _OPENING.match(text)
    assert opening is not None
    bare = text[opening.end() :]
    if "[" in bare:
        bare = _FORUM_ENDS.sub("", bare)
        if _FORUM_BEGINS.search(prefix):
            bare = bare.partition("]")[0]
    if "&" in bare:
        bare = without_html(bare)
    bare = trimmed(bare, prefix + opening[0])
    address = revived(bare)
    return Word(
        typed=bare if typed == text else typed,
        address=address,
        left=space + typed,
        dead=address != bare,
        ended=ended and text.endswith(bare),
    )
