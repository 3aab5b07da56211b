"""`/referrals import`: a lead's form for a file, what was found in it, and its import."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.actions.importing.check import CheckedFile, Import, check, opened
from bot.actions.importing.importing import ImportResult, import_file
from bot.domain.dates import Order
from bot.domain.errors import BadAnswer, NotAllowed, Refusal
from bot.domain.importing.refused import RefusedRows
from bot.domain.importing.rows import RowFault
from bot.domain.importing.table import Row, open_table
from bot.domain.people import Actor
from bot.ports.store import Store, UnitOfWork
from bot.sentences import importing as sentences
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.cards.controls import earlier_version
from handlers.messages.kit.kit import Post, Press, Reply
from handlers.messages.kit.origin import check_here, newest
from handlers.messages.lists.importing import (
    CONFIRM,
    DATES,
    FAULTS_SHOWN,
    FILE,
    FORM,
    LARGEST,
    ConfirmedFile,
    import_form,
    import_found,
    in_order,
)
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Command, Meta, Submission
from handlers.slack.replies.downloads import download
from handlers.slack.replies.listeners import FormResult, Listeners
from handlers.slack.replies.replying import sentence_for


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to both forms."""
    listeners.on_form(FORM, _check)
    listeners.on_form(CONFIRM, _confirm)


async def open_import(context: AppContext, command: Command, actor: Actor) -> None:
    """Open the form. Raises NotAllowed for anybody but leads."""
    _check_may(context, actor)
    meta = Meta(channel=actor.place.id)
    await context.responder.open(command.trigger, import_form(actor.place, meta.dump()))


def _check_may(context: AppContext, actor: Actor) -> None:
    if not actor.person.lead:
        raise NotAllowed(sentences.ONLY_LEADS)
    if actor.place.direct:
        raise NotAllowed(sentences.in_the_channel(context.config.commands.referrals))


@dataclass(slots=True)
class _Looked:
    """What a check of one file found, with the rows that cannot be taken as a CSV."""

    wanted: Import
    made: Press
    checked: CheckedFile = field(default_factory=CheckedFile)
    faults: list[RowFault] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


async def _check(context: AppContext, submission: Submission) -> FormResult:
    """What is in the file, in place of the form."""
    actor = await context.actor(submission.requester)
    _check_may(context, actor)
    file = _file_of(submission)
    chosen = submission.answers.get(DATES)
    order = Order(chosen) if chosen in list(Order) else None
    looked = await _look(context, actor, file, order)
    told = ConfirmedFile(file, order, looked.wanted.table.digest)
    made = looked.made
    meta = replace(submission.meta, number=made.number, uid=made.uid).dump()
    return FormResult(view=import_found(looked.wanted, looked.checked, looked.faults, told, meta))


def _file_of(submission: Submission) -> str:
    values = (submission.view.get("state") or {}).get("values") or {}
    files = ((values.get(FILE) or {}).get(FILE) or {}).get("files") or []
    if len(files) != 1 or not isinstance(files[0], dict) or not files[0].get("id"):
        raise BadAnswer(sentences.CHOOSE_FILE, field=FILE)
    return str(files[0]["id"])


async def _look(context: AppContext, actor: Actor, file: str, order: Order | None) -> _Looked:
    content = await download(context.responder.client, file, LARGEST, FILE)

    def work(store: Store) -> _Looked:
        return _looked(context, store, actor, content, order)

    try:
        return await context.store.run_long(work)
    except BadAnswer as refused:
        where = refused.field if refused.field == DATES else FILE
        more = f" {sentences.CHOOSE_ORDER}" if where == DATES else ""
        raise BadAnswer(refused.sentence + more, field=where) from None


def _looked(
    context: AppContext, store: Store, actor: Actor, content: bytes, order: Order | None
) -> _Looked:
    table = open_table(lambda: io.BytesIO(content))

    def read(uow: UnitOfWork) -> tuple[Import, Press]:
        wanted = opened(uow, table, actor.person, actor.place, context.config, order=order)
        return wanted, newest(uow)

    looked = _Looked(*store.read(read))
    refused = RefusedRows(table)

    def keep(row: Row, faults: Sequence[RowFault]) -> None:
        if not looked.refused:
            looked.refused.append(refused.head())
        looked.refused.append(refused.line(row, faults))
        if len(looked.faults) < FAULTS_SHOWN:
            looked.faults += faults

    looked.checked = check(store, looked.wanted, actor.now, keep)
    return looked


async def _confirm(context: AppContext, submission: Submission) -> FormResult:
    """Begin the import; a form that comes twice begins it once."""
    actor = await context.actor(submission.requester)
    _check_may(context, actor)
    try:
        told = ConfirmedFile.load(str(submission.view["blocks"][0]["block_id"]))
    except (ValueError, KeyError, IndexError):
        raise BadAnswer(earlier_version("")) from None
    began: list[bool] = []

    def begin(uow: UnitOfWork) -> Reply:
        check_here(uow, submission.meta.made)
        began.append(True)
        return Reply(Post(sentences.BEGUN))

    answer = await context.once(f"{submission.key} {told.digest}", begin)
    if began:
        context.in_background(_import(context, actor, told))
    return FormResult(answer.post)


async def _import(context: AppContext, actor: Actor, told: ConfirmedFile) -> None:
    """The import itself, and what came of it in private."""
    try:
        looked = await _look(context, actor, told.file, told.order)
        if looked.wanted.table.digest != told.digest:
            raise Refusal(sentences.FILE_CHANGED)
        done = await context.store.run_long(lambda store: _record(context, store, looked))
        text = sentences.imported(in_order(done.recorded), done.credited)
        if looked.refused:
            faulty = looked.checked.faulty
            content = "".join(looked.refused).encode()
            title = sentences.faulty_file_title(faulty)
            await context.responder.send_file(
                actor.person.id, sentences.FAULTY_FILE, title, content
            )
            text += f" {sentences.faulty_rows_sent(faulty)}"
    except Exception as error:
        text = f"{sentence_for(error, context)} {sentences.IMPORT_AGAIN}"
    context.wake()
    await context.responder.whisper(actor.place.id, actor.person.id, Post(in_mrkdwn(text)))


def _record(context: AppContext, store: Store, looked: _Looked) -> ImportResult:
    return import_file(store, looked.wanted, looked.checked, context.clock, context.config)
