"""A referral's card, and what one person is told in private of a flag, a change or an address.

`name` is a referral's, `state` what the first functions say of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import plural
from bot.sentences.recording import own_hours, owners

# Where a referral stands: one line, without a full stop

BASES: Mapping[str, str] = {
    "law": "illegal content",
    "terms": "the platform's terms",
    "both": "illegal content and the platform's terms",
}
WAITING = "waiting for an answer"
MARKS: Mapping[str, str] = {
    "flagged": ":triangular_flag_on_post:",
    "held": ":lock:",
    "referred": ":outbox_tray:",
    "appealed": ":scales:",
    "closed": ":white_check_mark:",
    "rejected": ":x:",
    "restricted": ":construction:",
    "withdrawn": ":leftwards_arrow_with_hook:",
    "gone": ":dash:",
}
"""What a state is found by in a channel of cards, always before its words: each of its own shape."""
TYPED_INSIDE = "It was typed inside this link:"


def flagged(day: str) -> str:
    return f"Flagged on {day}, not referred yet"


def on_hold(why: str) -> str:
    return f"On hold: {why}" if why else "On hold"


def referred(day: str, late: str) -> str:
    """`late` is what `no_answer` says; empty where there is still time."""
    return f"Referred on {day}, {late or WAITING}"


def no_answer(waited: int, limit: int) -> str:
    """Days without an answer, and how many the team's limit is."""
    ours = "our limit" if waited == limit else f"our limit: {limit:,}"
    return f"no answer after {plural(waited, 'day')} ({ours})"


def outcome(state: str, day: str, reason: str) -> str:
    return f"{state.capitalize()} on {day}{f': {reason}' if reason else ''}"


def on_appeal(outcome: str) -> str:
    return f"{outcome}, on appeal"


def after_first_outcome(outcome: str, first: str, day: str) -> str:
    return f"{outcome}, after it was {first} on {day}"


def appealed(day: str, outcome: str, reason: str, outcome_day: str) -> str:
    was = f"{outcome}: {reason}" if reason else outcome
    return f"Appealed on {day} (was {was}, on {outcome_day})"


def withdrawn(reason: str) -> str:
    return f"Withdrawn: {reason}"


def gone(day: str) -> str:
    return f"Page gone on {day}, without a decision"


# The card

CATEGORY, CONFIDENCE, BASIS, OWNER = "Category", "Confidence", "Basis", "Owner"
FLAGGED_BY, FLAGGED, ATTEMPT = "Flagged by", "Flagged", "Attempt"
CLAUSE = "Clause"
SUBMISSION_REFERENCE, DECISION_REFERENCE = "Submission reference", "Decision reference"
ACKNOWLEDGED_REFERENCE = "The platform's reference"
ACKNOWLEDGED, REFERRED = "Acknowledged", "Referred"
NOTE, RESTRICTION, PLATFORM_WORDS = "Note:", "Restriction:", "The platform's words:"
REST_IN_HISTORY = "all of it: More, History"
BUTTONS: Mapping[str, str] = {
    "show_url": "Show URL",
    "history": "History",
    "all_actions": "All actions…",
    "prepare_notice": "Prepare notice",
    "show_notice": "Show notice",
    "notice_arrived": "It arrived",
    "notice_again": "Send again",
    "show_answer": "Show answer",
    "list_evidence": "Evidence",
    "piece": "Send me this file",
    "open": "Show",
    "snooze": "Snooze",
    "set_category": CATEGORY,
    "set_confidence": CONFIDENCE,
    "as_last": "As last",
    "check_closed": "Platform closed it",
    "check_gone": "Gone, no decision",
    "check_up": "Still up",
    "check_back": "Reappeared",
    "check_other": "Not the same page",
    "check_now": "Check page",
    "mark_all": "Mark all referred",
    "take": owners.TAKE,
    "hand_over": owners.BUTTON,
    "own_hours": own_hours.CHANGE,
    "back": own_hours.BACK,
    "show_all": "Show all",
}
"""Buttons and menus that aren't one action by themselves, by what they do."""
SHOWS_QUEUE = "`/referrals` shows the queue."


