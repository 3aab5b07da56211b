"""What `referral-bot` says on a terminal, whatever the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import plural, verb

JSON_OR_CSV = "Choose either --json or --csv."
NOTHING_TO_SEND_AGAIN = "Nothing is waiting to be sent again: Slack hasn't refused any message."
WRITING_THE_STORY = "Writing the story down"
WRITING_REFERRALS = "Writing referrals"
COUNTING_NOTICES = "Counting the notices"
VERIFYING_EVIDENCE = "Verifying evidence"
ERASING = "Erasing"
IMPORTING = "Importing"
RETENTION_OFF = "Retention is off: config.yaml has no retention.erase_after. Nothing is due."
DIGEST_WRITTEN = "The digest is queued; the running bot posts it in the channel."
CHAIN = "The chain"


EXIT_CODES = {
    0: "done",
    1: "something is wrong, said on standard error (`check`: in its lines)",
    2: "no such command or option",
    75: "`run` was told to end and had not after 9.5 s: left as after a crash, which loses nothing",
    130: "ended by Ctrl-C before it was done",
}


def sent_again(lane: str, count: int) -> str:
    return f"{lane}: {plural(count, 'message')} will be sent again"


def migrated(database: str) -> str:
    return f"{database} is up to date."


def story_written(events: int) -> str:
    return f"{plural(events, 'event')} recorded. Try: referral-bot stats"


def not_a_referral(typed: str) -> str:
    return f"“{typed}” isn't a referral. Write it like R-12."


def file_exists(path: str) -> str:
    return f"{path} is there already. Name another file."


NOT_THE_SCREEN = (
    "- is standard output, and this needs a file of its own. Name one, or ./- for that name."
)


def cannot_write(path: str, reason: str) -> str:
    return f"{path} can't be written: {reason}."


def cannot_read(path: str, reason: str) -> str:
    return f"{path} can't be read: {reason}."


def file_written(path: str, title: str) -> str:
    return f"{path}: {title}."


def report_written(path: str, dates: str, notices: int, as_of: str) -> str:
    return f"{path}: {dates}, {plural(notices, 'notice')}, as of {as_of}."


def report_has_held(held: int, unseen: int) -> str:
    """`held` are all on hold; `unseen` of them were held as they were flagged."""
    note = (
        f"Note: {plural(held, 'referral')} of the year {verb(held, 'is', 'are')} on hold. Each "
        "counts as what it was before; the report says nothing of holds."
    )
    if not unseen:
        return note
    return f"{note} {unseen:,} held from the flag on {verb(unseen, 'counts', 'count')} nowhere yet."


def report_note(note: str) -> str:
    return f"Note: {note}"


def report_not_ready(missing: str) -> str:
    return f"Not ready to be published: {missing}"


def digest_posted_before(period: str) -> str:
    return f"The digest of {period} is already in this channel. Nothing was posted."


def unknown_channel(typed: str, known: Sequence[str]) -> str:
    knows = f"It knows: {', '.join(known)}." if known else "It knows none yet."
    return f"The bot doesn't know the channel “{typed}”. {knows}"


def which_channel(known: Sequence[str]) -> str:
    if not known:
        return "Whose digest? The bot doesn't know any channel yet."
    return f"Whose digest? Use --channel with one of: {', '.join(known)}."


DRY_MIGRATION = "Nothing is changed. With new rules for addresses:"


def keys_changed(changed: int, looked_at: int) -> str:
    return f"New rules read {changed:,} of {plural(looked_at, 'address', 'addresses')} otherwise."


def page_split(names: Sequence[str]) -> str:
    return f"{', '.join(names)} were one page and are several now."


def unexpected(error: str) -> str:
    return f"Something went wrong that nobody expected: {error}. Please report it with this line."


def no_such_referral(number: int) -> str:
    return f"There is no R-{number}."


def audit_fault(where: str, event: int, fault: str) -> str:
    return f"{where}{f', event {event}' if event else ''}: {fault}"


def page_checks_of(number: int) -> str:
    return f"Beside R-{number} (page checks, reminders)"


def audit_done(events: int, faults: int) -> str:
    return f"{plural(events, 'event')} looked at, {plural(faults, 'fault')}."


def audit_event(seq: int, happened: str, recorded: str, action: str, by: str, details: str) -> str:
    """`recorded` is empty where the event was written down when it happened."""
    when = f"{happened} (written down {recorded})" if recorded else happened
    return f"{seq:>3}  {when}  {action} by {by}  {details}".rstrip()


def audit_page_check(seq: int, at: str, status: str, asked_by: str, details: str) -> str:
    who = f" for {asked_by}" if asked_by else ""
    return f"{seq:>3}  {at}  page {status}{who}  {details}".rstrip()


def audit_page_answer(seq: int, at: str, answer: str, by: str, details: str) -> str:
    return f"{seq:>3}  {at}  answered “{answer}”{f' by {by}' if by else ''}  {details}".rstrip()


def erased_by_age(states: Mapping[str, int], before: str, dry_run: bool) -> str:
    """`states` are the erased by the state they stood in; `before` is the day that decides."""
    total = sum(states.values())
    line = f"{plural(total, 'referral')} {'would be erased' if dry_run else 'erased'}"
    if states:
        line += ": " + ", ".join(f"{count:,} {state}" for state, count in sorted(states.items()))
    return f"{line}. Referrals finished before {before} are due."


def oldest_erased(day: str) -> str:
    return f"The oldest was finished on {day}."


def stays_for_appeal(count: int) -> str:
    return (
        f"{count:,} {verb(count, 'stays', 'stay')}, though old enough: "
        f"{verb(count, 'it', 'they')} can still be appealed."
    )


def stays_for_page(count: int) -> str:
    return (
        f"{count:,} {verb(count, 'stays', 'stay')}, though old enough: "
        f"{verb(count, 'its page is', 'their pages are')} on hold or under appeal."
    )


def erased_in_all(younger: int, erased: int) -> str:
    return f"{younger:,} finished and not due yet; {erased:,} erased in all. Their figures stay."


def messages_to_change(count: int) -> str:
    return (
        f"{plural(count, 'message')} in Slack still {verb(count, 'says', 'say')} what was erased; "
        f"`run` changes {verb(count, 'it', 'them')}."
    )


def erased_on_request(names: Sequence[str], dry_run: bool) -> str:
    return f"{', '.join(names)} {'would be erased' if dry_run else 'erased'}."


def erase_needs_yes(referrals: Sequence[str]) -> str:
    return f"Erasing {', '.join(referrals)} can't be undone. Add --yes where nobody can be asked."


def erase_question(referrals: Sequence[str]) -> str:
    return f"Erase {', '.join(referrals)}? This cannot be undone."
