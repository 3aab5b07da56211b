"""What `referral-bot check` says of the audit: its key, and the file of anchors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.config import Config
from bot.config.variables import AUDIT_KEY, OLD_AUDIT_KEYS
from bot.domain.errors import StorageUnavailable
from bot.domain.lifecycle.anchors import AnchorCheck, Head, read_anchors
from bot.domain.times import say_day
from bot.ports.store import UnitOfWork
from bot.sentences.operations import audit, health, setup
from handlers.wiring.databases import opened
from handlers.wiring.environment import Environment, SetupError

Line = tuple[str, bool, str, bool]
"""What is spoken of, whether it is well, the sentence, and whether it is only to be known."""
OLDEST = timedelta(days=2)


def what_the_audit_has(
    environment: Environment, config: Config, today: date | None = None
) -> Iterator[Line]:
    """Nothing where the database cannot be read: that is said already."""
    try:
        with opened(
            environment.database_url, migrate=False, audit_keys=environment.audit_keys
        ) as store:
            fits, head = store.read(lambda uow: (uow.audit.key_fits(), uow.audit.head()))
            yield from _key(fits, has_one=environment.audit_keys.current is not None)
            if config.audit.anchor_file:
                file = Path(config.audit.anchor_file)
                day = today or datetime.now(UTC).date()
                yield store.read(lambda uow: _anchors(uow, file, head, day))
    except (SetupError, StorageUnavailable, ValueError):
        return


def _key(fits: bool | None, *, has_one: bool) -> Iterator[Line]:
    if fits is None:
        yield health.AUDIT_KEY, False, setup.no_audit_key(AUDIT_KEY), False
    elif not fits:
        yield health.AUDIT_KEY, False, setup.other_audit_key(AUDIT_KEY, OLD_AUDIT_KEYS), False
    elif has_one:
        yield health.AUDIT_KEY, True, health.AUDIT_KEY_USED, False


def _anchors(uow: UnitOfWork, file: Path, head: Head | None, today: date) -> Line:
    """Whether a day's anchor can be added, and whether the last one fits."""
    wrong, text = "", ""
    try:
        text = _content(file)
        anchors = read_anchors(text)
    except OSError as error:
        wrong = audit.anchor_file_unwritable(str(file), error.strerror or type(error).__name__)
    except UnicodeDecodeError:
        wrong = audit.unreadable_anchors(str(file), audit.NOT_TEXT)
    except ValueError as error:
        wrong = str(error)
    if wrong:
        return health.ANCHOR_FILE, False, wrong, False
    if not anchors:
        return health.ANCHOR_FILE, True, audit.no_anchor_yet(str(file)), False
    last = anchors[-1]
    check = AnchorCheck([last])
    for sequence in range(last.first, last.last + 1):
        hashed = uow.audit.hash_of_link(sequence)
        if hashed is not None:
            check.link(sequence, bytes.fromhex(hashed))
    if head is not None:
        check.link(head.sequence, bytes.fromhex(head.hash))
    for finding in check.findings():
        return health.ANCHOR_FILE, False, audit.anchor_misfits(str(file), finding.what), False
    day = _day_of(text)
    if day is not None and today - day > OLDEST:
        return health.ANCHOR_FILE, True, audit.anchor_old(str(file), say_day(day)), True
    fits = audit.anchor_fits(str(file), len(anchors), f"{last.last}:{last.hash[:12]}…")
    return health.ANCHOR_FILE, True, fits, False


def _content(file: Path) -> str:
    """What is in it, opened as the bot opens it, but not made. Raises OSError, UnicodeDecodeError."""
    try:
        number = os.open(file, os.O_RDWR | os.O_APPEND)
    except FileNotFoundError:
        if not file.parent.is_dir():
            raise
        if not os.access(file.parent, os.W_OK | os.X_OK):
            raise PermissionError(13, os.strerror(13)) from None
        return ""
    with os.fdopen(number, encoding="utf-8") as kept:
        return kept.read()


def _day_of(text: str) -> date | None:
    """The day of the last line, where it begins with one."""
    lines = [one for one in text.splitlines() if one.strip()]
    try:
        return date.fromisoformat(lines[-1].split()[0])
    except ValueError:
        return None
