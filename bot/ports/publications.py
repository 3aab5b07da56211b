"""What was published."""

from __future__ import annotations

from typing import Protocol

from bot.domain.figures.publications import Differing, Publication


class Publications(Protocol):
    """Every publication of figures, as it was said."""

    def keep(self, publication: Publication) -> int:
        """Keep it; the number it gets."""

    def all(self) -> tuple[Publication, ...]:
        """All of them, oldest first."""

    def get(self, number: int) -> Publication | None:
        """One of them."""

    def differing(self, publication: Publication) -> tuple[Differing, ...]:
        """The referrals that count otherwise today than when it was published, by number."""
