"""`referral-bot import`: a team's own records, checked and brought in."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import click

from bot.actions.importing.check import CheckedFile, Import, check, opened
from bot.actions.importing.importing import import_file
from bot.config import Config
from bot.domain.dates import Order
from bot.domain.errors import BadAnswer
from bot.domain.importing.columns import Column, simple
from bot.domain.importing.refused import RefusedRows
from bot.domain.importing.rows import RowFault
from bot.domain.importing.table import Row, Table, open_table
from bot.domain.people import THE_BOT, Person, Place
from bot.domain.redaction import one_line
from bot.ports.clock import Clock
from bot.ports.store import Store, UnitOfWork
from bot.sentences import importing as sentences
from bot.sentences import labels
from bot.sentences.operations import command_line
from handlers.cli.output import NewFile, Shown, new_file, progress_bar, refuse_if_there
from handlers.cli.settings import open_database, read_settings
from handlers.messages.lists.importing import FAULTS_SHOWN, fault_line, found, in_order
from handlers.wiring.sweeps import SEAL_AT_ONCE
from handlers.wiring.system_clock import SystemClock

Progress = Callable[[int, int], None]
"""How many rows are done, of how many (0: not known yet)."""
_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The command's options, as typed."""

    file: Path
    dry_run: bool = False
    skip_faulty: bool = False
    faults: Path | None = None
    as_json: bool = False
    channel: str = ""
    private: bool = False
    by: str = "import"
    dates: str | None = None
    encoding: str | None = None
    defaults: tuple[str, ...] = ()


