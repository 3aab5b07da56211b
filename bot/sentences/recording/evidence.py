"""Evidence: what is kept, what is not and why, and what stands in the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.sentences.counting import plural, verb

STORE_FULL = (
    "There is no room left for evidence, so nothing was kept or recorded. Tell whoever runs the "
    "bot; without the file it can be recorded now."
)
STORE_GONE = (
    "The place where evidence is kept can't be reached, so nothing was kept or recorded. Tell "
    "whoever runs the bot; without the file it can be recorded now."
)
FILE_MISSING = "This file isn't where evidence is kept any more. Tell whoever runs the bot."

# What was kept, and what was not


def files(count: int) -> str:
    return plural(count, "file")


def kept(count: int, name: str) -> str:
    return f"{files(count)} {verb(count, 'is', 'are')} kept as evidence of {name}."


def known(file: str, name: str) -> str:
    return f"`{file}` is among {name}'s evidence already, so it wasn't kept again."


def came_with(count: int) -> str:
    """Where a lead looks first: the same whatever the lead will find."""
    return f"{files(count)} {verb(count, 'goes', 'go')} to them with it."


def pieces(count: int) -> str:
    return plural(count, "piece of evidence", "pieces of evidence")


def keep_offered(count: int) -> str:
    """A button under what Flag links flagged; the message has so many files."""
    return f"Keep {files(count)} as evidence"


def on_card(count: int) -> str:
    return f"{pieces(count)}: All actions, Evidence"


def read(piece: int) -> str:
    """As it stands among the reads; `piece` is the number of its step in the history."""
    return f"evidence {piece}"


def not_kept(name: str) -> str:
    return f"{name} has no such piece of evidence any more."


def keeps_nothing(category: str, go_to: str) -> str:
    """`go_to` says whom such pages are reported to; empty where config names nobody."""
    then = f" Report it to {go_to}." if go_to else ""
    return (
        f"Nothing is kept of pages of the category “{category}”: no file, no note, nothing quoted. "
        f"Having such material can itself be an offence, so don't copy or save it.{then}"
    )


def leave_empty(why: str) -> str:
    """At a field of a form; `why` is what `keeps_nothing` says."""
    return f"{why} Leave this empty."


NOT_SET_UP = (
    "No files are kept here yet: whoever runs the bot has to name a directory for them "
    "(`evidence.directory` in config.yaml). Nothing was recorded."
)
NO_FILE = (
    "This is no file that I can keep: canvases, lists and posts stay in Slack. Save it as a PDF or take "
    "a screenshot, and attach that."
)
DELETED = "This file was deleted in Slack, so I can't keep it. Attach it again."
OTHER_WORKSPACE = (
    "This file belongs to another workspace, so I can't fetch it. Save it, and attach it here."
)


def too_many(count: int, most: int) -> str:
    return f"{files(count)} {verb(count, 'is', 'are')} too many at once: attach up to {most:,}."


def external(file: str) -> str:
    return (
        f"`{file}` isn't in Slack but at another service, such as Google Drive, so I can't keep it. Save "
        "it, and attach the file itself."
    )


def hidden(file: str) -> str:
    return f"Slack hides `{file}`, as your plan's limit is reached, so I can't keep it. Attach it again."


def type_not_taken(file: str, types: Iterable[str]) -> str:
    return f"`{file}` is of a type that isn't taken. Taken are: {', '.join(types)}."


def too_large(file: str, size: int, most: int) -> str:
    """`size` in bytes, `most` in MB."""
    return (
        f"`{file}` has {megabytes(size)}. A file may have up to {most:,} MB: cut it, or attach what "
        "shows the point."
    )


def empty(file: str) -> str:
    return f"`{file}` is empty. Attach it again."


def broken(file: str) -> str:
    return f"`{file}` didn't arrive whole from Slack, so nothing was recorded. Please try again."


def megabytes(size: int) -> str:
    """`3.2 MB`, `12 KB` of a size in bytes."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024)):,} KB"
    return f"{size / 1024 / 1024:,.1f} MB"


# Where it is seen

TITLE = "Evidence"
SHORTCUT, SHORTCUT_SAYS = "Keep as evidence", "Keeps this message's files with the referral."
LISTED_PRIVATELY = "The files that are kept with it, for you alone."
SENT = "The file is in our direct messages. The log of reads has that it was sent to you."
OPEN_WITH_CARE = (
    "A file is sent to you alone, in our direct messages, and that is recorded. Nobody has looked into these "
    "files: open them with care."
)
NOT_UNDER_A_CARD = (
    "This message isn't in the thread of a referral's card, so I don't know which page it is evidence of. "
    "Reply to the card with the file, and use this there."
)
NO_FILE_IN_MESSAGE = "This message has no file. Use this on a message with a file attached."


def none(name: str) -> str:
    return f"{name} has no evidence."


def listed(name: str, count: int) -> str:
    return f"{name}: {pieces(count)}"


def last(count: int) -> str:
    return f"Here {verb(count, 'is', 'are')} the last {plural(count, 'piece')}."


def about(size: int, who: str, at: str) -> str:
    """`who` handed it in at `at`."""
    return f"{megabytes(size)}, by {who}, {at}"


def title(name: str, file: str) -> str:
    """Of the file that is sent."""
    return f"Evidence of {name}: {file}"


# Verified from the command line

NOT_SET_UP_HERE = (
    "No evidence is kept here: config.yaml names no directory for it (`evidence.directory`)."
)
FAULTS: Mapping[str, str] = {
    "missing": "missing",
    "changed": "changed: its content isn't what was handed in",
    "extra": "extra: no referral has it",
    "not as recorded": "not as recorded: its size or hash in the database isn't what the history says",
}


def file_fault(wrong: str, referral: int, step: int, file: str) -> str:
    """`wrong` is of FAULTS. `referral` 0: nobody's. `step` is the number of its event in the history."""
    whose = f"R-{referral}, step {step:,}: " if referral else ""
    return f"{whose}file {file[:12]} is {FAULTS[wrong]}"


def verified(count: int, stored: int, faults: int) -> str:
    whole = "all as they were handed in" if not faults else f"{plural(faults, 'fault')}"
    return f"{pieces(count)}, {files(stored)}: {whole}."
