"""An import: its form, and what a check of the file found, for Slack and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.actions.importing.check import CheckedFile, Import
from bot.domain.dates import Order
from bot.domain.importing.rows import RowFault
from bot.domain.lifecycle.referral import State
from bot.domain.pages.defang import defang_all
from bot.domain.people import Place
from bot.domain.times import say_day
from bot.sentences import importing as sentences
from bot.sentences import labels
from handlers.messages.kit.kit import (
    Block,
    context,
    escape,
    labelled,
    option,
    section,
    select,
    typed,
)
from handlers.messages.kit.modals import modal

FAULTS_SHOWN = 20
MOST_SHARED = 5


def found(wanted: Import, checked: CheckedFile) -> list[str]:
    """What was understood and what would be recorded, a line each; faults are not among them."""
    table, channel = wanted.table, wanted.row_to_events.place.name
    first, last = checked.first_day, checked.last_day
    days = (say_day(first), say_day(last)) if first and last else ("", "")
    lines = [sentences.looked_through(table.kind, checked.rows, *days)]
    if wanted.order_shown:
        lines.append(sentences.order_shown(wanted.reading.order is Order.DMY))
    if checked.new:
        lines.append(sentences.to_record(in_order(checked.to_record), channel))
    else:
        lines.append(sentences.NOTHING_NEW)
    if checked.already:
        lines.append(sentences.already_here(len(checked.already)))
        if checked.credited:
            lines.append(sentences.put_right(checked.credited))
        live = [(one.line, one.number) for one in checked.already if one.live]
        if live:
            lines.append(sentences.open_elsewhere(table.unit, live))
    if checked.repeats:
        lines.append(sentences.repeated(checked.repeats))
    if table.columns.ignored:
        lines.append(sentences.columns_left_out(table.columns.ignored))
    if checked.unknown_people:
        people = dict(checked.unknown_people.most_common())
        lines.append(sentences.unknown_people(people))
        shared = list(checked.shared_names.items())[:MOST_SHARED]
        lines += [sentences.shared_name(name, choices) for name, choices in shared]
    if checked.unknown_channels:
        channels = dict(checked.unknown_channels.most_common())
        lines.append(sentences.unknown_channels(channels, channel))
    return lines


def in_order(counted: Mapping[State, int]) -> dict[str, int]:
    """Counts by state, in the order of the lifecycle."""
    return {one.value: counted[one] for one in State if counted.get(one)}


def fault_line(fault: RowFault, unit: str) -> str:
    """`Line 17, outcome “maybe”: Choose: …`, with addresses defanged."""
    value = defang_all(fault.value[:80])
    return sentences.fault(unit, fault.line, fault.column, value, fault.what)


FORM, CONFIRM = "import:file", "import:confirm"
FILE, DATES = "file", "dates"
LARGEST = 10 * 1024 * 1024
"""Bytes of a file that is imported from Slack; the command line takes any."""
_ORDERS = {
    "": sentences.AS_THE_FILE_SHOWS,
    Order.DMY: sentences.DAY_FIRST,
    Order.MDY: sentences.MONTH_FIRST,
}
_SHOWN_IN_SLACK = 10


def import_form(place: Place, metadata: str) -> Block:
    """Where a lead hands in the file; nothing is recorded by it."""
    orders = [option(label, value or "shown") for value, label in _ORDERS.items()]
    blocks = [
        section(sentences.introduction(escape(place.name))),
        labelled(
            sentences.FILE_LABEL,
            FILE,
            {"type": "file_input", "filetypes": ["csv", "json"], "max_files": 1},
            hint=sentences.FILE_HINT,
        ),
        labelled(
            sentences.DATES_LABEL,
            DATES,
            select(DATES, sentences.CHOOSE, orders, "shown"),
            optional=True,
        ),
    ]
    return modal(sentences.TITLE, blocks, sentences.CHECK_FILE, FORM, metadata)


@dataclass(frozen=True, slots=True)
class ConfirmedFile:
    """What the form that confirms carries of the file that was checked."""

    file: str
    order: Order | None
    digest: str

    def dump(self) -> str:
        """For a block's id."""
        return f"import {self.file} {self.order or '-'} {self.digest}"

    @classmethod
    def load(cls, text: str) -> ConfirmedFile:
        """The reverse. Raises ValueError for what is not ours."""
        word, file, order, digest = text.split(" ")
        if word != "import":
            raise ValueError(text)
        return cls(file, None if order == "-" else Order(order), digest)


def import_found(
    wanted: Import,
    checked: CheckedFile,
    faults: Sequence[RowFault],
    told: ConfirmedFile,
    metadata: str,
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
        left = [labels.and_more(more)] if more > 0 else []
        heading = f"*{sentences.cannot_be_taken(checked.faulty)}*"
        blocks.append(section("\n".join([heading, *shown, *left])))
        what = sentences.LEFT_OUT_WITH_FILE if checked.new else sentences.MEND_AND_REPEAT
        blocks.append(context(what))
    if not checked.new and not checked.credited:
        return modal(sentences.TITLE, blocks, None, CONFIRM, metadata)
    return modal(sentences.TITLE, blocks, sentences.submit(checked.new), CONFIRM, metadata)
