"""Steps that many stories take: flagging, referring, rejecting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.harness.with_slack.people import Actor
from tests.harness.with_slack.slack_harness import SlackHarness


def day(world: SlackHarness, ago: int = 0) -> str:
    """A day of the workspace's clock, as a datepicker gives it."""
    return (world.workspace.clock.now() - timedelta(days=ago)).date().isoformat()


async def flagged(world: SlackHarness, *urls: str, by: Actor | None = None) -> None:
    """Flag pages, in one command."""
    answer = await (by or world.analyst).asks(f"/flag {' '.join(urls)}")
    assert "recorded" in answer.text, answer.text


async def refer(
    world: SlackHarness,
    number: int,
    *,
    by: Actor | None = None,
    category: str = "Documents",
    confidence: str = "High",
    basis: str = "Both",
    more: Mapping[str, Any] | None = None,
) -> None:
    """Mark one as referred, from its private card; `more` are further fields by label."""
    who = by or world.analyst
    card = await who.asks(f"/referrals {number}")
    await who.clicks("Mark referred", card)
    answers = {"Category": category, "Confidence": confidence, "Basis": basis, **(more or {})}
    assert await who.fills(answers) == {}


async def reject(
    world: SlackHarness,
    number: int,
    *,
    by: Actor | None = None,
    reason: str = "Not breaching terms",
    more: Mapping[str, Any] | None = None,
) -> None:
    """Record that one was rejected, from its private card; `more` as in `refer`."""
    who = by or world.analyst
    await who.clicks("Rejected", await who.asks(f"/referrals {number}"))
    assert await who.fills({"Reason": reason, **(more or {})}) == {}


async def close(world: SlackHarness, number: int, *, by: Actor | None = None) -> None:
    """Record that one was closed, from its private card."""
    who = by or world.analyst
    await who.clicks("Closed", await who.asks(f"/referrals {number}"))


async def hold(world: SlackHarness, number: int, reason: str = "an investigation") -> None:
    """The lead puts one on hold."""
    await world.lead.picks("All actions…", await world.lead.asks(f"/referrals {number}"))
    await world.lead.clicks("Hold", world.lead.form)
    assert await world.lead.fills({"Reason": reason}) == {}


async def release(world: SlackHarness, number: int) -> None:
    """The lead releases one."""
    await world.lead.clicks("Release", await world.lead.asks(f"/referrals {number}"))
