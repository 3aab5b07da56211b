"""A row of a team's file → what happened to a page, or all that is wrong with the row."""

from __future__ import annotations

import io

import pytest

from bot.config import Config
from bot.domain.importing.columns import Column, simple
from bot.domain.importing.rows import Faulty, Planned, RowFault, RowReader, read_row
from bot.domain.importing.table import open_table
from bot.sentences import importing as sentences

CONFIG = Config()
READING = RowReader(
    categories={simple(name): one.id for one in CONFIG.categories for name in (one.id, one.label)},
    reasons={
        simple(name): one.id for one in CONFIG.rejection_reasons for name in (one.id, one.label)
    },
)
PAGE = "https://www.facebook.com/groups/111"


def read(**cells: str) -> Planned:
    """A row with these columns, where nothing is told of empty cells."""
    return read_with({}, **cells)


def read_with(defaults: dict[Column, str], /, **cells: str) -> Planned:
    """The same, with what stands for empty cells."""
    told = {"page": PAGE, "referred": "2026-03-01", **cells}
    lines = [";".join(told), ";".join(f'"{value}"' for value in told.values())]
    table = open_table(lambda: io.BytesIO("\n".join(lines).encode()))
    reading = RowReader(READING.categories, READING.reasons, defaults=defaults)
    return read_row(next(table.rows()), table.columns, reading)


def faults(**cells: str) -> tuple[RowFault, ...]:
    with pytest.raises(Faulty) as refused:
        read(**cells)
    return refused.value.faults


def steps(planned: Planned) -> list[str]:
    return [f"{step.action} {step.when.day:%d.%m.}" for step in planned.happened]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, ["refer 01.03."]),
        ({"outcome": "pending"}, ["refer 01.03."]),
        ({"outcome": "n/a"}, ["refer 01.03."]),
        ({"outcome": "Taken down", "decided": "2026-03-05"}, ["refer 01.03.", "close 05.03."]),
        ({"status": "removed", "decided": "2026-03-05"}, ["refer 01.03.", "close 05.03."]),
        ({"outcome": "geo-blocked", "decided": "2026-03-05"}, ["refer 01.03.", "restrict 05.03."]),
        ({"outcome": "No violation", "decided": "2026-03-05"}, ["refer 01.03.", "reject 05.03."]),
        ({"outcome": "404", "gone": "2026-03-05"}, ["refer 01.03.", "vanish 05.03."]),
        ({"gone": "2026-03-05"}, ["refer 01.03.", "vanish 05.03."]),
        ({"acknowledged": "2026-03-02"}, ["refer 01.03.", "acknowledge 02.03."]),
        ({"status": "duplicate"}, ["refer 01.03.", "withdraw 01.03."]),
        (
            {"outcome": "rejected", "decided": "2026-03-05", "appealed": "2026-03-06"},
            ["refer 01.03.", "reject 05.03.", "appeal 06.03."],
        ),
        (
            {
                "outcome": "rejected",
                "decided": "2026-03-05",
                "appealed": "2026-03-06",
                "appeal": "won",
                "appeal_ended": "2026-03-09",
            },
            ["refer 01.03.", "reject 05.03.", "appeal 06.03.", "overturn 09.03."],
        ),
        (
            {
                "outcome": "rejected",
                "decided": "2026-03-05",
                "appealed": "2026-03-06",
                "appeal": "upheld",
                "appeal_ended": "2026-03-09",
                "gone": "2026-03-07",
                "closed_later": "2026-03-20",
            },
            [
                "refer 01.03.",
                "reject 05.03.",
                "appeal 06.03.",
                "vanish 07.03.",
                "uphold 09.03.",
                "close 20.03.",
            ],
        ),
        (
            {
                "first_outcome": "restricted",
                "first_outcome_at": "2026-03-03",
                "outcome": "closed",
                "outcome_at": "2026-03-05",
            },
            ["refer 01.03.", "restrict 03.03.", "close 05.03."],
        ),
        (
            {"outcome": "closed", "decided": "2026-03-05", "reappeared": "2026-04-01"},
            ["refer 01.03.", "close 05.03.", "reappear 01.04."],
        ),
        ({"referred": "", "flagged": "2026-02-01"}, []),
        (
            {"referred": "", "flagged": "2026-02-01", "status": "gone", "gone": "2026-02-03"},
            ["vanish 03.02."],
        ),
        ({"flagged": "2026-02-01"}, ["refer 01.03."]),
    ],
)
def test_what_happened(cells: dict[str, str], expected: list[str]) -> None:
    assert steps(read(**cells)) == expected


@pytest.mark.parametrize(
    ("cells", "column", "what"),
    [
        ({"page": ""}, "page", sentences.CELL_IS_EMPTY),
        ({"page": "no address"}, "page", "address"),
        ({"page": "ftp://a.example/x"}, "page", "http"),
        ({"referred": "soon"}, "referred", sentences.DATES_ACCEPTED),
        ({"referred": "", "flagged": ""}, "referred", "needs a date"),
        (
            {"referred": "", "flagged": "2026-02-01", "outcome": "closed"},
            "referred",
            "day of referring",
        ),
        ({"outcome": "maybe"}, "outcome", "Choose: appealed, closed"),
        ({"outcome": "closed"}, "outcome_at", "needs its day"),
        ({"category": "cats"}, "category", "config.yaml's: children, crossing"),
        ({"confidence": "yes"}, "confidence", "Choose: certain, high, low, medium"),
        ({"basis": "hope"}, "basis", "Choose: both, law, terms"),
        (
            {"outcome": "closed", "decided": "2026-03-05", "appealed": "2026-03-06"},
            "appealed",
            "first_outcome",
        ),
        ({"appealed": "2026-03-06"}, "outcome", "which outcome"),
        (
            {"outcome": "rejected", "decided": "2026-03-05", "appeal": "won"},
            "appealed_at",
            "needs its day",
        ),
        ({"reappeared": "2026-03-06"}, "reappeared", "come back"),
        ({"status": "to refer"}, "status", "before referring"),
        ({"note": "x" * 3001}, "note", "It may have up to 3,000"),
        (
            {"outcome": "closed", "decided": "2026-03-05", "gone": "2026-04-05"},
            "gone",
            sentences.cannot_be_gone_too("closed"),
        ),
        ({"outcome": "closed", "result": "rejected", "decided": "2026-03-05"}, "outcome", "differ"),
    ],
)
def test_what_cannot_be_taken(cells: dict[str, str], column: str, what: str) -> None:
    (fault,) = faults(**cells)
    assert (fault.line, fault.column) == (2, column)
    assert what in fault.what


