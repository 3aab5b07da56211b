"""What people would read on a page: its text without scripts, styles, comments and tags.

Platforms carry their sentences in scripts, too, on pages that are there; so only what is shown
counts. Every step takes time in proportion to the text, whatever it is made of.
"""

import html
import re

_HIDDEN = ("script", "style", "template", "svg", "iframe")
_SKIPPED = re.compile(rf"<({'|'.join(_HIDDEN)})\b|<!--", re.IGNORECASE)
_ENDS = {name: re.compile(f"</{name}[^<>]*>?", re.IGNORECASE) for name in _HIDDEN} | {
    "": re.compile("-->")
}
_TAGS = re.compile(r"(?:<[^<>]*>\s*)+")
_APOSTROPHES = "’ʼ‘`"


def visible(source: str) -> str:
    """The text of a page as `folded` gives it."""
    return folded(html.unescape(_TAGS.sub(" ", _without_scripts(source))))


def folded(text: str) -> str:
    """A text in which capitals, spaces and the form of apostrophes do not count."""
    if not text.isascii() or "`" in text:
        for apostrophe in _APOSTROPHES:
            text = text.replace(apostrophe, "'")
    return " ".join(text.casefold().split())


def _without_scripts(source: str) -> str:
    kept = []
    at = 0
    while (found := _SKIPPED.search(source, at)) is not None:
        kept.append(source[at : found.start()])
        closed = _ENDS[found[1].lower() if found[1] else ""].search(source, found.end())
        if closed is None:
            return " ".join(kept)
        at = closed.end()
    kept.append(source[at:])
    return " ".join(kept)
