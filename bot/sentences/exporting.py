"""Exports: what a file holds, and what is said with it."""

from __future__ import annotations

from bot.sentences.counting import plural, verb
from bot.sentences.labels import LEAVES_OUT

WITH_ALL = "With what is private and what is on hold."
THIS_CHANNEL = "this channel"
ASKED_BEFORE = "You asked for this before. Look in our direct messages."
TITLE = "Export"
IN_OUR_MESSAGES = "The file is in our direct messages, for you alone."


def happened(first_day: str, last_day: str) -> str:
    """By when something happened."""
    if not first_day:
        return f"Referrals up to {last_day}"
    if first_day == last_day:
        return f"Referrals to which something happened on {first_day}"
    return f"Referrals to which something happened from {first_day} to {last_day}"


def counted(first_day: str, last_day: str) -> str:
    """By the date under which figures count them."""
    if not first_day:
        return f"Referrals that figures count up to {last_day}"
    if first_day == last_day:
        return f"Referrals that figures count on {first_day}"
    return f"Referrals that figures count from {first_day} to {last_day}"


def listed(what: str, day: str) -> str:
    """The same words as those of a list."""
    return f"{what}, on {day}"


def read(form: str, title: str, *, whole: bool) -> str:
    """How it stands among the reads."""
    return f"export {form}: {title}{f'. {WITH_ALL}' if whole else ''}"


def nothing(title: str, *, whole: bool) -> str:
    return f"{title}: nothing to be written, so there is no file. {'' if whole else LEAVES_OUT}".strip()


def sent(title: str, referrals: int, *, whole: bool) -> str:
    """Only the whole has a number: beside a figure, another one would say how many are left out."""
    if whole:
        return f"{title}: {plural(referrals, 'referral')}. {IN_OUR_MESSAGES} {WITH_ALL}"
    return f"{title}. {IN_OUR_MESSAGES} {LEAVES_OUT}"


COHORT_IS_WHOLE = "A cohort is what figures count: it goes with since, until, platform, category and confidence alone."
NOT_AS_OF = "An export holds what is known now. `as-of` goes with stats."


def too_many(most: int) -> str:
    return (
        f"More than {plural(most, 'referral')} {verb(most, 'is', 'are')} too many for one file in Slack. Narrow it with since, "
        "until or platform, or have it written with `referral-bot export`."
    )
