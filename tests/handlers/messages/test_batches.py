"""What came of one action on many: a line for each reason, and room for all of them."""

from __future__ import annotations

import pytest

from bot.actions.recording.bulk import Done
from bot.sentences.recording.batches import in_runs
from handlers.messages.forms.batches import refused
from handlers.messages.kit.kit import LARGEST, size

SINCE = "Something happened to it since. Undo that first."


def lines(done: Done) -> list[str]:
    return "\n".join(one["text"]["text"] for one in refused(done)).split("\n")


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ({}, [""]),
        (
            {"R-2": "R-2 is rejected already."},
            ["*1 did not go through:*", "R-2 is rejected already."],
        ),
        (
            {"R-1": SINCE, "R-2": "R-2 is on hold.", "R-12": SINCE},
            ["*3 did not go through:*", f"R-1, R-12: {SINCE}", "R-2 is on hold."],
        ),
        (
            {"R-1": "“<!channel>” is no reason."},
            [
                "*1 did not go through:*",
                "R-1: “&lt;!channel&gt;” is no reason.",
            ],
        ),
    ],
)
def test_one_line_for_each_reason(why: dict[str, str], said: list[str]) -> None:
    assert lines(Done(refused=why)) == said


def test_three_hundred_are_all_named_within_a_message() -> None:
    why = {f"R-{n}": f"R-{n} was changed meanwhile by {'somebody ' * 20}" for n in range(1, 301)}
    blocks = refused(Done(refused=why))
    assert size(blocks) < LARGEST
    told = lines(Done(refused=why))
    said = [line for line in told if line.startswith("R-")]
    assert told[-1] == f"and {300 - len(said)} more: R-{len(said) + 1} to R-300"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([7], "R-7"),
        ([7, 8], "R-7, R-8"),
        ([7, 8, 9], "R-7 to R-9"),
        ([1, 3, 4, 5, 6, 9, 10], "R-1, R-3 to R-6, R-9, R-10"),
    ],
)
def test_numbers_in_runs(numbers: list[int], said: str) -> None:
    assert in_runs([f"R-{number}" for number in numbers]) == said
