"""Whose referrals are: taking one, handing over all of somebody's, those of who has left."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sentences.counting import plural, verb

TITLE = "Hand over"
BUTTON = "Hand over…"
FROM, TO = "From", "To"
FROM_HINT = "All that is open and theirs is handed over."
WHO = "Whose referrals?"
NEW_OWNER = "Who looks after them from now on?"
TAKE = "Take"
TAKE_MENU = "You look after it from now on."
ONLY_LEADS = "Only a lead can hand over somebody's referrals. Assign single ones with All actions…"
NOBODY_OWNS = "Nobody owns an open referral: there is nothing to hand over."
NO_FROM = "Say whose referrals are handed over."
NO_TO = "Say who looks after them from now on."
THE_SAME = "They are theirs already. Choose somebody else."
HANDED_OVER = "Handed over"


def yours_already(name: str) -> str:
    return f"{name} is yours already."


def owns(who: str, count: int, *, left: bool) -> str:
    """A choice of whose referrals; `left` where their account is deactivated."""
    return f"{who}{' (deactivated)' if left else ''} · {count:,} open"


def owns_nothing(who: str) -> str:
    return f"{who} owns no open referral."


def done(count: int, who: str, refused: Mapping[str, str]) -> str:
    """`refused` has, by name, why one was not handed over."""
    is_now = verb(count, "is", "are")
    told = f"{plural(count, 'referral')} {is_now} now with {who}."
    return "\n".join([told, *(f"{name}: {why}" for name, why in refused.items())])


def left(who: str, count: int) -> str:
    """To the leads, once: somebody's account is deactivated."""
    still = f"{plural(count, 'open referral')} {verb(count, 'is', 'are')} still theirs"
    return (
        f"The account of {who} is deactivated, and {still}. Hand {verb(count, 'it', 'them')} over."
    )
