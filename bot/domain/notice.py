"""The draft of a notice to a platform, with the elements of DSA Art. 16(2)."""

from __future__ import annotations

import re

from bot.domain.lifecycle.referral import Basis, Referral
from bot.domain.pages.wrappers import without_wrapper
from bot.sentences import notices

_OPENS = re.compile(r"https?://[^\s\[\]()<>|]+", re.IGNORECASE)


def draft_notice(
    referral: Referral,
    platform: str,
    category: str,
    *,
    sender: str,
    email: str,
    policy: str,
) -> str:
    """The notice as plain text, to copy into the platform's form.

    Elements of Art. 16(2) of Regulation (EU) 2022/2065: (a) the reasons, (b) the exact address,
    (c) the sender's name and email, (d) the statement of good faith. What is missing is said in
    square brackets, so that nobody sends a notice without it.
    """
    law = referral.basis in (Basis.LAW, Basis.BOTH)
    terms = referral.basis in (Basis.TERMS, Basis.BOTH)
    grounds = [
        *([notices.ILLEGAL] if law else []),
        *([notices.breaches_terms(platform)] if terms else []),
    ]
    return "\n".join(
        (
            notices.heading(platform),
            "",
            notices.our_reference(referral.name),
            notices.exact_address(_address(referral)),
            "",
            notices.REASONS,
            " ".join(grounds) or notices.NO_GROUNDS,
            notices.shows(category) if category else notices.NO_CATEGORY,
            notices.clause(referral.clause) if referral.clause else notices.NO_CLAUSE,
            *([notices.policy(policy)] if policy else []),
            *([referral.note] if referral.note else []),
            "",
            notices.sender(sender),
            notices.email(email or notices.NO_EMAIL),
            "",
            notices.GOOD_FAITH,
        )
    )


def _address(referral: Referral) -> str:
    # As typed, unless a platform could not open that: hxxps://example[.]com.
    address = without_wrapper(referral.url, referral.canonical)
    if _OPENS.fullmatch(address):
        return address
    return referral.canonical or referral.url or notices.ERASED
