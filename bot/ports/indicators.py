"""What joins pages: indicators and cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.indicators.indicator import Indicator
from bot.domain.indicators.joining import JoinedPage, KeptIndicator


class Indicators(Protocol):
    """The indicators of referrals."""

    def add(self, several: Mapping[int, Sequence[KeptIndicator]], at: datetime) -> None:
        """Keep them, by number, as of this instant. What is kept already stays, and since when, unless only leads
        knew of it; what was struck out stays so, unless a person adds it again."""

    def of(self, number: int) -> tuple[KeptIndicator, ...]:
        """All that this referral has, struck ones too."""

    def of_several(self, numbers: Iterable[int]) -> Mapping[int, tuple[KeptIndicator, ...]]:
        """The same of several, by number; one that has none is left out."""

    def strike(self, number: int, indicator: Indicator) -> None:
        """It is wrong: it joins nothing from now on."""

    def forget_found(self, number: int) -> None:
        """Drop what was found in its notes, and keep what people added or struck out."""

    def sharing(
        self,
        number: int,
        page_key: str,
        indicator: Indicator,
        channel: str,
        most: int,
        *,
        lead: bool = False,
    ) -> tuple[JoinedPage, ...]:
        """The other pages' referrals that have it, by number, up to `most`: only those that every
        member of the channel may see; for a `lead` all, and which only leads may know of. Withdrawn
        ones are left out."""

    def having(self, indicator: Indicator, channel: str, most: int) -> tuple[int, ...]:
        """The referrals that have it and that every member of the channel may see, newest first."""


class Cases(Protocol):
    """Sets of referrals with a name."""

    def add(
        self, numbers: Iterable[int], name: str, at: datetime, *, for_leads: bool = False
    ) -> None:
        """Put referrals into a case, as of this instant; names that differ in case and spaces are one.

        What is in it already is in it since then, unless only leads knew.
        """

    def remove(self, number: int, name: str) -> None:
        """Take a referral out of it."""

    def of(self, number: int, *, for_leads: bool = False) -> tuple[str, ...]:
        """The names of the cases that a referral is in, by name."""
