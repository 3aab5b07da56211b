"""What a piece of work is going to read, said beforehand, so that several can be read for at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Keys that a work will look up. Naming too little or too much changes nothing but time.

    A work that comes with this may share its transaction with others: it has to be short, and it
    waits for nothing.
    """

    answer: str = ""
    """The key of `Answers`."""
    pages: tuple[str, ...] = ()
    """Page keys."""
    numbers: tuple[int, ...] = ()
    """Referrals that are changed."""
