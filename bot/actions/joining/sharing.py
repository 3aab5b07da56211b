"""Which other referrals share a referral's indicators, as somebody may read it.

Everything that is said is counted over what every member of the channel may see: what is on hold or of a
private place is in no number and no threshold. A lead is told of it apart, in private.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.config import Config
from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.indicators.joining import Among, Links, Shared, shared_by, to_read
from bot.domain.lifecycle.referral import Referral
from bot.ports.store import UnitOfWork

MOST_READ = 10
"""So many of its own indicators a card's line is made of: it costs that many look-ups at most."""


def links_of(
    uow: UnitOfWork,
    referral: Referral,
    channel: str,
    config: Config,
    *,
    lead: bool = False,
    most: int = MOST_READ,
) -> Links:
    """What joins a referral to others, for whoever reads it in this channel.

    `lead`: a lead alone reads it, so what the others must not know is told apart.
    """
    kept = [one for one in uow.indicators.of(referral.number) if not one.struck][:most]
    common = config.indicators.common_above
    of = referral.number, referral.page_key
    shared = tuple(
        shared_by(
            one.indicator,
            uow.indicators.sharing(*of, one.indicator, channel, to_read(common)),
            common,
        )
        for one in kept
        if not one.for_leads
    )
    told = Links(shared, uow.cases.of(referral.number))
    if not lead:
        return told
    hidden = []
    for one in kept:
        pages = uow.indicators.sharing(*of, one.indicator, channel, to_read(common), lead=True)
        secret = tuple(page for page in pages if page.for_leads or one.for_leads)
        if secret:
            hidden.append(Shared(one.indicator, secret, more=len(pages) >= to_read(common)))
    return replace(told, leads_only=tuple(hidden))


def given_by_all(
    uow: UnitOfWork, referrals: Sequence[Referral], channel: str, config: Config
) -> Among | None:
    """The number, address or account that all of these pages give and that stands on most pages.

    Counted over what every member of the channel may see. None where they have none in common, where
    it is common, and where it stands on one page alone.
    """
    first, found = referrals[0], list[Among]()
    for one in _in_common(uow, referrals)[:MOST_READ]:
        above = config.indicators.common_above
        pages = uow.indicators.sharing(first.number, first.page_key, one, channel, to_read(above))
        shared = shared_by(one, pages, above)
        if shared.common or shared.more:
            continue
        theirs = {each.page_key for each in referrals}
        every = theirs | {page.page_key for page in shared.pages}
        numbers = {page.number for page in shared.pages} - {each.number for each in referrals}
        if len(every) > 1:
            found.append(Among(one, len(every), tuple(sorted(numbers))))
    return max(found, key=lambda each: each.pages, default=None)


def _in_common(uow: UnitOfWork, referrals: Sequence[Referral]) -> list[Indicator]:
    """What people typed and is of no known kind is left out: it may be anything."""
    several = uow.indicators.of_several(one.number for one in referrals)
    every = [
        {
            kept.indicator
            for kept in several.get(one.number, ())
            if not (kept.struck or kept.for_leads)
            and kept.indicator.kind is not IndicatorKind.OTHER
        }
        for one in referrals
    ]
    return sorted(set.intersection(*every))
