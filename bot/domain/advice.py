"""Policy notes and the team's history → what to say before a page is referred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.sentences import notices

FEWEST_DECISIONS = 5
"""Fewer decided referrals than this give no advice."""
MOST_DECISIONS = 200
DECIDED_WITHIN = timedelta(days=365)
"""Only the newest decisions count, and only those within this time."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Plain sentences, at most two; empty where there is nothing to say."""

    sentences: tuple[str, ...] = ()


def advise(policy: str, platform: str, category: str, rejected: int, decided: int) -> Advice:
    """What the platform's policy and the team's own outcomes say of such a referral.

    `policy` is config's note, `rejected` of `decided` are the platform's last decisions on the
    team's referrals of this category. There is no advice without a category or
    from fewer than five decisions.
    """
    if not category:
        return Advice()
    sentences = [policy] if policy else []
    if decided >= FEWEST_DECISIONS and rejected:
        sentences.append(notices.rejected_before(rejected, decided, platform))
    return Advice(tuple(sentences))
