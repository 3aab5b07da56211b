"""`/flag`: pages become referrals, duplicates change nothing, and what cannot be taken is said."""

from __future__ import annotations

import pytest

from bot.actions.recording.flag import MOST_URLS, FlagRequest, Result, flag
from bot.actions.recording.narrowing import query_of
from bot.domain.announcements import Message, direct
from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.referral import Action, Confidence, State
from bot.domain.listing import Asked, View
from bot.domain.people import THE_BOT, Place
from bot.sentences import refusals
from tests.harness.without_slack.action_harness import ActionHarness, config, page
from tests.harness.without_slack.examples import (
    ANALYST,
    DESK,
    DIRECT,
    LEAD,
    LEAD2,
    OTHER,
    SECOND,
    SECRET,
)

GROUP = "https://www.facebook.com/groups/1234567890/"


TO_LEADS = (direct(LEAD.id), direct(LEAD2.id))


def pages(count: int) -> str:
    return " ".join(page(n) for n in range(count))


# --- recording ------------------------------------------------------------------------------------


def test_a_page_is_recorded_with_what_was_said(harness: ActionHarness) -> None:
    report = harness.flags(f"{GROUP} two boats on offer", answers={"confidence": "certain"})
    (flagged,) = report.flagged
    referral = harness.referral(1)
    assert (flagged.result, flagged.referral) == (Result.RECORDED, referral)
    assert report.problems == ()
    assert referral.name == "R-1"
    assert (referral.state, referral.attempt, referral.previous) == (State.FLAGGED, 1, None)
    assert (referral.url, referral.page_key) == (GROUP, "facebook:group:1234567890")
    assert (referral.platform, referral.kind) == ("facebook", "group")
    assert (referral.note, referral.confidence) == ("two boats on offer", Confidence.CERTAIN)
    assert (referral.channel, referral.flagger, referral.owner) == (DESK.id, SECOND.id, SECOND.id)
    assert harness.said() == [(DESK.id, Message.CARD, "R-1")]


def test_a_form_has_a_note_of_its_own(harness: ActionHarness) -> None:
    harness.flags(f"{GROUP} words beside it", note="the note")
    assert harness.referral().note == "the note"


def test_without_a_category_nothing_is_made_up(harness: ActionHarness) -> None:
    harness.flags(GROUP, answers={"category": "", "confidence": "", "basis": ""})
    referral = harness.referral()
    assert (referral.category, referral.confidence, referral.basis) == (None, None, None)


