"""What `referral-bot check` says of evidence: whether files can be kept, and which machines share the place."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

from bot.config import Config
from bot.domain.errors import Refusal, StorageUnavailable
from bot.sentences.operations import health, setup
from handlers.wiring.databases import opened
from handlers.wiring.environment import Environment, SetupError, check_evidence_key
from handlers.wiring.evidence.opening import KNOWN_AS
from storage.evidence.directory import EvidenceDirectory

Line = tuple[str, bool, str]
"""What is spoken of, whether it is well, and the sentence."""


def what_is_kept(environment: Environment, config: Config) -> Iterator[Line]:
    """Whether files are taken, and whether this machine writes and reads where they are kept."""
    if not config.evidence.on:
        yield health.EVIDENCE, True, health.EVIDENCE_OFF
        return
    directory = config.evidence.directory
    try:
        check_evidence_key(environment)
        with opened(environment.database_url, migrate=False) as store:
            known = store.read(lambda uow: uow.settings.get(KNOWN_AS))
    except SetupError as error:
        yield health.EVIDENCE, False, str(error)
        return
    except StorageUnavailable:
        return  # said of the database itself
    if known is None:
        yield health.EVIDENCE, True, health.evidence_not_yet(directory)
        return
    place = EvidenceDirectory(Path(directory), environment.evidence_key, lambda: known)
    try:
        others = place.sign_in(socket.gethostname())
    except Refusal:
        yield health.EVIDENCE, False, setup.evidence_unreachable(directory)
        return
    yield health.EVIDENCE, True, health.evidence_shared(directory, others)
