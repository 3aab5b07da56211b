"""What a person typed as an indicator → the indicator, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.errors import BadAnswer
from bot.domain.indicators.checksums import eip_55
from bot.domain.indicators.finding import find_indicators, plain_text
from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.platforms import NO_HOSTS
from bot.sentences.recording import indicators as sentences

FIELD = "indicator"
SHORTEST, LONGEST = 3, 200
_LIKE_A_PHONE = re.compile(r"[+(]?[\d ().,/-]{6,}")
_ETHEREUM = re.compile(r"0[xX]([0-9a-f]{40}|[0-9A-F]{40})")


def read_typed(
    typed: str, country: str | None = None, hosts: Mapping[str, str] = NO_HOSTS
) -> Indicator:
    """The one indicator that a person typed; raises BadAnswer.

    What is no number, address or account is kept as it stands: a name that the page gives, a car's
    number plate. What looks like a phone number has to be one.
    """
    indicator = known_kind(typed, country, hosts)
    if indicator is not None:
        return indicator
    value = " ".join(plain_text(typed).casefold().split())
    if _LIKE_A_PHONE.fullmatch(value):
        raise BadAnswer(sentences.no_phone(typed, country), field=FIELD)
    if not SHORTEST <= len(value) <= LONGEST:
        raise BadAnswer(sentences.typed_length(len(value), SHORTEST, LONGEST), field=FIELD)
    return Indicator(IndicatorKind.OTHER, value)


def known_kind(
    typed: str, country: str | None = None, hosts: Mapping[str, str] = NO_HOSTS
) -> Indicator | None:
    """The number, address or account that a text holds, or None; BadAnswer where it holds several."""
    bare = plain_text(typed).strip()
    if _ETHEREUM.fullmatch(bare):  # a person says that it is one, though nothing checks it
        return Indicator(IndicatorKind.ETHEREUM, eip_55(bare))
    found = find_indicators(typed, country, hosts).indicators
    if len(found) > 1:
        raise BadAnswer(sentences.one_at_a_time([one.value for one in found]), field=FIELD)
    return found[0] if found else None
