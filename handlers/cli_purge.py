"""`referral-bot purge`: erase what retention says, or single referrals at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from bot.actions.erase import (
    Asked,
    Batch,
    Total,
    asked_for,
    erase_asked,
    erase_due,
    erase_old_reads,
    look_due,
)
from bot.config import Config
from bot.domain.errors import BadAnswer
from bot.domain.times import say_day
from bot.ports import Finished
from handlers.wiring.auditing import read_number
from handlers.wiring.environment import Environment, check_erasure_key
from storage.database import SqlStore

WHY = {
    "appeal window": "can still be appealed",
    "page": "have a page that is on hold or under appeal",
}


def purge_due(
    store: SqlStore,
    environment: Environment,
    config: Config,
    now: datetime,
    *,
    dry_run: bool,
    as_json: bool,
    progress: Callable[[int, int], None],
) -> None:
    """Erase all that is due (or only say what is), and say how many there were of what.

    Raises SetupError without the key that erasing needs.
    """
    before = config.retention.before(now)
    if before is None:
        said = "Retention is off: config.yaml has no retention.erase_after. Nothing is due."
        click.echo(json.dumps({"retention": None}) if as_json else said)
        return
    if not dry_run:
        check_erasure_key(environment)
    total, last = Total(), None
    while True:
        batch = _batch(store, config, now, last, dry_run=dry_run)
        total.add(batch)
        progress(total.looked_at, 0)
        last = batch.last
        if last is None:
            break
    if not dry_run:
        store.write(lambda uow: erase_old_reads(uow, now, config))
        store.truncate_log()
    standing = store.read(lambda uow: uow.erasing.standing())
    in_slack = store.read(lambda uow: uow.erasing.left_to_redact())
    known = {
        "retention": config.retention.erase_after,
        "finished_before": before.isoformat(),
        "dry_run": dry_run,
        "erased": dict(sorted(total.erased.items())),
        "oldest": total.oldest.isoformat() if total.oldest else None,
        "stay": dict(sorted(total.stay.items())),
        "finished_and_not_erased": {
            state: n for state, n in sorted(standing.items()) if state != "erased"
        },
        "erased_in_all": standing["erased"],
        "messages_to_change": in_slack,
    }
    if as_json:
        click.echo(json.dumps(known, indent=2))
        return
    for line in _sentences(total, standing, in_slack, before, config, dry_run=dry_run):
        click.echo(line)


def _batch(
    store: SqlStore, config: Config, now: datetime, last: Finished | None, *, dry_run: bool
) -> Batch:
    if dry_run:
        return store.read(lambda uow: look_due(uow, now, config, last))
    return store.write(lambda uow: erase_due(uow, now, config, last))


def _sentences(
    total: Total,
    standing: dict[str, int],
    in_slack: int,
    before: datetime,
    config: Config,
    *,
    dry_run: bool,
) -> list[str]:
    zone = ZoneInfo(config.time_zone)
    done = "would be erased" if dry_run else "erased"
    n = total.erased.total()
    line = f"{n:,} {_referrals(n)} {done}"
    if n:
        states = ", ".join(f"{count:,} {state}" for state, count in sorted(total.erased.items()))
        line += f": {states}"
    lines = [f"{line}. Due is what was finished before {say_day(before.astimezone(zone))}."]
    if total.oldest:
        lines.append(f"The oldest was finished on {say_day(total.oldest.astimezone(zone))}.")
    for why, count in sorted(total.stay.items()):
        lines.append(f"{count:,} stay, though old enough: they {WHY[why]}.")
    younger = sum(count for state, count in standing.items() if state != "erased")
    younger -= total.stay.total() + (n if dry_run else 0)
    lines.append(
        f"{younger:,} finished and not due yet; {standing['erased']:,} erased in all. Their figures stay."
    )
    if in_slack:
        lines.append(f"{in_slack:,} messages in Slack wait to be changed; `run` does that.")
    return lines


def _referrals(n: int) -> str:
    return "referral" if n == 1 else "referrals"


def purge_these(
    store: SqlStore,
    environment: Environment,
    config: Config,
    now: datetime,
    names: Sequence[str],
    *,
    dry_run: bool,
    as_json: bool,
    yes: bool,
) -> None:
    """Erase single finished referrals at once, after a question on a terminal.

    Raises a Refusal where one is not there, not finished, or erased already; then none is erased.
    """
    numbers = [read_number(name.strip()) for name in names]
    asked = store.read(lambda uow: asked_for(uow, numbers, now, config))
    if not dry_run:
        check_erasure_key(environment)
        _confirm(asked, yes=yes)
        asked = store.write(lambda uow: erase_asked(uow, numbers, now, config))
        store.truncate_log()
    if as_json:
        erased = [one.name for one in asked.referrals]
        known = {"dry_run": dry_run, "erased": erased, "notes": list(asked.others)}
        click.echo(json.dumps(known, indent=2))
        return
    done = "would be erased" if dry_run else "erased"
    click.echo(f"{', '.join(one.name for one in asked.referrals)} {done}.")
    for sentence in asked.others:
        click.echo(sentence)


def _confirm(asked: Asked, *, yes: bool) -> None:
    if yes:
        return
    what = ", ".join(f"{one.name} ({one.state})" for one in asked.referrals)
    if not sys.stdin.isatty():
        raise BadAnswer(f"Erasing {what} cannot be undone; say --yes where nobody can be asked.")
    click.confirm(f"Erase {what}? This cannot be undone.", abort=True, err=True)
