"""What config.yaml says of indicators: what pages have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.config.values import NO_BOOLEAN, Model


class IndicatorSettings(Model):
    """What joins pages.

    On more pages than `common_above` an indicator is common: it joins nothing.
    """

    common_above: Annotated[int, Field(ge=2, le=1_000), NO_BOOLEAN] = 50


OfCategory = Literal["found", "typed"]
"""Whether indicators are found in the notes of a category's pages, or only what people add counts."""
