"""What an address may hold besides the page: a key behind `#`, the mail address of who received a link."""

from __future__ import annotations

import logging

import pytest

from tests.harness.with_slack.slack_harness import SlackHarness

SECRET = "CjQKIFsecretsecretsecret42"
READER = "jane.reader"
CARRIER = (
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.facebook.com%2Fgroups%2F"
    f"1234567890%2F&data=05%7C01%7C{READER}%40example.org%7C1"
)


async def test_a_fragment_never_reaches_a_log(
    world: SlackHarness, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for text in (
        f"https://signal.group/#{SECRET}",
        f"signal[.]group/#{SECRET}x and bad.invalidd/#{SECRET}",
    ):
        await world.analyst.asks(f"/flag {text}")
    await world.analyst.asks(f"/referrals https://signal.group/#{SECRET}")
    assert world.count >= 1
    ours = [
        one.getMessage()
        for one in caplog.records
        if one.name.split(".")[0] in ("bot", "handlers", "storage")
    ]
    assert SECRET not in "\n".join(ours)
    assert SECRET not in "".join(capfd.readouterr())


async def test_who_received_a_link_is_not_on_the_card(world: SlackHarness) -> None:
    answer = await world.analyst.asks(f"/flag {CARRIER} boats")
    assert answer.shows("safelinks[.]protection[.]outlook[.]com")
    assert READER not in answer.text
    card = world.referrals.card("R-1")
    assert READER not in card.text
    assert "1234567890" in card.text
    assert READER in world.referral(1).url
    again = await world.second.asks(f"/flag {CARRIER}")
    assert again.shows("Already open: *R-1*")
    assert READER not in again.text


async def test_a_known_page_says_too_that_it_stood_in_a_link(world: SlackHarness) -> None:
    await world.analyst.asks("/flag https://www.facebook.com/groups/1234567890/")
    again = await world.second.asks(f"/flag {CARRIER}")
    assert again.shows("Already open: *R-1*")
    assert again.shows("was inside a link of safelinks[.]protection[.]outlook[.]com")
    assert world.count == 1
