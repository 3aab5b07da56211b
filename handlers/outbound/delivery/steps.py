"""The result of one step on a lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class RowsDone:
    """These rows have left the lane; `messages` went out for them."""

    rows: frozenset[int]
    messages: int = 0


@dataclass(frozen=True, slots=True)
class LaneWaits:
    """Nothing more can be sent on this lane for so long; `messages` went out before."""

    seconds: float
    messages: int = 0


@dataclass(frozen=True, slots=True)
class LaneReleased:
    """The last row went out, and with it the lane was given back."""

    messages: int


Step: TypeAlias = RowsDone | LaneWaits | LaneReleased
