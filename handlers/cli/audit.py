"""`referral-bot audit`: the history, verified and shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.actions.checks.event_dates import events_ahead, stream
from bot.config import Config
from bot.domain.errors import BadAnswer, Refusal
from bot.domain.lifecycle.anchors import Anchor, read_anchor, read_anchors
from bot.domain.lifecycle.referral import Action
from bot.domain.people import THE_BOT
from bot.domain.redaction import one_line
from bot.domain.times import say_instant
from bot.ports.store import Store
from bot.sentences import labels
from bot.sentences.operations import audit as sentences
from bot.sentences.operations import command_line
from handlers.cli.arguments import read_number
from handlers.cli.output import echo
from handlers.cli.settings import open_database, read_settings


@click.group("audit")
def command() -> None:
    """The history that nobody can change unseen."""


@command.command(short_help="Recompute every hash; name what was changed.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option(
    "--expect",
    multiple=True,
    metavar="SEQUENCE:HASH",
    help="What the chain once ended with, kept elsewhere; may be given several times.",
)
@click.option(
    "--anchors",
    type=click.Path(path_type=Path),
    help="A file of such anchors, one a line. Without it: audit.anchor_file of config.yaml, if it is there.",
)
@click.pass_context
def verify(
    context: click.Context, as_json: bool, expect: tuple[str, ...], anchors: Path | None
) -> None:
    """Recompute every hash and every referral; name what was edited, dropped or forged."""
    environment, config = read_settings(context)
    expected = _expected(expect, anchors, config.audit.anchor_file)
    with open_database(environment, writes=False) as store:
        if not verify_history(store, as_json=as_json, say=echo, expected=expected):
            sys.exit(1)


def _expected(typed: tuple[str, ...], file: Path | None, usual: str) -> list[Anchor]:
    """The anchors to compare with. Raises BadAnswer for what cannot be read."""
    if file is None and usual and Path(usual).exists():
        file = Path(usual)
    try:
        anchors = [read_anchor(one) for one in typed]
        if file is not None:
            anchors += read_anchors(file.read_text("utf-8"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadAnswer(sentences.unreadable_anchors(str(file), reason)) from None
    except UnicodeDecodeError:
        raise BadAnswer(sentences.unreadable_anchors(str(file), sentences.NOT_TEXT)) from None
    except ValueError as error:
        raise BadAnswer(str(error)) from None
    return anchors


@command.command("head", short_help="What the chain ends with, to keep elsewhere.")
@click.pass_context
def show_head(context: click.Context) -> None:
    """What the chain ends with, SEQUENCE:HASH, to be kept elsewhere and given to --expect."""
    environment, _ = read_settings(context)
    with open_database(environment, writes=False) as store:
        head = store.read(lambda uow: uow.audit.head())
    if head is None:
        raise BadAnswer(sentences.NO_HEAD)
    echo(str(head))


@command.command("key-lost", short_help="Go on with a new key where the old is lost.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.pass_context
def give_up_key(context: click.Context, yes: bool) -> None:
    """Go on with REFERRAL_BOT_AUDIT_KEY, a new key, where the one before is lost.

    Stop all bots first. It is an event, and audit verify says for ever after what it cannot check.
    """
    environment, _ = read_settings(context)
    if environment.audit_keys.current is None:
        raise BadAnswer(sentences.NO_NEW_KEY)
    with (
        open_database(environment, writes=False) as store,
        store.single_instance(),
    ):
        if store.read(lambda uow: uow.audit.key_fits()):
            raise BadAnswer(sentences.KEY_FITS)
        if store.read(lambda uow: uow.audit.can_begin()):
            raise BadAnswer(sentences.KEY_KNOWN)
        if not yes:
            click.confirm(sentences.GIVE_UP_KEY, abort=True, err=True)
        store.write(lambda uow: uow.audit.begin_key(datetime.now(UTC), lost=True))
        (*_, lost) = store.read(lambda uow: uow.audit.lost_keys())
    echo(sentences.key_given_up(lost.until))


@command.command(short_help="Every event of one referral.")
@click.argument("number", metavar="R-12")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def show(context: click.Context, number: str, as_json: bool) -> None:
    """Every event of one referral: who, what, when it happened, when it was written down.

    It shows the raw address too; that it was shown is recorded.
    """
    environment, config = read_settings(context)
    with open_database(environment) as store:
        show_history(store, config, number, datetime.now(UTC), as_json=as_json, say=echo)


def verify_history(
    store: Store,
    *,
    as_json: bool,
    say: Callable[[str], None],
    expected: Collection[Anchor] = (),
) -> bool:
    """Check the whole history and say what is wrong; whether nothing is."""
    (looked_at, faults), head, unchecked, ahead, lost = store.read(
        lambda uow: (
            uow.audit.verify(expected),
            uow.audit.head(),
            uow.audit.not_checked(),
            events_ahead(uow),
            uow.audit.lost_keys(),
        )
    )
    if as_json:
        rows = [{"referral": one.referral, "event": one.seq, "fault": one.what} for one in faults]
        told = {
            "events": looked_at,
            "head": asdict(head) if head else None,
            "anchors": len(expected),
            "not_checked": [{"after": one.after, "key": one.key_id} for one in unchecked],
            "lost_keys": [asdict(one) for one in lost],
            "faults": rows,
            **({"ahead_of_clock": ahead} if ahead else {}),
        }
        say(json.dumps(told, indent=2, ensure_ascii=False))
        return not faults
    if ahead:
        say(ahead)
    for one in faults:
        say(command_line.audit_fault(stream(one.referral), one.seq or 0, one.what))
    for gone in lost:
        say(sentences.key_lost(gone.key_id, gone.after, gone.until))
    given_up = {gone.key_id for gone in lost}
    for key in (one for one in unchecked if one.key_id not in given_up):
        say(sentences.macs_not_checked(key.after, key.key_id))
    if expected:
        say(sentences.anchors_met(len(expected)))
    if head:
        say(sentences.head(str(head)))
    say(command_line.audit_done(looked_at, len(faults)))
    return not faults


def _details(said: Mapping[str, object]) -> str:
    """Each value on one line, as a terminal may show it."""
    return ", ".join(
        f"{name}: {one_line(str(value))}" for name, value in said.items() if value is not None
    )


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
        details = _details(said)
        happened = say_instant(event.happened_at, zone)
        late = event.recorded_at != event.happened_at
        recorded = say_instant(event.recorded_at, zone) if late else ""
        by = labels.ERASED if event.seq < erased else one_line(names[event.actor])
        say(command_line.audit_event(event.seq, happened, recorded, event.action, by, details))
    for one in checks:
        said = {"reason": one.reason, "code": one.code, "asked": one.asked, "sha256": one.sha256}
        details = _details({name: value for name, value in said.items() if value})
        at, by = say_instant(one.at, zone), one_line(names[one.by]) if one.by else ""
        if one.status:
            say(command_line.audit_page_check(one.seq, at, one.status, by, details))
        else:
            say(command_line.audit_page_answer(one.seq, at, str(one.answer), by, details))