def test_all_faults_of_a_row_are_named() -> None:
    found = faults(page="", referred="soon", confidence="yes")
    assert [one.column for one in found] == ["page", "referred", "confidence"]


def test_a_cell_too_many() -> None:
    content = f"url,date\n{PAGE},2026-03-01,oops\n".encode()
    table = open_table(lambda: io.BytesIO(content))
    with pytest.raises(Faulty) as refused:
        read_row(next(table.rows()), table.columns, READING)
    assert sentences.TOO_MANY_CELLS in refused.value.faults[0].what


@pytest.mark.parametrize(
    ("cells", "description"),
    [
        ({"category": "Offer of crossing"}, {"category": "crossing"}),
        (
            {"category": "vessels", "confidence": "Very certain"},
            {"category": "vessels", "confidence": "certain"},
        ),
        ({"basis": "terms of service", "clause": "4b"}, {"basis": "terms", "clause": "4b"}),
        ({"confidence": "not stated"}, {}),
        ({"ticket no": "T-7"}, {"reference": "T-7"}),
    ],
)
def test_how_it_was_described(cells: dict[str, str], description: dict[str, str]) -> None:
    assert dict(read(**cells).description) == description


@pytest.mark.parametrize(
    ("cells", "answers", "note"),
    [
        ({"reason": "Not breaching terms"}, {"reason": "terms"}, ""),
        ({}, {"reason": "none"}, ""),
        ({"reason": "They said no"}, {"reason": "other", "words": "They said no"}, ""),
        ({"reason": "legal", "reply": "No."}, {"reason": "legal", "words": "No."}, ""),
        ({"note": "'=1+1"}, {"reason": "none"}, "=1+1"),
        ({"note": "'tis"}, {"reason": "none"}, "'tis"),
        ({"notes": "a", "comment": "b"}, {"reason": "none"}, "a\nb"),
    ],
)
def test_why_it_was_rejected(cells: dict[str, str], answers: dict[str, str], note: str) -> None:
    planned = read(outcome="rejected", decided="2026-03-05", **cells)
    assert dict(planned.happened[-1].answers) == answers
    assert planned.note == note


def test_a_reason_without_a_rejection_is_kept_in_the_note() -> None:
    assert read(reason="offers boats", note="two boats").note == "two boats\noffers boats"


def test_one_date_alone_is_the_day_of_referring() -> None:
    content = f"url,date\n{PAGE},2026-03-01\n".encode()
    table = open_table(lambda: io.BytesIO(content))
    planned = read_row(next(table.rows()), table.columns, READING)
    assert planned.referred == planned.flagged
    assert steps(planned) == ["refer 01.03."]


def test_defaults_stand_for_empty_cells() -> None:
    defaults = {Column.CONFIDENCE: "certain", Column.OUTCOME_AT: "2026-04-01"}
    planned = read_with(defaults, outcome="closed", confidence="-")
    assert planned.description == {"confidence": "certain"}
    assert steps(planned) == ["refer 01.03.", "close 01.04."]
    assert read_with(defaults, confidence="low").description == {"confidence": "low"}


def test_defanged_addresses_are_understood() -> None:
    assert read(page="hxxps://m[.]facebook[.]com/groups/111").page.key == read().page.key


def test_a_page_that_retention_erased() -> None:
    (fault,) = faults(page="erased", referral="R-1", attempt="1", source="the team's own records")
    assert "Retention has erased" in fault.what
    (fault,) = faults(page="erased")
    assert "Retention" not in fault.what


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("https://signal.group/#CjQKIAaaaaaaaaaaaaaaaa", "https://signal.group/#CjQKIAaaaaaaaaaaaaaaaa"),
        ("www.news.example/a,3/b,702428.html", "https://www.news.example/a,3/b,702428.html"),
        (
            "https://a.safelinks.protection.outlook.com/?url=https%3A%2F%2Ft.me%2Fabcde&data=x",
            "https://t.me/abcde",
        ),
        ("https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fabcde", "https://t.me/abcde"),
        ("（https://t.me/abcde）", "https://t.me/abcde"),
        ("https://t.me /abcde", "https://t.me/abcde"),
        ("example.com/test[.]htm", "https://example.com/test.htm"),
    ],
)  # fmt: skip
def test_addresses_as_people_write_them(typed: str, canonical: str) -> None:
    page = read(page=typed).page
    assert page.canonical == canonical


@pytest.mark.parametrize("typed", ["85.93.4.0/25", "https://team.slack.com/archives/C1/p1"])
def test_what_is_no_page_is_a_fault(typed: str) -> None:
    (fault,) = faults(page=typed)
    assert fault.column == "page"
