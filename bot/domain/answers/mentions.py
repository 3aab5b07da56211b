"""What a line of an answer names: addresses, our numbers, references, handles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.answers.folding import MARK
from bot.domain.pages.urls import named_pages
from bot.domain.platforms import NO_HOSTS, Page

_NUMBER = re.compile(r"(?<![\w/-])[Rr]-([1-9][0-9]{0,8})(?![\w-])")
_HANDLE = re.compile(r"(?<![\w.@/])@([A-Za-z0-9_][\w.]{1,58}\w)(?![\w@])")
_REFERENCE = re.compile(rf"(?<![\w{MARK}#])#?([A-Za-z0-9][\w./:#-]{{3,78}}\w)(?![\w{MARK}])")
_NO_REFERENCE = re.compile(
    r"[0-9]{1,4}[./:-][0-9]{1,2}(?:[./:-][0-9]{1,4})?(?:[T ].*)?|[0-9]{1,2}(?:st|nd|rd|th)|[0-9]{1,3}%?|"
    r"20[0-9]{2}|[0-9]{1,2}[ap]m",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """How an answer names something."""

    PAGE = "page"
    NUMBER = "number"
    REFERENCE = "reference"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that is named: `text` as it stands there, `value` to be looked up by.

    The value is a page key, a referral's number, a reference (casefolded) or a handle (casefolded,
    without its @). `page` is the page of an address.
    """

    kind: Kind
    text: str
    value: str
    page: Page | None = None


def marked(
    line: str, already: int, extra_hosts: Mapping[str, str] = NO_HOSTS
) -> tuple[str, list[Mention]]:
    """A line with a mark for each mention in it, numbered from `already` on, and these mentions.

    Addresses that cannot be flagged have no mention; they are taken out all the same, so that a
    dot in them ends no sentence.
    """
    found: list[Mention] = []

    def mark(mention: Mention) -> str:
        found.append(mention)
        return f"{MARK}{already + len(found) - 1}{MARK}"

    at, parts = 0, []
    for typed, page in named_pages(line, extra_hosts):
        start = line.find(typed, at)
        if start < 0:
            continue
        parts += [line[at:start], mark(Mention(Kind.PAGE, typed, page.key, page)) if page else " "]
        at = start + len(typed)
    text = "".join((*parts, line[at:]))

    def number(hit: re.Match[str]) -> str:
        return mark(Mention(Kind.NUMBER, f"R-{hit[1]}", hit[1]))

    def handle(hit: re.Match[str]) -> str:
        return mark(Mention(Kind.HANDLE, hit[0], hit[1].casefold()))

    def reference(hit: re.Match[str]) -> str:
        named = hit[1]
        if not any(char.isdigit() for char in named) or _NO_REFERENCE.fullmatch(named):
            return hit[0]
        return mark(Mention(Kind.REFERENCE, named, named.casefold()))

    text = _NUMBER.sub(number, text)
    text = _HANDLE.sub(handle, text)
    text = _REFERENCE.sub(reference, text)
    return text, found
