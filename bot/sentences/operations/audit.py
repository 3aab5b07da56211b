"""What `referral-bot audit verify` finds wrong with the history."""

from __future__ import annotations

MISSING = "the event is missing"
OUT_OF_ORDER = "the chain holds it before the one before it"
EDITED = "the event was edited: its hash doesn't fit what it says"
DOES_NOT_FOLLOW = "the event doesn't follow the one before it: one of them was forged or moved"
FORGED = "the event was forged: neither the chain nor what waits to be sealed knows it"
REPLACED = "the event was forged: the chain holds another in its place"


def value_added(name: str) -> str:
    return f"“{name}” was added afterwards"


def value_edited(name: str) -> str:
    return f"“{name}” was edited: it doesn't fit"


def links_missing(first: int, last: int) -> str:
    if first == last:
        return f"link {first} of the chain is missing"
    return f"links {first} to {last} of the chain are missing"


def link_edited(sequence: int) -> str:
    return f"link {sequence} of the chain was edited, moved or forged"


NO_FINGERPRINT = "the referral stands under an erased page's name, but the page has no fingerprint"


def no_erased_page(page: str) -> str:
    return f"the fingerprint of {page} is kept, but no referral stands under that name"


def referral_differs(columns: str) -> str:
    return f"the referral is not what its events say: {columns}"


def page_check_differs(columns: str) -> str:
    return f"what is known of its page is not what its checks say: {columns}"


# Where a referral's events can't have happened

NO_EVENTS = "a referral has at least one event"


def number_missing(name: str) -> str:
    return f"{name}: a number is missing in its events"


def begins_with(name: str, action: str) -> str:
    return f"{name} begins with {action}"


def cannot_follow(name: str, action: str, state: str, event: int) -> str:
    return f"{name}: {action} cannot follow {state} (event {event})"
