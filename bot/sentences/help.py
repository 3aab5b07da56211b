"""The short help, and what is said to words that aren't a command."""

from __future__ import annotations

from bot.sentences.operations import manifest

HEADING = "What I can do"
PRIVATE = f"Answers are for you alone. In a message's menu, “{manifest.SHORTCUT}” does the same, also in threads."
FORM = "a form to flag a page"
AT_ONCE = "flag a page at once; up to 20 addresses"
QUEUE = "what is open in this channel"
MINE = "what is yours"
OVERDUE = "what the platforms haven't answered in time"
CERTAIN = "what was rejected although the team was certain"
WORDS = (
    "any of these words, in any order: mine, overdue, certain, unowned, open, all, a state, platform, "
    "category, by, owner, submission, case, since, until"
)
CASE = "the pages of a case, with its figures"
NETWORK = "what has the same numbers, handles or accounts"
SEVERAL = "several referrals by number"
ONE = "one referral, with its buttons and history"
PAGE = "the referral of a page"
SEARCH = "search numbers, addresses, notes, platforms, categories"
HELD = "what is on hold; for leads alone"
STATS = "the figures"
DIGEST = "this week's digest, so far"
EXPORT = "a file, sent to you alone"
ANSWERS = "a platform's answer, pasted or attached: check it, record it once"
SUBMISSION = "a submission: what one message to a platform referred, and how it stands"
HAND_OVER = "give all that is open and somebody's to somebody else"
IMPORT = "earlier records, from a CSV, JSON or JSON Lines file"


def commands(lines: str) -> str:
    return f"Commands: {lines}"


def unknown(typed: str, nearest: str, referrals: str, flag: str) -> str:
    """`nearest` is the command that was meant, or empty; `referrals` and `flag` are our two."""
    guess = f" Did you mean `{referrals} {nearest}`?" if nearest else ""
    return (
        f"I don't know “{typed}”.{guess} `{referrals} help` lists what I can do; "
        f"`{referrals} R-12` shows a referral, `{flag} URL` flags a page."
    )


def search_what(referrals: str) -> str:
    return f"Say what to search for: `{referrals} search WORDS`."
