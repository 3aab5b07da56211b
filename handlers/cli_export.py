"""`referral-bot export`: any number of referrals, to a file or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.actions.export import Export, asked_for, note_export, written
from bot.config import Config
from bot.domain.people import NOWHERE, THE_BOT, Actor
from bot.ports import Store, UnitOfWork
from handlers.cli_files import new_file, refuse_both, refuse_if_there

Told = dict[str, str | None]


def write_export(
    store: Store,
    config: Config,
    now: datetime,
    told: Told,
    *,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
    progress: Callable[[int], None],
) -> Export:
    """Write what was asked for, and note first that it was. What is on hold is left out.

    `told` are the filters as people write them; days are days in config's zone. `progress` hears
    how many pieces (about one a referral) are written. A file appears whole or not at all, and one
    that is there already is not written over. Raises BadAnswer.
    """
    refuse_both(as_json, as_csv)
    words = " ".join(f"{name} {value}" for name, value in told.items() if value)
    form = "json" if as_json else "csv"

    actor = Actor(THE_BOT, NOWHERE, now)

    def note(uow: UnitOfWork) -> Export:
        export = asked_for(uow, f"{form} {words}", "", now, config)
        note_export(uow, export, actor)
        return export

    refuse_if_there(output)
    export = store.write(note)
    with ExitStack() as stack:
        out: TextIO = stack.enter_context(new_file(output)) if output else sys.stdout

        def work(uow: UnitOfWork) -> None:
            pieces = written(uow, export, actor, config)
            for number, piece in enumerate(pieces, 1):
                out.write(piece)
                if number % 500 == 0:
                    progress(number)

        store.read(work)
    return export
