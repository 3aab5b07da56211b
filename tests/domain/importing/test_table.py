"""Files in the forms in which teams have them: encodings, delimiters, headers, JSON."""

from __future__ import annotations

import codecs
import io
import json

import pytest

from bot.domain.errors import BadAnswer
from bot.domain.importing.columns import ALIASES, KNOWN, Column, match, simple
from bot.domain.importing.table import Table, open_table
from bot.sentences import importing as sentences

TEXT = "URL,Referred,Note\r\nhttps://a.example/é,2026-03-01,Grüße\r\n"


def table(content: bytes | str, encoding: str | None = None) -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return open_table(lambda: io.BytesIO(raw), encoding)


def cells(found: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in found.rows()]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-16"), None),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), None),
        (TEXT.encode("utf-16-le"), None),
        (TEXT.encode("utf-16-be"), None),
        (TEXT.encode("windows-1252"), "windows-1252"),
        (TEXT.replace(",", ";").encode(), None),
        (TEXT.replace(",", "\t").encode(), None),
        (TEXT.replace(",", "|").encode(), None),
        (("sep=;\r\n" + TEXT.replace(",", ";")).encode(), None),
        (("Our list 2026\r\n\r\n" + TEXT).encode(), None),
        (TEXT.replace("\r\n", "\n").encode(), None),
        (TEXT.replace("\r\n", "\r").encode(), None),
        ((TEXT + "\r\n,,\r\n").encode(), None),
    ],
)
def test_one_table_however_it_is_written(content: bytes, told: str | None) -> None:
    found = table(content, told)
    assert cells(found) == [("https://a.example/é", "2026-03-01", "Grüße")]
    assert list(found.columns.places) == [
        Column.PAGE,
        Column.REFERRED_AT,
        Column.NOTE,
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"PK\x03\x04rest", "save it as CSV"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"%PDF-1.7", "a PDF"),
        (TEXT.encode("windows-1252"), sentences.wrong_encoding(2, "UTF-8")),
        (TEXT.encode()[:-10] + b"\xc3", sentences.wrong_encoding(2, "UTF-8")),
        (b"a,b\r\n1,2\r\n", "No column holds the pages' addresses.*It says: a, b"),
        (b"url,outcome\r\nhttps://a.example,closed\r\n", "No column says when"),
        (b'url,date\r\n"https://a.example,2026-03-01\r\n', "from line 2 on"),
        (b'{"url": 1', "No entry|breaks off"),
        (b"[1]", sentences.entry_is_no_object(1)),
        (b"[{}", "breaks off"),
        (b"[{}] x", "the end expected"),
        (b"{} ", "No entry has"),
        (b'{"referrals": 3}', "No entry has"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, said: str) -> None:
    with pytest.raises(BadAnswer, match=said):
        cells(table(content))


def test_an_encoding_that_nobody_knows() -> None:
    for name in ("klingon", "base64"):
        with pytest.raises(BadAnswer, match="isn't an encoding"):
            table(TEXT, name)


def test_rows_have_the_line_they_begin_on() -> None:
    found = table(
        'url,date,note\na.example/1,2026-03-01,"two\nlines"\n\na.example/2,2026-03-02,x,y\n'
    )
    rows = list(found.rows())
    assert [(row.line, row.extra) for row in rows] == [(2, False), (5, True)]
    assert rows[0].cells[2] == "two\nlines"


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("wrapped", [True, False])
def test_json_of_any_length(indent: int | None, wrapped: bool) -> None:
    entries = [
        {"url": f"https://a.example/{n}", "date": "2026-03-01", "note": None, "x": n, "ü": "é" * 90}
        for n in range(2000)
    ]
    told: object = (
        {"team": "T", "more": [1, {"a": 2}], "referrals": entries, "n": 12} if wrapped else entries
    )
    found = table(json.dumps(told, indent=indent, ensure_ascii=False))
    rows = list(found.rows())
    assert [row.line for row in rows] == list(range(1, 2001))
    assert rows[-1].cells[:3] == ("https://a.example/1999", "2026-03-01", "1999")
    assert found.columns.ignored == ("x", "ü")


def test_a_name_means_one_thing_only() -> None:
    told = [simple(alias) for names in ALIASES.values() for alias in names.split(",")]
    told += [simple(field) for field in Column]
    assert sorted(told) == sorted(set(told))
    assert set(KNOWN.values()) == set(Column)


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["Date Referred", "URL"], {Column.REFERRED_AT: (0,), Column.PAGE: (1,)}),
        (["page_url", "date-reported"], {Column.PAGE: (0,), Column.REFERRED_AT: (1,)}),
        (["Page", "Link", "Date"], {Column.PAGE: (1,), Column.FLAGGED_AT: (2,)}),
        (["Link", "Notes", "COMMENT"], {Column.PAGE: (0,), Column.NOTE: (1, 2)}),
        (["Platform’s words", "link"], {Column.PLATFORM_WORDS: (0,), Column.PAGE: (1,)}),
    ],
)
def test_headers_as_people_write_them(names: list[str], places: dict[Column, object]) -> None:
    columns = match(names)
    assert columns is not None
    assert columns.places == places


def test_what_is_not_understood_is_named() -> None:
    columns = match(["url", "Region", "", "Page", "as of", "attempt"])
    assert columns is not None
    assert columns.ignored == ("Region", "Page")
    assert match(["Region"]) is None
