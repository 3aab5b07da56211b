"""Files of rows: that no spreadsheet runs what stands in them, however it cuts the lines."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.csv_text import Cell, as_meant, csv_line, csv_text, harmless

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width ones too
CELLS = [
    ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
    ("+1", "'+1"),
    ("-1+1", "'-1+1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t'=1"),
    ("\r=1", "'\r'=1"),
    ("\n=1", "'\n'=1"),
    ("  =1", "'  =1"),
    ("＝1", "'＝1"),
    ("boats;=cmd|' /C calc'!A0", "boats;'=cmd|' /C calc'!A0"),
    ("boats\t=1+1", "boats\t'=1+1"),
    ("boats, @SUM(A1)", "boats, '@SUM(A1)"),
    ('boats|"=1', "boats|\"'=1"),
    ("one\n- two", "one\n'- two"),
    ("already ;'=1", "already ;''=1"),
    ("'=1", "''=1"),
    ("two boats", "two boats"),
    ("1-2; 3=3", "1-2; 3=3"),
    ("", ""),
    (12, 12),
    (-3, -3),
    (None, None),
]
TEXTS = st.text(st.sampled_from("=+-@＝;,|\t\n\r '\"ab")) | st.text()


@pytest.mark.parametrize(("cell", "written"), CELLS)
def test_a_formula_is_no_formula_any_more(cell: Cell, written: Cell) -> None:
    assert harmless(cell) == written


@given(TEXTS, TEXTS)
def test_no_cell_begins_as_a_formula_under_any_separator(one: str, other: str) -> None:
    line = csv_line([one, "between", other])
    for separator in ",;\t|":
        text = io.StringIO(line, newline="")
        for cells in csv.reader(text, delimiter=separator):
            for cell in cells:
                assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "＝")), cells
    assert not str(harmless(one)).lstrip(" ").startswith(FORMULAS)


@given(TEXTS)
def test_what_was_meant_comes_back(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_line([text, "x"]), newline=""))
    assert as_meant(row[0]) == text


def test_rows_end_as_spreadsheets_want_it() -> None:
    assert csv_text([["a", 1, None], ["b,c", 2, "d"]]) == 'a,1,\r\n"b,c",2,d\r\n'
