"""Recording what a platform answered: the text or file, what was found in it, what was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import listed, plural

EMPTY = (
    "There is no text in it. Paste the platform's answer, or attach it as text, CSV, XLSX or EML."
)
A_PDF, A_WORD_FILE, AN_OUTLOOK_FILE, AN_IMAGE, A_ZIP = (
    "a PDF",
    "a Word file",
    "an Outlook .msg file",
    "a picture",
    "a ZIP archive",
)
AN_OLD_EXCEL, SOMETHING_ELSE = "an old Excel file", "a kind of file that isn't read"


def not_readable(name: str, kind: str) -> str:
    return f"{name} is {kind}. Paste its text, or attach it as text, CSV, XLSX or EML."


def too_big(name: str, megabytes: int) -> str:
    return f"{name} is larger than {megabytes} MB. Paste the part that names your pages."


def too_much_text(name: str, characters: int) -> str:
    return f"{name} has more than {plural(characters, 'character')} of text. Attach the part that names your pages."


def damaged(name: str) -> str:
    return f"{name} is damaged: it couldn't be read to its end. Paste its text instead."


def too_many_rows(name: str, rows: int) -> str:
    return f"{name} has more than {plural(rows, 'row')}. Attach the part that names your pages."


def after_blank_rows(sheet: str, rows: int) -> str:
    return f"Sheet {sheet}: what stands below {plural(rows, 'empty row')} was not read."


ATTACHED = "Attachment:"
"""Before a table that a mail carries. Nothing in it may be an outcome's word, as in a file's name."""


def attachment_unread(name: str) -> str:
    return f"The mail's attachment {name} was not read: hand it in by itself."


def file_unread(name: str) -> str:
    return f"{name} was not read: it isn't text, CSV, XLSX or EML."


def files_unread(count: int, most: int) -> str:
    return f"{plural(count, 'more file')} not read: {most} at once."


# What was understood, before anything is recorded

TITLE = "Platform's answer"
PASTE_HERE = "The platform's answer"
PASTE_HINT = "Paste the mail as it came. Up to 3,000 characters; attach what is longer."
OR_A_FILE = "Or a file"
FILE_HINT = "Text, CSV, XLSX or EML, up to 10 MB."
READ_IT = "Read it"
RECORD = "Record"
NOTHING_GIVEN = "Paste the platform's answer, or attach it as a file."
NAMES_NOTHING = (
    "There is no page, number, reference or handle in it. Paste the part of the mail that names your "
    "pages."
)
NOTHING_TO_RECORD = "Nothing in this answer can be recorded."
CHECK_EACH = "Nothing is recorded yet. Check each line, then press Record."
OUTCOME_FOR = "Outcome"
LEAVE = "Not clear: record nothing"
REASON_FOR_ALL = "Reason of all that are rejected"
REFERENCE_FOR_ALL = "The platform's reference for its decision"
DATE_FOR_ALL = "When the platform decided"
IS_A_GUESS = "only its number is named: is it ours?"
OVERTURNS = "was rejected: closing it overturns that"
NOT_CLEAR = "Matched, but not clear"
DECIDED, AMBIGUOUS, NOTHING = "Already decided", "More than one referral", "Nothing to record here"


def understood_as(outcome: str, count: int) -> str:
    return f"Understood: {outcome} ({count:,})"


def not_clear(count: int) -> str:
    return f"{NOT_CLEAR} ({count:,})"


def summed_up(understood: int, unclear: int, named: Sequence[str]) -> str:
    """What is proposed, above the lines: `named` is "10 closed", "7 restricted"."""
    proposed = f"{plural(understood, 'line')} understood: {listed(named)}" if named else ""
    rest = f"{plural(unclear, 'line')} not clear" if unclear else ""
    return "; ".join(part for part in (proposed, rest) if part) + "."


def is_now(name: str, state: str) -> str:
    return f"{name} is {state}"


def not_referred_yet(name: str) -> str:
    return f"{name} is not referred yet: mark it as referred first"


def may_be(named: str, names: str) -> str:
    return f"{named} may be {names}"


def more_lines(shown: int, total: int) -> str:
    return (
        f"{shown:,} of {plural(total, 'line')} can be recorded at once: these first, and the rest when "
        "you hand in the same answer again."
    )


def more_named(count: int) -> str:
    return f"and {count:,} more"


# What was recorded

NOT_HERE = "This answer was handed in to another database. Hand it in again."
RECORDED_ALREADY = "This answer is recorded already. Hand it in again for what it left open."
CHOOSE_ONE = "Choose an outcome for at least one line, or close the form."
CHOOSE_REASON = "Choose why the platform rejected."
UNDO_ALL = "Undo all"


def names_hidden(by: str, names: Sequence[str]) -> str:
    return (
        f"A platform's answer that {by} handed in also names {listed(names)}, which they can't see. "
        "They were told that there is nothing to record of it."
    )


def cannot_be(name: str, verdict: str, state: str) -> str:
    return f"{name} is {state}: {verdict} can't be recorded." if state else f"{name} isn't here."


def recorded(counts: str) -> str:
    return f"Recorded from the platform's answer: {counts}." if counts else "Nothing was recorded."


def taken_back(count: int) -> str:
    return f"Taken back: {plural(count, 'outcome')}." if count else "Nothing was taken back."


SHORTCUT = "Record answers"
SHORTCUT_SAYS = "Reads what a platform answered, and records the outcomes that you confirm."
NOT_KEPT = "The platform's answer isn't kept any more, or it isn't yours to see."


def as_handed_in(name: str) -> str:
    return f"The platform's answer that decided {name}, as it was handed in:"
