"""The directory of evidence, as config names it and the database knows it."""

from __future__ import annotations

import logging
from pathlib import Path

from bot.config import Config
from bot.domain.redaction import fault
from bot.sentences.operations import setup
from handlers.wiring.environment import Environment, SetupError, check_evidence_key
from storage.database import SqlStore
from storage.evidence.directory import EvidenceDirectory, StoreGone

log = logging.getLogger(__name__)

KNOWN_AS = "evidence store"
"""The setting that says which directory it is."""


def open_evidence(
    environment: Environment, config: Config, database: SqlStore, *, make: bool = False
) -> EvidenceDirectory | None:
    """The store; None where config names none, or where nothing was kept yet. With `make` a new one is
    made then.

    Raises SetupError where it has no key, or can't be made. Where the one that is known can't be reached
    that is logged: the bot works without it.
    """
    if not config.evidence.on:
        return None
    check_evidence_key(environment)
    path = Path(config.evidence.directory)
    known = database.read(lambda uow: uow.settings.get(KNOWN_AS))
    store = EvidenceDirectory(path, environment.evidence_key, lambda: known)
    if known is not None:
        try:
            store.check()
        except StoreGone:
            log.error("%s", setup.evidence_unreachable(str(path)))
        return store
    if not make:
        return None
    try:
        made = store.make()
    except OSError as error:
        raise SetupError(setup.no_evidence_directory(str(path), fault(error))) from None
    database.write(lambda uow: uow.settings.put(KNOWN_AS, made))
    return EvidenceDirectory(path, environment.evidence_key, lambda: made)
