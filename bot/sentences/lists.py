"""Lists: what is open, yours, overdue, certain, found or on hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import listed, plural

HEADINGS: Mapping[str, str] = {
    "queue": "Open in this channel",
    "open": "Open",
    "all": "Referrals",
    "mine": "Yours, open",
    "overdue": "No answer within the team's time limit",
    "certain": "Rejected although the team was certain",
    "search": "Found",
    "held": "On hold",
}
NOTHING: Mapping[str, str] = {
    "queue": "Nothing like that is open in this channel.",
    "open": "Nothing like that is open.",
    "all": "There is nothing like that.",
    "mine": "Nothing of yours is open.",
    "overdue": "Nothing is overdue.",
    "certain": "Nothing was rejected that the team was certain of.",
    "search": "Nothing was found. The search looks in numbers, addresses, notes, platforms and "
    "categories.",
    "held": "Nothing is on hold.",
}
URGENT_FIRST = (
    "Most urgent first: overdue, appeal window closing, rejected although certain, not referred yet, "
    "then the rest."
)
NEXT_REFER = "Next: mark it referred"
NEXT_ANSWER = "Next: record the answer, or ask the platform for one"
NEXT_WAIT = "Next: record the answer when it comes"
NEXT_APPEALED = "Next: record how the appeal ended"
NEXT_RELEASE = "Next: release it, or withdraw it"
WITH_A_LEAD = "With a lead"
NO_MORE = "There are no more."
BACK, MORE = "Back", "More"
WAITING = "waiting"


def next_appeal(until: str) -> str:
    """`until` is the last day of the window, or empty."""
    return (
        f"Next: appeal by {until}, or refer it again"
        if until
        else "Next: appeal, or refer it again"
    )


def queue_empty(flag: str) -> str:
    return f"Nothing is open in this channel. `{flag}` and an address records a page."


def same_page(names: Sequence[str]) -> str:
    return f"{', '.join(names)} are one page now: withdraw all but one of them as duplicates."


def heading(title: str, dates: str, words: str) -> str:
    """`dates` and `words` narrow the list, or are empty."""
    return f"{title}{f', {dates}' if dates else ''}{f': {words}' if words else ''}"


def all_of(heading: str, total: int) -> str:
    return f"{heading} ({total:,})"


def some_of(heading: str, first: int, last: int, total: int, or_more: bool) -> str:
    more = "more than " if or_more else ""
    return f"{heading} ({first:,} to {last:,} of {more}{total:,})"


def flagged_on(day: str) -> str:
    """Of a page that a lead looks at first."""
    return f"Flagged on {day}"


# On Home

FILTER, FILTER_TITLE, FILTER_SHOW = "Filter…", "Filter", "Show"
FILTER_WORDS = "Words of a list"
FILTER_EXAMPLE = "mine overdue platform youtube"

# What was typed

ACCEPTED = (
    "Accepted, in any order: mine, overdue, certain, unowned, open, all, a state (flagged, referred, "
    "closed, rejected, restricted, appealed, withdrawn, gone), platform NAME, category NAME, by @somebody, "
    "owner @somebody, submission REFERENCE, since DATE, until DATE, numbers, R-1 to R-9."
)
SEARCH_WHAT = "Say what to search for, behind “search”."
SUBMISSION_WHAT = "Say which submission: `submission REFERENCE`."
ALL_AT_ONCE = (
    "All words hold at once: “or” goes only between states, numbers, platforms or categories."
)
BY_OR_OWNER = "Say `by` or `owner` before a person, once each."
NOT_AS_OF = "A list shows what is known now. `as of` goes with stats."
NO_OWNER = "without an owner"


def unknown_word(word: str, nearest: str) -> str:
    """`nearest` is the word that was probably meant, or empty."""
    return f"“{word}” is not understood. " + (f"Did you mean “{nearest}”?" if nearest else ACCEPTED)


def say_who(word: str) -> str:
    return f"Say who: `{word} @somebody`, or `{word} me`."


def not_both(one: str, other: str) -> str:
    """Two words of which no referral can be both."""
    return f"Nothing is both “{one}” and “{other}”. Leave one of them out."


def one_person(word: str) -> str:
    """`by` or `owner` named two people."""
    return f"“{word}” can name one person only. Ask for the others one by one."


def too_many_numbers(count: int, most: int) -> str:
    return f"These are {plural(count, 'number')}; a list takes up to {most:,}."


def too_long(length: int) -> str:
    """Of what stood behind the command, in characters."""
    return (
        f"That is too long for one list ({plural(length, 'character')}). Ask for less at once: "
        "`R-1 to R-200` is short."
    )


def of_submission(reference: str) -> str:
    return f"submission {reference}"


def nobody(name: str, nearest: str) -> str:
    """Nobody whom the bot has met has this name."""
    more = f" Did you mean “{nearest}”?" if nearest else " Write it as Slack shows it."
    return f"I know nobody called “{name}”.{more}"


def several_people(name: str, choices: Sequence[str]) -> str:
    """`choices` are names that each mean one of them alone."""
    return (
        f"Several people are called “{name}”: {listed(choices, 5)}. Write one of these, or "
        "mention the person."
    )


def of_states(states: Sequence[str]) -> str:
    return ", ".join(states).capitalize()


def yours(heading: str) -> str:
    return f"Yours: {heading[:1].lower()}{heading[1:]}"


def flagged_by(name: str) -> str:
    return f"flagged by {name}"


def owned_by(name: str) -> str:
    return f"owner {name}"


def days(first: str, last: str) -> str:
    """A period by its first and last day, or by one of them."""
    if first and last:
        return f"{first} to {last}"
    return f"since {first}" if first else f"until {last}"


def not_here(names: Sequence[str]) -> str:
    """Of numbers that were asked for: hidden, or never given."""
    return f"Not here: {', '.join(names)}."
