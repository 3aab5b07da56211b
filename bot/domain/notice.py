"""The draft of a notice to a platform, with the elements of DSA Art. 16(2)."""

from __future__ import annotations

import re

from bot.domain.lifecycle.referral import Basis, Referral
from bot.domain.pages.wrappers import without_wrapper

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
        *(["The content is illegal."] if law else []),
        *([f"The content breaches {platform}'s own terms."] if terms else []),
    ]
    return "\n".join(
        (
            f"To {platform}: notice of content to be acted on",
            "",
            f"Our reference: {referral.name}",
            f"Exact address: {_address(referral)}",
            "",
            "Reasons:",
            " ".join(grounds) or "[Say whether the content is illegal, breaches terms, or both.]",
            f"What it shows: {category}." if category else "[Say what the content shows.]",
            f"Clause: {referral.clause}" if referral.clause else "[Quote the law or the clause.]",
            *([f"Policy: {policy}"] if policy else []),
            *([referral.note] if referral.note else []),
            "",
            f"Sender: {sender}",
            f"Email: {email or '[Set notice.email in config.yaml]'}",
            "",
            "We believe in good faith that the information and allegations in this notice are "
            "accurate and complete.",
        )
    )


def _address(referral: Referral) -> str:
    # As typed, unless a platform could not open that: hxxps://example[.]com.
    address = without_wrapper(referral.url, referral.canonical)
    if _OPENS.fullmatch(address):
        return address
    return referral.canonical or referral.url or "[erased]"
