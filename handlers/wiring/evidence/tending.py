"""What the store of evidence needs now and then: files put in their place, and removed once nobody has them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.actions.recording.evidence import REMOVED_AT_ONCE, unsettled
from bot.domain.errors import Refusal
from bot.ports.evidence import EvidenceFiles
from bot.ports.store import Store
from handlers.async_store import AsyncStore

log = logging.getLogger(__name__)


async def tend(store: AsyncStore, files: EvidenceFiles, now: datetime) -> None:
    """Tend it, beside everything else. May run on any number of machines; what can't be done now is later."""
    try:
        await store.run_long(lambda database: tend_now(database, files, now))
    except Refusal as refusal:
        log.error("evidence: %s", refusal.sentence)


def tend_now(database: Store, files: EvidenceFiles, now: datetime) -> int:
    """The same, at once; how many files were removed. Raises a Refusal where the store is gone."""
    there = [one for one in files.all() if not one.settled]
    ours, old = database.read(lambda uow: unsettled(uow, there, now))
    for name in ours:
        files.settle(name)
    for name in old:
        files.remove(name)
    return len(old) + _remove_erased(database, files)


def _remove_erased(database: Store, files: EvidenceFiles) -> int:
    count = 0
    while gone := database.read(lambda uow: uow.evidence.to_remove(REMOVED_AT_ONCE)):
        for name in gone:
            files.remove(name)
        _removed(database, gone)
        count += len(gone)
    return count


def _removed(database: Store, names: Sequence[str]) -> None:
    database.write(lambda uow: uow.evidence.removed(names))
