"""A backup, as `referral-bot backup` makes one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def copied(path: Path, to: Path) -> None:
    """A copy of a database under a running bot."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