@click.command("import", short_help="Bring in a team's earlier records.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would happen; record nothing.")
@click.option("--skip-faulty", is_flag=True, help="Leave out rows that cannot be taken.")
@click.option(
    "--faults",
    type=NewFile(),
    help="A new CSV of the rows that cannot be taken, with why.",
)
@click.option(
    "--channel", default="", metavar="ID", help="Whose they are; the only one if left out."
)
@click.option("--private", is_flag=True, help="A channel that the bot has not seen is private.")
@click.option("--by", default="import", metavar="USER", help="Slack user id of whoever imports.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="How 03/04/2026 is meant.")
@click.option("--encoding", metavar="NAME", help="Where it is not UTF-8 or UTF-16.")
@click.option(
    "--default",
    "defaults",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="For cells that are empty, e.g. confidence=certain; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:
    """Bring in a team's earlier records, from CSV, JSON or JSON Lines.

    The file is checked first, and nothing is recorded while any row cannot be taken. Importing it
    again adds nothing. docs/import.md names the columns.
    """
    environment, config = read_settings(context)
    with (
        open_database(environment, migrate=True) as store,
        progress_bar(command_line.IMPORTING, options["as_json"]) as progress,
    ):
        well = run_import(store, config, SystemClock(), ImportOptions(**options), progress)
    if not well:
        sys.exit(1)


@dataclass(slots=True)
class _Heard:
    """The faults, as the check finds them: those that are shown, and a file of the refused rows."""

    keep: int | None
    write: Callable[[Row, Sequence[RowFault]], None]
    faults: list[RowFault] = field(default_factory=list)

    def __call__(self, row: Row, faults: Sequence[RowFault]) -> None:
        self.write(row, faults)
        if self.keep is None or len(self.faults) < self.keep:
            self.faults += faults


def run_import(
    store: Store,
    config: Config,
    clock: Clock,
    asked: ImportOptions,
    progress: Progress,
    out: TextIO | None = None,
) -> bool:
    """Check the file, say what was found, and record it unless it may not be; whether all is well.

    Raises BadAnswer where the file or an option cannot be understood at all.
    """
    shown = Shown(out or sys.stdout)
    try:
        return _run(store, config, clock, asked, progress, shown)
    except BadAnswer as refused:
        hint = _HINTS.get(refused.field or "", "")
        if not hint or asked.dates or asked.encoding:
            raise
        raise BadAnswer(f"{refused.sentence} {hint}", field=refused.field) from None


_HINTS = {"dates": sentences.SAY_DATES, "encoding": sentences.SAY_ENCODING}


def _run(
    store: Store,
    config: Config,
    clock: Clock,
    asked: ImportOptions,
    progress: Progress,
    out: Shown,
) -> bool:
    table = open_table(lambda: _binary(asked.file), asked.encoding)
    who = _person(asked.by)
    order = Order(asked.dates) if asked.dates else None
    defaults = _defaults(asked.defaults)

    def work(uow: UnitOfWork) -> Import:
        place = place_for(uow, asked.channel, config, private=asked.private)
        return opened(uow, table, who, place, config, order=order, defaults=defaults)

    wanted = store.read(work)
    with _refused_rows(asked.faults, table) as write:
        heard = _Heard(None if asked.as_json else FAULTS_SHOWN, write)
        checked = check(store, wanted, clock.now(), heard, lambda done: progress(done, 0))
    stopped = asked.dry_run or (checked.faulty and not asked.skip_faulty)
    if not asked.as_json:
        _say_check(out, asked, wanted, checked, heard.faults)
    recorded: Mapping[str, int] = {}
    if not stopped:
        total = checked.new + len(checked.already)
        done = import_file(store, wanted, checked, clock, config, lambda n: progress(n, total))
        _finish(store, progress)
        recorded = {state.value: count for state, count in done.recorded.items()}
        if not asked.as_json:
            out.write(sentences.imported(in_order(done.recorded), done.credited) + "\n")
    if asked.as_json:
        _write_json(out, asked, wanted, checked, heard.faults, recorded)
    return not checked.faulty or (asked.skip_faulty and not asked.dry_run)


def _binary(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        sentence = command_line.cannot_read(str(path), error.strerror or str(error))
        raise BadAnswer(sentence, field="file") from None


def _person(by: str) -> Person:
    if by == "import":
        return THE_BOT
    if not _USER.fullmatch(by):
        raise BadAnswer(sentences.not_a_user(by[:40]), field="by")
    return Person(by, by, lead=True)


def _defaults(told: Sequence[str]) -> dict[Column, str]:
    """`category=vessels` as what stands for an empty cell of that column."""
    found: dict[Column, str] = {}
    for one in told:
        name, equals, value = one.partition("=")
        field = next((field for field in Column if simple(field) == simple(name)), None)
        if field is None or not equals or not value.strip():
            raise BadAnswer(sentences.not_a_default(one[:60], list(Column)), field="default")
        found[field] = value.strip()
    return found


def place_for(uow: UnitOfWork, told: str, config: Config, *, private: bool) -> Place:
    """The channel that referrals go to: the one told, or the only one. Raises BadAnswer."""
    known = [place for place in uow.places.all() if not place.direct]
    name = told.lstrip("#")
    if name:
        place = next((one for one in known if name in (one.id, one.name)), None)
        if place is None and _CHANNEL.fullmatch(name):
            place = Place(name, name, private or name.startswith("G"))
    else:
        ids = list(config.channels) or [one.id for one in known]
        if len(ids) == 1:
            only = next((one for one in known if one.id == ids[0]), None)
            place = only or Place(ids[0], ids[0], private)
        else:
            place = None
    if place is not None and config.allows(place.id):
        return place
    there = [f"#{one.name} ({one.id})" for one in known if config.allows(one.id)]
    raise BadAnswer(sentences.which_channel(told[:60], there), field="channel")


@contextmanager
def _refused_rows(
    path: Path | None, table: Table
) -> Iterator[Callable[[Row, Sequence[RowFault]], None]]:
    """Writes the rows that cannot be taken, each with why, to a file; none for no rows."""
    refuse_if_there(path)
    refused = RefusedRows(table)
    with ExitStack() as stack:
        files: list[TextIO] = []

        def write(row: Row, faults: Sequence[RowFault]) -> None:
            if path is None:
                return
            if not files:
                files.append(stack.enter_context(new_file(path)))
                files[0].write(refused.head())
            files[0].write(refused.line(row, faults))

        yield write


def _say_check(
    out: Shown,
    asked: ImportOptions,
    wanted: Import,
    checked: CheckedFile,
    faults: Sequence[RowFault],
) -> None:
    unit = wanted.table.unit
    out.writelines(one_line(line) + "\n" for line in found(wanted, checked))
    if not checked.faulty:
        return
    out.write(sentences.cannot_be_taken(checked.faulty) + "\n")
    out.writelines(f"  {one_line(fault_line(fault, unit))}\n" for fault in faults[:FAULTS_SHOWN])
    if checked.faults > FAULTS_SHOWN:
        out.write(f"  {labels.and_more(checked.faults - FAULTS_SHOWN)}\n")
    if asked.faults:
        out.write(sentences.faults_written(str(asked.faults)) + "\n")
    if asked.dry_run:
        return
    if asked.skip_faulty:
        out.write(sentences.LEFT_OUT + "\n")
    else:
        out.write(sentences.nothing_recorded(bool(asked.faults)) + "\n")


def _finish(store: Store, progress: Progress) -> None:
    """What the bot's sweeps would do: seal the history."""
    done = 0
    while count := store.write(lambda uow: uow.audit.seal(SEAL_AT_ONCE)):
        done += count
        progress(done, 0)


def _write_json(
    out: Shown,
    asked: ImportOptions,
    wanted: Import,
    checked: CheckedFile,
    faults: Sequence[RowFault],
    recorded: Mapping[str, int],
) -> None:
    told = {
        "file": str(asked.file),
        "format": wanted.table.kind,
        "dates": wanted.reading.order,
        "channel": wanted.row_to_events.place.id,
        "rows": checked.rows,
        "to_record": {state.value: count for state, count in checked.to_record.items()},
        "recorded": dict(recorded),
        "already_here": [
            {"line": one.line, "referral": f"R-{one.number}", "state": one.state, "open": one.live}
            for one in checked.already
        ],
        "repeats": checked.repeats,
        "columns_left_out": list(wanted.table.columns.ignored),
        "unknown_people": dict(checked.unknown_people),
        "shared_names": checked.shared_names,
        "unknown_channels": dict(checked.unknown_channels),
        "faulty_rows": checked.faulty,
        "faults": [asdict(one) for one in faults],
    }
    out.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
