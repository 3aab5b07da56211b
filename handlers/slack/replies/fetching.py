"""Files that people hand in as evidence: all looked at first, then fetched from Slack into the store.

What is recorded of them is recorded after that, in one transaction with what they came with. So a crash
leaves nothing half recorded: before the commit nothing was, and the files are still in Slack.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bot.actions.recording.evidence import FIELD
from bot.config.evidence import MOST_FILES
from bot.domain.errors import BadAnswer, Refusal, StorageUnavailable
from bot.domain.evidence import Arrived, neutral_name, type_of
from bot.ports.evidence import EvidenceFiles
from bot.sentences.recording import evidence as sentences
from handlers.slack.context.app_context import AppContext
from handlers.slack.replies.downloads import address_of, file_info, pieces

log = logging.getLogger(__name__)

SECONDS = 300.0
"""For one file, in all: a large one on a poor line."""
_AT_ONCE = 1024 * 1024
"""Bytes that are put on the disk at a time."""
_HOSTED = frozenset({"hosted", "snippet", "email"})
_GONE = frozenset({"tombstone", "deleted"})
_TEAM = re.compile(r"/files-\w+/([TE][A-Z0-9]+)-")
_REFUSED = {
    "file_not_found": sentences.DELETED,
    "file_deleted": sentences.DELETED,
    "access_denied": sentences.OTHER_WORKSPACE,
    "team_not_found": sentences.OTHER_WORKSPACE,
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A file in Slack that may be fetched."""

    name: str
    size: int
    url: str


@asynccontextmanager
async def fetched(
    context: AppContext, ids: Sequence[str], key: str
) -> AsyncIterator[tuple[Arrived, ...]]:
    """The files in the store, to be recorded within the block; then each is put in its place, or removed.

    Nothing is fetched where `key` was answered already. Raises BadAnswer, or another Refusal of the
    store's; then none is kept.
    """
    if not ids or await context.read(lambda uow: uow.answers.get(key)) is not None:
        yield ()
        return
    store = _store(context)
    arrived: list[Arrived] = []
    try:
        for one in await _looked_at(context, ids):
            file = await _fetch(context, store, one)
            arrived.append(file)
        yield tuple(arrived)
    finally:
        await _put_away(context, store, [one.stored_as for one in arrived])


def _store(context: AppContext) -> EvidenceFiles:
    if context.evidence is None:
        raise BadAnswer(sentences.NOT_SET_UP, field=FIELD)
    return context.evidence


async def _looked_at(context: AppContext, ids: Iterable[str]) -> list[_Told]:
    """What Slack says of each, before the first byte of any. Raises BadAnswer."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST_FILES:
        raise BadAnswer(sentences.too_many(len(wanted), MOST_FILES), field=FIELD)
    if not all(wanted):
        raise BadAnswer(sentences.NO_FILE, field=FIELD)
    client = context.responder.client
    found = []
    for one in wanted:
        told = await file_info(client, one, FIELD, _REFUSED)
        if why := _refusal(context, told):
            raise BadAnswer(why, field=FIELD)
        url = address_of(client, told, FIELD)
        found.append(_Told(neutral_name(str(told.get("name") or "")), int(told["size"]), url))
    return found


def _refusal(context: AppContext, told: Mapping[str, Any]) -> str:
    """Why a file can't be kept; empty where it can."""
    name = neutral_name(str(told.get("name") or ""))
    mode, size, config = str(told.get("mode") or ""), told.get("size"), context.config.evidence
    if mode in _GONE:
        return sentences.DELETED
    if mode == "hidden_by_limit":
        return sentences.hidden(name)
    if told.get("is_external") or mode == "external":
        return sentences.external(name)
    if mode not in _HOSTED or not isinstance(size, int):
        return sentences.NO_FILE
    if not context.config.other_workspaces and not _is_ours(context, told):
        return sentences.OTHER_WORKSPACE
    if type_of(name) not in config.types:
        return sentences.type_not_taken(name, config.types)
    if size > config.largest:
        return sentences.too_large(name, size, config.largest_mb)
    return "" if size > 0 else sentences.empty(name)


def _is_ours(context: AppContext, told: Mapping[str, Any]) -> bool:
    in_url = _TEAM.search(str(told.get("url_private") or ""))
    teams = {str(told.get("user_team") or ""), in_url[1] if in_url else ""}
    return all(context.directory.here.is_named(team) for team in teams)


async def _fetch(context: AppContext, store: EvidenceFiles, told: _Told) -> Arrived:
    """The file in the store. Raises BadAnswer where it isn't as large as Slack said."""
    client, page = context.responder.client, type_of(told.name) in ("htm", "html")
    try:
        file = await asyncio.to_thread(store.begin)
    except Refusal as refusal:
        raise BadAnswer(refusal.sentence, field=FIELD) from None
    try:
        size, waiting = 0, bytearray()
        async for piece in pieces(client, told.url, FIELD, SECONDS, page=page):
            size += len(piece)
            if size > told.size:
                raise BadAnswer(sentences.broken(told.name), field=FIELD)
            waiting += piece
            if len(waiting) >= _AT_ONCE:
                await asyncio.to_thread(file.write, bytes(waiting))
                waiting.clear()
        if size != told.size:
            raise BadAnswer(sentences.broken(told.name), field=FIELD)
        await asyncio.to_thread(file.write, bytes(waiting))
        return await asyncio.to_thread(file.keep, told.name)
    except BaseException as error:
        await asyncio.to_thread(file.drop)
        if isinstance(error, Refusal):
            # The store's are of no field: the form says them at this one.
            raise BadAnswer(error.sentence, field=FIELD) from None
        raise


async def _put_away(context: AppContext, store: EvidenceFiles, names: Sequence[str]) -> None:
    """What was recorded is put in its place, what was not is removed; what can't be now, a sweep does."""
    if not names:
        return
    with suppress(StorageUnavailable, Refusal):
        known = await context.read(lambda uow: uow.evidence.known(names))
        for name in names:
            await asyncio.to_thread(store.settle if name in known else store.remove, name)
