"""Numbers and lists inside sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NAMED = 10
"""So many names stand in a sentence; the rest are counted."""


def plural(count: int, one: str, several: str = "") -> str:
    """`1 page`, `1,200 pages`; `several` where an s at the end is not enough."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def verb(count: int, one: str, several: str) -> str:
    """`is` or `are`, `was` or `were`, by the count."""
    return one if count == 1 else several


def listed(names: Iterable[str], most: int = NAMED) -> str:
    """`a, b, c and 4 more`."""
    several = list(names)
    more = f" and {len(several) - most:,} more" if len(several) > most else ""
    return ", ".join(several[:most]) + more


def all_of(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
