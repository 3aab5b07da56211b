"""What people type by mistake: one clear line each, and nothing is stored that should not be."""

from __future__ import annotations

import pytest

from tests.harness.with_slack.slack_harness import SlackHarness

MANY = " ".join(f"https://site{number}.com/x" for number in range(50))
CUT = f"{'word ' * 794}{'x' * 2} https://cut.example.com/abc"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("just words", "There is no address in this"),
        ("word", "There is no address in this"),
        ("ftp://example.com/file", "`ftp:` addresses can't be flagged"),
        ("javascript:alert(1)", "`javascript:` addresses can't be flagged"),
        ("http://localhost/x", "has no dot"),
        ("https://" + "x" * 9992, "characters"),
        ("x" * 10_000, "There is no address in this"),
        ("https://exa\x07mple.com/", "control characters"),
        (MANY, "50 addresses are too many for one command"),
        (CUT, "may have lost its end"),
    ],
)
async def test_each_gets_one_clear_line(world: SlackHarness, typed: str, said: str) -> None:
    told = await world.analyst.asks(f"/flag {typed}")
    assert said in told.text
    assert "\n" not in told.text
    assert world.count == 0
    assert world.referrals.messages == []
    assert world.complaints() == []


async def test_an_address_in_a_sentence_is_found(world: SlackHarness) -> None:
    told = await world.analyst.asks("/flag please look at (https://example.com/page), it is bad.")
    assert told.shows("R-1 recorded", "`hxxps://example[.]com/page`")
    assert world.referral(1).url == "https://example.com/page"


async def test_markup_and_mentions_in_a_note_do_nothing(world: SlackHarness) -> None:
    await world.analyst.types("/flag")
    note = "<!channel> <@U0LEAD> *bold* `code` & <https://evil.example.com|click> @here"
    await world.analyst.fills({"Page": "https://a.com/", "Note": note})
    card = world.referrals.card("R-1")
    assert "<!channel>" not in str(card.blocks)
    assert "<@U0LEAD>" not in str(card.blocks)
    assert "https://evil" not in str(card.blocks)
    assert world.referral(1).note == note


async def test_a_nul_is_left_out(world: SlackHarness) -> None:
    await world.analyst.types("/flag")
    assert await world.analyst.fills({"Page": "https://a.com/", "Note": "a\x00b"}) == {}
    assert "\x00" not in world.referral(1).note


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("statz", "Did you mean `/referrals stats`?"),
        ("overdeu", "Did you mean `/referrals overdue`?"),
        ("hepl", "Did you mean `/referrals help`?"),
        ("xyzzy <!channel> `x`", "I don't know “xyzzy &lt;!channel&gt; 'x'”"),
        ("search", "Say what to search"),
        ("R-999999999999999", "There is no R-999999999999999 here"),
        ("R-0", "There is no R-0 here"),
        ("https://nobody.example.com/flagged", "This page has no referral here"),
    ],
)
async def test_unknown_words_get_the_nearest_command(
    world: SlackHarness, typed: str, said: str
) -> None:
    assert said in (await world.analyst.asks(f"/referrals {typed}")).text


async def test_held_is_not_offered_to_analysts(world: SlackHarness) -> None:
    assert "`/referrals held`" not in (await world.analyst.asks("/referrals heldd")).text
    assert "held" not in (await world.analyst.asks("/referrals help")).text
    assert (await world.lead.asks("/referrals heldd")).shows("`/referrals held`")
    assert (await world.lead.asks("/referrals help")).shows("/referrals held")
