"""Reading addresses, with sockets forbidden: the corpus beside the bare parser, and contrived texts.

The parser alone (ada) makes of an address its serialisation; we take it out of the links round it,
and give it canonical form, platform, kind and page key.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import quote

from bot.domain.pages.canonical import split, whatwg
from bot.domain.pages.urls import find_pages
from bot.domain.pages.wrappers import DEEPEST, innermost
from bot.domain.platforms import NO_HOSTS
from bot.domain.platforms.matching import identify_parts
from tests.benchmarks.measuring import MILLI, Row, in_turn
from tests.domain.reading import CORPUS

LONG = 40_000
ROUNDS = 3
MOST_MILLISECONDS = 50.0
CONTRIVED = [
    *(" ", ".", ",", "|", "(", ")", "]", "<", '"', "%", "@", "/", ":", "#", "&", "。", "）", "…"),
    *("hxxp", "hxxp://", "https://", "www.", "[.]", "(dot)", "a dot ", "](", "a.b.", "a.com,"),
    *("www.a.com,", "a|>", "<a", "<http://a.com|a.com> ", "&lt;a.com&gt;", "https://a.com/（"),
    *("[a](http://a.com)", "http://[", "%25", "t.me /a ", "1.2.3.4/24 ", "https://a.com/ "),
    *(
        "&quot;",
        "T.ME /A",
        "<@U1>",
        "（dot）",
        "a.b.<",
        ":a:`",
        "a/ ",
        "A»。",
        "\t）",
        "\u200b",
        "@）",
    ),
    *("www.a.com（dot）", "`|%2F\n", "https://" + "a." * 100 + "com/ ", "a" * 300 + ".com "),
]
"""What a text is made of, again and again."""


def run() -> list[Row]:
    """Three rows."""
    with _no_sockets():
        return [_corpus(), _nested(), _contrived()]


@contextmanager
def _no_sockets() -> Iterator[None]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network here")

    with patch.object(socket, "socket", refuse), patch.object(socket, "getaddrinfo", refuse):
        yield


def _read(address: str) -> str:
    inner, _, _ = innermost(address)
    _, parts, site = split(inner, NO_HOSTS)
    return identify_parts(parts, site)[0]


def _corpus() -> Row:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    addresses = [line.partition("\t")[0] for line in lines]
    took = in_turn(
        {
            "ours": lambda: [_read(address) for address in addresses],
            "parser": lambda: [whatwg(address) for address in addresses],
        }
    )
    ours, limit = (len(addresses) / took[name] for name in ("ours", "parser"))
    return Row("addresses read, by the bare parser's", "-", ours, limit, "a second", 0.1, True)


def _nested() -> Row:
    address = "https://t.me/some_channel"
    for _ in range(DEEPEST):
        address = "https://l.facebook.com/l.php?u=" + quote(address, safe="")
    return _slowest("a link in links to the limit", [address])


def _contrived() -> Row:
    texts = [
        (front + piece * LONG)[:LONG]
        for piece in CONTRIVED
        for front in ("", "https://example.com/", "hxxp://a", "(")
    ]
    return _slowest(f"the slowest of {len(texts)} contrived texts of {LONG:,} characters", texts)


def _slowest(what: str, texts: list[str]) -> Row:
    """Each text read several times, and its best: what else runs on the machine only adds to it."""
    took = [min(_seconds(text) for _ in range(ROUNDS)) for text in texts]
    return Row(what, "-", max(took) * MILLI, MOST_MILLISECONDS, "ms", 1)


def _seconds(text: str) -> float:
    began = time.process_time()
    find_pages(text)
    return time.process_time() - began
