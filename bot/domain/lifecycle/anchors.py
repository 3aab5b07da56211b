"""Anchors: what the chain ended with at some time, kept where nobody with the database can reach it.

`437:hash` says that link 437 has this hash. `~500:hash` says that one of the links 401 to 500 has it:
that is what may be posted, since the exact number would tell how many events there were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.lifecycle.audit import AuditFinding
from bot.sentences.operations import audit as sentences

ROUNDED_TO = 100
_WRITTEN = re.compile(r"(~?)([1-9][0-9]{0,17}):([0-9a-f]{64})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain: its number, and its hash in hex."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    def rounded(self) -> str:
        """The same for all to read: with the number rounded up to the next hundred."""
        return f"~{-(-self.sequence // ROUNDED_TO) * ROUNDED_TO}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One of the links `first` to `last` has this hash."""

    first: int
    last: int
    hash: str

    def __str__(self) -> str:
        rounded = "~" if self.first != self.last else ""
        return f"{rounded}{self.last}:{self.hash}"


def read_anchor(text: str) -> Anchor:
    """An anchor as it was written down. Raises ValueError with a sentence for what is none."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(sentences.not_an_anchor(text.strip()[:100]))
    last = int(found[2])
    first = max(1, last - ROUNDED_TO + 1) if found[1] else last
    return Anchor(first, last, found[3].lower())


def read_anchors(text: str) -> tuple[Anchor, ...]:
    """The anchors of a file: one a line, at its end; what stands before it (a date) is not read.

    Empty lines and lines that begin with # are left out. Raises ValueError, which names the line.
    """
    anchors = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                anchors.append(read_anchor(line.split()[-1]))
            except ValueError as error:
                raise ValueError(sentences.in_line(number, str(error))) from None
    return tuple(anchors)


class AnchorCheck:
    """Compares links with anchors as they come by."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self._open = set(anchors)
        self._last = 0

    def link(self, sequence: int, link_hash: bytes) -> None:
        """One link of the chain."""
        self._last = max(self._last, sequence)
        told = link_hash.hex()
        self._open -= {
            one for one in self._open if one.hash == told and one.first <= sequence <= one.last
        }

    def findings(self) -> Iterator[AuditFinding]:
        """The anchors that no link had, once all links have come by."""
        for one in sorted(self._open, key=lambda one: (one.last, one.hash)):
            cut = one.first > self._last
            what = sentences.cut_off(self._last, str(one)) if cut else sentences.rewritten(str(one))
            yield AuditFinding(None, None, what)
