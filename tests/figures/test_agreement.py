"""The figures agree with an oracle that shares no code with them: a twentieth of `make figures`."""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

import pytest

from storage.database import open_store
from tests.conftest import PostgresDatabases
from tests.figures import oracle
from tests.figures.agreement import KEY, Tally, one_story

SEED = int(os.environ.get("FIGURES_SEED", "1"))
STORIES, AT_ONCE = 15, 5
"""`make figures` tells 300."""


def test_the_oracle_imports_nothing_but_pythons_own() -> None:
    tree = ast.parse(Path(oracle.__file__).read_text(encoding="utf-8"))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or ".").partition(".")[0])
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("first", range(0, STORIES, AT_ONCE))
def test_every_figure_is_what_the_oracle_counts(sqlite_url: str, first: int) -> None:
    tally = Tally()
    with open_store(sqlite_url, KEY) as store:
        for n in range(AT_ONCE):
            one_story(store, SEED + first + n, tally, rounds=2)
    print(f"FIGURES_SEED={SEED}: {tally.compared:,} figures compared")
    assert tally.differing == []
    assert tally.compared > 500 * AT_ONCE


def test_and_on_postgresql(postgres: PostgresDatabases) -> None:
    url, tally = postgres.make(), Tally()
    with open_store(url, KEY) as store:
        one_story(store, SEED, tally, steps=40, rounds=2)
    postgres.drop(url)
    assert tally.differing == []
    assert tally.compared


def test_a_wrong_figure_is_found() -> None:
    tally = Tally(where="story 1")
    tally.agree("stats", {"closed": 2, "gone": 1}, {"closed": 3, "rejected": 0})
    assert tally.differing == [
        "closed: said 2, counted 3 (story 1, stats)",
        "rejected: counted 0, not said (story 1, stats)",
        "gone: said 1, counted by nobody (story 1, stats)",
    ]
