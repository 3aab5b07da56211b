"""What an indicator is: a kind, and a value written in the one way by which it is compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from bot.sentences.recording import indicators as sentences


class IndicatorKind(StrEnum):
    """What something is that stands on several pages."""

    PHONE = "phone"  # E.164: +447400123456
    MESSENGER = "messenger"  # a page key: telegram:channel:boats_uk
    EMAIL = "email"  # lower case
    IBAN = "iban"
    BITCOIN = "bitcoin"
    ETHEREUM = "ethereum"  # with the capitals of EIP-55
    TRON = "tron"
    OTHER = "other"  # what a person typed and none of these is


@dataclass(frozen=True, slots=True, order=True)
class Indicator:
    """One thing that pages may share. Two are the same where both kind and value are."""

    kind: IndicatorKind
    value: str

    @property
    def id(self) -> str:
        """By which a form's choice knows it."""
        return sha256(f"{self.kind}:{self.value}".encode()).hexdigest()[:20]

    @property
    def label(self) -> str:
        """What it is, in a word or two."""
        return sentences.KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class IndicatorsFound:
    """What a text holds, in the order in which it is looked for; with `more`, it holds more."""

    indicators: tuple[Indicator, ...] = ()
    more: bool = False
