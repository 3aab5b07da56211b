"""Recording what a platform answered: the text or file, what was found in it, what was recorded."""

from __future__ import annotations

from bot.sentences.counting import plural

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
    return f"{name} has more than {characters:,} characters of text. Attach the part that names your pages."


def damaged(name: str) -> str:
    return f"{name} is damaged: it couldn't be read to its end. Paste its text instead."


def too_many_rows(name: str, rows: int) -> str:
    return f"{name} has more than {plural(rows, 'row')}. Attach the part that names your pages."
