"""A measurement that fails is said, and hides nothing of the others."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import Measured, main, measure
from tests.benchmarks.measuring import Row

MISSED = Row("reading", "sqlite", 9.0, 2.0, "ms", 3.0)
MET = Row("writing", "postgresql", 40.0, 100.0, "a second", 0.35, at_least=True)


def broken() -> list[Row]:
    raise RuntimeError("the server ended")


def test_what_fails_is_said_and_the_rest_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    measured = Measured()
    measure(measured, "before", broken)
    measure(measured, "lists", lambda: [MISSED, MET])
    assert measured.rows == [MISSED, MET]
    assert "2 measured, 1 missed" in measured.ending()
    assert "before FAILED (RuntimeError: the server ended)" in measured.ending()
    said = capsys.readouterr()
    assert "4.50" in said.out
    assert "missed by 50%" in said.out
    assert "the server ended" in said.err


def test_a_row_says_ours_the_limit_the_ratio_and_the_goal() -> None:
    assert MISSED.said()[2:] == ("9.00 ms", "2.00 ms", "4.50", "≤ 3", "missed by 50%")
    assert MET.said()[2:] == ("40.0 a second", "100 a second", "0.400", "≥ 0.35", "met")


def test_a_name_that_no_measurement_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lits"]) == 2
    assert "lists" in capsys.readouterr().err
