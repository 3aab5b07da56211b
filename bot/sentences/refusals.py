"""Why something that somebody asked for isn't done, and what to do instead.

`name` is a referral's, `done` and `imperative` are an action's words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import plural, verb

# Who may, and what is there

ONLY_RECORDER_UNDOES = (
    "Only the person who recorded this, within 10 minutes, or a lead can undo it."
)
TOO_LATE_TO_UNDO = "More than 10 minutes have passed. A lead can still undo this."
NO_REFERRAL_OF_PAGE = "This page has no referral here. `/flag` and its address records one."


def no_such(name: str) -> str:
    """The same whether it is hidden from this person or was never there."""
    return f"There is no {name} here. `/referrals` lists what this channel has open."


def only_flagger_or_lead(name: str, imperative: str) -> str:
    return f"Only the person who flagged {name} or a lead can {imperative}."


def only_lead(imperative: str) -> str:
    return f"Only a lead can {imperative}. Ask one of your leads."


def was_erased(name: str) -> str:
    return (
        f"{name} was erased, so nothing can be recorded on it. If its page is back, flag the "
        "address: the page is recognised."
    )


def nothing_kept(name: str) -> str:
    return f"{name} was erased: its address and its notes are no longer kept."


def of_another_database(name: str) -> str:
    """The same whether there is such a referral here or not, and whoever may see it."""
    return (
        f"This was posted from another database, where {name} may be another page. Nothing was "
        f"changed. `/referrals {name}` shows {name} as it is here."
    )


OF_ANOTHER_DATABASE = (
    "This was posted from another database, or from this one before a backup was restored. Nothing "
    "was changed. `/referrals` shows what is here."
)


# Where the referral stands


def state_forbids(name: str, state: str, done: str) -> str:
    return f"{name} is {state}, so it can't be {done}."


def described_no_more(name: str, state: str) -> str:
    return f"{name} is {state}, so its category, confidence and basis stay as they are."


def hold_forbids(name: str, before: str, done: str) -> str:
    """`before` is the state before the hold."""
    return (
        f"{name} was {before} before it was put on hold. What was {before} can't be {done}, as it "
        "would disappear from the figures. Release it first."
    )


def nothing_to_undo(name: str) -> str:
    return f"{name} has nothing to undo. To take it out of the figures, withdraw it."


def other_open(name: str) -> str:
    return f"Another referral of {name}'s page is already open."


def other_open_so_no_undo(name: str) -> str:
    return (
        f"Another referral of {name}'s page is open, so this can't be undone. Withdraw that one "
        "first."
    )


def appeal_was_upheld(name: str) -> str:
    return f"An appeal of {name} was upheld already, and that was final."


def appeal_time_over(name: str, day: str) -> str:
    return (
        f"The time to appeal {name} ended on {day} (Digital Services Act, Article 20). You can "
        "refer the page again."
    )


# Somebody was quicker


def has_changed(name: str) -> str:
    return f"{name} has changed since you looked, so nothing was recorded."


def changed_meanwhile(name: str, by: str, past: str, at: str, changes: int, state: str) -> str:
    """`by` did last what `past` says; empty where this person may not know."""
    more = f" ({changes:,} changes)" if changes > 1 else ""
    what = f": {by} {past} on {at}{more}" if by else ""
    return (
        f"{name} has changed since you looked{what}. Nothing was recorded for you; it is {state} "
        "now."
    )


def seen_before_a_restore(name: str, state: str) -> str:
    return (
        f"This shows {name} as it was before a backup was restored. Nothing was recorded for you; it "
        f"is {state} now."
    )


# Answers


CHOOSE_DATE = "Choose the date on which it happened."
SEVERAL: Mapping[str, str] = {
    "category": "categories",
    "confidence": "confidence levels",
    "basis": "bases",
    "reason": "reasons",
    "now": "outcomes",
}
"""What a field's choices are called together."""


def too_many_addresses(count: int, most: int) -> str:
    return (
        f"{plural(count, 'address', 'addresses')} {verb(count, 'is', 'are')} too many for one command: it takes up to {most:,}. Nothing was "
        "recorded."
    )


def text_too_long(length: int, most: int) -> str:
    return f"This text has {plural(length, 'character')}. It may have up to {most:,}."


def choose(what: str, choices: Sequence[str]) -> str:
    return f"Choose the {what}: {', '.join(choices)}."


def not_a_choice(typed: str, several: str, choices: Sequence[str]) -> str:
    return f"“{typed}” isn't one of the {several}. Choose: {', '.join(choices)}."


def duplicates_itself(name: str) -> str:
    return f"{name} can't be a duplicate of itself."


def no_date_yet(name: str) -> str:
    return f"{name} has no date to change yet: it hasn't been referred or decided."


def in_the_future(day: str) -> str:
    return f"{day} is in the future. Choose today or an earlier day."


def before_the_last_step(day: str) -> str:
    return f"The step before this one was on {day}. This one can't be earlier."


def after_the_next_step(day: str) -> str:
    return f"The step after this one was on {day}. This one can't be later."


# --- who may use the bot, and where ---

OWN_WORKSPACE = "Only members of this workspace can use this bot. Ask a member of the team."
DEACTIVATED = "This account is deactivated, so it can't use the bot."
GUEST = "Guests cannot use this bot. Ask a full member of the team to flag for you."
NO_BOTS = "Apps and workflows can't use this bot. A member of the team has to do it."
UNKNOWN_PERSON = "Slack doesn't tell me who you are, so I can't act for you."
CANNOT_USE = "This person cannot use the bot. Choose a full member of the team."
WRONG_KIND_OF_CONVERSATION = (
    "I can't work in this kind of conversation. Use a channel; nothing was recorded."
)
NOT_SWITCHED_ON = (
    "This bot is not switched on for this channel. Use one of the team's channels, or ask whoever "
    "runs the bot to add this one to `channels` in config.yaml."
)
ONLY_LEADS_LIST_HELD = "Only leads can list what is on hold. Ask one of your leads."
OLD_FORM = "I don't know this form any more. Please open it again."
NO_LINKS = "There are no links in this message that could be flagged."
CASE_IS_PRIVATE = (
    "Figures of a case are for whoever asks. Post those of a platform or a category instead."
)
POST_IN_CHANNEL = "Ask for the figures in the channel in which they are to be posted."
CHOOSE_DAY = "Choose a day."


def slack_said_not_who(code: str) -> str:
    return (
        f"Slack did not tell me who you are ({code}), so nothing was recorded. Please try again in "
        "a minute."
    )


def slack_said_not_where(code: str) -> str:
    return (
        f"Slack did not tell me what this channel is ({code}), so nothing was recorded. Please try "
        "again in a minute."
    )


def slack_is_silent(error: str) -> str:
    return (
        f"Slack did not answer me ({error}), so nothing was recorded. Please try again in a minute."
    )


def not_in(place: str, bot: str) -> str:
    """`place` is "conversation" or "channel"."""
    return (
        f"I am not in this {place} yet. Type `/invite @{bot}` here, then send it again; nothing was "
        "recorded."
    )


def two_people(bot: str) -> str:
    return (
        "No bot can be in a direct message of two people, so nothing was recorded. Send it in a "
        f"channel that I am in, or in a message to me alone (@{bot}); there `help` says what I can do."
    )


def lead_first(name: str) -> str:
    return f"A lead looks at {name} first, so nothing was recorded."
