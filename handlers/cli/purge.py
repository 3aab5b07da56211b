"""`referral-bot purge`: erase what retention says, or single referrals at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from bot.actions.recording.erase import (
    Batch,
    ErasureRequest,
    Total,
    asked_for,
    erase_asked,
    erase_due,
    erase_old_reads,
    look_due,
)
from bot.config import Config
from bot.domain.errors import BadAnswer, Refusal
from bot.domain.times import say_day
from bot.ports.retention import Finished
from bot.sentences.operations import command_line
from handlers.cli.arguments import read_number
from handlers.cli.output import echo, progress_bar
from handlers.cli.settings import open_database, read_settings
from handlers.wiring.environment import Environment, check_erasure_key
from handlers.wiring.evidence.opening import open_evidence
from handlers.wiring.evidence.tending import tend_now
from storage.database import SqlStore

_WHY: Mapping[str, Callable[[int], str]] = {
    "appeal window": command_line.stays_for_appeal,
    "page": command_line.stays_for_page,
}


@click.command("purge")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@click.option("--referral", "names", multiple=True, metavar="R-12", help="This one, at once.")
@click.option("--yes", is_flag=True, help="With --referral: don't ask.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(
    context: click.Context, dry_run: bool, names: tuple[str, ...], yes: bool, as_json: bool
) -> None:
    """Erase what is personal in old finished referrals.

    Those that config.yaml's retention says are old enough; their figures stay.

    With --referral: single ones whatever their age, as somebody may demand of a lead (GDPR Art. 17).
    """
    environment, config = read_settings(context)
    now = datetime.now(UTC)
    with open_database(environment) as store:
        if names:
            purge_these(
                store, environment, config, now, names, dry_run=dry_run, as_json=as_json, yes=yes
            )
            return
        with progress_bar(command_line.ERASING, as_json) as progress:
            purge_due(
                store, environment, config, now, dry_run=dry_run, as_json=as_json, progress=progress
            )


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
        off = json.dumps({"retention": None}) if as_json else command_line.RETENTION_OFF
        echo(off)
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
        _remove_files(store, environment, config, now)
        store.truncate_log()
    standing = store.read(lambda uow: uow.erasing.count_by_state())
    in_slack = store.read(lambda uow: uow.erasing.count_to_redact())
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
        echo(json.dumps(known, indent=2))
        return
    for line in _sentences(total, standing, in_slack, before, config, dry_run=dry_run):
        echo(line)


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
    day = say_day(before.astimezone(zone))
    lines = [command_line.erased_by_age(total.erased, day, dry_run)]
    if total.oldest:
        lines.append(command_line.oldest_erased(say_day(total.oldest.astimezone(zone))))
    lines += [_WHY[why](count) for why, count in sorted(total.stay.items())]
    younger = sum(count for state, count in standing.items() if state != "erased")
    younger -= total.stay.total() + (total.erased.total() if dry_run else 0)
    lines.append(command_line.erased_in_all(younger, standing["erased"]))
    if in_slack:
        lines.append(command_line.messages_to_change(in_slack))
    return lines


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
        _remove_files(store, environment, config, now)
        store.truncate_log()
    if as_json:
        erased = [one.name for one in asked.referrals]
        known = {"dry_run": dry_run, "erased": erased, "notes": list(asked.others)}
        echo(json.dumps(known, indent=2))
        return
    echo(command_line.erased_on_request([one.name for one in asked.referrals], dry_run))
    for sentence in asked.others:
        echo(sentence)


def _remove_files(store: SqlStore, environment: Environment, config: Config, now: datetime) -> None:
    """Remove erased evidence from its directory. Where that is gone, a running bot does it later."""
    files = open_evidence(environment, config, store)
    if files is None:
        return
    try:
        tend_now(store, files, now)
    except Refusal as refusal:
        echo(refusal.sentence, err=True)


def _confirm(asked: ErasureRequest, *, yes: bool) -> None:
    if yes:
        return
    what = [f"{one.name} ({one.state})" for one in asked.referrals]
    if not sys.stdin.isatty():
        raise BadAnswer(command_line.erase_needs_yes(what))
    click.confirm(command_line.erase_question(what), abort=True, err=True)
