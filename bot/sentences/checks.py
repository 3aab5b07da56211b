"""Page checks: what was found, what people are asked about it, and why a page isn't looked at."""

from __future__ import annotations

from collections.abc import Mapping

WHAT_HAPPENED, REAPPEARED = "What happened?", "Reappeared?"
LOOKED_GONE, LOOKED_UP_AGAIN = "looked gone", "looked up again"
LOOKS_GONE, LOOKS_UP, UNCLEAR = "looks gone", "looks up", "unclear"
NO_LONGER_ASKED: Mapping[str, str] = {
    "settled": "It no longer does, or the referral has changed: nothing is asked.",
    "off": "Page checks are off now: nothing is asked.",
    "": "Nothing is asked any more.",
}
"""Why a question has no buttons any more."""
SOMEBODY = "somebody"
CHECK_NOW = "Look now whether the page is there."

# What was found; `reason` is what the site answered


def checked_at(reason: str, at: str) -> str:
    return f"{reason}, checked {at}"


def looks_gone(found: str) -> str:
    """`found` is what `checked_at` says."""
    return f"Looks gone ({found})"


def looks_up(found: str) -> str:
    return f"Looks up ({found})"


def looks_up_again(gone: bool, day: str, found: str) -> str:
    """`gone` where the page went by itself, else the platform closed it."""
    return f"{'Gone since' if gone else 'Closed on'} {day}, looks up again ({found})"


def question(looks: str, asks: str) -> str:
    return f"{looks}. {asks}"


def page_looked(looked: str, reason: str, at: str) -> str:
    return f"The page {looked} ({reason}, {at})."


def answered(answer: str, who: str) -> str:
    return f"{answer.capitalize()}, says {who}"


def recorded(line: str, who: str) -> str:
    return f"{line} by {who}."


def found(looks: str, reason: str) -> str:
    return f"{looks} ({reason})"


def checked_for(who: str, found: str) -> str:
    return f"Page checked for {who}: {found}"


def checked(times: int, since: str, who: str, found: str) -> str:
    """A line of the history; `who` is empty where nobody asked."""
    often = f" {times:,} times since {since}" if times > 1 else ""
    return f"Page checked{often}{f' for {who}' if who else ''}: {found}"


def stays(answer: str, name: str, state: str) -> str:
    """After an answer that changes nothing."""
    return f"Recorded: {answer}. {name} stays {state}; I'll ask again only if the page changes."


def will_look(name: str) -> str:
    return (
        f"I'll look at {name}'s page within a minute or two, and write what I find under its card."
    )


def in_the_thread(looks: str) -> str:
    return f"{looks}. The question is in the thread."


# Why not


def release_first(name: str) -> str:
    return f"{name} is on hold: release it first."


def no_longer_asked(name: str, state: str) -> str:
    return f"{name} is {state} now, and this is no longer asked. Nothing was recorded for you."


def answered_already(who: str, answer: str, name: str, state: str) -> str:
    return f"{who} already answered “{answer}”. Nothing was recorded for you; {name} is {state}."


def off_for(platform: str) -> str:
    return f"Page checks are off for {platform}. config.yaml switches them on."


def not_looked_at(name: str, state: str) -> str:
    return f"{name} is {state}, so its page isn't looked at."


def address_erased(name: str) -> str:
    return f"The address of {name} was erased, so its page can't be looked at."


def page_on_hold(other: str) -> str:
    """For leads alone: `other` is the referral that is on hold."""
    return f"{other} has this page on hold, so it isn't looked at."


def asked_for_check(name: str) -> str:
    """A note for leads, on the referral that is on hold."""
    return f"Asked for a page check on {name}."


def checked_just_now(name: str) -> str:
    return (
        f"{name}'s page was looked at less than 10 minutes ago. More, History has what was found. "
        "Ask again later."
    )
