"""What accepted referrals had: said only where a comparison holds."""

from __future__ import annotations

from bot.domain.figures.worked import PastDecision, what_worked


def some(count: int, rejected: int, clause: str = "", reference: str = "") -> list[PastDecision]:
    return [PastDecision(clause, "terms", reference, at < rejected) for at in range(count)]


def test_a_clause_that_most_accepted_had_is_said_with_its_fractions() -> None:
    (one,) = what_worked([*some(40, 4, "Human Exploitation"), *some(40, 32)])
    assert (one.what, one.value) == ("clause", "Human Exploitation")
    assert (one.with_it.fraction, one.without.fraction) == ("4 of 40", "32 of 40")


def test_what_chance_explains_is_not_said() -> None:
    assert what_worked([*some(40, 18, "A"), *some(40, 22)]) == ()
    assert what_worked([*some(9, 0, "A"), *some(60, 60)]) == ()
    assert what_worked([*some(60, 0, "A"), *some(9, 9)]) == ()
    assert what_worked([]) == ()


def test_what_was_rejected_more_is_no_advice() -> None:
    said = what_worked([*some(40, 36, "A"), *some(40, 4, "B")])
    assert [one.value for one in said] == ["B"]


def test_one_message_about_many_pages_counts_once() -> None:
    assert what_worked([*some(40, 0, "A", "one mail"), *some(40, 40)]) == ()
