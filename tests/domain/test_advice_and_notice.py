"""What is said before a page is referred, and the draft of the notice (DSA Art. 16(2))."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.advice import advise
from bot.domain.lifecycle.referral import Basis
from bot.domain.notice import Draft, Element, PageInNotice, address_of, grounds_of, missing
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


REFERENCE = "N-7KQ2MXAB (R-12)"
GOOD_FAITH = "We believe in good faith that this is accurate and complete."
DRAFT = Draft(
    "Facebook",
    [PageInNotice("R-12", URL)],
    REFERENCE,
    "Offer of crossing",
    illegal=True,
    clause="Article 3",
    reasons="The page sells crossings.",
    sender="Referral desk",
    email="desk@police.example",
)
TEXT = f"""{URL}
Article 3
The page sells
crossings.
{GOOD_FAITH}
Referral desk, desk@police.example
"""


def test_a_whole_notice_is_without_nothing() -> None:
    assert missing(DRAFT, TEXT, GOOD_FAITH) == ()


WITHOUT = [
    (Element.REASONS, replace(DRAFT, reasons=" "), TEXT),
    (Element.REASONS, DRAFT, TEXT.replace("sells", "offers")),
    (Element.GROUNDS, replace(DRAFT, illegal=False), TEXT),
    (Element.CLAUSE, replace(DRAFT, clause=""), TEXT),
    (Element.CLAUSE, DRAFT, TEXT.replace("Article 3", "")),
    (Element.ADDRESS, DRAFT, TEXT.replace(URL, "")),
    (Element.ADDRESS, DRAFT, TEXT.replace(URL, URL + "/another")),
    (Element.SENDER, replace(DRAFT, sender=""), TEXT),
    (Element.EMAIL, DRAFT, TEXT.replace("desk@police.example", "")),
    (Element.GOOD_FAITH, DRAFT, TEXT.replace("good faith", "faith")),
]


@pytest.mark.parametrize(("element", "draft", "text"), WITHOUT)
def test_each_element_is_missed(element: Element, draft: Draft, text: str) -> None:
    assert missing(draft, text, GOOD_FAITH) == (element,)


def test_name_and_email_may_be_left_out_of_notices_of_child_abuse_alone() -> None:
    text = TEXT.replace("Referral desk, desk@police.example", "")
    assert missing(DRAFT, text, GOOD_FAITH) == (Element.SENDER, Element.EMAIL)
    assert missing(replace(DRAFT, sender_optional=True), text, GOOD_FAITH) == ()


def test_a_sentence_of_one_s_own_counts_as_reasons() -> None:
    draft = replace(DRAFT, reasons="")
    bare = TEXT.replace("The page sells\ncrossings.\n", "")
    for text, given in (
        (bare, False),
        (bare + "Dear Sirs,\n", False),
        (bare + "It names a price for each seat on a boat.\n", True),
    ):
        found = missing(draft, text, GOOD_FAITH, without_reasons=bare)
        assert (Element.REASONS not in found) is given


@pytest.mark.parametrize(
    ("basis", "illegal", "terms"),
    [
        (Basis.LAW, True, False),
        (Basis.TERMS, False, True),
        (Basis.BOTH, True, True),
        (None, False, False),
    ],
)
def test_every_basis_has_its_grounds(basis: Basis | None, illegal: bool, terms: bool) -> None:
    assert grounds_of(basis) == (illegal, terms)


@pytest.mark.parametrize(
    ("typed", "canonical", "exact"),
    [
        (URL + "?ref=share#top", URL, URL + "?ref=share#top"),
        ("hxxps://example[.]com/a", "https://example.com/a", "https://example.com/a"),
        ("example(dot)com", "https://example.com/", "https://example.com/"),
        ("m.facebook.com/groups/1", "https://www.facebook.com/groups/1", None),
        ("", "", ""),
    ],
)
def test_the_address_is_one_that_a_browser_opens(
    typed: str, canonical: str, exact: str | None
) -> None:
    referral = replace(ExampleReferral().referral, url=typed, canonical=canonical)
    assert address_of(referral) == (canonical if exact is None else exact)
