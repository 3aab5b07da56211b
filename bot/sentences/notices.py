"""What is said before a page is referred, and the draft of a notice to its platform."""

from __future__ import annotations

from bot.sentences.counting import verb

# Advice


def rejected_before(rejected: int, decided: int, platform: str) -> str:
    were = verb(rejected, "was", "were")
    return (
        f"{rejected:,} of the last {decided:,} such referrals to {platform} {were} rejected (the "
        "team's own records)."
    )


# The draft, with the elements of DSA Art. 16(2); square brackets where something is missing

REASONS = "Reasons:"
ILLEGAL = "The content is illegal."
NO_GROUNDS = "[Say whether the content is illegal, breaches terms, or both.]"
NO_CATEGORY = "[Say what the content shows.]"
NO_CLAUSE = "[Quote the law or the clause.]"
NO_EMAIL = "[Set notice.email in config.yaml]"
ERASED = "[erased]"
GOOD_FAITH = (
    "We believe in good faith that the information and allegations in this notice are accurate and "
    "complete."
)


def heading(platform: str) -> str:
    return f"To {platform}: notice of content to be acted on"


def our_reference(name: str) -> str:
    return f"Our reference: {name}"


def exact_address(address: str) -> str:
    return f"Exact address: {address}"


def breaches_terms(platform: str) -> str:
    return f"The content breaches {platform}'s own terms."


def shows(category: str) -> str:
    return f"What it shows: {category}."


def clause(text: str) -> str:
    return f"Clause: {text}"


def policy(text: str) -> str:
    return f"Policy: {text}"


def sender(name: str) -> str:
    return f"Sender: {name}"


def email(address: str) -> str:
    return f"Email: {address}"
