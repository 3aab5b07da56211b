"""The shortest way from text to pages: for ordinary addresses among ordinary words.

Most of what people flag is one address, as copied from a browser, and some words. None of those is
read letter by letter here; whatever is in any way else goes the long way (`page_urls.find_pages`),
and both ways find the same.
"""

import re
from collections.abc import Mapping

from bot.domain.lookalikes import lookalike_warning
from bot.domain.page_canonical import split_plain
from bot.domain.page_problems import LONGEST
from bot.domain.page_words import unescape
from bot.domain.platforms import Page
from bot.domain.platforms.matching import identify_parts

# No dot, colon, slash or bracket in it, so no address; and no comma, behind which one may begin.
_ORDINARY = re.compile(r"[A-Za-z0-9'+#%$@=_!?-]*[.,;:!?']*")
_MARGIN = 8
"""Characters by which an address may grow when it is made canonical."""


def plain_page(text: str, extra_hosts: Mapping[str, str]) -> Page | None:
    """The page of one ordinary address; None for anything else."""
    if len(text) > LONGEST - _MARGIN or ":/" in text[8:]:
        return None
    found = split_plain(text, extra_hosts)
    if found is None:
        return None
    canonical, parts, site = found
    key, platform, kind = identify_parts(parts, site)
    odd = "" if site else lookalike_warning(parts[0])
    return Page(text, canonical, key, platform, kind, (odd,) if odd else ())


def plain_pages(
    text: str, extra_hosts: Mapping[str, str], place: str
) -> tuple[dict[str, Page], str] | None:
    """The pages of a text by key, and the text with `place` where they stood.

    None where it holds anything but ordinary addresses and words, or no address.
    """
    if "<" in text or not (text.isascii() and text.isprintable()):
        return None
    if "&" in text:
        text = unescape(text)
    pages: dict[str, Page] = {}
    rest: list[str] = []
    for word in text.split(" "):
        if word.startswith(("https://", "http://")):
            page = plain_page(word, extra_hosts)
            if page is None:
                return None
            pages.setdefault(page.key, page)
            rest.append(place)
        elif _ORDINARY.fullmatch(word) and "localhost" not in word.lower():
            rest.append(word)
        else:
            return None
    return (pages, " ".join(rest)) if pages else None
