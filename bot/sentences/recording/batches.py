"""Many referrals at once: what was recorded of them, what did not go through, taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import plural

_DID: Mapping[str, str] = {
    "refer": "marked {} as referred",
    "close": "recorded {} as closed",
    "reject": "recorded {} as rejected",
    "restrict": "recorded {} as restricted",
    "overturn": "recorded {} as overturned",
    "uphold": "recorded {} as upheld",
    "acknowledge": "recorded that the platform acknowledged {}",
    "vanish": "recorded that the pages of {} are gone",
    "withdraw": "withdrew {}",
    "assign": "changed the owner of {}",
    "note": "added a note to {}",
    "undo": "undid the last step of {}",
}
"""By action; of an action that has no words here it is said that it was recorded."""
_SNOOZED = "snoozed {}"


def _done(action: str, count: int) -> str:
    several = plural(count, "referral")
    words = _SNOOZED if action == "snooze" else _DID.get(action, "recorded a step of {}")
    return words.format(several)


def did(who: str, action: str, names: Sequence[str]) -> str:
    """In a channel: who recorded what of which referrals."""
    done = _done(action, len(names))
    told = f"{who} {done}" if who else done[:1].upper() + done[1:]
    return f"{told}: {in_runs(names)}."


def in_runs(names: Sequence[str]) -> str:
    """`R-1, R-4 to R-9` of such names in the order of their numbers."""
    runs: list[list[int]] = []
    for number in (int(name.removeprefix("R-")) for name in names):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [
        [f"R-{run[0]} to R-{run[-1]}"] if len(run) > 2 else [f"R-{number}" for number in run]
        for run in runs
    ]
    return ", ".join(name for each in told for name in each)


def recorded(action: str, count: int) -> str:
    """To who recorded it."""
    return f"You {_done(action, count)}." if count else NOTHING


NOTHING = "Nothing was recorded."


def not_through(count: int) -> str:
    return f"{count:,} did not go through:"


def of_one(name: str, sentence: str) -> str:
    return f"{name}: {sentence}"


def more_named(count: int) -> str:
    return f"and {count:,} more"


def no_room(count: int, names: Sequence[str]) -> str:
    """Of how many it isn't said why."""
    return f"and {count:,} more: {in_runs(names)}"


def taken_back(count: int) -> str:
    return f"Taken back: {plural(count, 'referral')}." if count else "Nothing was taken back."


SEVERAL = "Select several"
WHAT = "What happened to them, or what to do"
SNOOZE = "Snooze reminders"
FOR_HOW_LONG = "For how long"
FOR_THOSE_WITHOUT = "For those that have none: what a referral says already stays."
RECORD = "Record"
NONE_OF_THEM = "None"
NOTHING_LEFT = "Nothing in that list can be selected any more. Ask for it again."


def all_ticked(count: int) -> str:
    if count == 1:
        return "1 referral is ticked."
    return f"All {plural(count, 'referral')} are ticked. Untick what is to stay as it is."


def first_of(count: int, total: int) -> str:
    return f"These are the first {count:,} of {total:,}, in the order of the list."


def all_of_these(count: int) -> str:
    return f"All of these {count:,}"


def numbered(first: int, last: int) -> str:
    return f"{first:,} to {last:,}" if last > first else f"{first:,}"


UNDO_ALL = "Undo all"
NOT_HERE = "This selection isn't kept any more. Ask for the list again."
RECORDED_ALREADY = "This selection is recorded already. Ask for the list again for what is left."
CHOOSE_ONE = "Tick at least one referral, or close the form."
CHANGED_SINCE = "Something happened to it since. Undo that first."
STAYS = "A note stays: it can't be undone."
