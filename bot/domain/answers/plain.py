"""HTML → plain text, with its tables as rows and its quotations as `>` lines."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype html|html|body|head|div|p|br|table|tr|td|span|ul|li|blockquote)\b[^<>]*/?>",
    re.IGNORECASE,
)
_SILENT = frozenset({"style", "script", "head", "title", "template"})
_STRUCK = frozenset({"s", "del", "strike"})
_BREAKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "div",
        "dl",
        "dt",
        "dd",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_APART = frozenset(["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "table", "ul"])
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE
)
_DEEPEST = 200


def plain_text(html: str) -> str:
    """What a person sees of an HTML mail, as lines: cells part by tabs, quotations begin with `>`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[tuple[str, bool]] = []  # tags that are open, and whether each hides
        self._hidden = 0
        self._quotes = 0
        self._link = ""
        self._link_text = ""

    def text(self) -> str:
        lines = "".join(self._parts).split("\n")
        return "\n".join(re.sub(r"[ \r\f\v\xa0]+", " ", line).strip(" ") for line in lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BREAKS:
            self._break(apart=tag in _APART)
        if tag in {"td", "th"} and self._parts and not self._parts[-1].endswith(("\n", "\t", "> ")):
            self._parts.append("\t")
        if tag in _STRUCK:
            self._parts.append(" ~~ ")
        if tag in _VOID:
            return
        hides = (
            tag in _SILENT or "hidden" in given or bool(_UNSEEN.search(given.get("style") or ""))
        )
        if len(self._open) < _DEEPEST:
            self._open.append((tag, hides))
            self._hidden += hides
        if tag == "blockquote":
            self._quotes += 1
            self._break(apart=False)
        if tag == "a":
            self._link, self._link_text = given.get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_of_link()
        if tag in _STRUCK:
            self._parts.append(" ~~ ")
        if tag == "blockquote" and self._quotes:
            self._quotes -= 1
        if any(name == tag for name, _ in self._open):
            while self._open:
                name, hides = self._open.pop()
                self._hidden -= hides
                if name == tag:
                    break
        if tag in _BREAKS:
            self._break(apart=tag in _APART)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self._link_text += data
        self._parts.append(re.sub(r"\s+", " ", data))

    def _break(self, *, apart: bool) -> None:
        self._parts.append(("\n" if apart else "") + "\n" + "> " * self._quotes)

    def _end_of_link(self) -> None:
        """Where a link's text does not show where it leads, that follows in angle brackets."""
        link, shown = self._link, self._link_text
        self._link = self._link_text = ""
        if link.lower().startswith(("http://", "https://")) and not self._hidden:
            bare = re.sub(r"^https?://(www\.)?|/$", "", shown.strip(), flags=re.IGNORECASE)
            if not bare or bare.lower() not in link.lower():
                self._parts.append(f" <{link}> ")
