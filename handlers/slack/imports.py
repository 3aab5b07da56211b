"""`/referrals import`: a lead's form for a file, what was found in it, and its import."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from slack_bolt.async_app import AsyncApp

from bot.actions.bring_in import Brought, bring_in
from bot.actions.bring_in_check import Checked, Import, check, opened
from bot.domain.errors import BadAnswer, NotAllowed, Refusal
from bot.domain.imports.dates import Order
from bot.domain.imports.refused import RefusedRows
from bot.domain.imports.rows import Fault
from bot.domain.imports.table import Row, open_table
from bot.domain.people import Actor
from bot.ports import Store, UnitOfWork
from handlers.blocks.answers import in_mrkdwn
from handlers.blocks.controls import earlier_version
from handlers.blocks.imports import (
    CONFIRM,
    DATES,
    FAULTS_SHOWN,
    FILE,
    FORM,
    LARGEST,
    Told,
    import_form,
    import_found,
    number,
    states,
)
from handlers.blocks.kit import Block, Post
from handlers.slack.asking import Command, Meta, Submission
from handlers.slack.blocking_store import in_thread
from handlers.slack.desk import Desk
from handlers.slack.downloads import download
from handlers.slack.forms_submit import Outcome, answer_form
from handlers.slack.replying import Ack, Reply, ReplyDump, sentence_for

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


async def open_import(desk: Desk, command: Command, visit: Actor) -> None:
    """Open the form. Raises NotAllowed for anybody but leads."""
    _check_may(desk, visit)
    meta = Meta(channel=visit.place.id)
    await desk.voice.open(command.trigger, import_form(visit.place, meta.dump()))


def _check_may(desk: Desk, visit: Actor) -> None:
    if not visit.person.lead:
        raise NotAllowed("Only a lead can import records. Ask one of your leads.")
    if visit.place.direct:
        name = desk.config.commands.referrals
        raise NotAllowed(f"Type `{name} import` in the channel that the records belong to.")


@dataclass(slots=True)
class _Looked:
    """What a check of one file found, with the rows that cannot be taken as a CSV."""

    wanted: Import
    checked: Checked = field(default_factory=Checked)
    faults: list[Fault] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


async def _check(desk: Desk, submission: Submission) -> Outcome:
    """What is in the file, in place of the form."""
    visit = await desk.actor(submission.asked)
    _check_may(desk, visit)
    file = _file_of(submission)
    chosen = submission.answers.get(DATES)
    order = Order(chosen) if chosen in list(Order) else None
    looked = await _look(desk, visit, file, order)
    told = Told(file, order, looked.wanted.table.digest)
    meta = submission.meta.dump()
    return Outcome(view=import_found(looked.wanted, looked.checked, looked.faults, told, meta))


def _file_of(submission: Submission) -> str:
    values = (submission.view.get("state") or {}).get("values") or {}
    files = ((values.get(FILE) or {}).get(FILE) or {}).get("files") or []
    if len(files) != 1 or not isinstance(files[0], dict) or not files[0].get("id"):
        raise BadAnswer("Choose one file.", field=FILE)
    return str(files[0]["id"])


async def _look(desk: Desk, visit: Actor, file: str, order: Order | None) -> _Looked:
    content = await download(desk.voice.client, file, LARGEST, FILE)

    def work(store: Store) -> _Looked:
        return _looked(desk, store, visit, content, order)

    try:
        return await in_thread(desk.store, work)
    except BadAnswer as refused:
        where = refused.field if refused.field == DATES else FILE
        more = " Choose it below, and hand the file in again." if where == DATES else ""
        raise BadAnswer(refused.sentence + more, field=where) from None


def _looked(desk: Desk, store: Store, visit: Actor, content: bytes, order: Order | None) -> _Looked:
    table = open_table(lambda: io.BytesIO(content))

    def read(uow: UnitOfWork) -> Import:
        return opened(uow, table, visit.person, visit.place, desk.config, order=order)

    looked = _Looked(store.read(read))
    refused = RefusedRows(table)

    def keep(row: Row, faults: Sequence[Fault]) -> None:
        if not looked.refused:
            looked.refused.append(refused.head())
        looked.refused.append(refused.line(row, faults))
        if len(looked.faults) < FAULTS_SHOWN:
            looked.faults += faults

    looked.checked = check(store, looked.wanted, visit.now, keep)
    return looked


async def _confirm(desk: Desk, submission: Submission) -> Outcome:
    """Begin the import; a form that comes twice begins it once."""
    visit = await desk.actor(submission.asked)
    _check_may(desk, visit)
    try:
        told = Told.load(str(submission.view["blocks"][0]["block_id"]))
    except (ValueError, KeyError, IndexError):
        raise BadAnswer(earlier_version("")) from None
    began: list[bool] = []

    def begin(uow: UnitOfWork) -> Reply:
        began.append(True)
        return Reply(Post("I import these records now, and tell you here when it is done."))

    answer = await desk.once(f"{submission.key} {told.digest}", begin, ReplyDump())
    if began:
        desk.later(_import(desk, visit, told))
    return Outcome(answer.post)


async def _import(desk: Desk, visit: Actor, told: Told) -> None:
    """The import itself, and what came of it in private."""
    try:
        looked = await _look(desk, visit, told.file, told.order)
        if looked.wanted.table.digest != told.digest:
            raise Refusal("The file has changed since it was checked. Please begin again.")
        done = await in_thread(desk.store, lambda store: _bring_in(desk, store, looked))
        said = number(done.recorded.total(), "referral")
        text = f"Imported {said}{f': {states(done.recorded)}' if done.recorded else ''}."
        if looked.refused:
            rows = number(looked.checked.faulty, "row")
            content = "".join(looked.refused).encode()
            await desk.voice.send_file(
                visit.person.id, "not-imported.csv", f"{rows} that could not be taken", content
            )
            text += f" {rows} could not be taken: the file is in our messages."
    except Exception as error:
        text = f"{sentence_for(error, desk)} Importing the file again records what is missing."
    desk.wake()
    await desk.voice.whisper(visit.place.id, visit.person.id, Post(in_mrkdwn(text)))


def _bring_in(desk: Desk, store: Store, looked: _Looked) -> Brought:
    return bring_in(store, looked.wanted, looked.checked, desk.clock, desk.config)
