"""A probe's answer → gone, up or unsure, with the reason. Nothing here reaches the network.

A reading proposes and never decides, so it is careful: what may have another cause (a login wall,
a busy platform, a refusal, a proxy's own error, a page that looks alike for everybody) is unsure,
never gone. The signs of each platform are data: `platforms/signs.py` says what they are made of.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Literal
from urllib.parse import quote

from bot.domain.pages.suffixes import registrable
from bot.domain.pages.text import folded, visible
from bot.domain.platforms.every_sign import SIGNS
from bot.domain.platforms.matching import SPLIT, identify, site_of
from bot.domain.platforms.signs import ANY_SITE, Signs

Asked = Literal["status", "page"]


class Status(StrEnum):
    """What a page was found to be."""

    GONE = "gone"
    UP = "up"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class PageToCheck:
    """A page to look at: its platform's id, its page key (`youtube:video:…`, `web:…`) and its
    canonical URL."""

    platform: str
    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    """One address to ask with GET: `status` is a platform's public status address, which does not
    touch the page; `page` is the page itself."""

    url: str
    kind: Asked


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is None where nothing did, and `fault` then says why in plain words
    ("timed out", "address not allowed"); `body` is the text of the bytes read (the first 64 KiB),
    `sha256` their hash as hexadecimal digits, "" where there were none. `redirects` are the
    addresses that were asked before `final_url`, in order."""

    question: Question
    final_url: str
    status: int | None = None
    body: str = ""
    sha256: str = ""
    fault: str = ""
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer means. `reason` is short and for people ("404", "asks to log in", "timed
    out"); `code` is the HTTP status, None where nothing came back; `sha256` is of the bytes read."""

    status: Status
    reason: str
    code: int | None
    sha256: str
    asked: Asked


_Verdict = tuple[Status, str]
_PLACE = re.compile(r"\{(url|\d)\}")
# Plain letters where there are some: others may be written as entities (`&uuml;`).
_WORD = re.compile(r"[a-z]{3,}|[^\W\d_a-z]{2,}")
_COLON = re.compile(r'":\s+')
_CODES = {
    401: "asks to log in (401)",
    403: "refuses to answer (403)",
    407: "the proxy wants a password (407)",
    429: "asked too often (429)",
    451: "not shown here for legal reasons (451)",
    999: "refuses to answer (999)",
}
_WALL = "asks to log in, or whether somebody is human"
_LOGIN = "asks to log in"
_ALIKE = "looks alike whether or not the page is there"


def questions(page: PageToCheck) -> tuple[Question, ...]:
    """What to ask of a page, in this order, until an answer is not unsure."""
    asked = Question(page.url, "page")
    address = _status_address(page)
    return (Question(address, "status"), asked) if address else (asked,)


def read(page: PageToCheck, answer: Answer) -> Reading:
    """What one answer says about a page."""
    status, reason = _verdict(page, answer)
    return Reading(status, reason, answer.status, answer.sha256, answer.question.kind)


def _status_address(page: PageToCheck) -> str:
    platform, kind, rest = (*page.key.split(":", 2), "", "")[:3]
    signs = SIGNS.get(platform, ANY_SITE)
    form = signs.ask.get(kind, "")
    if not form or not re.match(signs.ask_shape, page.url):
        return ""
    parts = rest.split("/")
    wanted = [place[1] for place in _PLACE.finditer(form)]
    if "url" not in wanted and len(wanted) != len(parts):
        return ""  # another form of this kind's key, such as a message of a private chat
    given = {"url": page.url} | {str(number): part for number, part in enumerate(parts, 1)}
    return _PLACE.sub(lambda place: quote(given[place[1]], safe=""), form)


def _verdict(page: PageToCheck, answer: Answer) -> _Verdict:
    code = answer.status
    if answer.fault or code is None:
        return Status.UNSURE, answer.fault or "no answer"
    if code >= 500 and code not in _CODES:
        return Status.UNSURE, f"its server fails ({code})"
    signs = SIGNS.get(page.platform, ANY_SITE)
    on_page = answer.question.kind == "page"
    if on_page and _is_login(page, answer, signs):
        return Status.UNSURE, _LOGIN
    found = None if code in _CODES else _by_signs(answer, signs)
    if found is not None:
        return found
    if code in ((404, 410) if on_page else signs.ask_gone):
        return Status.GONE, str(code)
    if code != 200:
        return Status.UNSURE, _CODES.get(code, str(code))
    return _of_200(page, answer, signs) if on_page else _of_status(answer)


def _by_signs(answer: Answer, signs: Signs) -> _Verdict | None:
    """What the words of an answer say; None where it has no sign."""
    source = _COLON.sub('":', answer.body) if signs.gone_marks or signs.up_marks else ""
    text = _text(answer.body, signs)
    if any(wall in text for wall in _folded(signs.walls + ANY_SITE.walls)):
        return Status.UNSURE, _WALL
    gone = [meaning for mark, meaning in signs.gone_marks.items() if mark in source]
    sentences = signs.gone + ANY_SITE.gone
    gone += [
        f"the page says “{sentence}”"
        for sentence, words in zip(sentences, _folded(sentences), strict=True)
        if words in text
    ]
    up = any(mark in source for mark in signs.up_marks)
    if gone and up:
        return Status.UNSURE, f"{gone[0]}, but shows something as well"
    if gone:
        return Status.GONE, gone[0]
    if up and answer.status == 200:
        return Status.UP, "200"
    return None


def _of_200(page: PageToCheck, answer: Answer, signs: Signs) -> _Verdict:
    elsewhere = _elsewhere(page, answer)
    if elsewhere:
        return Status.UNSURE, elsewhere
    if signs.alike:
        return Status.UNSURE, _ALIKE
    return Status.UP, "200"


def _of_status(answer: Answer) -> _Verdict:
    """A status address answers 200 with an object about the page; anything else says nothing."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict) and said and "error" not in said:
        return Status.UP, "200"
    return Status.UNSURE, "an answer that says nothing"


def _is_login(page: PageToCheck, answer: Answer, signs: Signs) -> bool:
    """Whether it ended on a login page, and did not begin there."""
    if not answer.redirects:
        return False
    began, ended = _path(page.url), _path(answer.final_url)
    paths = signs.login_paths + ANY_SITE.login_paths
    return any(_under(ended, path) and not _under(began, path) for path in paths)


def _elsewhere(page: PageToCheck, answer: Answer) -> str:
    """Where redirects led, if that is not this page; "" if it is."""
    if not answer.redirects:
        return ""
    began, ended = SPLIT.fullmatch(page.url), SPLIT.fullmatch(answer.final_url)
    if began is None or ended is None:
        return ""
    site = site_of(ended[2], {})
    own = site is not None and site.platform == page.platform
    if not own and registrable(began[2]) != registrable(ended[2]):
        return "leads to another site"
    if ended[4] in ("", "/") and not ended[5] and began[4] not in ("", "/"):
        return "leads to the home page"
    key = page.key.split(":", 2)
    found = identify(answer.final_url)[0].split(":", 2)
    if key[0] != "web" and key[:2] == found[:2] and key != found:
        return "leads to another page"
    return ""


def _path(url: str) -> str:
    found = SPLIT.fullmatch(url)
    return found[4] if found else ""


def _under(path: str, beginning: str) -> bool:
    path, beginning = path.lower(), beginning.lower()
    if beginning.endswith("/"):
        return path.startswith(beginning)
    return path == beginning or path.startswith((f"{beginning}/", f"{beginning}."))


def _text(body: str, signs: Signs) -> str:
    """What people would read, if any word of a sentence stands in the source at all: reading out
    the text takes twenty times as long as looking for a word."""
    sentences = signs.gone + signs.walls + ANY_SITE.gone + ANY_SITE.walls
    source = body.casefold()
    return visible(body) if any(cue in source for cue in _cues(sentences)) else ""


@cache
def _cues(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The longest plain word of each sentence, and the beginning of letters written as numbers."""
    words = {max(_WORD.findall(sentence), key=len) for sentence in _folded(sentences)}
    return ("&#", *sorted(words))


@cache
def _folded(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(folded, sentences))
