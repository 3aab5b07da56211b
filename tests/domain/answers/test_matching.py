"""Which referrals an answer speaks of, and what would be recorded of each."""

from __future__ import annotations

import pytest

from bot.domain.answers.matching import AnswerLine, Candidate, Group, match
from bot.domain.answers.phrases import Verdict
from bot.domain.answers.reading import read_answer
from bot.domain.lifecycle.referral import Action, State

GROUP = "https://www.facebook.com/groups/81500000000000{}"


def referral(
    number: int, state: State = State.REFERRED, *, page: int | None = None, references: str = ""
) -> Candidate:
    key = f"facebook:group:81500000000000{number if page is None else page}"
    return Candidate(number, 3, key, state, frozenset(references.casefold().split()))


def lines(text: str, *known: Candidate) -> dict[int | None, AnswerLine]:
    return {
        line.candidate.number if line.candidate else None: line
        for line in match(read_answer(text), known)
    }


@pytest.mark.parametrize(
    ("state", "said", "action"),
    [
        (State.REFERRED, "has been removed", Action.CLOSE),
        (State.REFERRED, "does not violate our rules", Action.REJECT),
        (State.REFERRED, "was removed in Germany", Action.RESTRICT),
        (State.REJECTED, "has been removed", Action.CLOSE),
        (State.RESTRICTED, "has been removed", Action.CLOSE),
        (State.APPEALED, "has been removed", Action.OVERTURN),
        (State.APPEALED, "does not violate our rules", Action.UPHOLD),
    ],
)
def test_what_records_it(state: State, said: str, action: Action) -> None:
    line = lines(f"{GROUP.format(1)} {said}.", referral(1, state))[1]
    assert (line.group, line.action) == (Group.UNDERSTOOD, action)


@pytest.mark.parametrize(
    ("state", "group"),
    [
        (State.CLOSED, Group.DECIDED),
        (State.GONE, Group.DECIDED),
        (State.WITHDRAWN, Group.DECIDED),
        (State.FLAGGED, Group.NOT_CLEAR),
    ],
)
def test_what_cannot_be_recorded(state: State, group: Group) -> None:
    line = lines(f"We have removed {GROUP.format(1)}.", referral(1, state))[1]
    assert (line.group, line.action, line.verdict) == (group, None, Verdict.CLOSED)


def test_a_number_with_its_page_is_sure_and_one_alone_is_a_guess() -> None:
    sure = lines(f"R-1 {GROUP.format(1)} Removed", referral(1))[1]
    assert (sure.guess, sure.action) == (False, Action.CLOSE)
    guess = lines("R-1 has been removed.", referral(1))[1]
    assert (guess.guess, guess.action) == (True, Action.CLOSE)


def test_a_number_with_its_submission_s_reference_is_sure() -> None:
    line = lines("R-1 of GB-2026-77 has been removed.", referral(1, references="GB-2026-77"))[1]
    assert not line.guess


def test_another_team_s_number_beside_our_page_is_not_ours() -> None:
    found = lines(f"R-2 {GROUP.format(1)} has been removed.", referral(1), referral(2))
    assert set(found) == {1}


def test_of_a_page_s_attempts_the_one_that_waits_is_meant() -> None:
    found = lines(
        f"{GROUP.format(1)} has been removed.",
        referral(1, State.REJECTED),
        referral(2, page=1),
    )
    assert set(found) == {2}


def test_a_reference_of_several_referrals_is_ambiguous() -> None:
    found = lines(
        "Your report GB-2026-77: we have removed the pages.",
        referral(1, references="GB-2026-77"),
        referral(2, references="GB-2026-77"),
    )
    assert (found[None].group, found[None].among) == (Group.AMBIGUOUS, (1, 2))


def test_a_reference_of_one_referral_is_that_one() -> None:
    line = lines("Your report GB-2026-77 was rejected.", referral(1, references="GB-2026-77"))[1]
    assert line.action is Action.REJECT


def test_a_page_that_nobody_flagged_is_nothing() -> None:
    line = lines(f"We have removed {GROUP.format(9)}.", referral(1))[None]
    assert (line.group, line.verdict) == (Group.NOTHING, None)


def test_a_handle_is_the_page_of_that_name() -> None:
    known = Candidate(4, 1, "instagram:profile:example_routes", State.REFERRED)
    line = lines("The account @example_routes was permanently suspended.", known)[4]
    assert line.action is Action.CLOSE


def test_one_referral_has_one_line() -> None:
    text = f"Thank you for your report R-1.\n\nWe have removed:\n{GROUP.format(1)}"
    found = match(read_answer(text), [referral(1)])
    assert [(line.guess, line.action) for line in found] == [(False, Action.CLOSE)]
