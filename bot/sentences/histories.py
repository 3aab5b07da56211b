"""A referral's history, and notes to leads about pages on hold."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import plural

UNDONE_LATER = "undone later"
WAITS_FOR_A_LEAD = "A page waits for a lead"
FLAGGED_ELSEWHERE = "A page was flagged by somebody who can't see its referral"
WAS_ON_HOLD = "A page that was on hold"
ONLY_LEADS_SEE = "Only leads see this. Nothing of it shows anywhere else."
NOTE = "Note:"


def last_steps(shown: int, total: int) -> str:
    return f"The last {shown:,} of {plural(total, 'step')}."


def history(name: str, steps: int) -> str:
    return f"The history of {name}: {plural(steps, 'step')}."


def flagged_by(who: str, channel: str) -> str:
    """`channel` is without its #, or empty."""
    return f"Flagged by {who}{f' in #{channel}' if channel else ''}"


def now(state: str) -> str:
    return f"Now: {state}."


def pages_flagged(count: int, by: str) -> str:
    return f"{plural(count, 'page')} flagged by {by or 'the bot'}"


# Its lines, which stand in the thread as well; `by` is what `recorded_by` says

LAST_STEP = "the last step"


def step(name: str, text: str) -> str:
    return f"{name}: {text}"


def recorded_by(what: str, who: str, happened: str) -> str:
    """`what` is the action's word, `happened` the day where it isn't that of recording."""
    return f"{what} by {who}{f', as of {happened}' if happened else ''}"


def with_answers(by: str, answers: Sequence[str]) -> str:
    return f"{by}: {'. '.join(answers)}" if answers else by


def answer(label: str, text: str) -> str:
    return f"{label} {text}"


def described(
    by: str, category: str, confidence: str, basis: str, clause: str, reference: str
) -> str:
    """What nobody said is empty."""
    parts = [
        category,
        f"confidence {confidence}" if confidence else "",
        basis,
        f"clause {clause}" if clause else "",
        f"submission reference {reference}" if reference else "",
    ]
    what = ", ".join(part for part in parts if part)
    return f"{by}: {what}" if what else by


def rejected(by: str, reason: str, words: str, reference: str) -> str:
    text = f"{by}: {reason}" if reason else by
    text += f". “{words}”" if words else ""
    return text + (f". Decision reference {reference}" if reference else "")


def overturned(now: str, who: str, happened: str) -> str:
    return recorded_by(f"Overturned: page {now}. Recorded", who, happened)


def withdrawn(by: str, reason: str, duplicate_of: str, note: str) -> str:
    text = f"{by}: {reason}" if reason else by
    text += f" of R-{duplicate_of}" if duplicate_of else ""
    return text + (f". {note}" if note else "")


def goes_on(by: str, next_one: str, reason: str) -> str:
    """`next_one` is the number of the new referral, or empty."""
    text = f"{by} → R-{next_one}" if next_one else by
    return text + (f" ({reason})" if reason else "")


def undone(by: str, what: str, day: str, why: str) -> str:
    """`what` is the button of the step that was taken back, or empty."""
    text = f"{by}: “{what}” of {day}" if what else by
    return text + (f". {why}" if why else "")


def redated(what: str, day: str, who: str) -> str:
    step = f"“{what}”" if what else LAST_STEP
    return f"Date of {step} changed to {day} by {who}"


def assigned(owner: str, who: str) -> str:
    return f"Assigned to {owner} by {who}"


def credited(flagger: str, who: str) -> str:
    return f"Flagged by {flagger}, as {who} put right by importing its file again"


def noted(who: str, note: str, again: bool) -> str:
    """`again` where somebody flagged a page that they may not see; `who` is for leads alone then."""
    what = "Flagged again" if again else "Note"
    return f"{what}{f' by {who}' if who else ''}{f': {note}' if note else ''}"


def erased(on_request: bool) -> str:
    why = "on request" if on_request else "as its time was over"
    return f"Erased {why}: the address, notes, people and whatever was written"


def read_anew(read_as: Sequence[str]) -> str:
    return f"Address reread under newer rules: {', '.join(read_as)}"
