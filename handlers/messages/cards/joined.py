"""What joins a page to others, as lines of its card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.indicators.indicator import Indicator
from bot.domain.indicators.joining import Links, Shared
from bot.sentences.recording import indicators as sentences
from handlers.messages.kit.kit import Block, context
from handlers.messages.kit.wording import said


def joined(links: Links) -> list[Block]:
    """A line for its cases, one for what it shares, and for a lead what only leads may know."""
    lines = [f":link: {one}" for one in same_as(links.shared)]
    if links.cases:
        lines.append(
            f":card_index_dividers: {sentences.in_cases([said(n, 80) for n in links.cases])}"
        )
    lines += [f":lock: {sentences.leads_only(one)}" for one in same_as(links.leads_only)]
    return [context(*lines)] if lines else []


def same_as(several: Sequence[Shared]) -> Iterator[str]:
    """Which others have the same number, which the same account: a sentence for each kind."""
    kinds = dict.fromkeys(one.indicator.kind for one in several if one.pages)
    for kind in kinds:
        of = [one for one in several if one.indicator.kind is kind]
        pages = {page.number: page for one in of for page in one.pages}
        names = [f"R-{number}" for number in sorted(pages)]
        rejected = sum(page.rejected for page in pages.values())
        more = any(one.more for one in of)
        yield sentences.same_as(sentences.SAME[kind], names, rejected, more)


def in_words(indicator: Indicator) -> str:
    """An indicator in a menu: "+447400123456 (phone number)"."""
    return f"{indicator.value[:50]} ({indicator.label})"
