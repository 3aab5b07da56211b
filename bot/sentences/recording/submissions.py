"""Submissions: several referrals that go to a platform in one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import all_of, plural

TITLE = "Mark all referred"
SUBMIT = "Mark all referred"
REFERENCE_HINT = "Of the whole submission: yours, or the platform's. It finds the referrals later."
CHANGE, SAVE = "Change", "Save"
CHANGE_HINT = "What you choose here is for this page alone."
NOTHING_TO_REFER = "Nothing in this list waits to be referred any more."
RECORD_ANSWERS = "Record answers"
TOO_MANY_CHANGES = "Too many single lines differ. Refer this one by itself."


def goes_to(count: int, platform: str) -> str:
    return f"{plural(count, 'page')} to {platform} as one submission."


def go_to(counts: Mapping[str, int]) -> str:
    """By platform, where there are several."""
    each = [f"{count:,} to {platform}" for platform, count in counts.items()]
    pages = plural(sum(counts.values()), "page")
    return f"{pages} in {len(counts):,} submissions, one for each platform: {all_of(each)}."


def for_those_without(count: int, total: int, what: str) -> str:
    """Under a field: whom its answer is for, if not for all. `what` is the field, in small letters."""
    return f"For the {count:,} of {total:,} without a {what}."


def change_one(name: str) -> str:
    return f"Change {name}"


def has_reference(reference: str) -> str:
    return f"reference {reference}"


def on(day: str) -> str:
    return f"referred on {day}"


def finds_them(command: str, reference: str) -> str:
    return f"`{command} {reference}` finds them."


def heading(reference: str, platform: str) -> str:
    return f"Submission {reference} to {platform}"


def holds(count: int, days: Sequence[str], states: Mapping[str, int]) -> str:
    """How many referrals, the first and last day they were referred on, and where they stand."""
    each = [f"{number:,} {state}" for state, number in states.items()]
    when = f", referred on {' to '.join(days)}" if days else ""
    return f"{plural(count, 'referral')}{when}: {', '.join(each)}."


def decided(count: int, total: int, rejected: int) -> str:
    """How the decided ones ended; a fraction, as a submission is small."""
    if not count:
        return "No decisions yet."
    return f"{count:,} of {total:,} decided; {rejected:,} of {count:,} decided rejected."


def not_found(reference: str) -> str:
    return f"There is no submission with the reference {reference}."
