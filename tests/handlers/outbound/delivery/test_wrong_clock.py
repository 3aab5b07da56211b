"""A bot whose clock is wrong: where a doubt is looked into comes from Slack's word, not from it."""

from __future__ import annotations

import pytest

from tests.handlers.outbound.delivery.conftest import Desk, settles
from tests.handlers.outbound.delivery.test_bad_days import OTHER, URL


@pytest.mark.parametrize("days", [-400.0, -0.05, 0.05, 400.0])
async def test_a_clock_that_is_wrong_makes_no_double(desk: Desk, days: float) -> None:
    desk.flags(OTHER)
    await desk.delivers()
    desk.clock.move(days=days)
    (number,) = desk.flags(URL)
    desk.slack_fails("lost_answer", "chat.postMessage")
    await settles(desk)
    assert len(desk.messages()) == 2
    assert len(desk.calls("chat.postMessage")) == 2
    (looked,) = desk.calls("conversations.history")
    assert looked["oldest"] == desk.messages()[0].ts

    desk.refers(number)
    desk.slack_fails("lost_answer", "chat.postMessage")
    await settles(desk)
    card = desk.messages()[1]
    (line,) = desk.thread(card)
    assert "Marked referred" in line
