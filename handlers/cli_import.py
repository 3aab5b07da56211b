"""`referral-bot import`: a team's own records, checked and brought in."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO

from bot.actions.importing import import_file
from bot.actions.importing_check import CheckedFile, Import, check, opened
from bot.config import Config
from bot.domain.errors import BadAnswer
from bot.domain.importing.columns import Field, simple
from bot.domain.importing.dates import Order
from bot.domain.importing.refused import RefusedRows
from bot.domain.importing.rows import Fault
from bot.domain.importing.table import Row, Table, open_table
from bot.domain.people import THE_BOT, Person, Place
from bot.ports import Clock, Store, UnitOfWork
from handlers.blocks.importing import FAULTS_SHOWN, fault_line, found, number, states
from handlers.cli_files import new_file, refuse_if_there
from handlers.wiring.sweeps import CATCHING_UP

Progress = Callable[[int, int], None]
"""How many rows are done, of how many (0: not known yet)."""
_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class Asked:
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


@dataclass(slots=True)
class _Heard:
    """The faults, as the check finds them: those that are shown, and a file of the refused rows."""

    keep: int | None
    write: Callable[[Row, Sequence[Fault]], None]
    faults: list[Fault] = field(default_factory=list)

    def __call__(self, row: Row, faults: Sequence[Fault]) -> None:
        self.write(row, faults)
        if self.keep is None or len(self.faults) < self.keep:
            self.faults += faults


def run_import(
    store: Store,
    config: Config,
    clock: Clock,
    asked: Asked,
    progress: Progress,
    out: TextIO | None = None,
) -> bool:
    """Check the file, say what was found, and record it unless it may not be; whether all is well.

    Raises BadAnswer where the file or an option cannot be understood at all.
    """
    out = out or sys.stdout
    try:
        return _run(store, config, clock, asked, progress, out)
    except BadAnswer as refused:
        hint = _HINTS.get(refused.field or "", "")
        if not hint or asked.dates or asked.encoding:
            raise
        raise BadAnswer(f"{refused.sentence} {hint}", field=refused.field) from None


_HINTS = {
    "dates": "Say --dates dmy (day first) or --dates mdy, or write dates as 2026-11-14.",
    "encoding": "Or, if an older program wrote it in Western Europe, say --encoding windows-1252.",
}


def _run(
    store: Store, config: Config, clock: Clock, asked: Asked, progress: Progress, out: TextIO
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
            what = number(done.recorded.total(), "referral")
            out.write(f"Imported {what}{': ' if recorded else ''}{states(done.recorded)}.\n")
    if asked.as_json:
        _write_json(out, asked, wanted, checked, heard.faults, recorded)
    return not checked.faulty or (asked.skip_faulty and not asked.dry_run)


def _binary(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise BadAnswer(f"{path} cannot be read: {error.strerror}.", field="file") from None


def _person(by: str) -> Person:
    if by == "import":
        return THE_BOT
    if not _USER.fullmatch(by):
        raise BadAnswer(f"“{by[:40]}” is no Slack user id, such as U012ABCDEF.", field="by")
    return Person(by, by, lead=True)


def _defaults(told: Sequence[str]) -> dict[Field, str]:
    """`category=vessels` as what stands for an empty cell of that column."""
    found: dict[Field, str] = {}
    for one in told:
        name, equals, value = one.partition("=")
        field = next((field for field in Field if simple(field) == simple(name)), None)
        if field is None or not equals or not value.strip():
            raise BadAnswer(
                f"“{one[:60]}” is no default; write it like category=vessels. "
                f"Columns: {', '.join(Field)}.",
                field="default",
            )
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
    there = ", ".join(f"#{one.name} ({one.id})" for one in known if config.allows(one.id))
    said = (
        f"“{told[:60]}” is no channel of the bot's." if told else "Which channel do they belong to?"
    )
    raise BadAnswer(
        f"{said} Say --channel with its id"
        + (f" or name; there are: {there}." if there else ", for example C012ABCDEF."),
        field="channel",
    )


@contextmanager
def _refused_rows(
    path: Path | None, table: Table
) -> Iterator[Callable[[Row, Sequence[Fault]], None]]:
    """Writes the rows that cannot be taken, each with why; the file appears only if there are any."""
    refuse_if_there(path)
    refused = RefusedRows(table)
    with ExitStack() as stack:
        files: list[TextIO] = []

        def write(row: Row, faults: Sequence[Fault]) -> None:
            if path is None:
                return
            if not files:
                files.append(stack.enter_context(new_file(path)))
                files[0].write(refused.head())
            files[0].write(refused.line(row, faults))

        yield write


def _say_check(
    out: TextIO, asked: Asked, wanted: Import, checked: CheckedFile, faults: Sequence[Fault]
) -> None:
    unit = wanted.table.unit
    out.writelines(line + "\n" for line in found(wanted, checked))
    if not checked.faulty:
        return
    out.write(f"{number(checked.faulty, 'row')} cannot be taken:\n")
    out.writelines(f"  {fault_line(fault, unit)}\n" for fault in faults[:FAULTS_SHOWN])
    if checked.faults > FAULTS_SHOWN:
        out.write(f"  and {checked.faults - FAULTS_SHOWN:,} more\n")
    if asked.faults:
        out.write(
            f"{asked.faults} has these rows, each with why: mend them there, import it again.\n"
        )
    if asked.dry_run:
        return
    if asked.skip_faulty:
        out.write("They are left out.\n")
    else:
        how = "" if asked.faults else ", or write these rows to a file with --faults FILE.csv"
        out.write(
            f"Nothing was recorded. Mend the file{how}, or leave these rows out with "
            "--skip-faulty.\n"
        )


def _finish(store: Store, progress: Progress) -> None:
    """What the bot's sweeps would do: seal the history, take it into the counts and the search."""
    done = 0
    for work, _ in CATCHING_UP:
        while count := store.write(work):
            done += count
            progress(done, 0)


def _write_json(
    out: TextIO,
    asked: Asked,
    wanted: Import,
    checked: CheckedFile,
    faults: Sequence[Fault],
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
        "unknown_channels": dict(checked.unknown_channels),
        "faulty_rows": checked.faulty,
        "faults": [asdict(one) for one in faults],
    }
    out.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
