"""`/referrals import`: a lead's form for a file, what was found in it, and its import."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from slack_bolt.async_app import AsyncApp

from bot.actions.importing.check import CheckedFile, Import, check, opened
from bot.actions.importing.importing import ImportResult, import_file
from bot.domain.errors import BadAnswer, NotAllowed, Refusal
from bot.domain.importing.dates import Order
from bot.domain.importing.refused import RefusedRows
from bot.domain.importing.rows import RowFault
from bot.domain.importing.table import Row, open_table
from bot.domain.people import Actor
from bot.ports.store import Store, UnitOfWork
from bot.sentences import importing as sentences
from handlers.messages.cards.answers import in_mrkdwn
from handlers.messages.cards.controls import earlier_version
from handlers.messages.kit.kit import Block, Post
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
from handlers.slack.context.app_context import Desk
from handlers.slack.context.payloads import Command, Meta, Submission
from handlers.slack.interactions.submit_form import Outcome, answer_form
from handlers.slack.replies.downloads import download
from handlers.slack.replies.replying import Ack, Reply, ReplyDump, sentence_for

log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to both forms."""

    async def handed_in(ack: Ack, body: Block) -> None:
        submission = Submission.read(body)
        await answer_form(desk, submission, ack, _check(desk, submission))

    async def confirmed(ack: Ack, body: Block) -> None:
        submission = Submission.read(body)
        await answer_form(desk, submission, ack, _confirm(desk, submission))

    app.view(FORM)(handed_in)
    app.view(CONFIRM)(confirmed)


async def open_import(desk: Desk, command: Command, actor: Actor) -> None:
    """Open the form. Raises NotAllowed for anybody but leads."""
    _check_may(desk, actor)
    meta = Meta(channel=actor.place.id)
    await desk.voice.open(command.trigger, import_form(actor.place, meta.dump()))


def _check_may(desk: Desk, actor: Actor) -> None:
    if not actor.person.lead:
        raise NotAllowed(sentences.ONLY_LEADS)
    if actor.place.direct:
        raise NotAllowed(sentences.in_the_channel(desk.config.commands.referrals))


@dataclass(slots=True)
class _Looked:
    """What a check of one file found, with the rows that cannot be taken as a CSV."""

    wanted: Import
    checked: CheckedFile = field(default_factory=CheckedFile)
    faults: list[RowFault] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


async def _check(desk: Desk, submission: Submission) -> Outcome:
    """What is in the file, in place of the form."""
    actor = await desk.actor(submission.asked)
    _check_may(desk, actor)
    file = _file_of(submission)
    chosen = submission.answers.get(DATES)
    order = Order(chosen) if chosen in list(Order) else None
    looked = await _look(desk, actor, file, order)
    told = ConfirmedFile(file, order, looked.wanted.table.digest)
    meta = submission.meta.dump()
    return Outcome(view=import_found(looked.wanted, looked.checked, looked.faults, told, meta))


def _file_of(submission: Submission) -> str:
    values = (submission.view.get("state") or {}).get("values") or {}
    files = ((values.get(FILE) or {}).get(FILE) or {}).get("files") or []
    if len(files) != 1 or not isinstance(files[0], dict) or not files[0].get("id"):
        raise BadAnswer(sentences.CHOOSE_FILE, field=FILE)
    return str(files[0]["id"])


async def _look(desk: Desk, actor: Actor, file: str, order: Order | None) -> _Looked:
    content = await download(desk.voice.client, file, LARGEST, FILE)

    def work(store: Store) -> _Looked:
        return _looked(desk, store, actor, content, order)

    try:
        return await desk.store.run_long(work)
    except BadAnswer as refused:
        where = refused.field if refused.field == DATES else FILE
        more = f" {sentences.CHOOSE_ORDER}" if where == DATES else ""
        raise BadAnswer(refused.sentence + more, field=where) from None


def _looked(desk: Desk, store: Store, actor: Actor, content: bytes, order: Order | None) -> _Looked:
    table = open_table(lambda: io.BytesIO(content))

    def read(uow: UnitOfWork) -> Import:
        return opened(uow, table, actor.person, actor.place, desk.config, order=order)

    looked = _Looked(store.read(read))
    refused = RefusedRows(table)

    def keep(row: Row, faults: Sequence[RowFault]) -> None:
        if not looked.refused:
            looked.refused.append(refused.head())
        looked.refused.append(refused.line(row, faults))
        if len(looked.faults) < FAULTS_SHOWN:
            looked.faults += faults

    looked.checked = check(store, looked.wanted, actor.now, keep)
    return looked


async def _confirm(desk: Desk, submission: Submission) -> Outcome:
    """Begin the import; a form that comes twice begins it once."""
    actor = await desk.actor(submission.asked)
    _check_may(desk, actor)
    try:
        told = ConfirmedFile.load(str(submission.view["blocks"][0]["block_id"]))
    except (ValueError, KeyError, IndexError):
        raise BadAnswer(earlier_version("")) from None
    began: list[bool] = []

    def begin(uow: UnitOfWork) -> Reply:
        began.append(True)
        return Reply(Post(sentences.BEGUN))

    answer = await desk.once(f"{submission.key} {told.digest}", begin, ReplyDump())
    if began:
        desk.later(_import(desk, actor, told))
    return Outcome(answer.post)


async def _import(desk: Desk, actor: Actor, told: ConfirmedFile) -> None:
    """The import itself, and what came of it in private."""
    try:
        looked = await _look(desk, actor, told.file, told.order)
        if looked.wanted.table.digest != told.digest:
            raise Refusal(sentences.FILE_CHANGED)
        done = await desk.store.run_long(lambda store: _record(desk, store, looked))
        text = sentences.imported(in_order(done.recorded))
        if looked.refused:
            faulty = looked.checked.faulty
            content = "".join(looked.refused).encode()
            title = sentences.faulty_file_title(faulty)
            await desk.voice.send_file(actor.person.id, sentences.FAULTY_FILE, title, content)
            text += f" {sentences.faulty_rows_sent(faulty)}"
    except Exception as error:
        text = f"{sentence_for(error, desk)} {sentences.IMPORT_AGAIN}"
    desk.wake()
    await desk.voice.whisper(actor.place.id, actor.person.id, Post(in_mrkdwn(text)))


def _record(desk: Desk, store: Store, looked: _Looked) -> ImportResult:
    return import_file(store, looked.wanted, looked.checked, desk.clock, desk.config)
