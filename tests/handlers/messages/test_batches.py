"""What came of one action on many: a line for each reason, and room for all of them."""

from __future__ import annotations

import pytest

from bot.actions.recording.bulk import Done
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
    named = {word.strip(":,") for line in told for word in line.split() if word.startswith("R-")}
    assert named == set(why)
    assert any(line.startswith("and 2") and "R-300" in line for line in told)
