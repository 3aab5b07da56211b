"""What joins pages: the indicators that a referral has, and which others share them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.indicators.indicator import Indicator


@dataclass(frozen=True, slots=True)
class KeptIndicator:
    """One indicator of one referral. A struck one joins nothing; `for_leads`: added under a hold."""

    indicator: Indicator
    found: bool = True
    struck: bool = False
    for_leads: bool = False


def kept_anew(known: KeptIndicator | None, one: KeptIndicator) -> KeptIndicator | None:
    """What is kept once `one` is added to what is `known`; None where nothing changes.

    What was struck out comes back only where a person adds it. What stands in a note that everybody
    may read is no longer for leads alone.
    """
    if known is None:
        return one
    if known.struck:
        return None if one.found else one
    found, for_leads = known.found and one.found, known.for_leads and one.for_leads
    merged = KeptIndicator(one.indicator, found, for_leads=for_leads)
    return None if merged == known else merged


@dataclass(frozen=True, slots=True)
class JoinedPage:
    """Another referral that has the same indicator."""

    number: int
    page_key: str
    rejected: bool
    for_leads: bool = False
    """Whether only leads may know of it here: it is on hold, of another place, or was added so."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One indicator of a referral and the others that have it, by number.

    With `more` there are more than are named. A `common` one stands on too many pages to join any.
    """

    indicator: Indicator
    pages: tuple[JoinedPage, ...] = ()
    common: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """All that joins one referral to others, as somebody may read it."""

    shared: tuple[Shared, ...] = ()
    cases: tuple[str, ...] = ()
    leads_only: tuple[Shared, ...] = ()
    """What only a lead is told, in private: pages that not everybody in the channel may see."""


NO_LINKS = Links()


@dataclass(frozen=True, slots=True)
class Among:
    """What several pages all give, on how many distinct pages it stands with theirs, and the numbers
    of the other referrals that have it."""

    indicator: Indicator
    pages: int
    others: tuple[int, ...]


def shared_by(indicator: Indicator, pages: tuple[JoinedPage, ...], common_above: int) -> Shared:
    """What an indicator joins. `pages` are up to `to_read(common_above)` of the others that have it.

    It is common where the others and the referral's own page are more than `common_above` pages.
    """
    distinct = {one.page_key for one in pages}
    if len(distinct) + 1 > common_above:
        return Shared(indicator, common=True)
    return Shared(indicator, pages, more=len(pages) >= to_read(common_above))


def to_read(common_above: int) -> int:
    """So many referrals are read of one indicator: some pages have been referred more than once."""
    return 2 * common_above + 1
