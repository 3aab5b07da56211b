"""A bot whose clock is wrong: where a doubt is looked into comes from Slack's word, not from it."""

from __future__ import annotations

import pytest

from tests.handlers.outbound.delivery.conftest import DeliveryHarness, settles
from tests.handlers.outbound.delivery.test_bad_days import OTHER, URL


@pytest.mark.parametrize("days", [-400.0, -0.05, 0.05, 400.0])
async def test_a_clock_that_is_wrong_makes_no_double(harness: DeliveryHarness, days: float) -> None:
    harness.flags(OTHER)
    await harness.delivers()
    harness.clock.move(days=days)
    (number,) = harness.flags(URL)
    harness.slack_fails("lost_answer", "chat.postMessage")
    await settles(harness)
    assert len(harness.messages()) == 2
    assert len(harness.calls("chat.postMessage")) == 2
    (looked,) = harness.calls("conversations.history")
    assert looked["oldest"] == harness.messages()[0].ts

    harness.refers(number)
    harness.slack_fails("lost_answer", "chat.postMessage")
    await settles(harness)
    card = harness.messages()[1]
    (line,) = harness.thread(card)
    assert "Marked referred" in line
