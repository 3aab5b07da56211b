"""Live referrals that newer rules found to be one page, until a person withdraws all but one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.actions.recording.saving import save, step
from bot.config import Config
from bot.domain.lifecycle.permissions import may_see
from bot.domain.lifecycle.referral import Action, Fact, Referral
from bot.domain.people import NOWHERE, THE_BOT, Actor
from bot.ports.store import UnitOfWork

_NAME = "same pages"


def keep_same(uow: UnitOfWork, groups: Mapping[str, Sequence[int]]) -> None:
    """Keep which live referrals are one page, by the key that the page has now."""
    uow.settings.put(_NAME, json.dumps(groups))


def same_pages(uow: UnitOfWork) -> dict[str, tuple[Referral, ...]]:
    """Those of them that are live still, by page key: two or more of a page."""
    return {key: group for key, group in _live(uow).items() if len(group) > 1}


def same_pages_seen(uow: UnitOfWork, actor: Actor) -> tuple[tuple[str, ...], ...]:
    """The names in each group of which this person may see every one."""
    groups = same_pages(uow).values()
    return tuple(
        tuple(one.name for one in group)
        for group in groups
        if all(may_see(one, actor) for one in group)
    )


def settle_same(uow: UnitOfWork, config: Config, now: datetime) -> None:
    """After a referral has ended: where one alone of a page is live, it gets the page's key."""
    groups = _live(uow)
    if not groups:
        return
    open_still = {}
    for key, group in groups.items():
        if len(group) > 1:
            open_still[key] = [one.number for one in group]
        elif group and group[0].page_key != key and uow.referrals.live_for_page(key) is None:
            _give_key(uow, group[0], key, config, now)
    keep_same(uow, open_still)


def _live(uow: UnitOfWork) -> dict[str, tuple[Referral, ...]]:
    kept = uow.settings.get(_NAME)
    if kept is None:
        return {}
    groups: dict[str, list[int]] = json.loads(kept)
    found = uow.referrals.many(number for group in groups.values() for number in group)
    return {
        key: tuple(found[number] for number in group if number in found and found[number].live)
        for key, group in groups.items()
    }


def _give_key(uow: UnitOfWork, one: Referral, key: str, config: Config, now: datetime) -> None:
    facts: dict[str, Fact] = {
        "platform": one.platform,
        "kind": one.kind,
        "key_version": one.key_version,
    }
    personal = {"canonical": one.canonical, "page_key": key}
    if one.warning:
        personal["warning"] = one.warning
    bot = Actor(THE_BOT, NOWHERE, now)
    save(uow, one, step(one, Action.REKEY, bot, facts=facts, personal=personal), config, quiet=True)
