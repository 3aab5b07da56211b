"""What a submission counts."""

from __future__ import annotations

from bot.domain.lifecycle.referral import State, changed
from bot.domain.lifecycle.submissions import submissions
from tests.harness.without_slack.examples import in_state


def test_one_reference_at_two_platforms_is_two_submissions() -> None:
    states = (State.REFERRED, State.CLOSED, State.REJECTED, State.APPEALED)
    replayed = [in_state(state).referral for state in states]
    ours = [changed(one, number=n, reference="A") for n, one in enumerate(replayed, 1)]
    other = changed(ours[0], number=9, platform="telegram")
    first, second = submissions([*ours, other])
    assert (first.reference, first.platform, second.platform) == ("A", "facebook", "telegram")
    assert first.states == dict.fromkeys(states, 1)
    assert first.outcomes == {State.CLOSED: 1, State.REJECTED: 2}  # appealed was rejected
    assert second.states == {State.REFERRED: 1}
    assert len(first.referred_at) == 2
