"""A notice to a platform: what it says, and which elements of DSA Art. 16(2) it is without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.lifecycle.referral import Basis, Referral
from bot.domain.pages.wrappers import without_wrapper

LONGEST = 20_000
"""Characters of a notice. What is longer than Slack's input takes cannot be edited there."""
_OPENS = re.compile(r"https?://[^\s\[\]()<>|]+", re.IGNORECASE)
_WORDS = re.compile(r"\w+")
_FEWEST_WORDS = 5
"""Of one's own that count as reasons in a text written by hand."""


class Element(StrEnum):
    """What a notice needs: Art. 16(2)(a) to (d) of Regulation (EU) 2022/2065, and the provision that
    platforms ask for."""

    REASONS = "reasons"
    GROUNDS = "grounds"
    CLAUSE = "clause"
    ADDRESS = "address"
    SENDER = "sender"
    EMAIL = "email"
    GOOD_FAITH = "good faith"


@dataclass(frozen=True, slots=True)
class PageInNotice:
    """One of the pages that a notice is about, with its exact address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a notice is made of. `what` is the category in the notice's language.

    With `sender_optional` name and email may be missing: information about the offences of Articles
    3 to 7 of Directive 2011/93/EU, the sexual abuse of children (Art. 16(2)(c)). `among` is the
    number of pages that give the same contact details, where somebody has looked at their list.
    """

    platform: str
    pages: Sequence[PageInNotice]
    reference: str
    what: str = ""
    illegal: bool = False
    terms: bool = False
    clause: str = ""
    reasons: str = ""
    sender: str = ""
    email: str = ""
    sender_optional: bool = False
    among: int | None = None

    def facts(self, good_faith: str) -> dict[str, Any]:
        """What a template may name, all of it; `good_faith` is the statement in its language."""
        return {
            "platform": self.platform,
            "pages": [{"name": one.name, "address": one.address} for one in self.pages],
            "reference": self.reference,
            "what": self.what,
            "illegal": self.illegal,
            "terms": self.terms,
            "clause": self.clause,
            "reasons": self.reasons,
            "sender": self.sender,
            "email": self.email,
            "good_faith": good_faith,
            "among": self.among,
        }


def grounds_of(basis: str | None) -> tuple[bool, bool]:
    """Whether the content is illegal, and whether it breaches the platform's terms."""
    return basis in (Basis.LAW, Basis.BOTH), basis in (Basis.TERMS, Basis.BOTH)


def address_of(referral: Referral) -> str:
    """As typed, unless a platform could not open that: hxxps://example[.]com. Empty once erased."""
    address = without_wrapper(referral.url, referral.canonical)
    return address if _OPENS.fullmatch(address) else referral.canonical or referral.url


def missing(
    draft: Draft, text: str, good_faith: str, *, without_reasons: str | None = None
) -> tuple[Element, ...]:
    """What the text is without, in the order in which it is asked for.

    `without_reasons` is the text as drafted without any, where a person has written their own: then
    a sentence that the draft has not counts as reasons.
    """
    given = {
        Element.REASONS: _says(text, draft.reasons) or _own_words(text, without_reasons),
        Element.GROUNDS: draft.illegal or draft.terms,
        Element.CLAUSE: _says(text, draft.clause),
        Element.ADDRESS: bool(draft.pages)
        and all(_stands(text, one.address) for one in draft.pages),
        Element.SENDER: draft.sender_optional or _says(text, draft.sender),
        Element.EMAIL: draft.sender_optional or _says(text, draft.email),
        Element.GOOD_FAITH: _says(text, good_faith),
    }
    return tuple(one for one in Element if not given[one])


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _says(text: str, part: str) -> bool:
    return bool(part.strip()) and _flat(part) in _flat(text)


def _stands(text: str, address: str) -> bool:
    """Whether the exact address stands there, and not only as the beginning of a longer one."""
    return bool(address) and address in text.split()


def _own_words(text: str, drafted: str | None) -> bool:
    if drafted is None:
        return False
    known = {_flat(line) for line in drafted.splitlines()}
    own = [line for line in text.splitlines() if _flat(line) not in known]
    return sum(len(_WORDS.findall(line)) for line in own) >= _FEWEST_WORDS
