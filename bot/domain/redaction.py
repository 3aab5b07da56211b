"""What is taken out of text before it is logged or shown: secrets, and addresses of pages.

Error texts of libraries may hold a proxy's password, a token, or the page that was asked for. So an
error of theirs is told by its type and by our own place (`fault`), and all that is logged goes through
`redacted` besides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath
from types import TracebackType

TAKEN_OUT = "‹…›"
SHORTEST = 6
"""Shorter secrets would be found in ordinary words."""
_OURS = ("bot", "storage", "handlers")
_TOKEN = re.compile(
    r"\b(?:xox[a-z]|xapp|xwfp)-[\w-]+"  # Slack's
    r"|(?i:\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}"
    r"|(?i:\b(?:password|passwd|pwd|secret|token|key)\b\s*[=:]\s*)[^\s,;)'\"]+"
)
_USER = re.compile(r"(?<=://)[^/\s@]*(?:@[^/\s@]*)*@")
_ADDRESS = re.compile(r"\b(?:https?|hxxps?|wss?|ftp)://[^\s'\"<>)\]]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@./-])(?:[\w-]+(?:\.|\[\.\]))+[a-z]{2,}(?::\d+)?/[^\s'\"<>)\]]+", re.IGNORECASE
)
_KNOWN_HOST = re.compile(
    r"(?:https?|wss?)://(?:[\w-]+\.)*(?:slack\.com|localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::\d+)?(?=[/?#]|$)",
    re.IGNORECASE,
)


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without these secrets, tokens, names and passwords in addresses, and addresses of pages.

    Of an address of Slack's or of this machine the host stays.
    """
    for secret in sorted(set(secrets), key=len, reverse=True):
        if len(secret) >= SHORTEST:
            text = text.replace(secret, TAKEN_OUT)
    text = _USER.sub(f"{TAKEN_OUT}@", text)
    text = _TOKEN.sub(TAKEN_OUT, text)
    text = _ADDRESS.sub(lambda found: _host(found[0]), text)
    return _BARE.sub(TAKEN_OUT, text)


def _host(address: str) -> str:
    known = _KNOWN_HOST.match(address)
    if known is None:
        return TAKEN_OUT
    return known[0] if len(address) - len(known[0]) <= 1 else f"{known[0]}/{TAKEN_OUT}"


def fault(error: BaseException) -> str:
    """An error as it may be told: its type, and for the system's own errors what the system says."""
    said = getattr(error, "strerror", None)
    known = isinstance(error, OSError) and isinstance(said, str) and said
    return f"{type(error).__name__}: {redacted(said)}" if known and said else type(error).__name__


def places(error: BaseException) -> str:
    """Where it happened in our own code, the call that failed last: `handlers/cli/run.py:12`."""
    own = [place for place in _frames(error.__traceback__) if place]
    return " ← ".join(reversed(own[-4:]))


def _frames(trace: TracebackType | None) -> Iterable[str]:
    while trace is not None:
        parts = PurePath(trace.tb_frame.f_code.co_filename).parts
        at = next((n for n in reversed(range(len(parts))) if parts[n] in _OURS), None)
        if at is not None and "site-packages" not in parts:
            yield f"{'/'.join(parts[at:])}:{trace.tb_lineno}"
        trace = trace.tb_next


def told(error: BaseException) -> str:
    """An error and what caused it, each by its type and our own places: a line for the log."""
    several, seen = [], set[int]()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        where = places(one)
        several.append(fault(one) + (f" at {where}" if where else ""))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "; from ".join(several)


def printable(text: str) -> str:
    """Text for a terminal: what would move its cursor, colour it or turn its direction is written out.

    Line feeds and tabs stay. Written out, as JSON does it, are control characters and what has
    no form of its own: marks of direction, joiners, and whatever else Unicode calls a format.
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(one if _harmless(one) else _written(one) for one in text)


def one_line(text: str) -> str:
    """The same for a value within a line: it cannot begin a line of its own."""
    return printable(text).replace("\n", "\\n").replace("\t", " ")


def _harmless(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in (
        "Cc",
        "Cf",
        "Cs",
        "Zl",
        "Zp",
    )


def _written(character: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in _units(ord(character)))


def _units(code: int) -> tuple[int, ...]:
    """As JSON writes a character: in UTF-16."""
    if code < 0x10000:
        return (code,)
    return 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)
