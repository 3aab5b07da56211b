"""A submission: what one message to a platform referred. Its reference stands with each referral."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.lifecycle.referral import Referral, State

_DECIDED = (State.CLOSED, State.RESTRICTED, State.REJECTED)


@dataclass(frozen=True, slots=True)
class Submission:
    """The referrals of one reference to one platform; the same reference at another is another."""

    reference: str
    platform: str
    referrals: tuple[Referral, ...]

    @property
    def states(self) -> Counter[State]:
        """How many stand in each state, in the order of the lifecycle."""
        found = Counter(one.state for one in self.referrals)
        return Counter({state: found[state] for state in State if found[state]})

    @property
    def outcomes(self) -> Counter[State]:
        """How many were closed, restricted and rejected; appealed counts as what was appealed."""
        stands = (
            one.appealed_outcome if one.state is State.APPEALED else one.state
            for one in self.referrals
        )
        return Counter(state for state in stands if state in _DECIDED)

    @property
    def referred_at(self) -> tuple[datetime, ...]:
        """When they were referred: the first and the last instant, or nothing."""
        known = [one.referred_at for one in self.referrals if one.referred_at is not None]
        return (min(known), max(known)) if known else ()


def submissions(referrals: Sequence[Referral]) -> tuple[Submission, ...]:
    """Referrals by reference and platform, each as they come."""
    found: dict[tuple[str, str], list[Referral]] = {}
    for one in referrals:
        found.setdefault((one.reference, one.platform), []).append(one)
    return tuple(
        Submission(reference, platform, tuple(several))
        for (reference, platform), several in found.items()
    )
