"""New rules for page keys → stored referrals under their new keys, and what merges or splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.config import Config
from bot.domain.lifecycle.referral import LIVE
from bot.domain.pages.urls import InvalidUrl, parse_page
from bot.domain.platforms import KEY_RULES_VERSION
from bot.ports.store import UnitOfWork
from bot.sentences import command_line

RULES = "key rules"
AT_ONCE = 1000

KeyOf = Callable[[str, Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What new rules did. Numbers are of referrals."""

    looked_at: int = 0
    changed: int = 0
    merges: tuple[tuple[int, ...], ...] = ()
    """Live referrals that are one page under the new rules. All but the first keep their old key
    until a lead withdraws one."""
    splits: tuple[tuple[int, ...], ...] = ()
    """Referrals that had one key and belong to different pages."""

    def sentences(self) -> tuple[str, ...]:
        """The report, a line each."""
        merged = [command_line.pages_merged(_names(group)) for group in self.merges]
        split = [command_line.page_split(_names(group)) for group in self.splits]
        return (command_line.keys_changed(self.changed, self.looked_at), *merged, *split)


def _names(numbers: Sequence[int]) -> list[str]:
    return [f"R-{number}" for number in numbers]


def key_of(address: str, extra_hosts: Mapping[str, str]) -> str:
    """The key of a stored address under the rules of today; "" where it has none."""
    try:
        return parse_page(address, extra_hosts).key
    except InvalidUrl:
        return ""


def rekey(
    uow: UnitOfWork,
    config: Config,
    *,
    version: int = KEY_RULES_VERSION,
    key: KeyOf = key_of,
) -> Rekeyed | None:
    """Put every referral that was keyed by older rules under its new key, all in one transaction.

    No history changes: only the row's key does, and `audit verify` allows for that. None where the
    rules are those of the last time. Erased referrals keep their key, or take that of their page's
    other referrals.
    """
    if uow.settings.get(RULES) == str(version):
        return None
    changes: dict[int, str] = {}
    looked_at = after = 0
    live: dict[str, list[int]] = defaultdict(list)
    before: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    erased: list[tuple[int, str]] = []
    while page := uow.referrals.keyed_before(version, after, AT_ONCE):
        after = page[-1].number
        for one in page:
            looked_at += 1
            # As typed first: older rules may have dropped from the canonical URL what is the page.
            keys = (key(text, config.extra_hosts) for text in (one.url, one.canonical) if text)
            new = next(filter(None, keys), one.page_key)
            changes[one.number] = new
            before[one.page_key][new].append(one.number)
            if one.state in LIVE:
                live[new].append(one.number)
            if one.erased:
                erased.append((one.number, one.page_key))
    for number, was in erased:
        # Where another referral of its page still tells the address, it goes where that one goes.
        others = {new for new, group in before[was].items() if set(group) - {number}}
        news = others - {was} or {was}
        if len(news) == 1 and (new := news.pop()) != was:
            before[was][was].remove(number)
            before[was][new].append(number)
            changes[number] = new
    before = {
        was: {new: some for new, some in news.items() if some} for was, news in before.items()
    }
    old = {number: was for was, news in before.items() for one in news.values() for number in one}
    merges = tuple(tuple(group) for group in live.values() if len(group) > 1)
    for group in merges:
        for number in group[1:]:
            changes[number] = old[number]
    uow.referrals.rekey(changes, version)
    uow.settings.put(RULES, str(version))
    splits = tuple(
        tuple(sorted(number for group in news.values() for number in group))
        for news in before.values()
        if len(news) > 1
    )
    changed = sum(1 for number, new in changes.items() if new != old[number])
    return Rekeyed(looked_at, changed, merges, splits)
