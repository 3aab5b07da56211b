"""An import: its form, and what a check of the file found, in lines for Slack and the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.actions.importing_check import CheckedFile, Import
from bot.domain.importing.dates import Order
from bot.domain.importing.rows import Fault
from bot.domain.page_defang import defang_all
from bot.domain.people import Place
from bot.domain.referral import State
from bot.domain.times import say_day
from handlers.blocks.kit import Block, context, escape, labelled, option, section, select, typed
from handlers.blocks.modals import modal

FAULTS_SHOWN = 20
_NAMED = 10
_STANDS = {State.REFERRED: "waiting", State.FLAGGED: "flagged, not referred"}


def found(wanted: Import, checked: CheckedFile) -> list[str]:
    """What was understood and what would be recorded, a line each; faults are not among them."""
    table, row_to_events = wanted.table, wanted.row_to_events
    days = ""
    if checked.first_day and checked.last_day:
        days = f", {say_day(checked.first_day)} to {say_day(checked.last_day)}"
    lines = [f"{table.kind}: {number(checked.rows, 'row')}{days}."]
    if wanted.order_shown:
        first = "day" if wanted.reading.order is Order.DMY else "month"
        lines.append(f"Dates like 03/04/2026 have the {first} first, as others in the file show.")
    new = f"{number(checked.new, 'referral')} to record in #{row_to_events.place.name}"
    lines.append(
        f"{new}: {states(checked.to_record)}." if checked.new else "Nothing new to record."
    )
    if checked.already:
        rows = number(len(checked.already), "row")
        lines.append(f"Already here, and left as it is: {rows}.")
        lines += _open_elsewhere(checked, table.unit)
    if checked.repeats:
        lines.append(
            f"Repeated within the file, and counted once: {number(checked.repeats, 'row')}."
        )
    if table.columns.ignored:
        lines.append(
            f"Columns that are not understood, and left out: {_list(table.columns.ignored)}."
        )
    if checked.unknown_people:
        whose = "whoever imports" if row_to_events.who.id else "nobody; the leads are reminded"
        lines.append(
            f"People not known here: {_counted(checked.unknown_people)}. In their place: {whose}."
        )
    if checked.unknown_channels:
        lines.append(
            f"Channels not known here: {_counted(checked.unknown_channels)}. Theirs go to "
            f"#{row_to_events.place.name}."
        )
    return lines


def _open_elsewhere(checked: CheckedFile, unit: str) -> list[str]:
    """For who imports, who leads: pages that are open here under another day."""
    live = [one for one in checked.already if one.live]
    if not live:
        return []
    named = ", ".join(f"{unit} {one.line}: R-{one.number}" for one in live[:_NAMED])
    more = f" and {len(live) - _NAMED:,} more" if len(live) > _NAMED else ""
    return [f"Among them pages that are open here as another referral ({named}{more})."]


def states(counted: Mapping[State, int]) -> str:
    """`578 closed, 485 rejected, 137 waiting`."""
    return ", ".join(
        f"{counted[one]:,} {_STANDS.get(one, one.value)}" for one in State if counted.get(one)
    )


def fault_line(fault: Fault, unit: str) -> str:
    """`Line 17, outcome “maybe”: Accepted: …`, with addresses defanged."""
    column = f", {fault.column}" if fault.column else ""
    value = f" “{defang_all(fault.value[:80])}”" if fault.value else ""
    return f"{unit.capitalize()} {fault.line}{column}{value}: {fault.what}"


def number(count: int, what: str) -> str:
    """`1 row`, `1,200 rows`."""
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _counted(names: Counter[str]) -> str:
    return _list([f"{name[:60]} ({count:,})" for name, count in names.most_common()])


def _list(names: Iterable[str]) -> str:
    several = list(names)
    more = f" and {len(several) - _NAMED:,} more" if len(several) > _NAMED else ""
    return ", ".join(several[:_NAMED]) + more


FORM, CONFIRM = "import:file", "import:confirm"
FILE, DATES = "file", "dates"
LARGEST = 10 * 1024 * 1024
"""Bytes of a file that is imported from Slack; the command line takes any."""
_ORDERS = {"": "As the file shows", Order.DMY: "Day first", Order.MDY: "Month first"}
_SHOWN_IN_SLACK = 10


def import_form(place: Place, metadata: str) -> Block:
    """Where a lead hands in the file; nothing is recorded by it."""
    orders = [option(label, value or "shown") for value, label in _ORDERS.items()]
    blocks = [
        section(
            f"Records that the team has from before, as CSV or JSON, for *#{escape(place.name)}*. "
            "The file is checked first: you are shown what would be recorded."
        ),
        labelled(
            "File",
            FILE,
            {"type": "file_input", "filetypes": ["csv", "json"], "max_files": 1},
            hint="Up to 10 MB. It needs a column with the addresses and one that says when; Excel "
            "files are saved as “CSV UTF-8” first.",
        ),
        labelled(
            "In dates like 03/04/2026",
            DATES,
            select(DATES, "Choose", orders, "shown"),
            optional=True,
        ),
    ]
    return modal("Import records", blocks, "Check the file", FORM, metadata)


@dataclass(frozen=True, slots=True)
class Told:
    """What the form that confirms carries of the file that was checked."""

    file: str
    order: Order | None
    digest: str

    def dump(self) -> str:
        """For a block's id."""
        return f"import {self.file} {self.order or '-'} {self.digest}"

    @classmethod
    def load(cls, text: str) -> Told:
        """The other way. Raises ValueError for what is not ours."""
        word, file, order, digest = text.split(" ")
        if word != "import":
            raise ValueError(text)
        return cls(file, None if order == "-" else Order(order), digest)


def import_found(
    wanted: Import, checked: CheckedFile, faults: Sequence[Fault], told: Told, metadata: str
) -> Block:
    """What was found, to be confirmed; only to be read where there is nothing to record."""
    lines = "\n".join(f"• {typed(line, 600)}" for line in found(wanted, checked))
    blocks = [section(lines) | {"block_id": told.dump()}]
    if checked.faulty:
        shown = [
            f"• {typed(fault_line(one, wanted.table.unit), 250)}"
            for one in faults[:_SHOWN_IN_SLACK]
        ]
        more = checked.faults - len(shown)
        left = [f"and {more:,} more"] if more > 0 else []
        rows = number(checked.faulty, "row")
        blocks.append(section("\n".join([f"*{rows} cannot be taken:*", *shown, *left])))
        out = "These rows are left out. You get them as a file, each with why."
        mend = "Mend these rows in the file, and import it again."
        blocks.append(context(out if checked.new else mend))
    if not checked.new:
        return modal("Import records", blocks, None, CONFIRM, metadata)
    submit = f"Import {number(checked.new, 'referral')}"
    return modal("Import records", blocks, submit, CONFIRM, metadata)
