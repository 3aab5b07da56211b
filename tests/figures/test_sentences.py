"""What is said of figures, read back: a part of `make figures`."""

from __future__ import annotations

import pytest

from storage.database import open_store
from tests.figures import terminal
from tests.figures.agreement import KEY
from tests.figures.reader import NotTrue, percent, read
from tests.figures.sentences import Read, one_database
from tests.figures.test_agreement import SEED

DATABASES = 15


def test_every_sentence_is_understood_and_says_what_the_json_says(sqlite_url: str) -> None:
    found = Read()
    with open_store(sqlite_url, KEY) as store:
        for n in range(DATABASES):
            one_database(store, SEED + n, found)
    print(f"FIGURES_SEED={SEED}: {sum(found.kinds.values()):,} sentences read")
    assert found.wrong == []
    assert sum(found.kinds.values()) > 10 * DATABASES


@pytest.mark.parametrize(
    "sentence",
    [
        "Rejected of decided: 45.7% (485 of 1,063) at the latest state. Rejected of referred: 40.4% "
        "(485 of 1,200).",
        "Rejected of decided: 100.0% (1,999 of 2,000) at the latest state. Rejected of referred: 0.0% "
        "(1 of 2,001).",
        "Rejected of decided: 11 of 12 at the latest state. Rejected of referred: 91.7% (11 of 12).",
        "Rejected of decided: 100.0% (1 of 1) at the latest state. Rejected of referred: 1 of 1.",
        "Rejected of decided: 3 of 2 at the latest state. Rejected of referred: 3 of 3.",
        "40 referred = 6 closed + 0 restricted + 5 rejected + 0 gone + 26 waiting.",
        "Between 29 June 2026 and 1 January 2026 the team referred 1 page to platforms for closure: 0 "
        "were closed, 0 rejected and 1 is still without an answer (the team's own records).",
        "On 1 June 2026 the team referred 1 pages to platforms for closure: 0 were closed, 0 rejected "
        "and 1 is still without an answer (the team's own records).",
        "On 1 June 2026 the team referred 1 page to platforms for closure: 1 were closed, 0 rejected "
        "and 0 are still without an answer (the team's own records).",
        "The team has many pages, 12 or so.",
    ],
    ids=lambda one: one[:40],
)
def test_what_cannot_be_true_is_refused(sentence: str) -> None:
    with pytest.raises(NotTrue):
        read(sentence, 10)


def test_a_sentence_that_says_something_else_than_the_json_is_named() -> None:
    found = Read(where="database 1")
    text = (
        "Beside these: 4 flagged and not referred, 0 gone before they were referred, 1 withdrawn."
    )
    found.text(text, 10, lambda said: {"flagged": 4, "withdrawn": 2})
    assert found.wrong == [f"withdrawn is 2: {text} (database 1)"]


@pytest.mark.parametrize(
    ("x", "n", "said"),
    [(0, 3, "0.0%"), (3, 3, "100.0%"), (1, 2000, "0.1%"), (1, 2001, "<0.1%"), (1, 16, "6.3%")],
)
def test_percentages(x: int, n: int, said: str) -> None:
    assert percent(x, n) == said


TABLE = """\
┏━━━━━━━━━━┳━━━━━━━━━━┳━━━━━━━━━━━━━━━━┓
┃ Platform ┃ Referred ┃ Rejected       ┃
┡━━━━━━━━━━╇━━━━━━━━━━╇━━━━━━━━━━━━━━━━┩
│ Facebook │    1,200 │ 45.6% (485 of  │
│ groups   │          │ 1,063)         │
│ YouTube  │       20 │ 1 of 3         │
├──────────┼──────────┼────────────────┤
│ All      │    1,221 │ 2 of 3         │
└──────────┴──────────┴────────────────┘
"""


def test_a_table_that_does_not_add_up_is_named() -> None:
    (rows,) = terminal.tables(TABLE)
    assert rows == [
        ("Facebook groups", 1200, (485, 1063)),
        ("YouTube", 20, (1, 3)),
        ("All", 1221, (2, 3)),
    ]
    found = Read(where="database 1")
    found.table("stats", rows)
    assert found.wrong == [f"table of stats, columns {{1}}: {rows} (database 1)"]
