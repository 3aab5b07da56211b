"""What config.yaml says of indicators: what pages have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.config.values import Model, Whole
from bot.domain.indicators.phones import countries
from bot.sentences.operations import config as sentences


def _norway(value: object) -> object:
    # YAML reads an unquoted NO as false.
    return "NO" if value is False else value


def _country(name: str) -> str:
    code = name.upper()
    if code not in countries():
        raise ValueError(sentences.COUNTRY)
    return code


Country = Annotated[
    str,
    AfterValidator(_country),
    BeforeValidator(_norway),
    Field(pattern=r"^[A-Za-z]{2}$"),
]
"""A country as ISO 3166 codes it."""


class IndicatorSettings(Model):
    """What joins pages.

    On more pages than `common_above` an indicator is common: it joins nothing.
    """

    common_above: Annotated[Whole, Field(ge=2, le=1_000)] = 50


OfCategory = Literal["found", "typed"]
"""Whether indicators are found in the notes of a category's pages, or only what people add counts."""
