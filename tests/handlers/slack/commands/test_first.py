"""The job in short: flag, refer, reject."""

from tests.harness.with_slack.slack_harness import SlackHarness

PAGE = "https://www.facebook.com/groups/1234567890/"


async def test_a_page_is_flagged_referred_and_rejected(world: SlackHarness) -> None:
    told = await world.analyst.asks(f"/flag {PAGE} seen in a closed group")
    assert told.shows("R-1 recorded")
    card = world.referrals.card("R-1")
    assert card.shows("hxxps://www[.]facebook[.]com/groups/1234567890/", "Flagged on")
    assert card.labels == ["Mark referred", "Prepare notice", "Show URL", "More"]

    await world.analyst.clicks("Mark referred", card)
    errors = await world.analyst.fills(
        {"Category": "Vessels", "Confidence": "Certain", "Basis": "Both", "Clause": "12.3"}
    )
    assert errors == {}
    assert not world.analyst.has_form
    assert world.analyst.told.shows("R-1 is marked as referred")
    card = world.referrals.card("R-1")
    assert card.labels == ["Closed", "Rejected", "Restricted", "More"]

    await world.analyst.clicks("Rejected", card)
    assert await world.analyst.fills({"Reason": "Not breaching terms"}) == {}
    card = world.referrals.card("R-1")
    assert card.shows("Rejected on", "not breaching terms")
    assert card.labels == ["Appeal", "Refer again", "Closed", "More"]
    assert [line.split(" by ")[0] for line in world.referrals.thread("R-1")] == [
        "R-1: Marked referred",
        "R-1: Rejected",
    ]
    assert world.complaints() == []
