"""Lists for `IN (…)`, in few lengths: databases and SQLAlchemy keep a plan for each text they meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def padded(values: Sequence[T]) -> list[T]:
    """As many as the next power of two, the last one repeated; nothing stays nothing."""
    size = 1 << max(len(values) - 1, 0).bit_length()
    return [*values, *list(values[-1:]) * (size - len(values))]
