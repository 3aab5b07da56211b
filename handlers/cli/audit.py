"""`referral-bot audit`: the history, verified and shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime

import click

from bot.actions.checks.event_dates import events_ahead, stream
from bot.config import Config
from bot.domain.errors import Refusal
from bot.domain.lifecycle.referral import Action
from bot.domain.people import THE_BOT
from bot.domain.times import say_instant
from bot.ports.store import Store
from bot.sentences import labels
from bot.sentences.operations import command_line
from handlers.cli.arguments import read_number
from handlers.cli.settings import open_database, read_settings


@click.group("audit")
def command() -> None:
    """The history that nobody can change unseen."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Recompute every hash and every referral; name what was edited, dropped or forged."""
    environment, _ = read_settings(context)
    with open_database(environment) as store:
        if not verify_history(store, as_json=as_json, say=click.echo):
            sys.exit(1)


@command.command()
@click.argument("number", metavar="R-12")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def show(context: click.Context, number: str, as_json: bool) -> None:
    """Every event of one referral: who, what, when it happened, when it was written down.

    It shows the raw address too; that it was shown is recorded.
    """
    environment, config = read_settings(context)
    with open_database(environment) as store:
        show_history(store, config, number, datetime.now(UTC), as_json=as_json, say=click.echo)


def verify_history(store: Store, *, as_json: bool, say: Callable[[str], None]) -> bool:
    """Check the whole history and say what is wrong; whether nothing is."""
    looked_at, faults = store.read(lambda uow: uow.audit.verify())
    ahead = store.read(events_ahead)
    if as_json:
        rows = [{"referral": one.referral, "event": one.seq, "fault": one.what} for one in faults]
        told = {"events": looked_at, "faults": rows, **({"ahead_of_clock": ahead} if ahead else {})}
        say(json.dumps(told, indent=2, ensure_ascii=False))
        return not faults
    if ahead:
        say(ahead)
    for one in faults:
        say(command_line.audit_fault(stream(one.referral), one.seq or 0, one.what))
    say(command_line.audit_done(looked_at, len(faults)))
    return not faults


def show_history(
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
        raise Refusal(command_line.no_such_referral(asked))
    store.write(lambda uow: uow.access_log.record(THE_BOT.id, "audit show", asked, now))
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
    names = store.read(lambda uow: uow.people.names(people))
    erased = max((event.seq for event in events if event.action is Action.ERASE), default=0)
    zone = config.zone(str(events[0].facts.get("channel") or ""))
    for event in events:
        said = {**event.facts, **{k: v for k, v in event.personal.items() if k != "actor"}}
        details = ", ".join(f"{name}: {value}" for name, value in said.items() if value is not None)
        happened = say_instant(event.happened_at, zone)
        late = event.recorded_at != event.happened_at
        recorded = say_instant(event.recorded_at, zone) if late else ""
        by = labels.ERASED if event.seq < erased else names[event.actor]
        say(command_line.audit_event(event.seq, happened, recorded, event.action, by, details))
    for one in checks:
        said = {"reason": one.reason, "code": one.code, "asked": one.asked, "sha256": one.sha256}
        details = ", ".join(f"{name}: {value}" for name, value in said.items() if value)
        at, by = say_instant(one.at, zone), names[one.by] if one.by else ""
        if one.status:
            say(command_line.audit_page_check(one.seq, at, one.status, by, details))
        else:
            say(command_line.audit_page_answer(one.seq, at, str(one.answer), by, details))
