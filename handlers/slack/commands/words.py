"""What stands after `/referrals` → what is asked for."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.list_words import SEARCH, is_list
from bot.domain.list_words import WORDS as LIST_WORDS
from bot.domain.listing import View


class Ask(StrEnum):
    """What can be asked."""

    LIST = "list"
    SHOW = "show"
    PAGE = "page"
    STATS = "stats"
    DIGEST = "digest"
    EXPORT = "export"
    IMPORT = "import"
    ANSWERS = "answers"
    NETWORK = "network"
    SUBMISSION = "submission"
    HAND_OVER = "hand over"
    HELP = "help"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request. `number` is of SHOW; `words` are what stands behind the command, or the list's.

    `view` is QUEUE where the words of a list say which one it is, SEARCH where they are searched for.
    """

    ask: Ask
    words: str = ""
    number: int = 0
    view: View = View.QUEUE
    nearest: str | None = None


_ASKS = ("stats", "digest", "export", "import", "answers", "submission", "network", "help")
_FOR_LEADS = ("held", "hand over", "import")
_WORDS = (*_ASKS, "hand over", *LIST_WORDS)
_NUMBER = re.compile(r"r?[-#\s]?(\d{1,15})", re.IGNORECASE)

_HAND_OVER = re.compile(r"hand[- ]?over(?!\w)", re.IGNORECASE)


def read_words(text: str, *, lead: bool, is_address: bool) -> Wanted:
    """What a person asks for; `is_address` says whether the text has an address in it."""
    first, _, rest = text.strip().partition(" ")
    word, rest = first.lower(), rest.strip()
    if not word:
        return Wanted(Ask.LIST)
    if found := _NUMBER.fullmatch(text.strip()):
        return Wanted(Ask.SHOW, number=int(found[1]))
    if word in ("show", "open") and (found := _NUMBER.fullmatch(rest)):
        return Wanted(Ask.SHOW, number=int(found[1]))
    if word == SEARCH:
        return Wanted(Ask.LIST, rest, view=View.SEARCH)
    if word in _ASKS:
        return Wanted(Ask(word), rest)
    if found := _HAND_OVER.match(text.strip()):
        return Wanted(Ask.HAND_OVER, text.strip()[found.end() :])
    if is_address and SEARCH not in text.casefold().split():
        return Wanted(Ask.PAGE, text)
    if is_list(text):
        return Wanted(Ask.LIST, text.strip())
    known = [one for one in _WORDS if lead or one not in _FOR_LEADS]
    nearest = difflib.get_close_matches(word, known, 1, 0.6)
    return Wanted(Ask.UNKNOWN, text, nearest=nearest[0] if nearest else None)
