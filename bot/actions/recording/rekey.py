"""New rules for page keys → stored referrals under their new keys, and what merges or splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.recording.same_page import keep_same
from bot.actions.recording.saving import save, step
from bot.config import Config
from bot.domain.lifecycle.referral import LIVE, Action, Fact
from bot.domain.pages.urls import InvalidUrl, parse_page
from bot.domain.people import NOWHERE, THE_BOT, Actor
from bot.domain.platforms import KEY_RULES_VERSION, Page
from bot.ports.store import UnitOfWork
from bot.sentences import lists
from bot.sentences.operations import command_line

RULES = "key rules"
AT_ONCE = 1000

Read = Callable[[str, Mapping[str, str]], Page | None]


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
        merged = [lists.same_page(_names(group)) for group in self.merges]
        split = [command_line.page_split(_names(group)) for group in self.splits]
        return (command_line.keys_changed(self.changed, self.looked_at), *merged, *split)


def _names(numbers: Sequence[int]) -> list[str]:
    return [f"R-{number}" for number in numbers]


def read_page(address: str, extra_hosts: Mapping[str, str]) -> Page | None:
    """A stored address under the rules of today; None where it is none."""
    try:
        return parse_page(address, extra_hosts)
    except InvalidUrl:
        return None


def rekey(
    uow: UnitOfWork,
    config: Config,
    now: datetime,
    *,
    version: int = KEY_RULES_VERSION,
    read: Read = read_page,
    dry_run: bool = False,
) -> Rekeyed | None:
    """Read the address of every referral that older rules read anew, all in one transaction.

    Each change of key, platform, kind or canonical URL is an event of its referral, so that an
    earlier instant says what was said then. None where the rules are those of the last time. What
    retention erased keeps its key, or goes along with its page. `dry_run` changes nothing.
    """
    if uow.settings.get(RULES) == str(version):
        return None
    plan = _planned(uow, config, version, read)
    if not dry_run:
        _apply(uow, config, now, version, plan)
        uow.settings.put(RULES, str(version))
    return plan.report


@dataclass(frozen=True, slots=True)
class _Plan:
    report: Rekeyed
    keys: Mapping[int, str]
    pages: Mapping[int, Page]
    """What was read anew, of those of which it says something else than before."""
    same: Mapping[str, Sequence[int]]
    """Live referrals that are one page, by its key."""


def _planned(uow: UnitOfWork, config: Config, version: int, read: Read) -> _Plan:
    keys: dict[int, str] = {}
    pages: dict[int, Page] = {}
    old: dict[int, str] = {}
    live: dict[str, list[int]] = defaultdict(list)
    before: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    erased: list[int] = []
    after = 0
    while some := uow.referrals.keyed_before(version, after, AT_ONCE):
        after = some[-1].number
        for one in some:
            # As typed first: older rules may have dropped from the canonical URL what is the page.
            texts = (text for text in (one.url, one.canonical) if text)
            page = next(filter(None, (read(text, config.extra_hosts) for text in texts)), None)
            new = page.key if page else one.page_key
            keys[one.number], old[one.number] = new, one.page_key
            before[one.page_key][new].append(one.number)
            if page and _told(page) != (one.page_key, one.canonical, one.platform, one.kind):
                pages[one.number] = page
            if one.state in LIVE:
                live[new].append(one.number)
            if one.erased:
                erased.append(one.number)
    for number in erased:
        # Where another referral of its page still tells the address, it goes where that one goes.
        was = old[number]
        others = {new for new, group in before[was].items() if set(group) - {number}}
        news = others - {was} or {was}
        if len(news) == 1 and (new := news.pop()) != was:
            before[was][was].remove(number)
            before[was][new].append(number)
            keys[number] = new
    same = {key: group for key, group in live.items() if len(group) > 1}
    merges = tuple(map(tuple, same.values()))
    for group in merges:
        for number in group[1:]:
            keys[number] = old[number]
    splits = tuple(
        tuple(sorted(number for group in groups for number in group))
        for news in before.values()
        if len(groups := [group for group in news.values() if group]) > 1
    )
    moved = {number for number, new in keys.items() if new != old[number]}
    report = Rekeyed(len(keys), len(moved | pages.keys()), merges, splits)
    return _Plan(report, keys, pages, same)


def _told(page: Page) -> tuple[str, str, str, str]:
    return page.key, page.canonical, page.platform, page.kind


def _apply(uow: UnitOfWork, config: Config, now: datetime, version: int, plan: _Plan) -> None:
    uow.referrals.rekey(plan.keys, version)
    keep_same(uow, plan.same)
    actor = Actor(THE_BOT, NOWHERE, now)
    numbers = sorted(plan.pages)
    for start in range(0, len(numbers), AT_ONCE):
        for number, one in uow.referrals.many(numbers[start : start + AT_ONCE]).items():
            page = plan.pages[number]
            facts: dict[str, Fact] = {
                "platform": page.platform,
                "kind": page.kind,
                "key_version": version,
            }
            personal = {"canonical": page.canonical, "page_key": plan.keys[number]}
            if page.warnings:
                personal["warning"] = " ".join(page.warnings)
            event = step(one, Action.REKEY, actor, facts=facts, personal=personal)
            save(uow, one, event, config, quiet=True)
