"""The rows of a file that cannot be taken, as a CSV to be mended and imported by itself."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.csv_text import MARK, csv_line
from bot.domain.importing.columns import simple
from bot.domain.importing.rows import RowFault
from bot.domain.importing.table import Row, Table

WHY, LINE = "why not", "line"


class RefusedRows:
    """Makes the lines of that CSV: the file's own cells, the line it stood on, and why not."""

    def __init__(self, table: Table) -> None:
        self._names = table.columns.names
        self._kept = [
            place for place, name in enumerate(self._names) if simple(name) not in (WHY, LINE)
        ]

    def head(self) -> str:
        """The mark by which spreadsheets know UTF-8, and the columns' names."""
        return MARK + csv_line([*(self._names[place] for place in self._kept), LINE, WHY])

    def line(self, row: Row, faults: Sequence[RowFault]) -> str:
        """One row, with all that is wrong with it."""
        why = [f"{one.column}: {one.what}" if one.column else one.what for one in faults]
        return csv_line([*(row.cells[place] for place in self._kept), row.line, "; ".join(why)])
