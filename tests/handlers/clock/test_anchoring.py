"""The day's anchor: a line in a file that only its owner reads, a post that tells of no event."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.config import Config
from bot.domain.announcements import Message
from bot.domain.lifecycle.anchors import read_anchors
from handlers.async_store import AsyncStore
from handlers.clock.anchors import Anchoring
from storage.database import open_store
from tests.harness.without_slack.stored_events import MONDAY, flag


class Day:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        """The instant it shows."""
        return self.at


def test_a_day_has_one_anchor_in_the_file_and_one_post(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "anchors"
    config = Config.model_validate(
        {"audit": {"anchor_file": str(file), "anchor_channel": "C0123456"}}
    )
    day = Day()
    with open_store(sqlite_url) as database:
        flag(database)
        database.write(lambda work: work.audit.seal(10))
        head = database.read(lambda work: work.audit.head())
        assert head is not None
        store = AsyncStore(database, one_writer=True)

        async def sweeps() -> None:
            for _replica in range(2):
                anchoring = Anchoring(store, day, config, lambda: None)
                await anchoring.sweep()
                await anchoring.sweep()

        asyncio.run(sweeps())
        assert len(file.read_text().splitlines()) == 1
        day.at += timedelta(days=1)
        asyncio.run(sweeps())
        assert [(one.last, one.hash) for one in read_anchors(file.read_text())] == [
            (1, head.hash)
        ] * 2
        assert file.stat().st_mode & 0o777 == 0o600
        (lane,) = database.write(lambda work: work.outbox.claim(60.0, 10, 10))
        told = [(row.message, row.data) for row in lane.rows]
        assert told == [(Message.ANCHOR, {"anchor": f"~100:{head.hash}"})] * 2
        store.close()


def test_a_file_that_cannot_be_written_is_said_and_tried_again(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = Config.model_validate({"audit": {"anchor_file": str(tmp_path / "no" / "anchors")}})
    with open_store(sqlite_url) as database, caplog.at_level(logging.WARNING):
        flag(database)
        database.write(lambda work: work.audit.seal(10))
        store = AsyncStore(database, one_writer=True)
        anchoring = Anchoring(store, Day(), config, lambda: None)
        asyncio.run(anchoring.sweep())
        assert "could not be added to" in caplog.text
        (tmp_path / "no").mkdir()
        asyncio.run(anchoring.sweep())
        assert (tmp_path / "no" / "anchors").exists()
        store.close()
