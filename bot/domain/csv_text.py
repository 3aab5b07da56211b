"""CSV for people: the one way in which all our files of rows are written, safe in any spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

Cell = str | int | None
MARK = "\ufeff"
"""What a file begins with, so that Excel takes it for UTF-8."""
# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"); full-width ones too.
_START = re.compile(r"[\"' ]*[=+\-@\t\r\n＝＋－＠]")
_BEGINS = re.compile(r"([,;|\t\r\n][\"' \u00a0]*)([=+\-@＝＋－＠])")
"""A formula in the middle of a cell: where a spreadsheet cuts the line at another separator."""
_MARKED = re.compile(r"([,;|\t\r\n][\"' \u00a0]*)'([=+\-@＝＋－＠])")


def harmless(cell: Cell) -> Cell:
    """The cell, changed so that no spreadsheet finds a formula in it, however it cuts the line.

    Safety rule 7. `as_meant` is the other way.
    """
    if not isinstance(cell, str):
        return cell
    text = _BEGINS.sub(r"\1'\2", cell)
    return "'" + text if _START.match(text) else text


def as_meant(cell: str) -> str:
    """A cell of such a file as it was before."""
    if cell.startswith("'") and _START.match(cell[1:]):
        cell = cell[1:]
    return _MARKED.sub(r"\1\2", cell)


def csv_line(cells: Iterable[Cell]) -> str:
    """One row, with its end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def csv_text(rows: Iterable[Iterable[Cell]]) -> str:
    """All rows, without the mark."""
    return "".join(map(csv_line, rows))
