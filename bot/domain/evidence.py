"""Files that are kept as evidence: what is known of one, and its name made harmless. None is ever opened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.lifecycle.referral import Action, Event
from bot.domain.people import Person

LONGEST_NAME = 80
NO_NAME = "file"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ODD = re.compile(r'[<>:"|?*`~$%&;\\/]')
_TYPE = re.compile(r"[a-z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that has arrived in the store and is of no referral yet."""

    stored_as: str
    size: int
    sha256: str
    name: str
    """Neutralised."""

    @property
    def type(self) -> str:
        """What its name ends with: `png`."""
        return type_of(self.name)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a referral's evidence; `seq` is its event's. What is personal is empty once erased."""

    referral: int
    seq: int
    stored_as: str
    size: int
    type: str
    name: str
    sha256: str
    given_by: str
    kept_at: datetime

    @property
    def key(self) -> str:
        """What a button names it by: after a restore another file may have its `seq`."""
        return f"{self.seq}.{self.sha256[:10]}"


def neutral_name(name: str) -> str:
    """A file's name without paths, control characters and what turns or hides text; never empty.

    At most `LONGEST_NAME` characters, with its ending.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name).replace("\0", ""))[-1]
    seen = "".join(c if unicodedata.category(c) not in _HIDDEN else " " for c in last)
    plain = " ".join(_ODD.sub("_", seen).split()).rstrip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST_NAME].strip(". ") or NO_NAME
    ending = ending[:10].strip()
    stem = stem[: LONGEST_NAME - len(ending) - 1].strip(". ") or NO_NAME
    return f"{stem}.{ending}"


def type_of(name: str) -> str:
    """What a file's name ends with, in small letters; empty where it ends with no type."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if _TYPE.fullmatch(ending) else ""


def kept_in(events: Sequence[Event], who: Person) -> frozenset[int]:
    """The events by which this person may know of evidence, among those that they may read.

    What came with a flag from a place that others do not see is for leads.
    """
    return frozenset(
        event.seq
        for event in events
        if event.action is Action.EVIDENCE and (who.lead or "again" not in event.personal)
    )
