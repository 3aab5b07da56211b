"""Bytes → rows of named cells: CSV in its many forms, and JSON, read as a stream."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import BinaryIO

from bot.domain.errors import BadAnswer
from bot.domain.importing.columns import Columns, check_columns, match
from bot.domain.importing.json_rows import Member, line_members, members, named_cells, object_on
from bot.sentences import importing as sentences

Open = Callable[[], BinaryIO]
"""Opens the file anew, from its beginning."""

_LOOKED_AT = 65_536
_HEADER_WITHIN = 10
_SEPARATED = {
    ",": sentences.COMMAS,
    ";": sentences.SEMICOLONS,
    "\t": sentences.TABS,
    "|": sentences.BARS,
}
_KINDS = (
    (b"PK\x03\x04", sentences.EXCEL),
    (b"\xd0\xcf\x11\xe0", sentences.OLD_EXCEL),
    (b"%PDF", sentences.PDF),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on (JSON: its number in the list), and a text for each column."""

    line: int
    cells: tuple[str, ...]
    extra: bool = False
    """Whether it has more cells than there are columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was understood as far as its columns; `rows` reads it from the beginning."""

    columns: Columns
    unit: str
    """What `Row.line` counts: line, entry."""
    kind: str
    """How it is written, for people: `CSV, separated by semicolons, UTF-8`."""
    digest: str
    """The first half of the SHA-256 of its bytes, in hex: which file it is."""
    rows: Callable[[], Iterator[Row]]


def open_table(opened: Open, encoding: str | None = None) -> Table:
    """Look at the whole file once. Raises BadAnswer: what is wrong, where, and what to do."""
    with opened() as file:
        start = file.read(_LOOKED_AT)
    for mark, kind in _KINDS:
        if start.startswith(mark):
            raise BadAnswer(sentences.not_a_table(kind))
    if not start.strip():
        raise BadAnswer(sentences.EMPTY_FILE)
    read_as = _encoding(start, encoding)
    digest = _check_text(opened, read_as)
    text = start.decode(read_as, errors="ignore").lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        first = object_on(text.partition("\n")[0])
        lines = first is not None and not isinstance(first.get("referrals"), list)
        return _json(opened, read_as, digest, lines=lines)
    return _csv(opened, read_as, digest)


def _encoding(start: bytes, told: str | None) -> str:
    if told:
        try:
            if codecs.lookup(told)._is_text_encoding:
                return told
        except LookupError:
            pass
        raise BadAnswer(sentences.unknown_encoding(told[:40]), field="encoding")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = max(len(start[:400]) // 2, 1)
    if start[1:400:2].count(0) > 0.6 * pairs:
        return "utf-16-le"
    if start[:400:2].count(0) > 0.6 * pairs:
        return "utf-16-be"
    return "utf-8-sig"


def _check_text(opened: Open, encoding: str) -> str:
    """The file's digest, once all of it was decoded. Raises BadAnswer."""
    hashed = sha256()
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with opened() as file:
        while piece := file.read(_LOOKED_AT):
            hashed.update(piece)
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                lines += piece[: error.start].count(b"\n")
                raise _not_text(encoding, lines) from None
            lines += piece.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _not_text(encoding, lines) from None
    return hashed.hexdigest()[:32]


def _not_text(encoding: str, line: int) -> BadAnswer:
    called = "UTF-8" if encoding == "utf-8-sig" else encoding
    return BadAnswer(sentences.wrong_encoding(line, called), field="encoding")


def _text(opened: Open, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(opened(), encoding=encoding, newline="")


def _csv(opened: Open, encoding: str, digest: str) -> Table:
    best: tuple[Columns, str, int] | None = None
    first: tuple[str, ...] = ()
    for delimiter in _SEPARATED:
        with _text(opened, encoding) as text, suppress(BadAnswer):
            for position, (_, cells) in enumerate(
                islice(_records(text, delimiter), _HEADER_WITHIN)
            ):
                first = cells if position == 0 and len(cells) > len(first) else first
                columns = match(cells)
                if columns and (best is None or len(columns.places) > len(best[0].places)):
                    best = columns, delimiter, position
                if columns:
                    break
    if best is None:
        with _text(opened, encoding) as text:
            deque(_records(text, ","), maxlen=0)  # where it is no CSV at all, that is wrong
        named = [cell.strip() for cell in first if cell.strip()]
        raise BadAnswer(sentences.no_page_column(named))
    columns, delimiter, skipped = best
    check_columns(columns)
    separated = _SEPARATED[delimiter]
    called = "UTF-8" if encoding.lower().startswith("utf-8") else encoding.upper()

    def rows() -> Iterator[Row]:
        width = len(columns.names)
        with _text(opened, encoding) as text:
            for position, (line, cells) in enumerate(_records(text, delimiter)):
                if position > skipped and any(cell.strip() for cell in cells):
                    extra = any(cell.strip() for cell in cells[width:])
                    padded = (*cells[:width], *[""] * (width - len(cells)))
                    yield Row(line, padded, extra)

    return Table(columns, sentences.LINE, sentences.csv_kind(separated, called), digest, rows)


def _records(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each record with the line it begins on; Excel's `sep=;` is none. Raises BadAnswer."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadAnswer(sentences.broken_csv(line, str(error))) from None
        if cells is None:
            return
        if line == 1 and len(cells) <= 2 and "".join(cells).lower().startswith("sep="):
            continue
        yield line, tuple(cells)


def _json(opened: Open, encoding: str, digest: str, *, lines: bool) -> Table:
    each = line_members if lines else members
    names: dict[str, None] = {}
    source = ""
    with _text(opened, encoding) as text:
        for member in each(text):
            if member.entry:
                names.update(dict.fromkeys(named_cells(member)))
            elif member.name == "source":
                source = str(member.value)
    header = (*names, "source") if source and "source" not in names else tuple(names)
    columns = match(header)
    if columns is None:
        raise BadAnswer(sentences.NO_PAGE_IN_JSON)
    check_columns(columns)

    def row(member: Member) -> Row:
        cells = {"source": source, **named_cells(member)}
        return Row(member.entry, tuple(cells.get(name, "") for name in header))

    def rows() -> Iterator[Row]:
        with _text(opened, encoding) as text:
            for member in each(text):
                if member.entry:
                    yield row(member)

    unit, kind = sentences.ENTRY, sentences.JSON
    if lines:
        unit, kind = sentences.LINE, sentences.JSON_LINES
    return Table(columns, unit, kind, digest, rows)