def as_text(title: str, state: str, address: str) -> str:
    return f"{title}: {state}. {address}"


def on_day_by(day: str, who: str) -> str:
    return f"{day} by {who}"


def attempt(number: int, previous: int) -> str:
    """`previous` is the number of the referral before, or 0."""
    return f"{number:,}{f', after R-{previous}' if previous else ''}"


def not_stated(what: Sequence[str]) -> str:
    return f"Not stated: {', '.join(what)}"


def page_went(day: str) -> str:
    return f"The page went on {day}; the decision still counts."


def page_came_back(day: str, next_one: int) -> str:
    """`next_one` is the number of the referral with which it goes on, or 0."""
    return f"The page came back on {day}{f': it goes on as R-{next_one}' if next_one else ''}."


def referred_again(next_one: int) -> str:
    return f"The page was referred again: it goes on as R-{next_one}."


def appeal_until(day: str) -> str:
    return f"An appeal is possible until {day}."


def appeal_of(day: str) -> str:
    return f"Appeal of {day}"


def appeal_ended(result: str, day: str) -> str:
    return f"{result.capitalize()} on {day}."


def shows_it(number: int) -> str:
    return f"`/referrals R-{number}` shows it as it is now."


def earlier_version(shows: str) -> str:
    """`shows` is `SHOWS_QUEUE` or what `shows_it` says."""
    return f"This card is from an earlier version. {shows}"


# All actions

NOTICE_KEPT = "The notice as it was sent."
ANSWER_KEPT = "The platform's answer in which the outcome was read, as it was handed in."


def all_actions(name: str) -> str:
    return f"All actions for {name}"


# The answer to a flag

HELD_ANSWER = "Recorded. A lead looks at this one first."
NOTHING_NEW = "Nothing new was recorded."
FLAGGED_AGAIN = "Flagged again."
"""How a note for leads begins on a page that somebody else flagged."""
LEAD_LOOKS_FIRST = "Config: a lead looks first."
"""The reason of a hold that config asks for."""


def left_out(why: str) -> str:
    return f"Left out: {why}"


def more_left_out(count: int) -> str:
    return f"{count:,} more {'was' if count == 1 else 'were'} left out."


def recorded(name: str, attempt: int, page: str) -> str:
    again = f", attempt {attempt:,}" if attempt > 1 else ""
    return f"*{name} recorded*{again} · {page}"


def reappeared(name: str, attempt: int, previous: int, page: str) -> str:
    return f"*Reappeared: {name}*, attempt {attempt:,}, after R-{previous} · {page}"


def has_this_page(name: str, state: str) -> str:
    return f"*{name}* has this page. {state}."


def already_open(name: str, state: str) -> str:
    return f"Already open: *{name}*. {state}."


def nothing_new(may_appeal: bool) -> str:
    then = "appeal, or refer it again" if may_appeal else "you can refer it again"
    return f"Nothing new was recorded; {then}."


def as_last(category: str, basis: str) -> str:
    """A button that says the same as of the page before; `basis` may be empty."""
    return f"As last: {category}, {basis}" if basis else f"As last: {category}"


def described(name: str, category: str, basis: str, confidence: str) -> str:
    """After a choice under the answer; each may be empty."""
    parts = [category, basis, f"confidence {confidence}" if confidence else ""]
    return f"*{name} recorded*: {', '.join(part for part in parts if part)}."


# What was recorded, and what is shown


def goes_on(before: str, again: bool, new: str, attempt: int) -> str:
    """`again` where it was referred again, else the page came back."""
    how = "is referred again" if again else "came back"
    return f"{before} {how}: it goes on as *{new}*, attempt {attempt:,}."


def done(name: str, what: str) -> str:
    """`what` is an action's word, such as “is closed”."""
    return f"{name} {what}."


def with_date(day: str) -> str:
    return f"Date: {day}."


def raw_address(name: str) -> str:
    return f"The address of {name}. Don't open it unprotected."


def asked_for(action: str, name: str) -> str:
    """A note for leads, on another referral of the page, which is on hold."""
    return f"Asked for “{action}” on {name}."
