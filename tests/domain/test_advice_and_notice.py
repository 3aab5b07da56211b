"""What is said before a page is referred, and the draft of the notice (DSA Art. 16(2))."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.advice import advise
from bot.domain.lifecycle.referral import Basis, Referral
from bot.domain.notice import draft_notice
from tests.harness.without_slack.examples import URL, ExampleReferral

POLICY = "Facebook allows requests: likely to be rejected."
HISTORY = "12 of the last 32 such referrals to Facebook were rejected (the team's own records)."

ADVICE = [
    # policy, category, rejected, decided, what is said
    (POLICY, "Request for help", 12, 32, (POLICY, HISTORY)),
    ("", "Request for help", 12, 32, (HISTORY,)),
    (POLICY, "Request for help", 0, 32, (POLICY,)),
    (POLICY, "Request for help", 4, 4, (POLICY,)),  # too few to speak of
    ("", "Request for help", 4, 4, ()),
    (POLICY, "", 12, 32, ()),  # no category, nothing to say
    ("", "Vessels", 0, 0, ()),
]


@pytest.mark.parametrize(("policy", "category", "rejected", "decided", "said"), ADVICE)
def test_advice(
    policy: str, category: str, rejected: int, decided: int, said: tuple[str, ...]
) -> None:
    assert advise(policy, "Facebook", category, rejected, decided).sentences == said


def test_five_decisions_are_enough_and_large_numbers_are_readable() -> None:
    assert advise("", "X", "Vessels", 1, 5).sentences == (
        "1 of the last 5 such referrals to X was rejected (the team's own records).",
    )
    assert "1,204 of the last 2,500" in advise("", "X", "Vessels", 1204, 2500).sentences[0]


def notice(referral: Referral, *, category: str = "Offer of crossing", email: str = "") -> str:
    return draft_notice(
        referral, "Facebook", category, sender="Referral desk", email=email, policy="Clause 7."
    )


def test_the_notice_has_what_article_16_asks_for() -> None:
    referral = ExampleReferral().refer(clause="Human Exploitation").referral
    said = notice(referral, email="desk@police.example")
    assert said.startswith("To Facebook: notice of content to be acted on\n\nOur reference: R-12\n")
    for element in (
        f"\nExact address: {URL}\n",
        "\nThe content is illegal. The content breaches Facebook's own terms.\n",
        "\nWhat it shows: Offer of crossing.\n",
        "\nClause: Human Exploitation\n",
        "\nPolicy: Clause 7.\n",
        "\nSender: Referral desk\nEmail: desk@police.example\n",
        "We believe in good faith that the information and allegations in this notice are "
        "accurate and complete.",
    ):
        assert element in said
    assert "[" not in said


def test_what_is_missing_is_said_in_brackets() -> None:
    said = notice(ExampleReferral().referral, category="")
    for gap in (
        "[Say whether the content is illegal, breaches terms, or both.]",
        "[Say what the content shows.]",
        "[Quote the law or the clause.]",
        "[Set notice.email in config.yaml]",
    ):
        assert gap in said


@pytest.mark.parametrize(
    ("basis", "illegal", "terms"),
    [(Basis.LAW, True, False), (Basis.TERMS, False, True), (Basis.BOTH, True, True)],
)
def test_every_basis_has_its_reason(basis: Basis, illegal: bool, terms: bool) -> None:
    said = notice(replace(ExampleReferral().referral, basis=basis))
    assert ("The content is illegal." in said) is illegal
    assert ("breaches Facebook's own terms" in said) is terms


@pytest.mark.parametrize(
    ("typed", "canonical", "exact"),
    [
        (URL + "?ref=share#top", URL, URL + "?ref=share#top"),
        ("hxxps://example[.]com/a", "https://example.com/a", "https://example.com/a"),
        ("example(dot)com", "https://example.com/", "https://example.com/"),
        ("m.facebook.com/groups/1", "https://www.facebook.com/groups/1", None),
        ("", "", "[erased]"),
    ],
)
def test_the_address_is_one_that_a_browser_opens(
    typed: str, canonical: str, exact: str | None
) -> None:
    said = notice(replace(ExampleReferral().referral, url=typed, canonical=canonical))
    assert f"\nExact address: {exact or canonical}\n" in said
