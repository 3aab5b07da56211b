"""`referral-bot restore`: a backup in the place of the database, ready for a start."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.actions.recording.erase import erase_asked, erase_due, erase_old_reads
from bot.actions.recording.numbers import bring_back
from bot.config import Config
from bot.domain.errors import BadAnswer, Refusal
from bot.domain.numbers import Skip
from bot.ports.retention import Finished
from bot.sentences.operations import copies as sentences
from handlers.cli.copies.overview import look_over
from handlers.cli.copies.saying import instant
from handlers.cli.output import echo, progress_bar
from handlers.cli.settings import read_settings
from handlers.wiring.databases import check_audit_key, opened, shown
from handlers.wiring.environment import Environment, check_erasure_key
from storage.copies.files import (
    Progress,
    Restoring,
    erased_on_request,
    for_tools,
    highest_number,
    path_of,
    restoring,
)
from storage.database import SqlStore
from storage.retention.erasing import NoErasureKey
from storage.sql.errors import CannotCopy


@dataclass
class Restored:
    """What became of the database."""

    backup_of: str = ""
    skip: Skip | None = None
    aside: Path | None = None
    faults: int = 0
    by_age: int = 0
    on_request: list[str] = field(default_factory=list)
    to_erase: list[str] = field(default_factory=list)
    unknown: Path | None = None
    """What was replaced, where it can't be read which requests it had fulfilled."""


@click.command("restore", short_help="Put a backup in the place of the database.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of a database that is there.")
@click.option("--despite-faults", is_flag=True, help="Even if its history has faults.")
@click.option("--in-place", is_flag=True, help="Something else, as pg_restore, has put it there.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(
    context: click.Context,
    file: Path | None,
    replace: bool,
    despite_faults: bool,
    in_place: bool,
    as_json: bool,
) -> None:
    """Put the backup FILE in the place of the database, and make it ready for a start.

    The bot must be stopped. What was there before is kept beside it. Numbers go on above all that
    were given out, what waits to be sent is looked for in Slack first, and what retention or somebody's
    request had erased since is erased again.
    """
    environment, config = read_settings(context)
    if config.retention.on:
        check_erasure_key(environment)
    now, path = datetime.now(UTC), path_of(environment.database_url)
    with progress_bar(sentences.COPYING, as_json) as progress:
        if in_place:
            if file is not None:
                raise BadAnswer(sentences.NO_FILE_IN_PLACE)
            done = _in_place(environment, config, now, progress)
        elif path is None:
            raise BadAnswer(sentences.with_pg_restore(for_tools(environment.database_url)))
        elif file is None:
            raise BadAnswer(sentences.WHICH_FILE)
        else:
            with restoring(file, path, progress, replace=replace, now=now) as made:
                done = _ready(environment, config, made, now, progress, despite=despite_faults)
            done.aside = made.aside
    assert done.skip is not None
    if as_json:
        echo(json.dumps(_known(done), indent=2))
        return
    for line in _sentences(str(path or shown(environment.database_url)), done):
        echo(line)


def _in_place(
    environment: Environment, config: Config, now: datetime, progress: Progress
) -> Restored:
    with (
        opened(
            environment.database_url,
            migrate=True,
            erasure_key=environment.erasure_key,
            audit_keys=environment.audit_keys,
        ) as store,
        store.single_instance(),
    ):
        check_audit_key(store)
        return _finished(store, config, 0, now, progress, Restored())


def _ready(
    environment: Environment,
    config: Config,
    made: Restoring,
    now: datetime,
    progress: Progress,
    *,
    despite: bool,
) -> Restored:
    """Make the copy ready, before it takes its place."""
    done, requests, highest = Restored(), {}, 0
    if made.replaces is not None:
        highest = highest_number(made.replaces)
        try:
            requests = erased_on_request(made.replaces)
        except CannotCopy:
            done.unknown = made.replaces
    with opened(
        made.address,
        migrate=True,
        erasure_key=environment.erasure_key,
        audit_keys=environment.audit_keys,
    ) as store:
        check_audit_key(store)
        done.faults = len(look_over(store).faults)
        if done.faults and not despite:
            raise CannotCopy(sentences.restore_has_faults(done.faults))
        _finished(store, config, highest, now, progress, done)
        for uid, number in sorted(requests.items(), key=lambda item: item[1]):
            _erase_again(store, config, uid, number, now, done)
        store.truncate_log()
    return done


def _finished(
    store: SqlStore,
    config: Config,
    highest: int,
    now: datetime,
    progress: Progress,
    done: Restored,
) -> Restored:
    _, until = store.read(lambda uow: uow.audit.extent())
    done.backup_of = instant(until or now, config)
    done.skip = store.write(lambda uow: bring_back(uow, highest, done.backup_of, now))
    last: Finished | None = None
    while config.retention.on:
        batch = store.write(lambda uow, last=last: erase_due(uow, now, config, last))  # type: ignore[misc]
        done.by_age += len(batch.erased)
        progress(done.by_age, 0)
        last = batch.last
        if last is None:
            store.write(lambda uow: erase_old_reads(uow, now, config))
            break
    return done


def _erase_again(
    store: SqlStore, config: Config, uid: str, number: int, now: datetime, done: Restored
) -> None:
    """What was erased on request since the backup was made."""
    referral = store.read(lambda uow: uow.referrals.get(number))
    if referral is None or referral.uid != uid or referral.erased:
        return
    try:
        store.write(lambda uow: erase_asked(uow, [number], now, config))
        done.on_request.append(referral.name)
    except (Refusal, NoErasureKey):
        done.to_erase.append(referral.name)


def _sentences(database: str, done: Restored) -> list[str]:
    assert done.skip is not None
    lines = [sentences.restored(database, done.backup_of, done.skip.next)]
    if done.aside is not None:
        lines.append(sentences.kept_aside(str(done.aside)))
    if done.by_age or done.on_request:
        lines.append(sentences.erased_again(done.by_age, done.on_request))
    if done.to_erase:
        lines.append(sentences.still_to_erase(done.to_erase))
    if done.unknown is not None:
        lines.append(sentences.requests_unknown(str(done.aside or done.unknown)))
    return [*lines, sentences.START_THE_BOT]


def _known(done: Restored) -> dict[str, object]:
    assert done.skip is not None
    return {
        "backup_of": done.backup_of,
        "next_number": done.skip.next,
        "kept_aside": str(done.aside) if done.aside else None,
        "faults": done.faults,
        "erased_by_age": done.by_age,
        "erased_on_request": done.on_request,
        "still_to_erase": done.to_erase,
        "requests_known": done.unknown is None,
    }
