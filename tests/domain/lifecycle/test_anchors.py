"""Anchors as they are written down, and what they say of a chain."""

from __future__ import annotations

import pytest

from bot.domain.lifecycle.anchors import Anchor, AnchorCheck, Head, read_anchor, read_anchors

ONE, TWO = "1" * 64, "2" * 64


def says(last: int, *anchors: str) -> list[str]:
    """What a chain with the hash TWO at every link says to these."""
    check = AnchorCheck(map(read_anchor, anchors))
    for sequence in range(1, last + 1):
        check.link(sequence, bytes.fromhex(TWO))
    return [one.what for one in check.findings()]


@pytest.mark.parametrize(
    ("sequence", "rounded"), [(1, 100), (99, 100), (100, 100), (101, 200), (437, 500)]
)
def test_what_is_posted_is_rounded_up_to_the_next_hundred(sequence: int, rounded: int) -> None:
    told = Head(sequence, TWO).rounded()
    assert told == f"~{rounded}:{TWO}"
    assert says(sequence, told, str(Head(sequence, TWO))) == []


def test_a_rounded_anchor_is_one_of_a_hundred_links() -> None:
    assert read_anchor(f"~500:{ONE}") == Anchor(401, 500, ONE)
    assert read_anchor(f" 437:{ONE.upper()}\n") == Anchor(437, 437, ONE)


@pytest.mark.parametrize("text", ["", "437", "437:abc", f"0:{ONE}", f"-1:{ONE}", f"{{:{ONE}", "}"])
def test_what_is_no_anchor_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="isn't an anchor"):
        read_anchor(text)


def test_a_chain_that_ends_before_an_anchor_was_cut_off() -> None:
    (fault,) = says(6, f"7:{TWO}")
    assert fault == f"the chain ends at link 6, but it went on to 7:{TWO}: its end was cut off"
    (fault,) = says(0, f"7:{TWO}")
    assert fault.startswith("the chain is empty")


def test_a_chain_with_another_hash_was_rewritten() -> None:
    assert says(9, f"7:{ONE}", f"~100:{ONE}") == [
        f"the chain was rewritten: it had 7:{ONE}",
        f"the chain was rewritten: it had ~100:{ONE}",
    ]


def test_a_file_has_one_a_line() -> None:
    text = f"# kept by the bot\n\n2026-11-28 2026-11-28T09:00:00+00:00 7:{ONE}\n~100:{TWO}\n"
    assert read_anchors(text) == (Anchor(7, 7, ONE), Anchor(1, 100, TWO))
    with pytest.raises(ValueError, match="line 2: “nothing” isn't an anchor"):
        read_anchors(f"7:{ONE}\nnothing\n")
