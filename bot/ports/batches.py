"""Selections of referrals, and what was recorded of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.batches import Picked, Selection


class Batches(Protocol):
    """Selections that people have made, for as long as a form may carry them."""

    def add(self, picked: Sequence[Picked], given_by: str, at: datetime) -> Selection:
        """Keep a selection, with the versions that were seen."""

    def get(self, uid: str, *, for_change: bool = False) -> Selection | None:
        """The selection that a form carries; `for_change` keeps other writers out until the commit."""

    def recorded(self, uid: str, done: Mapping[int, int], at: datetime) -> None:
        """It was recorded: number → the version that it made."""

    def purge(self, before: datetime) -> int:
        """Forget selections that were made before then; how many went."""
