"""What `referral-bot audit verify` finds wrong with the history."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import plural

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


APPEALS_DIFFER = "its appeals are not what its events say"
EVIDENCE_DIFFERS = "its evidence differs from what its events say"
NO_FINGERPRINT = "the referral has an erased page's name, but the page has no fingerprint"


def no_erased_page(page: str) -> str:
    return f"the fingerprint of {page} is kept, but no referral has that name"


def referral_differs(columns: str) -> str:
    return f"the referral is not what its events say: {columns}"


def page_check_differs(columns: str) -> str:
    return f"what is known of its page is not what its checks say: {columns}"


NO_MAC = "it has no HMAC: it wasn't written by a bot that has REFERRAL_BOT_AUDIT_KEY"
WRONG_MAC = (
    "its HMAC doesn't fit: it was edited, or written by somebody without REFERRAL_BOT_AUDIT_KEY"
)
NO_KEY_BEGAN = (
    "REFERRAL_BOT_AUDIT_KEY is set, but nothing in the history says since when: no bot has run with "
    "it yet, or that was removed"
)
ANOTHER_KEY = "the history goes on with another key than REFERRAL_BOT_AUDIT_KEY"
NOT_VOUCHED = "the key was replaced by somebody who didn't have it"
KEY_BEGAN_BEFORE = "the key began before the one that it followed"


def in_link(sequence: int, fault: str) -> str:
    return f"link {sequence} of the chain: {fault}"


def rewritten_before_key(sequence: int) -> str:
    return (
        f"link {sequence} isn't what it was when the key began: the chain before it was rewritten"
    )


def macs_not_checked(sequence: int, key: str) -> str:
    return (
        f"After link {sequence} the events carry HMACs of the key {key}, which weren't checked. Set "
        "REFERRAL_BOT_AUDIT_KEY (for a key that was replaced: REFERRAL_BOT_AUDIT_OLD_KEYS)."
    )


def key_lost(key: str, after: int, sequence: int) -> str:
    given_up = f"The key {key} was given up as lost"
    if sequence <= after:
        return f"{given_up} before anything was written with it."
    return (
        f"{given_up}: the HMACs of links {after + 1} to {sequence} can't be checked. Their hashes were, "
        "and anchors of that time say whether they are what they were."
    )


NO_NEW_KEY = (
    "Set REFERRAL_BOT_AUDIT_KEY to a new key first, such as `openssl rand -hex 32` prints, wherever the "
    "bot and its commands run."
)
KEY_FITS = "The history goes on with REFERRAL_BOT_AUDIT_KEY: no key is lost."
KEY_KNOWN = (
    "The key before is in REFERRAL_BOT_AUDIT_OLD_KEYS: it isn't lost. Run the bot, and the new key "
    "follows it."
)
GIVE_UP_KEY = (
    "The key that this history went on with is given up: what it made can't be checked by HMAC any "
    "more, and audit verify will always say so. All bots must be stopped. Go on?"
)


def key_given_up(sequence: int) -> str:
    return (
        f"After link {sequence} the history goes on with REFERRAL_BOT_AUDIT_KEY. Keep that key with your "
        "other secrets, then start the bot."
    )


# Anchors


def not_an_anchor(text: str) -> str:
    return (
        f"“{text}” isn't an anchor. Write it like 437:HASH, with the 64 characters of the hash, as "
        "audit verify and the anchor file say it; a posted one like ~500:HASH."
    )


def in_line(line: int, fault: str) -> str:
    return f"line {line}: {fault}"


def cut_off(last: int, anchor: str) -> str:
    end = f"ends at link {last}" if last else "is empty"
    return f"the chain {end}, but it went on to {anchor}: its end was cut off"


def rewritten(anchor: str) -> str:
    return f"the chain was rewritten: it had {anchor}"


def head(anchor: str) -> str:
    return f"The chain ends with {anchor}"


def anchors_met(count: int) -> str:
    return f"{plural(count, 'anchor')} compared."


def anchor_posted(anchor: str) -> str:
    return (
        f"Today's anchor of the audit: `{anchor}`\nKeep it. To compare: "
        f"`referral-bot audit verify --expect '{anchor}'`"
    )


def anchor_not_kept(file: str, reason: str) -> str:
    return f"the audit's anchor could not be added to {file} ({reason})"


def anchor_fits(file: str, count: int, last: str) -> str:
    return f"{file} can be written; its last anchor ({last}) is in the chain, {plural(count, 'anchor')} in all"


def no_anchor_yet(file: str) -> str:
    return f"{file} can be written; a running bot adds an anchor to it each day"


def anchor_file_unwritable(file: str, reason: str) -> str:
    return f"anchors can't be added to {file} ({reason}): make its folder, and let the bot's user write there"


def anchor_misfits(file: str, fault: str) -> str:
    return f"the last anchor of {file} is not in the chain: {fault}. `referral-bot audit verify` says more"


def anchor_old(file: str, day: str) -> str:
    return f"the last anchor of {file} is of {day}: a running bot adds one each day, with this config.yaml"


NO_HEAD = "Nothing is in the chain yet: a running bot seals events every 15 seconds."
NOT_TEXT = "it isn't text"


def unreadable_anchors(file: str, reason: str) -> str:
    return f"The anchors in {file} can't be read ({reason})."


def ahead_of_clock(count: int, first: Sequence[str]) -> str:
    """`first` are some of the events: `R-3, event 2 (3 March 2027, 09:12)`."""
    more = ", …" if count > len(first) else ""
    are = "is" if count == 1 else "are"
    return (
        f"{plural(count, 'event')} {are} dated after the database's clock: {', '.join(first)}{more}. "
        "The clock of a machine that ran the bot was wrong, or the database's is. What was recorded "
        "stays as it is; **Change date** corrects the date of a step."
    )


def dated(where: str, event: int, at: str) -> str:
    return f"{where}, event {event} ({at})"


# Where a referral's events can't have happened

NO_EVENTS = "a referral has at least one event"


def number_missing(name: str) -> str:
    return f"{name}: a number is missing in its events"


def begins_with(name: str, action: str) -> str:
    return f"{name} begins with {action}"


def cannot_follow(name: str, action: str, state: str, event: int) -> str:
    return f"{name}: {action} cannot follow {state} (event {event})"
