"""A measurement that fails is said, and hides nothing of the others."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import Measured, Row, ending, main, measure, summary
from tests.benchmarks.measuring import at_least, at_most


def slow() -> list[Row]:
    return [at_most("reading", 4.5, 3.0, database="sqlite"), at_least("writing", 0.4, 0.35)]


def broken() -> list[Row]:
    raise RuntimeError("the server ended")


def test_what_fails_is_said_and_the_rest_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    measured = Measured()
    measure(measured, "before", broken)
    measure(measured, "lists", slow)
    assert ending(measured, 61.2) == (
        "2 measured in 61 s, 1 goals missed; before FAILED (RuntimeError: the server ended)"
    )
    assert summary(measured.rows) == [
        {
            "measurement": "lists",
            "what": "reading, sqlite",
            "ratio": 4.5,
            "goal": "≤ 3",
            "missed": "by 50%",
        },
        {
            "measurement": "lists",
            "what": "writing",
            "ratio": 0.4,
            "goal": "≥ 0.35",
            "missed": "",
        },
    ]
    said = capsys.readouterr()
    assert "4.500" in said.out
    assert "by 50%" in said.out
    assert "the server ended" in said.err


def test_a_name_that_no_measurement_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["page_kies"]) == 2
    assert "page_keys" in capsys.readouterr().err