@pytest.mark.parametrize("name", ["category", "confidence", "basis"])
def test_an_impossible_answer_records_nothing(harness: ActionHarness, name: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        harness.flags(GROUP, answers={name: "surely"})
    assert refused.value.field == name
    assert not harness.exists(1)
    assert harness.said() == []


def test_control_characters_of_a_note_are_left_out(harness: ActionHarness) -> None:
    harness.flags(GROUP, note="two\x00 boats\x1b")
    assert harness.referral().note == "two boats"


# --- what cannot be taken -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "two boats",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "https://localhost",
        "https://" + "a" * 10_000 + ".com",
        "https://exa\x01mple.com/",
    ],
    ids=["nothing", "words", "ftp", "javascript", "no dot", "too long", "control"],
)
def test_bad_input_gets_a_sentence_and_records_nothing(harness: ActionHarness, text: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        harness.flags(text)
    assert refused.value.field == "page"
    assert refused.value.sentence.strip()
    assert len(refused.value.sentence) < 500
    assert not harness.exists(1)
    assert harness.said() == []


def test_good_addresses_are_taken_beside_bad_ones(harness: ActionHarness) -> None:
    report = harness.flags(f"{page(1)} ftp://example.org/a {page(2)} seen today")
    assert [one.result for one in report.flagged] == [Result.RECORDED, Result.RECORDED]
    assert [one.code for one in report.problems] == ["scheme"]
    assert "ftp" in report.problems[0].sentence
    assert not harness.exists(3)


def test_an_address_where_slack_cuts_is_left_out_and_said(harness: ActionHarness) -> None:
    text = f"{page(1)} "
    text += "x" * (4000 - len(text) - len(page(2)) - 1) + " " + page(2)
    assert len(text) == 4000
    report = harness.flags(text)
    assert [one.page.typed for one in report.flagged] == [page(1)]
    assert [one.code for one in report.problems] == ["cut"]
    assert not harness.exists(2)


def test_only_an_address_that_may_be_cut_is_no_address(harness: ActionHarness) -> None:
    with pytest.raises(BadAnswer, match="may have lost its end"):
        harness.flags("x" * (3999 - len(page(1))) + " " + page(1))


def test_a_whole_message_is_longer_than_a_command_and_not_cut(harness: ActionHarness) -> None:
    text = "word " * 900 + page(1)
    request = FlagRequest(text, note="", cut_at=len(text) + 1)
    report = harness.store.write(
        lambda uow: flag(uow, request, harness.actor(SECOND, DESK), harness.config)
    )
    assert [one.result for one in report.flagged] == [Result.RECORDED]


def test_twenty_are_taken_and_twenty_one_are_not(harness: ActionHarness) -> None:
    with pytest.raises(BadAnswer) as refused:
        harness.flags(pages(MOST_URLS + 1))
    assert refused.value.sentence == refusals.too_many_addresses(21, 20)
    assert not harness.exists(1)
    assert len(harness.flags(pages(MOST_URLS)).flagged) == 20
    assert harness.exists(20)


def test_one_page_written_twice_is_one(harness: ActionHarness) -> None:
    report = harness.flags(f"{GROUP} https://m.facebook.com/groups/1234567890?ref=share")
    assert [one.result for one in report.flagged] == [Result.RECORDED]


# --- cards and lists ------------------------------------------------------------------------------


def test_up_to_five_have_a_card_each(harness: ActionHarness) -> None:
    harness.flags(pages(5))
    assert harness.said() == [(DESK.id, Message.CARD, f"R-{n}") for n in range(1, 6)]


def test_more_than_five_make_one_list(harness: ActionHarness) -> None:
    harness.flags(page(0))
    harness.sent()
    harness.flags(pages(7))
    (message,) = harness.sent()
    assert (message.lane, message.message) == (DESK.id, Message.LIST)
    assert message.data == {"numbers": [2, 3, 4, 5, 6, 7], "by": SECOND.id}


def test_a_list_of_nothing_new_is_not_posted(harness: ActionHarness) -> None:
    harness.flags(pages(6))
    harness.sent()
    harness.flags(pages(6), ANALYST)
    assert harness.said() == []


# --- duplicates -----------------------------------------------------------------------------------

AGAIN = [
    "https://m.facebook.com/groups/1234567890?ref=share",
    "hxxps://facebook[.]com/groups/1234567890",
    "<https://www.facebook.com/groups/1234567890/|fb>",
    "fb.com/groups/1234567890/",
]


@pytest.mark.parametrize("text", AGAIN)
@pytest.mark.parametrize("state", [State.FLAGGED, State.REFERRED, State.APPEALED])
def test_a_live_page_is_shown_and_nothing_changes(
    harness: ActionHarness, text: str, state: State
) -> None:
    harness.flags(GROUP)
    if state is not State.FLAGGED:
        harness.to(1, Action.REFER)
    if state is State.APPEALED:
        harness.to(1, Action.REJECT, Action.APPEAL)
    before = harness.referral()
    harness.sent()
    flagged = harness.flags_one(text, ANALYST)
    assert (flagged.result, flagged.referral) == (Result.KNOWN, before)
    assert harness.referral() == before
    assert not harness.exists(2)
    assert harness.said() == []


@pytest.mark.parametrize("outcome", [Action.REJECT, Action.RESTRICT])
def test_a_page_rejected_or_restricted_is_shown_to_be_appealed(
    harness: ActionHarness, outcome: Action
) -> None:
    harness.flags(GROUP)
    before = harness.to(1, Action.REFER, outcome)
    harness.sent()
    flagged = harness.flags_one(GROUP, ANALYST)
    assert (flagged.result, flagged.referral) == (Result.ENDED, before)
    assert not harness.exists(2)
    assert harness.said() == []


@pytest.mark.parametrize("outcome", [Action.CLOSE, Action.VANISH])
def test_a_page_that_was_closed_or_gone_has_reappeared(
    harness: ActionHarness, outcome: Action
) -> None:
    harness.flags(GROUP)
    ended = harness.to(1, Action.REFER, outcome)
    harness.sent()
    flagged = harness.flags_one(GROUP, ANALYST)
    old, new = harness.referral(1), harness.referral(2)
    assert (flagged.result, flagged.referral) == (Result.REAPPEARED, new)
    assert (new.state, new.attempt, new.previous) == (State.FLAGGED, 2, 1)
    assert (old.state, old.outcome, old.reappeared_at) == (ended.state, ended.outcome, harness.now)
    assert harness.history(1)[-1].facts["next"] == 2
    assert harness.said() == [
        (DESK.id, Message.CARD, "R-1"),
        (DESK.id, Message.LINE, "R-1"),
        (DESK.id, Message.CARD, "R-2"),
    ]


def test_a_page_that_was_withdrawn_is_flagged_anew(harness: ActionHarness) -> None:
    harness.flags(GROUP)
    before = harness.to(1, Action.WITHDRAW)
    flagged = harness.flags_one(GROUP)
    assert flagged.result is Result.RECORDED
    assert harness.referral(2).previous == 1
    assert harness.referral(1) == before


def test_reappearing_again_and_again_counts_the_attempts(harness: ActionHarness) -> None:
    harness.flags(GROUP)
    for number in (1, 2, 3):
        harness.to(number, Action.REFER, Action.CLOSE)
        harness.flags(GROUP)
    assert [(harness.referral(n).attempt, harness.referral(n).previous) for n in (2, 3, 4)] == [
        (2, 1),
        (3, 2),
        (4, 3),
    ]


# --- holds do not leak ----------------------------------------------------------------------------


def held(harness: ActionHarness) -> None:
    harness.flags(GROUP)
    harness.does(Action.HOLD, 1, LEAD)
    harness.sent()


def test_a_flag_of_a_held_page_is_answered_as_one_under_review(harness: ActionHarness) -> None:
    held(harness)
    at_hold = harness.flags_one(GROUP, ANALYST)
    harness.config = config(lead_review=["all"])
    under_review = harness.flags_one(page(2), ANALYST)
    assert (at_hold.result, at_hold.referral) == (Result.REVIEW, None)
    assert (under_review.result, under_review.referral) == (Result.REVIEW, None)


def test_the_leads_are_told_privately_and_the_channel_is_not(harness: ActionHarness) -> None:
    held(harness)
    harness.flags(f"{GROUP} again here", ANALYST, OTHER)
    assert harness.said() == [
        (f"@{LEAD.id}", Message.HELD, "R-1"),
        (f"@{LEAD2.id}", Message.HELD, "R-1"),
    ]
    note = harness.history()[-1]
    assert (note.action, note.actor) == (Action.NOTE, ANALYST.id)
    assert note.personal["note"] == "Flagged again. again here"
    assert harness.referral().state is State.HELD


def test_a_lead_is_shown_what_is_held(harness: ActionHarness) -> None:
    held(harness)
    flagged = harness.flags_one(GROUP, LEAD)
    assert (flagged.result, flagged.referral) == (Result.KNOWN, harness.referral())


def test_under_review_the_page_is_held_and_no_number_is_given(harness: ActionHarness) -> None:
    harness.config = config(lead_review=["facebook"])
    flagged = harness.flags_one(GROUP)
    assert (flagged.result, flagged.referral) == (Result.REVIEW, None)
    assert harness.actions() == ["flag", "hold"]
    assert [event.actor for event in harness.history()] == [SECOND.id, THE_BOT.id]
    assert harness.said() == [
        (f"@{LEAD.id}", Message.HELD, "R-1"),
        (f"@{LEAD2.id}", Message.HELD, "R-1"),
    ]
    assert harness.does(Action.RELEASE, 1, LEAD).after.state is State.FLAGGED
    assert harness.said() == [(DESK.id, Message.CARD, "R-1")]


def test_review_is_for_the_named_platforms_and_not_for_leads(harness: ActionHarness) -> None:
    harness.config = config(lead_review=["facebook"])
    assert (
        harness.flags_one("https://www.youtube.com/watch?v=dQw4w9WgXcQ").result is Result.RECORDED
    )
    assert harness.flags_one(GROUP, LEAD).result is Result.RECORDED


def test_what_reappears_under_review_does_not_give_the_number_away(harness: ActionHarness) -> None:
    harness.flags(GROUP)
    harness.to(1, Action.REFER, Action.CLOSE)
    harness.config = config(lead_review=["all"])
    assert harness.flags_one(GROUP).result is Result.REVIEW
    assert harness.referral(2).state is State.HELD
    assert harness.history(1)[-1].action is Action.REAPPEAR
    assert "next" not in harness.history(1)[-1].facts


def test_a_page_held_after_it_was_rejected_is_still_held(harness: ActionHarness) -> None:
    harness.flags(GROUP)
    harness.to(1, Action.REFER, Action.REJECT, Action.HOLD)
    assert harness.flags_one(GROUP, ANALYST).result is Result.REVIEW
    assert not harness.exists(2)


# --- private places -------------------------------------------------------------------------------


def test_a_page_flagged_in_private_is_for_the_leads_to_look_at(harness: ActionHarness) -> None:
    harness.flags(GROUP, place=SECRET)
    harness.sent()
    flagged = harness.flags_one(GROUP, ANALYST, DESK)
    assert (flagged.result, flagged.referral) == (Result.REVIEW, None)
    assert harness.actions() == ["flag", "note"]
    assert {lane for lane, _, _ in harness.said()} == {SECRET.id, *TO_LEADS}
    assert harness.flags_one(GROUP, ANALYST, SECRET).result is Result.KNOWN
    assert harness.flags_one(GROUP, LEAD, DESK).result is Result.KNOWN


def test_a_page_rejected_in_private_is_noted_there(harness: ActionHarness) -> None:
    harness.flags(GROUP, place=DIRECT)
    harness.to(1, Action.REFER, Action.REJECT)
    harness.sent()
    assert harness.flags_one(GROUP, ANALYST, DESK).result is Result.REVIEW
    assert harness.actions()[-1] == "note"
    assert {lane for lane, _, _ in harness.said()} == {DIRECT.id, *TO_LEADS}


def test_a_page_closed_in_private_reappears_without_saying_so(harness: ActionHarness) -> None:
    harness.flags(GROUP, place=SECRET)
    harness.to(1, Action.REFER, Action.CLOSE)
    assert harness.flags_one(GROUP, ANALYST, DESK).result is Result.RECORDED
    assert (harness.referral(2).attempt, harness.referral(2).previous) == (2, 1)
    assert harness.referral(1).reappeared_at == harness.now


def with_a_lead(harness: ActionHarness, place: Place = DESK) -> list[str]:
    """What SECOND finds under `mine` as with a lead."""
    found = harness.read(
        lambda uow: uow.referrals.find(
            query_of(Asked(View.MINE), harness.actor(SECOND, place), harness.config)
        )
    )
    return [one.url for one in found.with_lead]


def test_what_a_lead_looks_at_first_is_under_mine_until_it_is_shown_or_over(
    harness: ActionHarness,
) -> None:
    harness.flags(GROUP, LEAD, SECRET)
    harness.flags_one(GROUP, SECOND, DESK)
    harness.flags_one("fb.com/groups/1234567890", SECOND, DESK)
    assert with_a_lead(harness) == ["fb.com/groups/1234567890"], "once, as it was typed last"
    assert with_a_lead(harness, SECRET) == [], "it is shown there"
    harness.to(1, Action.REFER, Action.REJECT)
    assert with_a_lead(harness) == ["fb.com/groups/1234567890"]
    harness.to(1, Action.CLOSE)
    assert with_a_lead(harness) == []
