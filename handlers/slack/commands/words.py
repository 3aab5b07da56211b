"""What stands after `/referrals` → what is asked for."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

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
    SUBMISSION = "submission"
    HELP = "help"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request. `number` is of SHOW, `view` of LIST, `words` what stands behind the command."""

    ask: Ask
    words: str = ""
    number: int = 0
    view: View = View.QUEUE
    nearest: str | None = None


_VIEWS: dict[str, View] = {
    "mine": View.MINE,
    "overdue": View.OVERDUE,
    "certain": View.CERTAIN,
    "held": View.HELD,
}
_WORDS = (*_VIEWS, "search", "stats", "digest", "export", "import", "answers", "submission", "help")
_NUMBER = re.compile(r"r?[-#\s]?(\d{1,15})", re.IGNORECASE)


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
    if word == "search":
        return Wanted(Ask.LIST, rest, view=View.SEARCH)
    if word in _VIEWS and not rest:
        return Wanted(Ask.LIST, view=_VIEWS[word])
    if word in ("stats", "digest", "export", "import", "answers", "submission", "help"):
        return Wanted(Ask(word), rest)
    if is_address:
        return Wanted(Ask.PAGE, text)
    known = [one for one in _WORDS if lead or one != "held"]
    nearest = difflib.get_close_matches(word, known, 1, 0.6)
    return Wanted(Ask.UNKNOWN, text, nearest=nearest[0] if nearest else None)
