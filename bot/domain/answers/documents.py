"""An answer that was handed in as a file → its text: plain text, CSV, XLSX, EML.

Nothing is opened but in memory. What is not read is refused with a sentence that says what to do.
"""

from __future__ import annotations

import io
import zipfile
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import PurePath

from bot.domain.answers.plain import LOOKS_LIKE_HTML, plain_text
from bot.domain.errors import BadAnswer
from bot.sentences.recording import answers as sentences

LARGEST = 10_000_000
"""Bytes of a file."""
MOST_TEXT = 400_000
"""Characters."""
MOST_ROWS = 20_000
MOST_BLANK = 10_000
"""Blank rows after which a sheet is taken to have ended."""
_UNPACKED = 60_000_000
_DEEPEST = 3
_MOST_TABLES = 5
"""So many of a mail's attachments are read."""
_TABLES = (".csv", ".xlsx")
_KINDS = (
    (b"%PDF", sentences.A_PDF),
    (b"\x89PNG", sentences.AN_IMAGE),
    (b"\xff\xd8\xff", sentences.AN_IMAGE),
    (b"GIF8", sentences.AN_IMAGE),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MAIL_STARTS = (
    "from:",
    "received:",
    "return-path:",
    "delivered-to:",
    "mime-version:",
    "date:",
    "subject:",
)


def text_of(name: str, content: bytes, left_out: list[str] | None = None) -> str:
    """The text of a file. Raises BadAnswer: empty, too big, damaged, or of a kind that is not read.

    `left_out` is given a sentence for each part of it that was not read.
    """
    unread = [] if left_out is None else left_out
    if len(content) > LARGEST:
        raise BadAnswer(sentences.too_big(name, LARGEST // 1_000_000))
    if _is_mail(name, content):
        text = _mail(message_from_bytes(content, policy=policy.default), 0, unread, [])
    else:
        text = _file(name, content, unread)
    if not text.strip():
        raise BadAnswer(sentences.EMPTY)
    if len(text) > MOST_TEXT:
        raise BadAnswer(sentences.too_much_text(name, MOST_TEXT))
    return text


def _file(name: str, content: bytes, left_out: list[str]) -> str:
    """The text of a file that is no mail."""
    if content.startswith(b"PK\x03\x04"):
        return _workbook(name, content, left_out)
    if content.startswith(_OLD_OFFICE):
        outlook = PurePath(name).suffix.lower() == ".msg"
        kind = sentences.AN_OUTLOOK_FILE if outlook else sentences.AN_OLD_EXCEL
        raise BadAnswer(sentences.not_readable(name, kind))
    if kind := next((kind for start, kind in _KINDS if content.startswith(start)), ""):
        raise BadAnswer(sentences.not_readable(name, kind))
    return _decoded(name, content)


def _decoded(name: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("windows-1252", errors="replace")
    if text.count("\0") > len(text) // 100:
        raise BadAnswer(sentences.not_readable(name, sentences.SOMETHING_ELSE))
    return text


def _is_mail(name: str, content: bytes) -> bool:
    start = content[:4_000].decode("latin-1").lower()
    heads = [line for line in start.splitlines()[:40] if line.startswith(_MAIL_STARTS)]
    return len(heads) >= (2 if PurePath(name).suffix.lower() == ".eml" else 4)


def _mail(message: EmailMessage, depth: int, left_out: list[str], read: list[str]) -> str:
    """A mail's own text and tables; a mail inside it is an older one, unless the outer says nothing itself.

    A heading stands before each table, so that nothing in the text is said of its rows. `read` has the
    names of those read so far.
    """
    try:
        body = message.get_body(preferencelist=("plain", "html"))
        own = _part(body) if body is not None else ""
    except (LookupError, ValueError, AttributeError):
        own = ""
    if body is not None and body.get_content_type() == "text/plain" and not own.strip():
        other = message.get_body(preferencelist=("html",))
        own = _part(other) if other is not None else own
    inner = [
        _mail(inside, depth + 1, left_out, read)
        for part in message.walk()
        if part.get_content_type() == "message/rfc822" and depth < _DEEPEST
        for inside in part.iter_parts()  # the mail itself
        if isinstance(inside, EmailMessage)
    ]
    tables = _tables(message, left_out, read)
    if not own.strip() and not tables:
        return "\n\n".join(inner)
    older = ["\n".join(f"> {line}" for line in text.splitlines()) for text in inner]
    return "\n\n".join(text for text in (own, *tables, *older) if text.strip())


def _tables(message: EmailMessage, left_out: list[str], read: list[str]) -> list[str]:
    """The texts of the tables that a mail carries; what else it carries, or what cannot be read, is said."""
    texts = []
    for name, part in _attachments(message):
        if not name.lower().endswith(_TABLES) or len(read) == _MOST_TABLES:
            left_out.append(sentences.attachment_unread(name))
            continue
        read.append(name)
        content = part.get_payload(decode=True)
        try:
            text = _file(name, content if isinstance(content, bytes) else b"", left_out)
        except BadAnswer as refused:
            left_out.append(refused.sentence)
        else:
            texts.append(f"{sentences.ATTACHED}\n\n{text}")
    return texts


def _attachments(message: EmailMessage) -> list[tuple[str, MIMEPart]]:
    """The files that a mail carries, by name, without the mails and the pictures in its text."""
    try:
        parts = list(message.iter_attachments())
    except (AttributeError, KeyError, ValueError):
        return []
    named = [
        ((part.get_filename() or "")[:100], part) for part in parts if not part.get("Content-ID")
    ]
    return [(name, part) for name, part in named if name and not name.lower().endswith(".eml")]


def _part(part: MIMEPart) -> str:
    try:
        content = part.get_content()
    except (LookupError, ValueError):  # a charset that nobody knows
        raw = part.get_payload(decode=True)
        content = raw.decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""
    text = content if isinstance(content, str) else ""
    html = part.get_content_type() == "text/html" or len(LOOKS_LIKE_HTML.findall(text)) > 3
    return plain_text(text) if html else text


def _workbook(name: str, content: bytes, left_out: list[str]) -> str:
    """All sheets, a row a line, with tabs between the cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                word = "word/document.xml" in names
                kind = sentences.A_WORD_FILE if word else sentences.A_ZIP
                raise BadAnswer(sentences.not_readable(name, kind))
            if sum(member.file_size for member in archive.infolist()) > _UNPACKED:
                raise BadAnswer(sentences.too_much_text(name, MOST_TEXT))
        return _rows(name, content, left_out)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        SyntaxError,
        OSError,
        EOFError,
    ) as error:
        raise BadAnswer(sentences.damaged(name)) from error


def _rows(name: str, content: bytes, left_out: list[str]) -> str:
    from openpyxl import load_workbook  # A tenth of a start, for what is rarely handed in.

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    lines: list[str] = []
    size = 0
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            blank = 0
            for row in sheet.iter_rows(values_only=True):
                cells = ["" if cell is None else " ".join(str(cell).split()) for cell in row]
                blank = 0 if any(cells) else blank + 1
                if blank > MOST_BLANK:
                    left_out.append(sentences.after_blank_rows(sheet.title, MOST_BLANK))
                    break
                if blank:
                    continue
                lines.append("\t".join(cells).rstrip("\t"))
                size += len(lines[-1])
                if len(lines) > MOST_ROWS:
                    raise BadAnswer(sentences.too_many_rows(name, MOST_ROWS))
                if size > MOST_TEXT:
                    raise BadAnswer(sentences.too_much_text(name, MOST_TEXT))
            lines.append("")
    finally:
        book.close()
    return "\n".join(lines)
