"""`make bench`: every measurement, or `make bench NAME=page_keys` for one; a table and JSON.

Each module here has `run()`, which gives rows: what was measured, its limit in the same run, the
ratio and the goal.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

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
        rows += [
            {"measurement": name, **row}
            for row in importlib.import_module(f"tests.benchmarks.{name}").run()
        ]
    _print(rows)
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps({"machine": _machine(), "rows": rows}, indent=2, default=str))
    sys.stdout.write(f"as JSON: {LATEST.relative_to(FOLDER.parent.parent)}\n")
    return 0


def _machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "cores": os.cpu_count(),
    }


def _print(rows: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = Table(*columns, title=" ".join(f"{k} {v}" for k, v in _machine().items()))
    for row in rows:
        table.add_row(*(_shown(row.get(name, "")) for name in columns))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _shown(value: Any) -> str:
    return f"{value:,.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
