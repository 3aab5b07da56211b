"""Evidence: what is kept, what is not and why, and what stands in the store."""

from __future__ import annotations

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
    return f"“{file}” is among {name}'s evidence already, so it wasn't kept again."


def came_with(count: int) -> str:
    """Where a lead looks first: the same whatever the lead will find."""
    return f"{files(count)} {verb(count, 'goes', 'go')} to them with it."


def pieces(count: int) -> str:
    return plural(count, "piece of evidence", "pieces of evidence")


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
        f"Having such material can itself be an offence, so don't copy or save it.{then} Leave this "
        "empty."
    )
