"""The buttons of cards and the items of More: each does what its label says."""

from __future__ import annotations

from bot.domain.lifecycle.actions import SPECS
from bot.domain.lifecycle.referral import Action, State
from handlers.messages.cards.controls import Control
from handlers.slack.interactions.clicks import HANDLERS
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import close, day, flagged, hold, refer, reject, release

GROUP = "https://www.facebook.com/groups/1234567890/"


async def test_closed_records_at_once_and_offers_change_date_and_undo(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    told = await world.second.clicks("Closed", world.referrals.card("R-1"))
    assert told
    assert told.private
    assert told.shows("R-1 is recorded as closed.")
    assert told.labels == ["Change date", "Undo"]
    assert world.referrals.card("R-1").labels == ["Reappeared", "More"]
    assert world.referrals.thread("R-1")[-1] == "R-1: Closed by Second analyst"


async def test_the_date_of_what_was_closed_can_be_changed(world: SlackHarness) -> None:
    await world.fast_forward(days=40)
    await flagged(world, GROUP)
    await refer(world, 1, more={"Date": day(world, ago=10)})
    told = await world.second.clicks("Closed", world.referrals.card("R-1"))
    assert told
    await world.second.clicks("Change date", told)
    assert world.second.typed("Date") == day(world)
    assert await world.second.fills({"Date": day(world, ago=3)}) == {}
    assert world.second.told.shows("R-1 has the new date. Closed on")
    assert not any(one.shows("recorded as closed") for one in world.second.sees())
    outcome = world.referral(1).outcome_at
    assert outcome
    assert outcome.date().isoformat() == day(world, ago=3)


async def test_a_confirmation_that_can_be_replaced_no_longer_is_followed_by_another(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    told = await world.second.clicks("Closed", world.referrals.card("R-1"))
    assert told
    await world.second.clicks("Change date", told)
    await world.control.faults({"method": "response_url", "fault": "500", "times": 1})
    assert await world.second.fills({"Date": day(world)}) == {}
    assert any(one.shows("recorded as closed") for one in world.second.sees())
    assert world.second.told.shows("R-1 has the new date.")


async def test_undo_takes_the_last_step_back(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    told = await world.second.clicks("Closed", world.referrals.card("R-1"))
    assert told
    said = len(world.second.sees())
    await world.second.clicks("Undo", told)
    assert world.second.told.shows("R-1 is back where it was. Referred on")
    assert len(world.second.sees()) == said, "the confirmation is replaced, not followed by another"
    assert world.referral(1).state is State.REFERRED
    assert world.referrals.card("R-1").labels == ["Closed", "Rejected", "Restricted", "More"]


async def test_only_its_recorder_or_a_lead_undoes(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await close(world, 1)
    told = await world.second.picks("Undo", world.referrals.card("R-1"))
    assert told
    assert told.shows(
        "Only the person who recorded this, within 10 minutes, or a lead can undo it."
    )
    await world.fast_forward(minutes=11)
    told = await world.analyst.picks("Undo", world.referrals.card("R-1"))
    assert told
    assert told.shows("More than 10 minutes have passed. A lead can still undo this.")
    await world.lead.picks("Undo", world.referrals.card("R-1"))
    assert world.lead.form.labels == ["Reason"]
    assert await world.lead.fills({"Reason": "wrong page"}) == {}
    assert world.referral(1).state is State.REFERRED
    assert world.referrals.thread("R-1")[-1].endswith("wrong page")


async def test_appeal_then_overturned(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    await world.analyst.clicks("Appeal", world.referrals.card("R-1"))
    assert await world.analyst.fills({"Ground": "It offers crossings."}) == {}
    card = world.referrals.card("R-1")
    assert card.shows("Appealed on", "It offers crossings.")
    assert card.labels == ["Overturned: page closed", "Upheld: page stays up", "More"]
    told = await world.analyst.clicks("Overturned: page closed", card)
    assert told
    assert told.shows("R-1 is recorded as overturned.")
    assert world.referral(1).state is State.CLOSED


async def test_an_appeal_upheld_is_final(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    old = world.referrals.card("R-1")
    await world.analyst.clicks("Appeal", old)
    await world.analyst.fills({"Ground": "It offers crossings."})
    await world.analyst.clicks("Upheld: page stays up", world.referrals.card("R-1"))
    card = world.referrals.card("R-1")
    assert card.labels == ["Refer again", "Closed", "More"]
    told = await world.second.asks("/referrals R-1")
    assert "Appeal" not in told.labels


async def test_overturned_to_restricted_is_among_all_actions(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    await world.analyst.clicks("Appeal", world.referrals.card("R-1"))
    await world.analyst.fills({"Ground": "It offers crossings."})
    await world.analyst.picks("All actions…", world.referrals.card("R-1"))
    await world.analyst.clicks("Overturned: restricted", world.analyst.form)
    assert world.analyst.form.shows("R-1 is recorded as overturned.")
    assert world.referral(1).state is State.RESTRICTED


async def test_reappeared_opens_a_second_attempt(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await close(world, 1)
    told = await world.second.clicks("Reappeared", world.referrals.card("R-1"))
    assert told
    assert told.shows("R-1 came back: it goes on as *R-2*, attempt 2.")
    assert world.referrals.card("R-2").labels == [
        "Mark referred",
        "Prepare notice",
        "Show URL",
        "More",
    ]
    before = world.referrals.card("R-1")
    assert before.shows("The page came back on", "it goes on as R-2.")
    assert before.labels == ["More"]


async def test_referred_again_the_old_card_names_the_new_one(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    assert world.referrals.card("R-1").shows("An appeal is possible until")
    await world.analyst.clicks("Refer again", world.referrals.card("R-1"))
    assert await world.analyst.fills({"Reason": "New evidence"}) == {}
    before = world.referrals.card("R-1")
    assert before.shows("The page was referred again: it goes on as R-2.")
    assert not before.shows("An appeal is possible until")
    assert before.labels == ["Appeal", "Refer again", "Closed", "More"]


async def test_rejected_again_the_newer_referral_is_the_one_to_appeal(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    await world.analyst.clicks("Refer again", world.referrals.card("R-1"))
    assert await world.analyst.fills({"Reason": "New evidence"}) == {}
    await reject(world, 2)
    told = await world.analyst.asks("/referrals rejected")
    rows = [block["text"]["text"] for block in told.blocks if block["type"] == "section"]
    step = {
        name: "Next: appeal by" in row for name in ("R-1", "R-2") for row in rows if name in row
    }
    assert step == {"R-1": False, "R-2": True}


async def test_the_form_of_an_appeal_says_until_when(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1)
    await reject(world, 1)
    await world.analyst.clicks("Appeal", world.referrals.card("R-1"))
    assert world.analyst.form.shows("An appeal is possible until")


async def test_show_url_shows_the_raw_address_to_one_person_and_is_written_down(
    world: SlackHarness,
) -> None:
    await flagged(world, GROUP)
    told = await world.second.clicks("Show URL", world.referrals.card("R-1"))
    assert told
    assert told.private
    assert GROUP in told.text
    assert GROUP not in told.fallback
    assert told.blocks[-1]["elements"][0]["type"] == "rich_text_preformatted"
    reads = world.reads()
    assert reads == [("U0SECOND", "url", 1)]


async def test_history_tells_who_did_what_in_plain_names(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await refer(world, 1, by=world.second)
    await reject(world, 1)
    await world.second.picks("History", world.referrals.card("R-1"))
    form = world.second.form
    assert form.title == "History of R-1"
    assert form.shows(
        "Flagged by Analyst", "Marked referred by Second analyst", "Rejected by Analyst"
    )
    assert "<@" not in form.text


async def test_a_note_is_added_from_more(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await world.second.picks("Add note", world.referrals.card("R-1"))
    assert await world.second.fills({"Note": "seen again today"}) == {}
    assert world.second.told.shows("R-1 has your note.")
    assert world.referrals.thread("R-1") == ["R-1: Note by Second analyst: seen again today"]


async def test_withdraw_asks_why_and_is_its_flaggers_or_a_leads(world: SlackHarness) -> None:
    await flagged(world, GROUP, "https://b.com/2")
    card = world.referrals.card("R-1")
    told = await world.second.picks("Withdraw", card)
    assert told
    assert told.shows("Only the person who flagged R-1 or a lead can withdraw it.")
    assert not world.second.has_form
    await world.analyst.picks("Withdraw", card)
    assert await world.analyst.fills({"Reason": "Duplicate", "Duplicate of": "R-77"}) == {}
    assert world.analyst.form.shows("There is no R-77 here")
    assert await world.analyst.fills({"Reason": "Duplicate", "Duplicate of": "what"}) == {
        "Duplicate of": "Say which referral it duplicates, for example R-12."
    }
    assert await world.analyst.fills({"Reason": "Duplicate", "Duplicate of": "R-2"}) == {}
    assert world.referral(1).state is State.WITHDRAWN
    assert world.analyst.told.shows("R-1 is withdrawn.")


async def test_all_actions_lists_what_state_and_person_permit(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    card = world.referrals.card("R-1")
    await world.second.picks("All actions…", card)
    assert world.second.form.labels == [
        *("Describe", "Page gone", "Take", "Assign", "Add indicator", "Add to case")
    ]
    await world.lead.picks("All actions…", card)
    assert world.lead.form.labels == [
        *(
            "Describe",
            "Page gone",
            "Take",
            "Assign",
            "Add indicator",
            "Add to case",
            "Hold",
            "Withdraw",
        )
    ]
    await refer(world, 1)
    await world.analyst.picks("All actions…", world.referrals.card("R-1"))
    assert world.analyst.form.labels == [
        *("Acknowledged", "Page gone", "Assign", "Add indicator", "Add to case", "Change date"),
        *("Withdraw", "Undo", "Show notice"),
    ]


async def test_hold_and_release(world: SlackHarness) -> None:
    await flagged(world, GROUP)
    await hold(world, 1)
    assert world.lead.told.shows("R-1 is on hold. Only leads see it now.")
    assert world.referral(1).state is State.HELD
    await release(world, 1)
    assert world.referral(1).state is State.FLAGGED
    assert world.referrals.card("R-1").labels == [
        "Mark referred",
        "Prepare notice",
        "Show URL",
        "More",
    ]


async def test_a_reminder_has_its_buttons_snooze_and_show_all(world: SlackHarness) -> None:
    await flagged(world, *[f"https://site{number}.com/x" for number in range(12)])
    await world.fast_forward(days=6)
    direct = world.direct(world.analyst)
    message = direct.last
    assert message.shows("12 referrals wait for you", "Flagged, not referred yet")
    analyst = world.analyst.goes_to(direct)
    told = await analyst.picks("3 days", message, menu="Snooze")
    assert told
    assert told.shows("Snoozed: no reminder for R-1 until")
    told = await analyst.clicks("Show all", message)
    assert told
    assert told.shows("Yours, open (1 to 10 of 12)")
    await analyst.clicks("Mark referred", message, near="*R-2 ")
    answers = {"Category": "Vessels", "Confidence": "Low", "Basis": "Both"}
    assert await analyst.fills(answers) == {}
    assert analyst.told.shows("R-2 is marked as referred")
    assert world.referrals.card("R-2").shows("Referred on")


async def test_a_leads_show_all_lists_what_everybody_waits_for(world: SlackHarness) -> None:
    urls = [f"https://site{number}.com/x" for number in range(11)]
    await flagged(world, *urls)
    for number in range(1, 12):
        await refer(world, number)
    await world.fast_forward(days=35)
    direct = world.direct(world.lead)
    message = next(one for one in reversed(direct.messages) if "Show all" in one.labels)
    told = await world.lead.goes_to(direct).clicks("Show all", message)
    assert told
    assert told.shows("No answer within the team's time limit (1 to 10 of 11)")


async def test_the_owner_acts_on_a_private_page_from_the_reminder(world: SlackHarness) -> None:
    await flagged(world, GROUP, by=world.analyst.goes_to(world.casework))
    await refer(world, 1)
    direct = world.direct(world.analyst)
    analyst = world.analyst.goes_to(direct)
    told = await analyst.asks("/referrals R-1")
    assert told.shows("*R-1 ·")
    await analyst.clicks("Closed", told)
    assert world.referral(1).state is State.CLOSED


def test_every_control_has_a_handler() -> None:
    assert set(HANDLERS) == set(Control) - {Control.MORE}


def test_every_action_can_be_reached() -> None:
    on_card = {spec.action for spec in SPECS if spec.on_card}
    listed = {spec.action for spec in SPECS if spec.menu}
    assert on_card.isdisjoint(listed)
    assert on_card | listed | {Action.NOTE, Action.FLAG} == set(Action) - {
        Action.CREDIT,
        Action.ERASE,
        Action.EVIDENCE,
        Action.REKEY,
    }
