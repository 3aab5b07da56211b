"""Tables on a terminal, read back: the numbers of each row, which add up to the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from bot.actions.figures.published import Compared
from bot.actions.figures.report import StatsReport
from bot.config import Config
from bot.domain.figures.sheet import Sheet
from handlers.cli.output import show_sheet
from handlers.cli.published import say_checked
from handlers.cli.stats import show_tables
from tests.figures.reader import rate_of

Rows = list[tuple[Any, ...]]
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*")


def of_stats(report: StatsReport, config: Config) -> str:
    """What `referral-bot stats` prints."""
    out = StringIO()
    show_tables(report, config, out)
    return out.getvalue()


def of_sheet(sheet: Sheet, percent_from: int) -> str:
    """What `referral-bot report period` prints."""
    out = StringIO()
    with redirect_stdout(out):
        show_sheet(sheet, percent_from)
    return out.getvalue()


def of_check(checked: Compared, config: Config) -> str:
    """What `referral-bot published --check` prints."""
    out = StringIO()
    with redirect_stdout(out):
        say_checked(checked, config)
    return out.getvalue()


def tables(text: str) -> list[Rows]:
    """Each table's rows; a number is a number, a rate its two numbers, what is cut into lines is one."""
    found: list[list[list[str]]] = []
    inside = False
    for line in text.splitlines():
        if line.startswith(("┏", "┌")):
            found.append([])
        inside = line.startswith("│")
        if inside and found:
            cells = [cell.strip() for cell in line.strip("│").split("│")]
            if found[-1] and "" in cells and not any(map(_NUMBER.fullmatch, cells)):
                found[-1][-1] = [
                    f"{a} {b}".strip() for a, b in zip(found[-1][-1], cells, strict=True)
                ]
            else:
                found[-1].append(cells)
    return [[tuple(map(_read, row)) for row in rows] for rows in found]


def _read(cell: str) -> Any:
    if _NUMBER.fullmatch(cell):
        return int(cell.replace(",", ""))
    return rate_of(cell) or cell


def not_adding_up(rows: Sequence[tuple[Any, ...]]) -> list[int]:
    """The columns of whole numbers whose last row is not the sum of the others."""
    *parts, whole = rows
    return [
        n
        for n, total in enumerate(whole)
        if isinstance(total, int) and total != sum(row[n] for row in parts)
    ]


_BEGINNINGS = re.compile(
    r" (?=(?:Said then|Said today|The figures would|What made the difference|Corrections|Late entries"
    r"|Referrals that went on since)\b)"
)


def beside_tables(text: str) -> str:
    """The sentences that stand beside the tables, one a line: a console cuts them at its width."""
    lines = [line for line in text.splitlines() if line[:1] not in ("│", "┃", "┏", "┡", "└", "├")]
    whole = " ".join(" ".join(lines).split())
    return re.sub(r"Said (?:then|today): ", "", _BEGINNINGS.sub("\n", whole))
