"""`referral-bot audit`: the history, verified and shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from bot.actions.team import names_of
from bot.config import Config
from bot.domain.errors import BadAnswer, Refusal
from bot.domain.exports import ERASED
from bot.domain.people import THE_BOT
from bot.domain.referral import Action
from bot.domain.times import say_instant
from bot.ports import Store


def verify(store: Store, *, as_json: bool, say: Callable[[str], None]) -> bool:
    """Check the whole history and say what is wrong; whether nothing is."""
    looked_at, faults = store.read(lambda uow: uow.audit.verify())
    if as_json:
        rows = [{"referral": one.referral, "event": one.seq, "fault": one.what} for one in faults]
        say(json.dumps({"events": looked_at, "faults": rows}, indent=2))
        return not faults
    for one in faults:
        where = f"R-{one.referral}" if one.referral else "The chain"
        if one.referral and one.referral < 0:
            where = f"The page checks of R-{-one.referral}"
        event = f", event {one.seq}" if one.seq else ""
        say(f"{where}{event}: {one.what}")
    say(f"{looked_at:,} events looked at, {len(faults):,} faults.")
    return not faults


def read_number(name: str) -> int:
    """`R-12` as somebody typed it. Raises BadAnswer."""
    digits = name.upper().removeprefix("R-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise BadAnswer(f"“{name[:40]}” is no referral; write it like R-12.")
    return int(digits)


def show(
    store: Store,
    config: Config,
    number: str,
    now: datetime,
    *,
    as_json: bool,
    say: Callable[[str], None],
) -> None:
    """Every event of one referral; first it is written down that they were shown.

    Raises Refusal for a number that there is not.
    """
    asked = read_number(number)
    events = store.read(lambda uow: uow.referrals.history(asked))
    if not events:
        raise Refusal(f"There is no R-{asked}.")
    store.write(lambda uow: uow.reads.record(THE_BOT.id, "audit show", asked, now))
    checks = store.read(lambda uow: uow.checks.history(asked))
    if as_json:
        rows = [
            {
                "event": event.seq,
                "action": str(event.action),
                "happened_at": event.happened_at.isoformat(),
                "recorded_at": event.recorded_at.isoformat(),
                "facts": dict(event.facts),
                "personal": dict(event.personal),
                "target": event.target,
            }
            for event in events
        ]
        looks = [{**asdict(one), "at": one.at.isoformat()} for one in checks]
        told = {"referral": f"R-{asked}", "events": rows, "page_checks": looks}
        say(json.dumps(told, indent=2, ensure_ascii=False))
        return
    people = {event.actor for event in events} | {one.by for one in checks}
    names = store.read(lambda uow: names_of(uow, people))
    erased = max((event.seq for event in events if event.action is Action.ERASE), default=0)
    zone = config.zone(str(events[0].facts.get("channel") or ""))
    for event in events:
        said = {**event.facts, **{k: v for k, v in event.personal.items() if k != "actor"}}
        details = ", ".join(f"{name}: {value}" for name, value in said.items() if value is not None)
        when = say_instant(event.happened_at, zone)
        if event.recorded_at != event.happened_at:
            when += f" (written down {say_instant(event.recorded_at, zone)})"
        name = ERASED if event.seq < erased else names[event.actor]
        say(f"{event.seq:>3}  {when}  {event.action} by {name}  {details}".rstrip())
    for one in checks:
        said = {"reason": one.reason, "code": one.code, "asked": one.asked, "sha256": one.sha256}
        details = ", ".join(f"{name}: {value}" for name, value in said.items() if value)
        what = f"page {one.status}" if one.status else f"answered “{one.answer}”"
        by = f" for {names[one.by]}" if one.by and one.status else ""
        by = f" by {names[one.by]}" if one.by and not one.status else by
        say(f"{one.seq:>3}  {say_instant(one.at, zone)}  {what}{by}  {details}".rstrip())
