"""Forms: what they ask, what they refuse at which field, and that what was typed is kept."""

from __future__ import annotations

import pytest

from bot.domain.lifecycle.referral import State
from tests.handlers.slack.conftest import MakeWorld
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import day, flagged, refer, reject

GROUP = "https://www.facebook.com/groups/1234567890/"


async def open_form(world: SlackHarness, label: str, number: int = 1) -> None:
    """Open a form from the private card."""
    await world.analyst.clicks(label, await world.analyst.asks(f"/referrals {number}"))


async def test_rejected_asks_for_the_reason_the_words_the_reference_and_the_date(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await open_form(world, "Rejected")
    form = world.analyst.form
    assert form.title == "Rejected"
    assert form.labels == ["Reason", "The platform's words", "Decision reference", "Date", "Appeal"]
    assert list(form.control("Reason").options) == [
        *("Not breaching terms", "Not illegal", "Not enough information"),
        *("Cannot access (closed group)", "Wrong form", "Legal order required"),
        *("No reason given", "Other"),
    ]
    answers = {
        "Reason": "Not illegal",
        "The platform's words": "We reviewed it & it stays.",
        "Decision reference": "FB-1",
    }
    assert await world.analyst.fills(answers) == {}
    referral = world.referral(1)
    assert (referral.reason, referral.words) == ("legal", "We reviewed it & it stays.")
    card = world.referrals.card("R-1")
    assert card.shows("Rejected on", "not illegal", "We reviewed it &amp; it stays.", "FB-1")


async def test_appeal_now_records_the_rejection_and_opens_the_appeal(world: SlackHarness) -> None:
    await world.fast_forward(days=20)
    await flagged(world, GROUP)
    await refer(world, 1, more={"Date": day(world, ago=9)})
    await open_form(world, "Rejected")
    answers = {"Reason": "Other", "Date": day(world, ago=4), "Appeal": ["Appeal now"]}
    assert await world.analyst.fills(answers) == {}
    assert world.referral(1).state is State.REJECTED
    assert world.analyst.told.shows("R-1 is recorded as rejected.")
    assert world.analyst.form.title == "Appeal"
    assert world.analyst.typed("Date") == day(world), "not the day of the rejection"
    assert await world.analyst.fills({"Ground": "It offers crossings."}) == {}
    assert world.referral(1).state is State.APPEALED
    assert not world.analyst.has_form


async def test_appeal_now_says_so_where_the_time_to_appeal_is_over(
    make_world: MakeWorld,
) -> None:
    world = await make_world(appeal_months=1)
    await flagged(world, GROUP)
    await refer(world, 1, more={"Date": day(world, ago=80)})
    await open_form(world, "Rejected")
    answers = {"Reason": "Other", "Date": day(world, ago=50), "Appeal": ["Appeal now"]}
    assert await world.analyst.fills(answers) == {}
    assert world.analyst.form.shows(
        "R-1 is recorded as rejected.", "The time to appeal R-1 ended on"
    )
    assert world.referral(1).state is State.REJECTED


async def test_referring_is_prefilled_from_the_flag_and_advised(world: SlackHarness) -> None:
    told = await world.analyst.asks(f"/flag {GROUP}")
    await world.analyst.picks("Request for help", told, menu="Category")
    await open_form(world, "Mark referred")
    form = world.analyst.form
    assert form.labels == [
        *("Prepare notice", "Category", "Confidence", "Basis", "Clause"),
        *("Submission reference", "Date"),
    ]
    assert world.analyst.typed("Category") == "Request for help"
    assert world.analyst.typed("Date") == day(world)
    assert form.shows("likely to be rejected")


async def test_the_advice_follows_the_category_and_keeps_what_was_typed(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    await open_form(world, "Mark referred")
    assert "Facebook" not in world.analyst.form.text.split("Category")[1]
    await world.analyst.chooses("Category", "Offer of crossing")
    assert world.analyst.form.shows("Quote: Human Exploitation policy")
    await world.analyst.chooses("Category", "Documentary")
    assert world.analyst.form.shows("Reports and documentaries are allowed")
    assert "Human Exploitation" not in world.analyst.form.text
    assert world.analyst.typed("Category") == "Documentary"
    assert await world.analyst.fills({"Confidence": "Low", "Basis": "Both"}) == {}
    assert world.referral(1).category == "documentary"


async def test_referring_takes_clause_reference_and_date(world: SlackHarness) -> None:
    await world.fast_forward(days=9)
    await flagged(world, GROUP)
    await refer(
        world,
        1,
        basis="The platform's terms",
        more={"Clause": "12.3", "Submission reference": "S-9", "Date": day(world, ago=5)},
    )
    referral = world.referral(1)
    assert (referral.clause, referral.reference, referral.basis) == ("12.3", "S-9", "terms")
    assert referral.referred_at
    assert referral.referred_at.date().isoformat() == day(world, ago=5)
    assert world.analyst.told.shows("R-1 is marked as referred. Date:")


async def test_a_required_field_left_empty_stays_with_the_form(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await open_form(world, "Mark referred")
    assert set(await world.analyst.fills({"Category": "Vessels"})) == {"Confidence", "Basis"}


async def test_a_future_date_is_refused_at_its_field(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await open_form(world, "Rejected")
    errors = await world.analyst.fills({"Reason": "Other", "Date": day(world, ago=-2)})
    assert list(errors) == ["Date"]
    assert "is in the future" in errors["Date"]
    assert world.analyst.typed("Reason") == "Other"
    assert world.referral(1).state is State.REFERRED


async def test_a_date_before_the_step_before_is_refused_at_its_field(world: SlackHarness) -> None:
    await world.fast_forward(days=9)
    await flagged(world, GROUP)
    await refer(world, 1, more={"Date": day(world, ago=3)})
    await open_form(world, "Rejected")
    errors = await world.analyst.fills({"Reason": "Other", "Date": day(world, ago=5)})
    assert "can't be earlier" in errors["Date"]


async def test_the_same_day_as_the_step_before_is_taken(world: SlackHarness) -> None:
    await world.fast_forward(days=9)
    await flagged(world, GROUP)
    await refer(world, 1, more={"Date": day(world, ago=3)})
    await reject(world, 1, more={"Date": day(world, ago=3)})
    referral = world.referral(1)
    assert referral.outcome_at == referral.referred_at


async def test_restricted_asks_what_the_restriction_is(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await open_form(world, "Restricted")
    assert world.analyst.form.labels == ["Restriction", "Decision reference", "Date"]
    assert await world.analyst.fills({"Restriction": "Hidden in the UK"}) == {}
    card = world.referrals.card("R-1")
    assert card.shows("Restricted on", "Hidden in the UK")
    assert card.labels == ["Appeal", "Refer again", "Closed", "More"]


async def test_spaces_are_no_restriction(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await open_form(world, "Restricted")
    errors = await world.analyst.fills({"Restriction": "   "})
    assert errors == {"Restriction": "Say what the restriction is, for example: hidden in the UK."}


async def test_refer_again_may_change_category_confidence_and_basis(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    await open_form(world, "Refer again")
    assert world.analyst.typed("Category") == "Documents"
    answers = {"Reason": "Another basis", "Basis": "Illegal content", "Confidence": "Certain"}
    assert await world.analyst.fills(answers) == {}
    again = world.referral(2)
    assert (again.state, again.basis, again.confidence) == (State.REFERRED, "law", "certain")
    assert (again.category, again.attempt, again.previous) == ("documents", 2, 1)


async def test_an_appeal_after_its_time_does_not_open(make_world: MakeWorld) -> None:
    world = await make_world(appeal_months=1)
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    card = world.referrals.card("R-1")
    await world.fast_forward(days=40)
    told = await world.analyst.clicks("Appeal", card)
    assert told
    assert told.shows("The time to appeal R-1 ended on")
    assert not world.analyst.has_form


async def all_actions(world: SlackHarness, label: str) -> None:
    """Open a form from All actions…"""
    await world.analyst.picks("All actions…", await world.analyst.asks("/referrals 1"))
    await world.analyst.clicks(label, world.analyst.form)


async def test_assign_gives_it_to_somebody_who_can_use_the_bot(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await all_actions(world, "Assign")
    assert world.analyst.typed("Owner") == "U0ANALYST"
    errors = await world.analyst.fills({"Owner": "U0GUEST"})
    assert errors == {"Owner": "This person cannot use the bot. Choose a full member of the team."}
    assert await world.analyst.fills({"Owner": "U0SECOND"}) == {}
    assert not world.analyst.has_form, "the whole stack closes"
    assert world.referral(1).owner == "U0SECOND"
    assert world.referrals.thread("R-1") == ["R-1: Assigned to Second analyst by Analyst"]


async def test_acknowledged_takes_date_and_reference(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await all_actions(world, "Acknowledged")
    assert await world.analyst.fills({"Submission reference": "FB-77"}) == {}
    assert world.referral(1).reference == "FB-77"
    assert world.referrals.card("R-1").shows("Acknowledged", "FB-77")


async def test_page_gone_takes_date_and_note(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await all_actions(world, "Page gone")
    assert await world.analyst.fills({"Note": "a 404 since today"}) == {}
    assert world.referral(1).state is State.GONE


async def test_describe_sets_what_is_known_before_referring(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await all_actions(world, "Describe")
    answers = {"Category": "Vessels", "Basis": "Both", "Clause": "4.2"}
    assert await world.analyst.fills(answers) == {}
    referral = world.referral(1)
    assert (referral.category, referral.basis, referral.clause) == ("vessels", "both", "4.2")


@pytest.mark.parametrize("label", ["Rejected", "Restricted"])
async def test_a_form_opened_in_private_channel_answers_there(
    world: SlackHarness, label: str
) -> None:
    world.analyst.goes_to(world.casework)
    await flagged(world, GROUP)
    await refer(world, 1)
    await world.analyst.clicks(label, world.casework.card("R-1"))
    answers = {"Rejected": {"Reason": "Other"}, "Restricted": {"Restriction": "UK"}}
    assert await world.analyst.fills(answers[label]) == {}
    assert world.analyst.told.channel == world.casework.id
    assert world.analyst.told.shows(f"R-1 is recorded as {label.lower()}")
